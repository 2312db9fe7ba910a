"""How well an exercise fits what was typed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Found(models.IntegerChoices):
    """Best first. CLOSE stands for a guess: nothing holds all that was typed, as it was typed."""

    EXACT = 0, _("its name")
    OTHER_NAME = 1, _("another name of it")
    BEGINNING = 2, _("its name begins so")
    WORD = 3, _("its name holds the words")
    PURPOSE = 4, _("that is what it is for")
    SYNONYM = 5, _("its other names hold the words")
    ABOUT = 6, _("it works or is for that")
    CLOSE = 7, _("close to what was typed")
