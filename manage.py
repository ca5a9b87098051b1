#!/usr/bin/env python
"""Commands of the office; `python manage.py office` runs it."""

import os
import sys

NOT_RUNNING = "The office is not running: make run"


def main() -> None:
    if sys.argv[1:2] == ["office"]:
        from dpo_office.supervisor.command import main as office

        sys.exit(office(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dpo_office.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        if settings.DATABASE_KNOWN:
            raise
        sys.exit(NOT_RUNNING)


if __name__ == "__main__":
    main()
