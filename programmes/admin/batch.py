"""Handouts for many: begun, gone on with, cancelled and taken up again, and what became of each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import batches, tasks
from programmes.access import practitioner_for, practitioner_of
from programmes.admin.deeds import deed, never_shown
from programmes.admin.scoped import ScopedAdmin
from programmes.admin.site import workbench
from programmes.models import Batch, BatchItem

# Pages take a second or two to set: nobody waits longer than that without seeing that it goes on.
MOST_AT_ONCE = 3
MOST_LISTED = 200
State = BatchItem.State


def may_carry_on(page: Any, request: HttpRequest, row: Batch) -> bool:
    has_right = request.user.has_perm("programmes.carry_on_batch", row)
    return has_right and practitioner_for(request.user, row) is not None


def may_look(page: Any, request: HttpRequest, row: Batch) -> bool:
    return bool(page.has_view_permission(request, row))


def to_batch(row: Batch) -> HttpResponse:
    return redirect("admin:programmes_batch_report", row.pk)


def begun(page: Any, request: HttpRequest, row: Batch) -> HttpResponse:
    """Lead to the page of a batch that was just begun. Where there are workers, it is theirs from now on."""
    if tasks.has_queue():
        _send(page, request, row)
    return to_batch(row)


@admin.register(Batch, site=workbench)
class BatchAdmin(ScopedAdmin):
    list_display = ("name", "kind", "reason", "made_at", "begun_by", "so_far")
    list_filter = ("kind",)
    search_fields = ("name", "slug", "reason", "made_by_name")
    search_help_text = gettext_lazy("Exercise, template, reason or who began it.")
    date_hierarchy = "made_at"
    fieldsets = (
        (None, {"fields": ("name", "kind", "reason", "so_far")}),
        (gettext_lazy("What the class agreed on"), {"fields": ("goal", "side", "practised_on", "review_date")}),
        (
            gettext_lazy("Record"),
            {"fields": ("slug", "version", "variant", "made_at", "begun_by", "takes_responsibility", "sent_at")},
        ),
    )
    readonly_fields = ("begun_by", "so_far")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        return super().get_queryset(request).select_related("clinic", "made_by").with_counts()

    def fieldsets_for(self, request: HttpRequest, obj: Any) -> Any:
        what, agreed, record = super().fieldsets_for(request, obj)
        return (what, agreed, record) if obj is None or obj.is_for_a_class else (what, record)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("so far"))
    def so_far(self, row: Batch) -> str:
        return in_words(row, {state: getattr(row, state) for state in State.values})

    @admin.display(description=gettext_lazy("begun by"), ordering="made_by_name", empty_value="-")
    def begun_by(self, row: Batch) -> str:
        return row.made_by_name

    @deed(gettext_lazy("What became of each"), allowed=may_look, has_form=True, is_main=True)
    def report(self, request: HttpRequest, row: Batch) -> HttpResponse:
        """Show how far it is, and what is left for a person; a script is told in JSON. POST changes nothing either."""
        counts = row.items.counts()
        if _is_by_script(request):
            return _told(row, counts)
        by, not_done = practitioner_of(request.user), (State.FAILED, State.LEFT, State.CANCELLED)
        went_out = row.items.in_state(State.DONE) if row.is_for_a_class else row.items.gone_out_as(by)
        context = {
            **self.admin_site.each_context(request),
            "title": _title(row),
            "subtitle": capfirst(row.get_kind_display()),
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "counts": counts,
            "total": sum(counts.values()),
            "tried": sum(counts.values()) - counts[State.WAITING],
            "so_far": in_words(row, counts),
            "not_done": _listed(row.items.in_state(*not_done)),
            "went_out": _listed(went_out) if by or row.is_for_a_class else [],
            "most_listed": MOST_LISTED,
            "may_carry_on": may_carry_on(self, request, row),
            "has_queue": tasks.has_queue(),
            **{f"{name}_url": self.url_of(name, row) for name in ("report", "send", "step", "cancel")},
            "again_url": self.url_of("try-again", row),
        }
        return TemplateResponse(request, "admin/batch.html", context)

    @deed(gettext_lazy("Do the next here"), allowed=may_carry_on, makes_sense=never_shown)
    def step(self, request: HttpRequest, row: Batch) -> HttpResponse:
        """Do a few more. The page's script asks again and again; without it the button is pressed again."""
        counts = batches.carry_on(row, request.user, most=MOST_AT_ONCE)
        if _is_by_script(request):
            return _told(row, counts)
        self.message_user(request, in_words(row, counts), messages.SUCCESS)
        return to_batch(row)

    @deed(gettext_lazy("Give it to the workers"), allowed=may_carry_on, makes_sense=never_shown)
    def send(self, request: HttpRequest, row: Batch) -> HttpResponse:
        return begun(self, request, row)

    @deed(gettext_lazy("Cancel what waits"), allowed=may_carry_on, makes_sense=never_shown)
    def cancel(self, request: HttpRequest, row: Batch) -> HttpResponse:
        batches.cancel(row)
        return to_batch(row)

    @deed(gettext_lazy("Try those again that were not done"), allowed=may_carry_on, makes_sense=never_shown)
    def try_again(self, request: HttpRequest, row: Batch) -> HttpResponse:
        batches.try_again(row)
        return begun(self, request, row)


def in_words(row: Batch, counts: dict[str, int]) -> str:
    """Return how far a batch is, such as "12 re-issued, 1 left for a person, 3 waiting"."""
    words = {
        State.DONE: _("issued") if row.is_for_a_class else _("re-issued"),
        State.FAILED: _("failed"),
        State.LEFT: _("left for a person"),
        State.CANCELLED: _("cancelled"),
        State.WAITING: _("waiting"),
    }
    return ", ".join(f"{counts[state]} {word}" for state, word in words.items() if counts[state] or state == State.DONE)


def _send(page: Any, request: HttpRequest, row: Batch) -> None:
    try:
        tasks.send(row, request.user)
    except tasks.NoQueue:
        words = _(
            "The queue of the workers was not reached. Nothing is lost: what waits is kept. Give it to the workers "
            "again later, or do it from this page now."
        )
        page.message_user(request, words, messages.ERROR)


def _title(row: Batch) -> str:
    words = _("Given to a class: %(name)s") if row.is_for_a_class else _("Re-issue: %(name)s")
    return words % {"name": row.name}


def _is_by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _told(row: Batch, counts: dict[str, int]) -> JsonResponse:
    return JsonResponse({**counts, "total": sum(counts.values()), "words": in_words(row, counts)})


def _listed(rows: Any) -> list[dict[str, Any]]:
    """Return the first of *rows* by the patient's name, each with where to look. Queries once."""
    chosen = rows.select_related("patient", "programme__clinic").order_by("patient__name", "pk")
    return [
        {
            "label": f"{row.patient}: {row.programme.name}" if row.programme else str(row.patient),
            "url": _page_of(row),
            "sheet_url": reverse("admin:programmes_handout_change", args=[row.to_handout_id])
            if row.to_handout_id
            else "",
            "state": row.get_state_display(),
            "reason": row.reason,
        }
        for row in chosen[:MOST_LISTED]
    ]


def _page_of(row: BatchItem) -> str:
    if row.programme_id is not None:
        return reverse("admin:programmes_programme_change", args=[row.programme_id])
    return reverse("admin:programmes_patient_change", args=[row.patient_id])
