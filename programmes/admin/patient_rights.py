"""What a patient may ask for, on their page: all that is held about them as a file, and that it is erased."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.deeds import deed
from programmes.admin.scoped import ScopedAdmin
from programmes.admin.site import workbench
from programmes.models import Erasure, KeptHandout, Patient
from programmes.rights.erase import Plan, erase, plan_of
from programmes.rights.erasures import NotListed
from programmes.rights.export import export

IN_MEMORY_BYTES = 4_000_000


class EraseForm(forms.Form):
    mode = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Erasure.Mode, initial=Erasure.Mode.ERASE, widget=forms.RadioSelect
    )
    typed = forms.CharField(label=gettext_lazy("To be sure"), required=False, strip=True)

    def __init__(self, patient: Patient, *args: Any) -> None:
        super().__init__(*args)
        self.wanted = patient.reference or str(patient)
        words = _("Type “%(words)s”, as it stands here. There is no way back.")
        self.fields["typed"].help_text = words % {"words": self.wanted}
        self.fields["typed"].widget.attrs["autocomplete"] = "off"

    def clean_typed(self) -> str:
        typed = self.cleaned_data["typed"]
        if typed != self.wanted:
            raise forms.ValidationError(_("This is not what stands beside the box. Nothing was erased."), code="typed")
        return typed


def may_export(page: Any, request: HttpRequest, row: Patient) -> bool:
    return request.user.has_perm("programmes.export_patient", row)


def may_erase(page: Any, request: HttpRequest, row: Patient) -> bool:
    return request.user.has_perm("programmes.erase_patient", row)


class PatientRights(ScopedAdmin):
    """The page of a patient with what they may ask for."""

    @deed(gettext_lazy("Export all data"), allowed=may_export)
    def export_all(self, request: HttpRequest, row: Patient) -> FileResponse:
        """Send all that is held about the patient. The name of the file tells nobody whom it is about."""
        file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 (the response closes it)
        export(row, file, user=request.user)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"patient-{str(row.pk)[:8]}.zip")

    @deed(gettext_lazy("Erase"), allowed=may_erase, has_form=True)
    def erase(self, request: HttpRequest, row: Patient) -> HttpResponse | None:
        """Show what goes and what stays, and erase once the words were typed."""
        form = EraseForm(row, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self._ask_to_erase(request, row, form)
        try:
            erase(row, mode=form.cleaned_data["mode"], user=request.user)
        except NotListed as error:
            self.message_user(request, str(error), messages.ERROR)
            return None
        self.message_user(request, _("The patient is erased, with all that was held about them."), messages.SUCCESS)
        return redirect("admin:programmes_patient_changelist")

    def _ask_to_erase(self, request: HttpRequest, row: Patient, form: EraseForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Erase %(patient)s?") % {"patient": row},
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "button": _("Erase for good"),
            "form": form,
            "plan": _shown(plan_of(row)),
            "keeps_handouts": row.clinic.handout_retention_years,
        }
        return TemplateResponse(request, "admin/erase_page.html", context)


def _shown(plan: Plan) -> dict[str, Any]:
    goes = [(kind, count) for kind, count in plan.goes.items()]
    return {"goes": goes, "kept": plan.kept_handouts, "versions": plan.versions, "looks": plan.looks}


class OnlyShown(ScopedAdmin):
    """Rows that an erasure left: shown to the owner, changed by nobody."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Erasure, site=workbench)
class ErasureAdmin(OnlyShown):
    list_display = ("at", "by_name", "mode", "patient_id")
    list_filter = ("mode",)
    date_hierarchy = "at"
    search_fields = ("patient_id", "by_name")
    search_help_text = gettext_lazy("An id, or who did it.")
    name_path = "by_name"
    fieldsets = ((None, {"fields": ("at", "by_name", "mode", "patient_id")}),)


@admin.register(KeptHandout, site=workbench)
class KeptHandoutAdmin(OnlyShown):
    list_display = ("issued_at", "version", "withdrawn_at", "hashes_shown")
    date_hierarchy = "issued_at"
    search_fields = ("hashes", "id")
    search_help_text = gettext_lazy("The SHA-256 of a PDF that somebody holds, or the id in its file name.")
    name_path = "library_version"
    fieldsets = ((None, {"fields": ("issued_at", "version", "withdrawn_at", "paper", "hashes_shown")}),)
    readonly_fields = ("hashes_shown",)

    @admin.display(description=gettext_lazy("SHA-256 of its PDFs"))
    def hashes_shown(self, row: KeptHandout) -> str:
        return ", ".join(f"{made['sha256']} ({made['layout']}, {made['paper']})" for made in row.hashes)
