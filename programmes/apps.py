"""The one app of the product."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = _("Rehab programmes")

    def ready(self) -> None:
        # Makes the permission rules stand from the start. It names models, so it cannot be imported earlier.
        import programmes.access  # noqa: F401
