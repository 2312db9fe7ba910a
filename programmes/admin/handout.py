"""Handouts as they were given: downloaded, withdrawn with a reason, never changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import practitioner_for, practitioner_of
from programmes.admin.clinician_copy import page_of
from programmes.admin.deeds import deed
from programmes.admin.fhir import fhir_download
from programmes.admin.filters import OwnRows
from programmes.admin.record_note import notes_shown
from programmes.admin.scoped import ScopedAdmin
from programmes.admin.site import workbench
from programmes.handout import brand, page
from programmes.handout.document import Document
from programmes.handout.fhir.file import bundle_file
from programmes.handout.job import NotPrinted
from programmes.handout.page import COLOURS
from programmes.handout.renditions import Damaged, pdf_of
from programmes.handout.renditions import Withdrawn as NotToBeUsed
from programmes.models import ClinicianCopy, Handout, Layout, Paper, Patient, Rendition


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("Such as: wrong side; wrong patient. A colleague reads this later."),
    )


class Withdrawn(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("live", gettext_lazy("in use")), ("withdrawn", gettext_lazy("withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "live":
            return queryset.live()
        return queryset.exclude(withdrawn_at=None) if self.value() == "withdrawn" else queryset


def may_withdraw(page: Any, request: HttpRequest, row: Handout) -> bool:
    return practitioner_for(request.user, row) is not None and request.user.has_perm("programmes.withdraw_handout", row)


def is_live(page: Any, request: HttpRequest, row: Handout) -> bool:
    return not row.is_withdrawn


@admin.register(Handout, site=workbench)
class HandoutAdmin(ScopedAdmin):
    change_form_template = "admin/handout_page.html"
    list_display = ("patient_called", "programme_called", "version", "issued_at", "issued_by_name", "state", "download")
    list_display_links = ("patient_called", "programme_called")
    list_filter = (Withdrawn, "layout", ("issued_by", OwnRows))
    search_fields = ("programme__name", "programme__patient__name", "programme__patient__reference", "issued_by_name")
    search_help_text = gettext_lazy("Programme, patient, record number or who gave it.")
    name_path = "programme__patient__name"
    date_hierarchy = "issued_at"
    fieldsets = (
        (None, {"fields": ("patient_called", "programme_link", "version", "state")}),
        (
            gettext_lazy("As it was given"),
            {"fields": ("issued_at", "issued_by_name", "layout", "paper", "language", "language_reason")},
        ),
        (gettext_lazy("Record"), {"fields": ("library_version", "schema_version", "files"), "classes": ("collapse",)}),
    )
    readonly_fields = ("patient_called", "programme_link", "state", "files")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Handout]:
        rows = super().get_queryset(request).defer("document")
        return rows.select_related("programme__patient", "programme__clinic", "withdrawn_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        own = [
            path(f"<path:object_id>/{end}", self.admin_site.admin_view(view), name=f"programmes_handout_{name}")
            for end, view, name in (
                ("pdf/", self.pdf, "pdf"),
                ("web/", self.web, "web"),
                (f"web/{COLOURS}", self.colours, "colours"),
                ("fhir/", self.fhir, "fhir"),
                ("clinician-copy/", self.clinician_copy, "clinician-copy"),
            )
        ]
        return [*own, *super().get_urls()]

    def pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Download the PDF as it was given, or in another layout or paper."""
        row = self.get_object(request, object_id)
        layout, paper = request.GET.get("layout", row.layout), request.GET.get("paper", row.paper)
        if layout not in Layout.values or paper not in Paper.values:
            raise Http404
        rendition = self._rendition(request, row, layout, paper)
        if rendition is None:
            return self.to_page_of(row)
        headers = {"Content-Disposition": f'attachment; filename="{file_name(row)}"'}
        return HttpResponse(bytes(rendition.pdf), content_type="application/pdf", headers=headers)

    def fhir(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Download the handout for a record system, with its PDF inside."""
        row = self.get_object(request, object_id)
        rendition = self._rendition(request, row, row.layout, row.paper)
        if rendition is None:
            return self.to_page_of(row)
        withdrawn = "WITHDRAWN-" if row.is_withdrawn else ""
        return fhir_download(bundle_file(row, rendition), f"{withdrawn}handout-version-{row.version}")

    def _rendition(self, request: HttpRequest, row: Handout, layout: str, paper: str) -> Rendition | None:
        """Return the PDF; None where there is none to be had, which the person has been told."""
        try:
            return pdf_of(row, layout, paper)
        except NotToBeUsed as error:
            raise Http404(str(error)) from error
        except Damaged as error:
            self.message_user(request, str(error), messages.ERROR)
        except NotPrinted as error:
            self.message_user(request, error.words, messages.ERROR)
        return None

    def web(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the sheet as it was given, as a web page."""
        row = self._live(request, object_id)
        document = Document.from_plain(row.document)
        html = page.render(document, row.layout, row.paper, for_web=True)
        return HttpResponse(html, headers={"Content-Language": document.language})

    def colours(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Return the style sheet with the clinic's colour, as it was when the sheet was given."""
        clinic = Document.from_plain(self._live(request, object_id).document).clinic
        return HttpResponse(brand.styles(clinic.accent_colour), content_type="text/css")

    def links(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        return [
            {"label": _("Clinician's copy"), "url": self.url_of("clinician-copy", row)},
            {"label": _("Download as FHIR"), "url": self.url_of("fhir", row)},
        ]

    def clinician_copy(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what was known and weighed when it was issued, withdrawn or not. The patient is never given it."""
        row = self.get_object(request, object_id)
        kept = ClinicianCopy.objects.filter(handout=row).first()
        return page_of(request, row, kept.contents if kept else None, self.url_of("change", row))

    def _live(self, request: HttpRequest, object_id: str) -> Handout:
        row = self.get_object(request, object_id)
        if row.is_withdrawn:
            raise Http404
        return row

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context["original"]
        address = reverse("admin:programmes_handout_pdf", args=[row.pk])
        others = [choice for choice in Layout.choices if choice[0] != row.layout]
        context["download_url"] = address
        context["web_url"] = reverse("admin:programmes_handout_web", args=[row.pk])
        context["other_layouts"] = [{"label": label, "url": f"{address}?layout={value}"} for value, label in others]
        context.update(notes_shown(request, row))
        return super().render_change_form(request, context, *args, **kwargs)

    @deed(
        gettext_lazy("Withdraw"),
        allowed=may_withdraw,
        makes_sense=is_live,
        has_form=True,
    )
    def withdraw(self, request: HttpRequest, row: Handout) -> HttpResponse | None:
        """Ask why, then mark the handout as not to be used."""
        if row.is_withdrawn:
            raise ValidationError(_("This handout was withdrawn before."))
        form = WithdrawForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self._ask_why(request, row, form)
        row.withdraw(practitioner_of(request.user), form.cleaned_data["reason"])
        self.log_change(request, row, _("Withdrew it: %(reason)s") % {"reason": row.withdrawn_reason})
        self.message_user(request, _("Withdrawn. Take the paper back from the patient."), messages.WARNING)
        return None

    @admin.display(description=gettext_lazy("patient"), ordering="programme__patient__name")
    def patient_called(self, row: Handout) -> str:
        return workbench._registry[Patient].label_of(row.programme.patient)

    @admin.display(description=gettext_lazy("programme"), ordering="programme__name")
    def programme_called(self, row: Handout) -> str:
        return row.programme.name

    @admin.display(description=gettext_lazy("programme"))
    def programme_link(self, row: Handout) -> str:
        page = reverse("admin:programmes_programme_change", args=[row.programme_id])
        return format_html('<a href="{}">{}</a>', page, row.programme.name)

    @admin.display(description=gettext_lazy("state"))
    def state(self, row: Handout) -> Any:
        if not row.is_withdrawn:
            return _("in use")
        words = _("WITHDRAWN on {day} by {name}: do not use. {reason}")
        facts = {"day": date_format(row.withdrawn_at), "name": row.withdrawn_by, "reason": row.withdrawn_reason}
        return format_html('<strong class="state bad">{}</strong>', format_html(words, **facts))

    @admin.display(description=gettext_lazy("files"))
    def files(self, row: Handout) -> str:
        """Name what was kept, so that a file in somebody's hand can be told from another."""
        kept = [
            (made.get_layout_display(), made.get_paper_display(), made.sha256, made.renderer_version)
            for made in row.renditions.defer("pdf").order_by("made_at", "pk")
        ]
        words = '<p class="quiet">{}, {}<br>SHA-256 {}<br>{}</p>'
        return format_html_join("", words, kept)

    @admin.display(description=gettext_lazy("PDF"))
    def download(self, row: Handout) -> str:
        address = reverse("admin:programmes_handout_pdf", args=[row.pk])
        words = _("record only") if row.is_withdrawn else _("Download")
        return format_html('<a href="{}" aria-label="{}">{}</a>', address, f"{words}: {row}", words)

    def _ask_why(self, request: HttpRequest, row: Handout, form: WithdrawForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw this handout?"),
            "subtitle": str(row),
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "words": _("It stays on the record, marked “do not use”. It cannot be undone."),
            "button": _("Withdraw"),
            "form": form,
        }
        return TemplateResponse(request, "admin/ask_first.html", context)


def file_name(row: Handout) -> str:
    """Return a name without the patient's: files lie about in download folders."""
    parts = ["WITHDRAWN"] if row.is_withdrawn else []
    parts += [slugify(row.programme.name), f"v{row.version}", row.issued_at.date().isoformat()]
    return "-".join(parts) + ".pdf"
