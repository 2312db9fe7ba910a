"""Handouts for many patients in one go: what was printed wrongly put right on all, or one template given to a class."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.clinic import Clinic, Practitioner
from programmes.models.handout import Handout
from programmes.models.patient import Patient
from programmes.models.programme import Programme
from programmes.models.scoping import ClinicScopedQuerySet

LONGEST_REASON = 240


class BatchQuerySet(ClinicScopedQuerySet):
    def with_counts(self) -> Self:
        """Return the batches, each with how many of its handouts are in each state: `done`, `left` and so on."""
        states = BatchItem.State.values
        return self.annotate(**{state: Count("items", filter=Q(items__state=state)) for state in states})


class Batch(models.Model):
    """One thing done for many: a correction for all of a clinic's current handouts, or a template for a class.

    The same correction asked for twice is one batch, and so is the same form sent twice.
    """

    class Kind(models.TextChoices):
        EXERCISE = "exercise", _("an exercise was put right")
        CLINIC = "clinic", _("the clinic has a new name, look or contacts")
        TEMPLATE = "template", _("a template was given to a class")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", verbose_name=_("clinic"))
    kind = models.CharField(_("why"), max_length=8, choices=Kind)
    slug = models.CharField(_("short name"), max_length=80, blank=True, help_text=_("Of the exercise or template."))
    version = models.CharField(
        _("version"), max_length=64, blank=True, help_text=_("The one that goes out; of a clinic's block, its hash.")
    )
    name = models.CharField(_("what goes out"), max_length=160)
    reason = models.CharField(
        _("reason"),
        max_length=LONGEST_REASON,
        blank=True,
        help_text=_("The patient reads it under “What changed”. Such as: the second step was wrong."),
    )
    template = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("template")
    )
    variant = models.CharField(_("variant"), max_length=80, blank=True, help_text=_("Of the template."))
    side = models.CharField(_("sore side"), max_length=8, choices=Programme.SoreSide, blank=True)
    goal = models.CharField(_("goal"), max_length=240, blank=True, help_text=_("What all of the class agreed on."))
    practised_on = models.DateField(_("practised on"), null=True, blank=True)
    review_date = models.DateField(_("review on"), null=True, blank=True)
    takes_responsibility = models.BooleanField(
        _("responsibility was taken"),
        default=False,
        help_text=_("By whoever began it, for words that the clinic has not signed off."),
    )
    made_at = models.DateTimeField(_("begun at"), default=timezone.now)
    made_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("begun by")
    )
    made_by_name = models.CharField(_("name at the time"), max_length=120, blank=True)
    sent_at = models.DateTimeField(
        _("given to the workers at"),
        null=True,
        blank=True,
        help_text=_("Empty where it is done on the page or by a command."),
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("batch of handouts")
        verbose_name_plural = _("batches of handouts")
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "kind", "slug", "version"],
                condition=~Q(kind="template"),
                name="batch_once_per_correction",
            ),
            models.CheckConstraint(
                condition=Q(kind="template", template__isnull=False, made_by__isnull=False)
                | ~Q(kind="template") & Q(template=None) & ~Q(reason=""),
                name="batch_has_a_template_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_for_a_class(self) -> bool:
        return self.kind == self.Kind.TEMPLATE


class BatchItemQuerySet(ClinicScopedQuerySet):
    clinic_path = "batch__clinic"

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def counts(self) -> dict[str, int]:
        """Return how many there are in each state, all states named. Queries once."""
        found = dict(self.order_by().values_list("state").annotate(Count("pk")))
        return {state: found.get(state, 0) for state in BatchItem.State.values}

    def gone_out_as(self, practitioner: Practitioner) -> Self:
        """Return what went out in this person's name."""
        return self.filter(state=BatchItem.State.DONE, to_handout__issued_by=practitioner)


class BatchItem(models.Model):
    """One patient's handout of a batch: the one before, where there is one, what was given, or why nothing was."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        LEFT = "left", _("left for a person")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items", verbose_name=_("batch"))
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+", verbose_name=_("patient"))
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    from_handout = models.ForeignKey(
        Handout,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handout before"),
    )
    to_handout = models.OneToOneField(
        Handout, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("handout given")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(_("why not"), blank=True)
    at = models.DateTimeField(_("tried at"), null=True, blank=True)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "pk"]
        verbose_name = _("handout of a batch")
        verbose_name_plural = _("handouts of a batch")
        constraints = [
            models.UniqueConstraint(fields=["batch", "programme"], name="batchitem_once_per_programme"),
            # A class gives each of its patients one; a correction one for each sheet that they hold.
            models.UniqueConstraint(
                fields=["batch", "patient"],
                condition=Q(from_handout=None),
                name="batchitem_once_per_patient_of_a_class",
            ),
            models.CheckConstraint(
                condition=Q(state="done", to_handout__isnull=False) | ~Q(state="done") & Q(to_handout=None),
                name="batchitem_is_done_with_a_handout",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.programme or self.patient}"
