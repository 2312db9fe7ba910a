"""How much of a session was done, as its patient says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Done(models.TextChoices):
    ALL = "all", _("done")
    PARTLY = "partly", _("partly")
    NOT = "not", _("not done")
