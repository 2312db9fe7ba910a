"""An exercise: what it is, what it asks of the body, and its words in each language."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.dosage import Movement, Part
from programmes.models.dose import Dosed
from programmes.models.library.exercise_queryset import ExerciseQuerySet
from programmes.models.library.item import SourcedItem
from programmes.models.library.language import SOURCE_LANGUAGE
from programmes.models.library.vocabulary import Kit, Purpose
from programmes.sides import Side


class Exercise(SourcedItem, Dosed):
    """One exercise. Its dose here is only a default to copy: the dose belongs to the line of a programme."""

    class Category(models.TextChoices):
        STRENGTH = "strength", _("strength")
        ACTIVATION = "activation", _("activation")
        BALANCE = "balance", _("balance")
        MOBILITY = "mobility", _("mobility")
        STRETCH = "stretch", _("stretch")
        SELF_MASSAGE = "self-massage", _("self-massage")
        DYNAMIC_WARM_UP = "dynamic-warm-up", _("dynamic warm-up")
        PLYOMETRIC = "plyometric", _("jumps and hops")
        RUNNING_DRILL = "running-drill", _("running drill")

    class Position(models.TextChoices):
        SUPINE = "supine", _("lying on the back")
        SIDE_LYING = "side-lying", _("lying on the side")
        FLOOR = "floor", _("on the floor")
        QUADRUPED = "quadruped", _("on hands and knees")
        HALF_KNEELING = "half-kneeling", _("half kneeling")
        LONG_SITTING = "long-sitting", _("sitting with the legs out")
        SITTING = "sitting", _("sitting")
        STANDING = "standing", _("standing")

    class WeightBearing(models.TextChoices):
        NONE = "none", _("none")
        PARTIAL = "partial", _("partial")
        FULL = "full", _("full")

    class Impact(models.TextChoices):
        NONE = "none", _("none")
        LOW = "low", _("low")
        MODERATE = "moderate", _("moderate")
        HIGH = "high", _("high")

    class NoteReader(models.TextChoices):
        PRACTITIONER = "practitioner", _("the practitioner")
        PATIENT = "patient", _("the patient")

    category = models.CharField(_("category"), max_length=20, choices=Category)
    start_position = models.CharField(_("start position"), max_length=20, choices=Position)
    body_regions = models.JSONField(_("body regions"), default=list, blank=True)
    primary_muscles = models.JSONField(_("muscles that work"), default=list, blank=True)
    secondary_muscles = models.JSONField(_("muscles that help"), default=list, blank=True)
    setting = models.JSONField(_("where"), default=list, blank=True, help_text=_("home, gym, clinic"))
    is_unilateral = models.BooleanField(_("the sides are trained apart"), default=False)
    default_side = models.CharField(
        _("default side"),
        max_length=8,
        choices=[(side.value, side.label) for side in Side],
        default=Side.TOGETHER.value,
    )
    movement = models.CharField(
        _("how it moves"),
        max_length=12,
        choices=[(movement.value, movement.label) for movement in Movement],
        default=Movement.LIFT.value,
        help_text=_("What comes first, for the words of the tempo."),
    )
    part = models.CharField(
        _("its sides are called"),
        max_length=8,
        choices=[(part.value, part.label) for part in Part],
        default=Part.LEG.value,
        help_text=_("For the words of the dose: on each leg, on each side."),
    )
    dose_note = models.TextField(_("note on the dose"), blank=True)
    dose_note_for = models.CharField(
        _("the note is for"), max_length=12, choices=NoteReader, default=NoteReader.PRACTITIONER
    )
    dosage_basis = models.CharField(_("what the dose rests on"), max_length=40, blank=True)
    max_loaded_knee_flexion_degrees = models.PositiveSmallIntegerField(
        _("deepest loaded knee bend (degrees)"), null=True, blank=True
    )
    weight_bearing = models.CharField(_("weight on the leg"), max_length=8, choices=WeightBearing)
    impact = models.CharField(_("impact"), max_length=8, choices=Impact)
    contraction = models.CharField(_("kind of muscle work"), max_length=20, blank=True)
    balance_demand = models.PositiveSmallIntegerField(_("balance demand (0-3)"), default=0)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    progressions = models.JSONField(_("harder exercises"), default=list, blank=True)
    regressions = models.JSONField(_("easier exercises"), default=list, blank=True)
    figure = models.JSONField(_("figure"), default=dict, blank=True)
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    purposes = models.ManyToManyField(Purpose, blank=True, related_name="exercises", verbose_name=_("purposes"))
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
        help_text=_("For a retired exercise: what to use now."),
    )

    objects = ExerciseQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["purposes", "sources"])

    class Meta(SourcedItem.Meta):
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        constraints = [*SourcedItem.Meta.constraints, *Dosed.Meta.constraints]

    def __str__(self) -> str:
        text = self.text_in(SOURCE_LANGUAGE)
        return text.name if text else self.slug

    def text_in(self, language: str) -> ExerciseText | None:
        """Return the words in *language*, else in English. Uses prefetched `texts`, or queries them."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or texts.get(SOURCE_LANGUAGE)

    def awaits_review(self, text: ExerciseText) -> bool:
        """Say whether *text*, one of its own, is a translation that nobody has yet read against the English.

        What was never written in English is no translation.
        """
        if text.language == SOURCE_LANGUAGE or text.reviewed_on is not None:
            return False
        return any(other.language == SOURCE_LANGUAGE for other in self.texts.all())


class KitNeed(models.Model):
    """One thing an exercise needs; any of the named kit will do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="kit_needs")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    any_of = models.ManyToManyField(Kit, related_name="+", verbose_name=_("any of"))
    is_optional = models.BooleanField(_("optional"), default=False)
    detail = models.CharField(_("detail"), max_length=80, blank=True, help_text=_("Such as: 10 to 30 cm."))

    history = HistoricalRecords(m2m_fields=["any_of"])

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("kit it needs")
        verbose_name_plural = _("kit it needs")

    def __str__(self) -> str:
        return str(_(" or ")).join(kit.name for kit in self.any_of.all())


class ExerciseText(models.Model):
    """The words of an exercise in one language. Words in braces become the prescribed side."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12, default="en")
    name = models.CharField(_("name"), max_length=80)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    why = models.CharField(_("why"), max_length=120, blank=True, help_text=_("At most 12 words, for the patient."))
    setup = models.TextField(_("start position"), blank=True)
    steps = models.JSONField(_("steps"), default=list, help_text=_("3 to 6 steps, one action each."))
    cues = models.JSONField(_("cues"), default=list, blank=True)
    common_mistakes = models.JSONField(_("common mistakes"), default=list, blank=True)
    feel_it = models.TextField(_("where you should feel it"), blank=True)
    stop_if = models.TextField(_("stop if"), blank=True)
    precautions = models.JSONField(_("precautions"), default=list, blank=True)
    start_alt = models.TextField(_("start picture in words"), blank=True)
    end_alt = models.TextField(_("end picture in words"), blank=True)
    reviewed_by = models.CharField(_("reviewed by"), max_length=120, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["language"]
        verbose_name = _("exercise text")
        verbose_name_plural = _("exercise texts")
        constraints = [
            models.UniqueConstraint(fields=["exercise", "language"], name="exercisetext_one_per_language"),
        ]

    def __str__(self) -> str:
        return self.name
