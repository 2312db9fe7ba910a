"""What is known of a patient that matters for exercise, the rules about it, and who asked."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models.library.item import LibraryItem, SourcedItem
from programmes.models.scoping import ClinicScopedQuerySet


class PatientFlag(LibraryItem):
    """Something about a patient that changes which exercises are safe."""

    label = models.CharField(_("label"), max_length=160)
    intake_question = models.CharField(_("question to ask"), max_length=240)
    group = models.CharField(
        _("group"), max_length=40, help_text=_('"stop" means: no exercise until a doctor has looked.')
    )
    scope = models.CharField(_("scope"), max_length=20, default="person")
    is_global_stop = models.BooleanField(_("stops every exercise"), default=False)

    history = HistoricalRecords()

    class Meta(LibraryItem.Meta):
        ordering = ["group", "label"]
        verbose_name = _("patient flag")
        verbose_name_plural = _("patient flags")

    def __str__(self) -> str:
        return self.label

    @property
    def stops(self) -> bool:
        """True when nobody may hand out exercise to a patient with this flag."""
        return self.group == "stop" or self.is_global_stop


class Rule(SourcedItem):
    """A safety rule as data: when it fires, how strongly, and what to offer instead."""

    class Scope(models.TextChoices):
        EXERCISE = "exercise", _("exercise")
        PROGRAMME = "programme", _("programme")
        SESSION_LOG = "session-log", _("session log")
        RUN_LOG = "run-log", _("run log")

    class Level(models.TextChoices):
        INFO = "info", _("note")
        WARN = "warn", _("warning")
        BLOCK = "block", _("needs a reason")

    title = models.CharField(_("title"), max_length=160)
    scope = models.CharField(_("scope"), max_length=12, choices=Scope)
    condition = models.JSONField(_("when it fires"), default=dict)
    level = models.CharField(
        _("level"),
        max_length=8,
        choices=Level,
        help_text=_(
            "A note is shown, a warning asks for one tick at issue. What needs a reason is not issued without."
        ),
    )
    level_by_urgency = models.JSONField(_("level by urgency"), default=dict, blank=True)
    reason_plain = models.TextField(_("reason"))
    suggest = models.JSONField(_("what to offer instead"), default=list, blank=True)
    basis = models.CharField(_("basis"), max_length=40, blank=True)
    practitioner_note = models.TextField(_("note for the practitioner"), blank=True)

    history = HistoricalRecords(m2m_fields=["sources"])

    class Meta(SourcedItem.Meta):
        verbose_name = _("safety rule")
        verbose_name_plural = _("safety rules")

    def __str__(self) -> str:
        return f"{self.slug}: {self.title}"


class ScreeningQuerySet(ClinicScopedQuerySet):
    clinic_path = "patient__clinic"


class Screening(models.Model):
    """The questions a patient was asked before exercise, with who asked and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(
        "programmes.Patient", on_delete=models.CASCADE, related_name="screenings", verbose_name=_("patient")
    )
    condition = models.ForeignKey(
        "programmes.Condition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("condition"),
        help_text=_("Empty for a programme that treats no condition, such as a warm-up."),
    )
    done_by = models.ForeignKey(
        "programmes.Practitioner",
        on_delete=models.PROTECT,
        related_name="screenings",
        verbose_name=_("asked by"),
    )
    done_at = models.DateTimeField(_("asked at"))
    seen_and_dealt_with = models.TextField(
        _("signs seen and dealt with"),
        blank=True,
        help_text=_("For each sign answered yes: what was done about it."),
    )

    objects = ScreeningQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-done_at"]
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")

    def __str__(self) -> str:
        return f"{self.patient}, {self.done_at:%d.%m.%Y}"


class ScreeningAnswer(models.Model):
    """One question of a screening. "Not asked" is never "no"."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        NOT_ASKED = "not-asked", _("not asked")

    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    red_flag = models.ForeignKey(
        "programmes.RedFlag", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    patient_flag = models.ForeignKey(PatientFlag, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.NOT_ASKED)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(red_flag=None) ^ Q(patient_flag=None), name="screeninganswer_asks_one_thing"
            ),
            models.UniqueConstraint(fields=["screening", "red_flag"], name="screeninganswer_red_flag_once"),
            models.UniqueConstraint(fields=["screening", "patient_flag"], name="screeninganswer_patient_flag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.get_answer_display()}"

    @property
    def question(self) -> Any:
        return self.red_flag.screening_question if self.red_flag else self.patient_flag.intake_question


class OverrideQuerySet(ClinicScopedQuerySet):
    clinic_path = "programme__clinic"


class Override(models.Model):
    """Why a programme may be handed out in spite of a finding: who says so, and when.

    It answers what is found under this code at this place, for as long as that rests on the same things.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="overrides", verbose_name=_("programme")
    )
    code = models.CharField(_("finding"), max_length=80)
    where = models.CharField(_("beside"), max_length=80)
    because = models.JSONField(_("what it rests on"), default=list, blank=True)
    says = models.TextField(_("what was found"), blank=True)
    reason = models.TextField(_("reason"))
    who = models.ForeignKey(
        "programmes.Practitioner", on_delete=models.PROTECT, related_name="overrides", verbose_name=_("by")
    )
    who_name = models.CharField(_("name at the time"), max_length=120)
    when = models.DateTimeField(_("at"), default=timezone.now)

    objects = OverrideQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-when"]
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
