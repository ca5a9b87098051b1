"""Print the session of a DPO in the running office: `python -m tests.faults.enter`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dpo_office.settings")
django.setup()

from tests import conftest  # noqa: E402  # models need the line above

if __name__ == "__main__":
    user = conftest.person("Helve Proov", "DPO")
    print(conftest.client_of(user).cookies["session"].value)  # noqa: T201
