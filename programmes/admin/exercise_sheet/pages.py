"""The pages "Export" and "Import" of the list of exercises. A file is looked at first, and taken whole or not at all.

What was looked at waits in the page itself, under the site's seal: no file is kept anywhere.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from programmes.access import clinic_of
from programmes.admin.exercise_sheet import looked_at
from programmes.admin.exercise_sheet.looked_at import Compared, Spoilt, compared, sealed, unsealed
from programmes.admin.exercise_sheet.reading import MOST_BYTES, Table, Unreadable, read
from programmes.admin.exercise_sheet.sheet import Sheet
from programmes.admin.exercise_sheet.storing import lock, store
from programmes.admin.exercise_sheet.writing import Format, TooLong, write

EXPORT, IMPORT = "programmes_exercise_export", "programmes_exercise_import"
MOST_REFUSED_SHOWN = 200


class SheetForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy("CSV (UTF-8) or XLSX, up to 10 MB and 10,000 rows. The file is read and not kept."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > MOST_BYTES:
            words = _("The file is larger than %(most)d MB. Cut it into several.")
            raise ValidationError(words % {"most": MOST_BYTES // 1_000_000}, code="large")
        return file


class SheetPages(admin.ModelAdmin):
    """The page of exercises, with the way out and in by spreadsheet."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("export/", view(require_GET(self.export_sheet)), name=EXPORT),
            path("import/", view(self.import_sheet), name=IMPORT),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        links = [{"label": _("Export"), "url": reverse(f"admin:{EXPORT}")}]
        if self.may_import(request):
            links.append({"label": _("Import"), "url": reverse(f"admin:{IMPORT}")})
        return super().changelist_view(request, {"links": links, **(extra_context or {})})

    def may_import(self, request: HttpRequest) -> bool:
        """New rows and copies are the clinic's: who works at none has nowhere to put them."""
        return bool(self.has_add_permission(request)) and clinic_of(request.user) is not None

    def export_sheet(self, request: HttpRequest) -> HttpResponse:
        """Offer the kinds of file; with one named, download it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if "format" not in request.GET:
            return self._sheet_page(request, "admin/exercise_export.html", _("Export the exercises"), formats=Format)
        if request.GET["format"] not in Format.values:
            raise Http404
        kind, sheet = Format(request.GET["format"]), Sheet(self, request)
        try:
            content = write(list(sheet.columns), sheet.cells(), kind)
        except TooLong as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(f"admin:{EXPORT}")
        name = f"exercises-{timezone.localdate().isoformat()}.{kind.suffix}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=kind.content_type, headers=headers)

    def import_sheet(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file, show what it would change, and change it once somebody says so."""
        if not self.may_import(request):
            raise PermissionDenied
        if "rows" in request.POST:
            return self._take(request)
        form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
        if form.is_valid():
            try:
                sheet = Sheet(self, request)
                table = read(form.cleaned_data["file"].read(), sheet.columns)
                return self._look(request, sheet, table)
            except Unreadable as error:
                form.add_error("file", _("%(why)s Nothing was imported.") % {"why": error})
        return self._import_page(request, form=form)

    def _look(self, request: HttpRequest, sheet: Sheet, table: Table, *, notice: str = "") -> HttpResponse:
        found = compared(sheet.compared(table), table)
        shown: dict[str, Any] = {"found": found, "refused": found.refused[:MOST_REFUSED_SHOWN], "notice": notice}
        if found.too_many:
            shown["most_changed"] = looked_at.MOST_CHANGED
        elif found.entries and not found.refused:
            seal = sealed(table, found, request.user, sheet.clinic)
            if len(seal) > looked_at.MOST_SEALED:
                shown["most_changed"] = looked_at.MOST_CHANGED
            else:
                shown["sealed"] = seal
        return self._import_page(request, **shown)

    def _take(self, request: HttpRequest) -> HttpResponse:
        clinic = clinic_of(request.user)
        try:
            table, seen = unsealed(request.POST["rows"], request.user, clinic)
        except Spoilt as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(f"admin:{IMPORT}")
        with transaction.atomic():
            lock(clinic)
            sheet = Sheet(self, request)
            found = compared(sheet.compared(table), table)
            if found.refused or found.digest != seen:
                words = _("The exercises changed meanwhile. Nothing was imported: look at the differences again.")
                return self._look(request, sheet, table, notice=words)
            store(self, request, sheet, found.entries)
        self.message_user(request, _said(found), messages.SUCCESS)
        return redirect(f"{reverse('admin:programmes_exercise_changelist')}?shelf=own")

    def _import_page(self, request: HttpRequest, **shown: Any) -> HttpResponse:
        return self._sheet_page(request, "admin/exercise_import.html", _("Import exercises"), **shown)

    def _sheet_page(self, request: HttpRequest, template: str, title: str, **shown: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "button": _("Look at the differences"),
            "import_url": reverse(f"admin:{IMPORT}") if self.may_import(request) else "",
            "export_url": reverse(f"admin:{EXPORT}"),
            **shown,
        }
        return TemplateResponse(request, template, context)


def _said(found: Compared) -> str:
    new, changed = len(found.new), len(found.changed)
    parts = [
        ngettext("%(count)d new exercise", "%(count)d new exercises", new) % {"count": new} if new else "",
        ngettext("%(count)d changed", "%(count)d changed", changed) % {"count": changed} if changed else "",
    ]
    said = ", ".join(part for part in parts if part)
    return _("Imported: %(what)s. Nobody has signed them off yet.") % {"what": said}
