"""Writing in the diary: by the patient from their page, or by a practitioner from the paper sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.handout.document import WarningBox
from programmes.handout.plain import read_dataclass
from programmes.models import Done, Practitioner, Programme, SessionLog

# A sheet is brought along after some weeks; and a telephone may be a day ahead of the clinic.
OLDEST, NEWEST = timedelta(days=366), timedelta(days=1)
# Nobody exercises so often: whatever sends more is no patient.
MOST_A_DAY = 20
NO_DAY = _("Write a day of the last year, not one to come.")
SCORE = [MinValueValidator(0), MaxValueValidator(10)]


class TooMany(Exception):
    """So many entries were kept today that no more are taken."""


def day_told(on: date) -> date:
    """Return the day of something that was done; one too long ago, or to come, is refused."""
    today = timezone.localdate()
    if not today - OLDEST <= on <= today + NEWEST:
        raise forms.ValidationError(NO_DAY)
    return on


class EntryForm(forms.Form):
    """An entry, with the warning signs of *boxes*, the handout's. The key is made where it is written."""

    key = forms.UUIDField(required=False)
    on = forms.DateField(label=_("Which day?"))
    done = forms.ChoiceField(label=_("Did you do your exercises?"), choices=Done.choices)
    pain = forms.IntegerField(label=_("Worst pain, 0 to 10"), required=False, validators=SCORE)
    effort = forms.IntegerField(label=_("How hard was it, 0 to 10"), required=False, validators=SCORE)
    words = forms.CharField(label=_("Anything to tell us?"), required=False, max_length=280)
    signs = forms.MultipleChoiceField(label=_("Any warning sign?"), required=False)

    def __init__(self, boxes: Sequence[WarningBox], data: Any = None) -> None:
        super().__init__(data)
        self.boxes = boxes
        self.fields["signs"].choices = [(sign, sign) for box in self.boxes for sign in box.signs]

    def clean_on(self) -> date:
        return day_told(self.cleaned_data["on"])

    def urgent(self) -> list[WarningBox]:
        """Return the boxes in which a sign was ticked, in their order: of a form that was asked, valid or not."""
        ticked = set(self.cleaned_data.get("signs", ()))
        return [box for box in self.boxes if ticked & set(box.signs)]


def boxes_given(programme: Programme) -> list[WarningBox]:
    """Return the boxes of warning signs of every sheet given, the last one's first, each with what it alone says.

    A tick may come from a page that was kept offline, and from before the sheet changed: it must not be lost. Queries.
    """
    given = programme.handouts.order_by("-version").values_list("document__warnings", flat=True)
    boxes: list[WarningBox] = []
    known: set[str] = set()
    for box in (read_dataclass(WarningBox, plain) for warnings in given for plain in warnings):
        if signs := tuple(sign for sign in box.signs if sign not in known):
            boxes.append(replace(box, signs=signs))
            known.update(signs)
    return boxes


def refuse_too_many(rows: Any, key: UUID) -> None:
    """Raise TooMany where a patient wrote so many of *rows* within a day, and *key* is none of them. Queries."""
    since = timezone.now() - timedelta(days=1)
    written = rows.filter(entered_by=None, written_at__gt=since)
    if written.count() >= MOST_A_DAY and not written.filter(pk=key).exists():
        raise TooMany


def keep(form: EntryForm, programme: Programme, entered_by: Practitioner | None = None) -> None:
    """Keep a valid entry, once: one whose key is known already is that one. Raises TooMany."""
    key = form.cleaned_data["key"] or uuid4()
    if entered_by is None:
        refuse_too_many(programme.session_logs, key)
    values = {name: value for name, value in form.cleaned_data.items() if name != "key"}
    SessionLog.objects.get_or_create(pk=key, defaults={**values, "programme": programme, "entered_by": entered_by})
