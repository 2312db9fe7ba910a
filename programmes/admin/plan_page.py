"""What the pages of programmes and templates share: the plan at the top, the preview, a history of snapshots."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.text import slugify
from django.utils.translation import gettext as _

from programmes.access import practitioner_of
from programmes.admin.builder.pages import BuilderPages
from programmes.admin.pictures import look_of
from programmes.admin.plan import phases_shown, put_beside, put_minutes
from programmes.admin.programme_history import ProgrammeHistory
from programmes.admin.scoped import ScopedAdmin
from programmes.editing import record
from programmes.handout.checks.budget import budgets
from programmes.handout.job import NotPrinted
from programmes.handout.prepare import CannotPrepare
from programmes.handout.preview import preview_pdf
from programmes.models import RunningPlan


class PlanPage(BuilderPages, ProgrammeHistory, ScopedAdmin):
    change_form_template = "admin/plan_page.html"
    save_on_top = True

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        return self.get_queryset(request).with_lines().get(pk=row.pk)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.preview)
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        return [path("<path:object_id>/preview/", view, name=name), *super().get_urls()]

    def links(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        label = _("Builder") if self.has_change_permission(request, row) else _("Look at the plan")
        return [{"label": label, "url": self.url_of("build", row), "is_main": True}, *super().links(request, row)]

    def builder_links(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        """Return where the builder leads besides: the row's own pages."""
        return [
            {"label": _("All fields"), "url": self.url_of("change", row)},
            {"label": _("History"), "url": self.url_of("history", row)},
            *(link for link in self.links(request, row) if not link.get("is_main")),
        ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.has_changed() or not change:
            record(form.instance, request.user)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        if row is not None:
            context["phases"] = phases_shown(row, look_of(request))
            put_beside(context["phases"], context.get("beside", {}))
            put_minutes(context["phases"], budgets(row))
            context["running_plan"] = RunningPlan.objects.filter(programme=row).prefetch_related("stages").first()
            context["preview_url"] = self.url_of("preview", row)
            context["may_change_plan"] = self.has_change_permission(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.to_page_of(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.to_page_of(obj)

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the PDF as it would be printed, marked PREVIEW. Nothing is stored."""
        row = self.get_object(request, object_id)
        asked = {"language": request.GET["language"]} if request.GET.get("language") else {}
        try:
            pages = preview_pdf(row, practitioner=practitioner_of(request.user), **asked)
        except CannotPrepare as error:
            self.message_user(request, str(error), messages.ERROR)
            return self.to_page_of(row)
        except NotPrinted as error:
            self.message_user(request, error.words, messages.ERROR)
            return self.to_page_of(row)
        name = slugify(_("PREVIEW %(name)s") % {"name": row.name})
        headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
        return HttpResponse(pages, content_type="application/pdf", headers=headers)
