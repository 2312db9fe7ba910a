"""The door for a web server. It never serves with DEBUG on: error pages would show patient data."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehab.settings")


def refuse_debug() -> None:
    from django.conf import settings

    if settings.DEBUG:
        raise ImproperlyConfigured("Unset DEBUG: this site does not serve visitors with DEBUG on.")


refuse_debug()
application = get_wsgi_application()
