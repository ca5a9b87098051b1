"""The web's entry."""

import os

from django.core.wsgi import get_wsgi_application

from dpo_office import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dpo_office.settings")
application = get_wsgi_application()
logs.last_resort()
