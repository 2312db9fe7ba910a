"""A part of a programme or template with a page of its own: a phase, a line, the running plan.

Reached from the programme's page and left to it; on no list. Whoever may change the whole may change its parts.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from programmes.access import visible
from programmes.admin.scoped import ScopedAdmin, uuids
from programmes.editing import record
from programmes.models import Programme


class PlanPart(ScopedAdmin):
    """`whole_name` is the column that names what the part belongs to, and its name in the address of the add page."""

    is_deletable = True
    whole_name = "programme"
    change_form_template = "admin/plan_part.html"

    def programme_of(self, row: Any) -> Programme:
        return row.programme

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("admin:programmes_programme_changelist")

    def whole(self, request: HttpRequest) -> Any:
        """Return what a new part is to belong to. 404 unless the user may change it."""
        model = self.opts.get_field(self.whole_name).remote_field.model
        row = visible(model, request.user).filter(pk__in=uuids(request.GET.get(self.whole_name))).first()
        page = self.admin_site.get_model_admin(model)
        if row is None or not page.has_change_permission(request, row):
            raise Http404
        return row

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        self.whole(request)
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            setattr(obj, self.whole_name, self.whole(request))
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            record(self.programme_of(form.instance), request.user)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        request.left_behind = self.programme_of(obj)
        super().delete_model(request, obj)
        record(request.left_behind, request.user)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        super().response_delete(request, obj_display, obj_id)
        return redirect(page_of(request.left_behind))

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.response_post_save_change(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return redirect(f"{page_of(self.programme_of(obj))}#{self.opts.model_name}-{obj.pk}")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        programme = self.programme_of(row) if row is not None else self.programme_of_new(request)
        context["programme"], context["back"] = programme, page_of(programme)
        if row is None:
            context["title"] = _("Add to %(programme)s") % {"programme": self.whole(request)}
        return super().render_change_form(request, context, *args, **kwargs)

    def programme_of_new(self, request: HttpRequest) -> Programme:
        return self.whole(request)


def page_of(programme: Programme) -> str:
    """Return the address of the programme's page, or the template's."""
    kind = "template" if programme.is_template else "programme"
    return reverse(f"admin:programmes_{kind}_change", args=[programme.pk])
