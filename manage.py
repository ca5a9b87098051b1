#!/usr/bin/env python
"""Commands of the office; `python manage.py office` runs it."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dpo_office.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
