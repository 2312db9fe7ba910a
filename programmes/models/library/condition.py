"""What programmes are for: conditions, and the kinds of programme that treat none."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models.library.item import SourcedItem


class Subject(SourcedItem):
    """What a patient is told about: names, a summary, and the advice and warning signs that go with it."""

    name = models.CharField(_("clinical name"), max_length=160)
    plain_name = models.CharField(_("plain name"), max_length=160)
    patient_title = models.CharField(
        _("title for the patient"), max_length=80, help_text=_("Takes a side after it: Runner's knee.")
    )
    summary_plain = models.TextField(_("summary for the patient"))
    summary_practitioner = models.TextField(_("summary for the practitioner"), blank=True)
    advice_slugs = models.JSONField(_("advice, most important first"), default=list, blank=True)
    red_flag_slugs = models.JSONField(_("warning signs"), default=list, blank=True)

    class Meta(SourcedItem.Meta):
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Condition(Subject):
    """A knee condition as the patient and the practitioner call it."""

    clinical_term = models.CharField(_("the clinical term"), max_length=120, blank=True)
    clinical_term_plain = models.TextField(_("the clinical term explained"), blank=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    body_region = models.CharField(_("body region"), max_length=40, blank=True)
    codes = models.JSONField(_("codes"), default=list, blank=True)
    symptoms = models.JSONField(_("symptoms"), default=list, blank=True)
    worse_with = models.JSONField(
        _("what makes it worse"),
        default=list,
        blank=True,
        help_text=_("For the practitioner, who compares conditions by it. It is not printed."),
    )
    causes = models.JSONField(_("causes"), default=list, blank=True)
    time_course = models.JSONField(_("time course"), default=dict, blank=True)
    other_advice_slugs = models.JSONField(_("other advice"), default=list, blank=True)
    measure_slugs = models.JSONField(_("outcome measures"), default=list, blank=True)
    flag_slugs = models.JSONField(_("patient flags to ask"), default=list, blank=True)
    template_slug = models.SlugField(_("template"), max_length=80, blank=True)

    history = HistoricalRecords(m2m_fields=["sources"])

    class Meta(Subject.Meta):
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")


class ProgrammeKind(Subject):
    """A kind of programme that treats no condition: a warm-up, a way back to running."""

    template_slug = models.SlugField(_("template"), max_length=80, blank=True)

    history = HistoricalRecords(m2m_fields=["sources"])

    class Meta(Subject.Meta):
        verbose_name = _("programme kind")
        verbose_name_plural = _("programme kinds")
