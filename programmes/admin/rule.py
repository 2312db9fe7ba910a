"""Safety rules: when they fire, how strongly, and what to offer instead. A rule never changes anything itself."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import choices
from programmes.admin.fields import Column, RowsField, SlugsField
from programmes.admin.filters import NamedValues
from programmes.admin.history import HistoryPages
from programmes.admin.library import LibraryAdmin, LibraryForm, Shelf
from programmes.admin.shown import as_read
from programmes.admin.sign_off import SignOff
from programmes.admin.site import workbench
from programmes.admin.titles import titles
from programmes.models import Condition, Exercise, PatientFlag, Rule
from programmes.precautions import ATTRIBUTES as KINDS
from programmes.precautions import Fault, Known, faults

EVERY, ANY, ALL = "any_exercise", "any", "all"
MATCHES = (
    (EVERY, gettext_lazy("every exercise")),
    (ANY, gettext_lazy("exercises with any of these")),
    (ALL, gettext_lazy("exercises with all of these")),
)
ATTRIBUTES = (
    ("tags", gettext_lazy("tags")),
    ("impact", gettext_lazy("impact")),
    ("weight_bearing", gettext_lazy("weight on the leg")),
    ("balance_demand", gettext_lazy("balance demand (0-3)")),
    ("max_loaded_knee_flexion_deg", gettext_lazy("deepest loaded knee bend (degrees)")),
    ("category", gettext_lazy("category")),
    ("contraction", gettext_lazy("kind of muscle work")),
    ("hold_s", gettext_lazy("hold (seconds)")),
    ("slug", gettext_lazy("short name of the exercise")),
)
COMPARISONS = (
    ("contains", gettext_lazy("hold")),
    ("eq", gettext_lazy("is")),
    ("ne", gettext_lazy("is not")),
    ("in", gettext_lazy("is one of (with commas)")),
    ("gt", gettext_lazy("is more than")),
    ("ge", gettext_lazy("is at least")),
    ("lt", gettext_lazy("is less than")),
    ("le", gettext_lazy("is at most")),
)
TESTS = (
    Column("attr", gettext_lazy("What of the exercise"), kind="choice", choices=ATTRIBUTES),
    Column("op", gettext_lazy("How"), kind="choice", choices=COMPARISONS),
    Column("value", gettext_lazy("Value")),
)


class RuleForm(LibraryForm):
    """When a rule about exercises fires, as three questions; other rules keep what they ask."""

    flags = SlugsField(
        titles=(),
        required=False,
        label=gettext_lazy("for patients with any of"),
        help_text=gettext_lazy("None ticked: for every patient."),
    )
    match = forms.ChoiceField(choices=MATCHES, required=False, label=gettext_lazy("and"))
    tests = RowsField(columns=TESTS, bound_to=(), required=False, label=gettext_lazy("these"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_about_exercises:
            for name in ("flags", "match", "tests"):
                self.fields.pop(name, None)
            return
        stored = _when(self.instance)
        match, tests = _as_tests(stored.get("exercise", {}))
        self.initial.update(flags=stored.get("patient_flags_any", []), match=match, tests=tests)
        if "flags" in self.fields:
            self.fields["flags"].before = stored.get("patient_flags_any", [])

    @property
    def is_about_exercises(self) -> bool:
        return self.instance._state.adding or self.instance.scope == Rule.Scope.EXERCISE

    def clean_tests(self) -> list[dict[str, Any]]:
        return [_typed(test) for test in self.cleaned_data["tests"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "tests" in self.fields and not self.errors:
            self._keep_condition(cleaned)
        return cleaned

    def _keep_condition(self, cleaned: dict[str, Any]) -> None:
        match, tests = cleaned["match"], cleaned["tests"]
        if (match == EVERY) == bool(tests):
            raise ValidationError(_("Say what exercises are meant: every one, or those with what you list."))
        exercise = {"match": EVERY} if match == EVERY else {match: tests}
        others = {key: value for key, value in _when(self.instance).items() if key == "context"}
        when = {"patient_flags_any": cleaned["flags"], "exercise": exercise, **others}
        for fault in faults(when, cleaned.get("suggest", []), self._known()):
            self.add_error(*_at_its_field(fault))
        self.instance.condition = {"when": when}
        if self.instance._state.adding:
            self.instance.scope = Rule.Scope.EXERCISE

    def _known(self) -> Known:
        """Return what a rule of this clinic may name. Queries its exercises."""
        exercises = list(Exercise.objects.for_clinic(self.own_clinic or self.instance.clinic).in_use())
        return Known(
            flags=frozenset(slug for slug, _title in self.fields["flags"].choices),
            exercises=frozenset(row.slug for row in exercises),
            conditions=frozenset(Condition.objects.values_list("slug", flat=True)),
            values={
                "tags": frozenset(tag for row in exercises for tag in row.tags),
                "contraction": frozenset(row.contraction for row in exercises if row.contraction),
                "slug": frozenset(row.slug for row in exercises),
                "impact": frozenset(Exercise.Impact.values),
                "weight_bearing": frozenset(Exercise.WeightBearing.values),
                "category": frozenset(Exercise.Category.values),
            },
            names={**dict(ATTRIBUTES), **dict(COMPARISONS)},
        )


@admin.register(Rule, site=workbench)
class RuleAdmin(HistoryPages, SignOff, LibraryAdmin):
    form = RuleForm
    name_path = "title"
    ordering = ("slug",)
    list_display = ("slug", "title", "scope", "level", "reason_plain", "whose", "review_state")
    list_display_links = ("slug", "title")
    list_filter = (Shelf, "level", "scope", ("basis", NamedValues))
    search_fields = ("slug", "title", "reason_plain")
    search_help_text = gettext_lazy("A number such as SR-016, a title or a reason.")
    autocomplete_fields = ("sources",)
    ordered_slug_lists = {"suggest": Exercise}
    readonly_fields = ("ours", "fires_when", "scope", "level_by_urgency")

    def fieldsets_for(self, request: HttpRequest, obj: Any) -> Any:
        asks = obj is None or (obj.scope == Rule.Scope.EXERCISE and not self.is_only_shown(request, obj))
        when = ("flags", "match", "tests") if asks else ("scope", "fires_when")
        when += ("level_by_urgency",) if obj and obj.level_by_urgency else ()
        return (
            (None, {"fields": ("title", "level")}),
            (gettext_lazy("When it fires"), {"fields": when}),
            (gettext_lazy("What to say"), {"fields": ("reason_plain", "suggest", "practitioner_note")}),
            (
                gettext_lazy("What it rests on"),
                {"fields": ("basis", "sources", "provenance", "ours"), "classes": ("collapse",)},
            ),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.base_fields["flags"].choices = titles(choices(PatientFlag, request.user))
        return form

    def is_for_copying(self, row: Rule) -> bool:
        """A shipped rule is in force for everybody: nothing stands in for it."""
        return False

    def shared_notice(self, row: Rule) -> str:
        return _(
            "A shipped rule: in force in every clinic, and changed in none. Answer it in a programme, with a reason."
        )

    @admin.display(description=gettext_lazy("when it fires"))
    def fires_when(self, row: Rule) -> Any:
        when = _when(row)
        if not when:
            return as_read(row.condition.get("check"))
        flags = titles(PatientFlag.objects.for_clinic(row.clinic).filter(slug__in=when["patient_flags_any"]))
        return as_read([*_flags_in_words([label for _slug, label in flags]), *_exercises_in_words(when)])


def _at_its_field(fault: Fault) -> tuple[str, str]:
    """Return the field of the form that a fault belongs to, and what to say there: of a row, its number."""
    if fault.field in ("patient_flags_any", "suggest"):
        return {"patient_flags_any": "flags"}.get(fault.field, fault.field), fault.message
    row = re.search(r"\[(\d+)\]", fault.field)
    words = {"row": int(row[1]) + 1 if row else 1, "what": fault.message}
    return "tests", _("Row %(row)d: %(what)s") % words


def _when(row: Rule) -> dict[str, Any]:
    """Return when a rule about exercises fires; {} for one that checks something else."""
    return (row.condition or {}).get("when", {})


def _flags_in_words(labels: list[str]) -> list[str]:
    return [_("Patients with any of: %(flags)s") % {"flags": "; ".join(labels)}] if labels else [_("Every patient")]


def _exercises_in_words(condition: dict[str, Any]) -> list[str]:
    match, tests = _as_tests(condition["exercise"])
    asked = [
        f"{dict(ATTRIBUTES).get(test['attr'], test['attr'])} {dict(COMPARISONS)[test['op']]} {test['value']}"
        for test in tests
    ]
    found = capfirst(str(dict(MATCHES)[match]))
    return [
        f"{found}: {'; '.join(asked)}" if asked else found,
        *(f"{key}: {value}" for key, value in condition.get("context", {}).items()),
    ]


def _as_tests(exercise: dict[str, Any]) -> tuple[str, list[dict[str, str]]]:
    """Return which exercises a rule is about, and the tests as they are written in the form."""
    match = next((name for name in (ANY, ALL) if name in exercise), EVERY)
    return match, [{**test, "value": _as_text(test["value"])} for test in exercise.get(match, [])]


def _as_text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _typed(test: dict[str, Any]) -> dict[str, Any]:
    """Return a test with its value as the rules know it. Raises ValidationError."""
    if not all(test.get(part) for part in ("attr", "op", "value")):
        raise ValidationError(_("Fill in each row: what, how and the value."), code="incomplete")
    if test["op"] == "in":
        return {**test, "value": [item.strip() for item in test["value"].split(",") if item.strip()]}
    if KINDS.get(test["attr"]) != "number":
        return test
    if not test["value"].isdecimal():
        raise ValidationError(_("“%(value)s” is not a number.") % {"value": test["value"]}, code="number")
    return {**test, "value": int(test["value"])}
