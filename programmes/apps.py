"""The one app of the product."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = _("Rehab programmes")

    def ready(self) -> None:
        # Makes the permission rules, and the record of log-ins, stand from the start. They name models, so not earlier.
        import programmes.access
        import programmes.sign_in_records  # noqa: F401
