"""Warning signs, and whom to ring about them."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models.library.item import LibraryItem, LibraryQuerySet, SourcedItem


class RedFlagQuerySet(LibraryQuerySet):
    def asked_about(self, subject: Any, clinic: Any) -> Self:
        """Keep what a clinic tells and asks about a condition or kind of programme; without one, what concerns all."""
        own = subject.red_flag_slugs if subject else []
        return self.for_clinic(clinic).in_use().filter(Q(is_always_shown=True) | Q(slug__in=own))


class RedFlag(SourcedItem):
    """A sign that means: stop, and get help."""

    class Urgency(models.TextChoices):
        EMERGENCY = "emergency", _("emergency, now")
        SAME_DAY = "same_day", _("today")
        WITHIN_2_WEEKS = "within_2_weeks", _("within two weeks")

    title = models.CharField(_("title"), max_length=160)
    line = models.CharField(_("line on the handout"), max_length=120, help_text=_("At most 9 words."))
    plain = models.TextField(_("in plain words"))
    tell_us = models.TextField(_("for somebody already seen here"), blank=True)
    screening_question = models.CharField(_("question to ask"), max_length=240)
    urgency = models.CharField(_("urgency"), max_length=16, choices=Urgency)
    action_plain = models.TextField(_("what to do"))
    think_of = models.JSONField(_("think of"), default=list, blank=True)
    flag_slug = models.SlugField(_("patient flag it sets"), max_length=80, blank=True)
    is_always_shown = models.BooleanField(_("on every handout"), default=False)
    basis = models.CharField(_("basis"), max_length=40, blank=True)
    is_from_seed = models.BooleanField(_("from the clinic's article"), default=False)
    seed_wording = models.TextField(_("the article's wording in short"), blank=True)
    practitioner_note = models.TextField(_("note for the practitioner"), blank=True)

    objects = RedFlagQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["sources"])

    class Meta(SourcedItem.Meta):
        verbose_name = _("warning sign")
        verbose_name_plural = _("warning signs")

    def __str__(self) -> str:
        return self.title

    def is_asked_about(self, subject: Any) -> bool:
        """Say of a fetched row what `asked_about` asks of the database."""
        return self.is_always_shown or subject is not None and self.slug in subject.red_flag_slugs


class EmergencyServices(LibraryItem):
    """Whom to ring in one country, in the words the handout uses. The slug is the country, such as gb."""

    name = models.CharField(_("country"), max_length=80)
    words = models.JSONField(_("words"), default=dict)
    actions = models.JSONField(_("what to do, by urgency"), default=dict)

    history = HistoricalRecords()

    class Meta(LibraryItem.Meta):
        verbose_name = _("emergency services")
        verbose_name_plural = _("emergency services")

    def __str__(self) -> str:
        return self.name
