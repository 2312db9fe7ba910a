"""How well an exercise fits what was typed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Found(models.IntegerChoices):
    """Best first. CLOSE stands for a guess: nothing holds all that was typed, as it was typed."""

    EXACT = 0, _("is its name")
    OTHER_NAME = 1, _("is another name of it")
    BEGINNING = 2, _("its name begins so")
    WORD = 3, _("words of its name")
    SYNONYM = 4, _("words of its other names")
    ABOUT = 5, _("what it works, or is for")
    CLOSE = 6, _("close to what was typed")
