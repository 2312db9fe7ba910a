"""The page that says which current handouts hold an exercise, and from which they are re-issued."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import batches
from programmes.access import clinic_of, practitioner_of, visible
from programmes.admin.batch import begun
from programmes.admin.deeds import Deeds, deed
from programmes.models import Batch, Clinic, Exercise, Programme
from programmes.models.batch import LONGEST_REASON

MOST_LISTED = 50


class ReasonForm(forms.Form):
    """Why the sheets are re-issued. Whoever begins answers for words that the clinic has not signed off."""

    reason = forms.CharField(
        label=gettext_lazy("Why it changes"),
        max_length=LONGEST_REASON,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("The patient reads it under “What changed”. Such as: the second step was wrong."),
    )

    def __init__(self, *args: Any, is_unsigned: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_unsigned:
            self.fields["takes_responsibility"] = forms.BooleanField(
                label=_("I take responsibility"),
                help_text=_("Your clinic has not signed off this version: read its words, and answer for them."),
            )


def may_look(page: Any, request: HttpRequest, row: Exercise) -> bool:
    return clinic_of(request.user) is not None and bool(page.has_view_permission(request, row))


def may_begin(user: Any) -> bool:
    return bool(practitioner_of(user) is not None and user.has_perm("programmes.add_batch"))


class HeldPages(Deeds):
    """An exercise that stands on patients' sheets."""

    @deed(gettext_lazy("On patients’ sheets"), allowed=may_look, has_form=True)
    def held(self, request: HttpRequest, row: Exercise) -> HttpResponse | None:
        """Show which handouts hold it; begin to re-issue those with another version, once it is said why."""
        clinic: Any = clinic_of(request.user)
        ours = Exercise.objects.for_clinic(clinic).prefetch_related("texts").get(slug=row.slug)
        found = batches.holding(clinic, ours)
        is_unsigned = bool(batches.unsigned_of(ours, clinic))
        asked = request.POST if request.method == "POST" and may_begin(request.user) else None
        form = ReasonForm(asked, is_unsigned=is_unsigned)
        if form.is_bound and form.is_valid():
            by = practitioner_of(request.user)
            return begun(self, request, batches.begin_recall(clinic, ours, by=by, **form.cleaned_data))
        context = {
            **self.admin_site.each_context(request),
            "title": _("On patients’ sheets: %(exercise)s") % {"exercise": ours},
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "ours": ours,
            "is_other_row": ours != row,
            "ours_url": self.url_of("held", ours),
            "found": found,
            "versions": _versions(clinic, ours, found),
            "correct_url": self.url_of("change", ours),
            "programmes": _programmes(request.user, found),
            "most_listed": MOST_LISTED,
            "begun": _begun(clinic, ours),
            "form": form if found.outdated and may_begin(request.user) else None,
        }
        return TemplateResponse(request, "admin/held_exercise.html", context)


def _versions(clinic: Clinic, exercise: Exercise, found: batches.Holding) -> list[dict[str, Any]]:
    """Return each version on patients' sheets, the commonest first, with the day that it came. Queries once."""
    rows = Exercise.history.filter(Q(clinic=clinic) | Q(clinic=None), slug=exercise.slug).order_by()
    came = dict(rows.values_list("version").annotate(Min("history_date")))
    return [
        {"code": code, "count": count, "came": came.get(code), "is_now": code == exercise.version}
        for code, count in found.by_version
    ]


def _programmes(user: Any, found: batches.Holding) -> list[dict[str, Any]]:
    """Return the first programmes with an older version, by the patient's name. Queries once."""
    keys = [each.programme for each in found.outdated]
    rows = visible(Programme, user).filter(pk__in=keys).select_related("patient", "clinic")
    return [
        {"label": f"{row.patient}: {row.name}", "url": reverse("admin:programmes_programme_change", args=[row.pk])}
        for row in rows.order_by("patient__name", "pk")[:MOST_LISTED]
    ]


def _begun(clinic: Clinic, exercise: Exercise) -> list[dict[str, Any]]:
    rows = Batch.objects.filter(clinic=clinic, kind=Batch.Kind.EXERCISE, slug=exercise.slug)
    return [{"batch": row, "url": reverse("admin:programmes_batch_report", args=[row.pk])} for row in rows]
