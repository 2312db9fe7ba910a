"""A programme: for a patient, or a template to start from."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from programmes.models import looked_at
from programmes.models.library.item import Provenance
from programmes.models.scoping import SharedOrOwnQuerySet

# What words and pictures of lines are made from.
LINES = (
    "phases__prescriptions__exercise__texts",
    "phases__prescriptions__exercise__pictures",
    "phases__prescriptions__exercise__kit_needs__any_of",
)


class ProgrammeQuerySet(SharedOrOwnQuerySet):
    def templates(self) -> Self:
        return self.filter(patient=None)

    def shared_templates(self) -> Self:
        return self.filter(patient=None, clinic=None)

    def for_patients(self) -> Self:
        return self.filter(patient__isnull=False)

    def to_review(self, today: date) -> Self:
        """Return the programmes of current patients whose review was due by *today*."""
        rows = self.for_patients().filter(patient__discharged_at=None, patient__archived_at=None)
        return rows.filter(review_date__lte=today)

    def with_lines(self) -> Self:
        """Fetch phases, lines and exercises along, in a fixed number of queries."""
        return self.select_related(
            *("clinic", "patient", "condition", "programme_kind", "template", "current_phase", "created_by"),
            *("running_plan__pain_rule", "running_plan__warm_up"),
        ).prefetch_related(
            "sources",
            "not_for_flags",
            *rows_held(),
            "phases__prescriptions__instead_of__exercise__texts",
            *LINES,
            "running_plan__stages",
            *(f"running_plan__warm_up__{way}" for way in LINES),
        )

    def with_own(self) -> Self:
        """Fetch what the programme itself points at, in the same query."""
        return self.select_related("clinic", "patient", "condition", "programme_kind", "template", "current_phase")

    def with_rows(self) -> Self:
        """Fetch what the programme itself holds, in four queries: enough to change it, not to word it."""
        return self.with_own().prefetch_related(*rows_held())


def rows_held() -> tuple[Prefetch, ...]:
    """Return what fetches a programme's phases with their pain rules, lines with their exercises, and advice."""
    from programmes.models.programme.phase import PhaseAdvice  # its programme is this file's

    return (*lines_held(), Prefetch("phases__advice_lines", PhaseAdvice.objects.select_related("advice")))


def lines_held() -> tuple[Prefetch, ...]:
    """Return what fetches a programme's phases with their pain rules, and lines with their exercises."""
    from programmes.models.programme.phase import Phase  # their programme is this file's
    from programmes.models.programme.prescription import Prescription

    return (
        Prefetch("phases", Phase.objects.select_related("pain_rule", "running_pain_rule")),
        Prefetch("phases__prescriptions", Prescription.objects.select_related("exercise", "instead_of")),
    )


class Programme(models.Model):
    """A plan of exercise in phases. Without a patient it is a template."""

    # More than anybody can follow, and pages that take too long to set.
    MOST_EXERCISES = 60

    class Kind(models.TextChoices):
        CONDITION = "condition", _("condition")
        WARM_UP = "warm-up", _("warm-up")
        RETURN_TO_RUNNING = "return-to-running", _("return to running")

    class SoreSide(models.TextChoices):
        LEFT = "left", _("left")
        RIGHT = "right", _("right")
        BOTH = "both", _("both")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(
        "programmes.Clinic",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name=_("clinic"),
        help_text=_("Empty for a template shared with everybody."),
    )
    patient = models.ForeignKey(
        "programmes.Patient",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name=_("patient"),
        help_text=_("Empty for a template."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CONDITION)
    slug = models.SlugField(_("short name"), max_length=80, blank=True, help_text=_("For templates only."))
    name = models.CharField(_("name"), max_length=160)
    plain_name = models.CharField(_("plain name"), max_length=160, blank=True, help_text=_("As the patient reads it."))
    condition = models.ForeignKey(
        "programmes.Condition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name=_("condition"),
    )
    programme_kind = models.ForeignKey(
        "programmes.ProgrammeKind",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name=_("programme kind"),
    )
    side = models.CharField(
        _("sore side"), max_length=8, choices=SoreSide, blank=True, help_text=_("Also the leg to start with.")
    )
    template = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="started",
        verbose_name=_("started from"),
    )
    template_version = models.CharField(_("template version"), max_length=16, blank=True, editable=False)
    current_phase = models.ForeignKey(
        "programmes.Phase",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("current phase"),
        help_text=_("Set by a person only. Empty means the first."),
    )

    goal = models.CharField(_("goal"), max_length=240, blank=True, help_text=_("In the patient's own words."))
    start_date = models.DateField(_("start date"), null=True, blank=True)
    review_date = models.DateField(_("review date"), null=True, blank=True)
    practised_on = models.DateField(_("practised together on"), null=True, blank=True)
    session_days = models.JSONField(
        _("days"), default=list, blank=True, help_text=_("Days of the week, Monday is 1: [1, 3, 5].")
    )
    time_of_day = models.CharField(
        _("time of day"), max_length=80, blank=True, help_text=_("Such as: before breakfast.")
    )
    after_what = models.CharField(
        _("after what"),
        max_length=120,
        blank=True,
        help_text=_('"After ___ I will do these": my morning coffee.'),
    )
    where = models.CharField(_("where"), max_length=120, blank=True, help_text=_('"... in ___": the living room.'))
    change_note = models.CharField(
        _("why it changes"),
        max_length=240,
        blank=True,
        help_text=_(
            "For the patient: the last line of “What changed” on the next handout. "
            "Such as: stairs no longer hurt. Empty again once it is issued."
        ),
    )
    starting_level = models.TextField(_("how the starting level was chosen"), blank=True)

    total_weeks_min = models.PositiveSmallIntegerField(_("weeks, at least"), null=True, blank=True)
    total_weeks_max = models.PositiveSmallIntegerField(_("weeks, at most"), null=True, blank=True)
    evidence_certainty = models.CharField(_("certainty of the evidence"), max_length=120, blank=True)
    evidence_statement = models.TextField(_("what it rests on"), blank=True)
    provenance = models.CharField(_("how the sources were seen"), max_length=20, choices=Provenance, blank=True)
    ours = models.JSONField(_("added by the library"), default=dict, blank=True)
    sources = models.ManyToManyField("programmes.Source", blank=True, related_name="+", verbose_name=_("sources"))
    not_for_flags = models.ManyToManyField(
        "programmes.PatientFlag",
        blank=True,
        related_name="programmes_not_for_it",
        verbose_name=_("not for patients with"),
    )
    adjuncts = models.JSONField(_("besides exercise"), default=list, blank=True)
    adjuncts_plain = models.JSONField(_("besides exercise, as the patient reads it"), default=list, blank=True)
    variants = models.JSONField(_("variants"), default=list, blank=True)
    is_retired = models.BooleanField(_("is retired"), default=False)
    version = models.CharField(_("version"), max_length=16, blank=True, editable=False)

    created_by = models.ForeignKey(
        "programmes.Practitioner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="programmes",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        indexes = [models.Index(fields=["clinic", "-changed_at"], name="programme_last_changed_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(clinic=None, patient=None),
                name="programme_shared_template_slug_is_unique",
            ),
            models.UniqueConstraint(
                fields=["clinic", "slug"], condition=~Q(slug=""), name="programme_own_template_slug_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(patient=None) | Q(clinic__isnull=False),
                name="programme_of_a_patient_has_a_clinic",
            ),
            models.CheckConstraint(condition=Q(patient=None) | Q(slug=""), name="programme_of_a_patient_has_no_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.patient})" if self.patient_id else self.name

    @classmethod
    def from_db(cls, *args: Any) -> Self:
        row = super().from_db(*args)
        looked_at.note(row.__dict__.get("clinic_id"), row.__dict__.get("patient_id"))
        return row

    def clean(self) -> None:
        super().clean()
        if self.patient_id and self.patient.clinic_id != self.clinic_id:
            raise ValidationError({"patient": _("This patient belongs to another clinic.")}, code="other-clinic")
        if self.current_phase_id and self.current_phase.programme_id != self.pk:
            raise ValidationError({"current_phase": _("Choose a phase of this programme.")}, code="other-programme")
        if any(day not in range(1, 8) for day in self.session_days):
            raise ValidationError({"session_days": _("Use numbers from 1 (Monday) to 7 (Sunday).")}, code="days")

    def refuse_when_full(self) -> None:
        """Raise ValidationError when there is no room for one exercise more. Queries."""
        lines = sum(phase.prescriptions.count() for phase in self.phases.all())
        if lines >= self.MOST_EXERCISES:
            message = _("There are %(count)d exercises on this programme already. Take one off before you add another.")
            raise ValidationError(message % {"count": lines}, code="full")

    @property
    def is_template(self) -> bool:
        return self.patient_id is None

    @property
    def subject(self) -> Any:
        """Return what the patient is told about: the condition, else the kind of programme, else None."""
        return self.condition or self.programme_kind

    def phase_in_force(self) -> Any:
        """Return the current phase, else the first; None when there is none. Uses prefetched phases."""
        phases = list(self.phases.all())
        current = [phase for phase in phases if phase.pk == self.current_phase_id]
        return (current or phases or [None])[0]
