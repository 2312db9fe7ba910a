"""The door for a web server. It never serves with DEBUG on: error pages would show patient data."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehab.settings")


def refuse_debug() -> None:
    from django.conf import settings

    if settings.DEBUG:
        raise ImproperlyConfigured("Unset DEBUG: this site does not serve visitors with DEBUG on.")


def door() -> Any:
    # Late: it reads the settings, which the line above names.
    from rehab.unreadable import told_unreadable

    return told_unreadable(get_wsgi_application())


refuse_debug()
application = door()
