"""The page "Import a plan": asks for a file, shows what it would make here, and makes it through `editing`.

The plan waits for the second step in the page itself, under the site's seal: the file is kept nowhere.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from programmes.access import clinic_of
from programmes.admin.plan_import.form import Into, PlanFileForm
from programmes.admin.plan_import.tried import tried
from programmes.admin.scoped import ScopedAdmin
from programmes.admin.site import workbench
from programmes.editing import Refused, add_programme
from programmes.models import Clinic, Patient, Programme, Template

NAME = "programmes_programme_import"
SEAL = "plan-import"
SECONDS_TO_LOOK = 60 * 60
IMPORTED = gettext_lazy("Imported from a file.")
# Far more than the longest plan; what a form sends is refused from 2.5 MB on.
MOST_SEALED = 2_000_000


def import_link(into: Into) -> dict[str, Any]:
    """Return the link for a list of programmes or templates."""
    return {"label": _("Import a plan"), "url": reverse(f"admin:{NAME}", query={"into": into.value})}


class Spoilt(Exception):
    """What was sealed is too old, or not what was shown; the message says what to do."""


class PlanImport(ScopedAdmin):
    """The page of programmes, with the way in for plans from files."""

    def first_page_of(self, programme: Programme) -> str:
        """Return the address where a new programme goes on."""
        return self.url_of("build", programme)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(sensitive_post_parameters()(self.import_plan))
        return [path("import/", view, name=NAME), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        links = [import_link(Into.PROGRAMME)] if self.has_add_permission(request) else []
        return super().changelist_view(request, {"links": links, **(extra_context or {})})

    def import_plan(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "plan" in request.POST:
            return self._make_draft(request)
        form = PlanFileForm(request)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, form=form)
        assert form.found is not None
        return self._look(request, form)

    def _look(self, request: HttpRequest, form: PlanFileForm) -> HttpResponse:
        found, clinic, patient = form.found, form.clinic, form.for_whom
        assert found is not None
        assert clinic is not None
        shown: dict[str, Any] = {"patient": patient and self.called(patient), "left_out": found.left_out}
        try:
            shown["tried"] = tried(found.plain, clinic, patient, request)
        except Refused as refused:
            return self._page(request, problems=refused.problems, **shown)
        shown["sealed"] = _sealed(request, found.plain, clinic, patient)
        if len(shown["sealed"]) > MOST_SEALED:
            form.add_error("file", _("The plan is longer than any that can be made here. Nothing was imported."))
            return self._page(request, form=form)
        return self._page(request, **shown)

    def _make_draft(self, request: HttpRequest) -> HttpResponse:
        try:
            plain, clinic, patient = self._unsealed(request)
            programme = add_programme(plain, clinic=clinic, patient=patient, user=request.user)
        except Spoilt as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(f"admin:{NAME}")
        except Refused as refused:
            # The library changed since it was looked at.
            return self._page(request, problems=refused.problems)
        words = _("“%(name)s” is imported, as a draft. Read it through: it was made elsewhere.")
        self.message_user(request, words % {"name": programme.name}, messages.SUCCESS)
        if patient is None:
            template = Template.objects.get(pk=programme.pk)
            workbench._registry[Template].log_addition(request, template, IMPORTED)
            return redirect("admin:programmes_template_build", template.pk)
        self.log_addition(request, programme, IMPORTED)
        return redirect(self.first_page_of(programme))

    def called(self, patient: Patient) -> str:
        return workbench._registry[Patient].label_of(patient)

    def _unsealed(self, request: HttpRequest) -> tuple[Any, Clinic, Patient | None]:
        """Return what was looked at: the plan, and whose it becomes. Raises Spoilt."""
        sealed = _open(request.POST["plan"])
        if sealed["user"] != request.user.pk:
            raise Spoilt(_("Somebody else looked at this plan. Choose the file again."))
        if sealed["patient"] is None:
            clinic = clinic_of(request.user)
            if clinic is None or str(clinic.pk) != sealed["clinic"]:
                raise Spoilt(_("You work at no clinic that the template could belong to."))
            return sealed["plan"], clinic, None
        patients = workbench._registry[Patient].get_choices(request).select_related("clinic")
        patient = patients.filter(pk=sealed["patient"]).first()
        if patient is None:
            raise Spoilt(_("This patient was discharged or archived. Take them back first."))
        return sealed["plan"], patient.clinic, patient

    def _page(self, request: HttpRequest, form: PlanFileForm | None = None, **shown: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import a plan"),
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media if form else self.media,
            "button": _("Look at it first"),
            "again": reverse(f"admin:{NAME}"),
            **shown,
        }
        return TemplateResponse(request, "admin/plan_import.html", context)


def _sealed(request: HttpRequest, plain: Any, clinic: Clinic, patient: Patient | None) -> str:
    whose = {"user": request.user.pk, "clinic": str(clinic.pk), "patient": str(patient.pk) if patient else None}
    return signing.dumps({"plan": plain, **whose}, salt=SEAL, compress=True)


def _open(text: str) -> dict[str, Any]:
    try:
        sealed: dict[str, Any] = signing.loads(text, salt=SEAL, max_age=SECONDS_TO_LOOK)
    except signing.SignatureExpired as error:
        raise Spoilt(_("You looked at it more than an hour ago. Choose the file again.")) from error
    except signing.BadSignature as error:
        raise Spoilt(_("This is not the plan that was shown. Choose the file again.")) from error
    return sealed
