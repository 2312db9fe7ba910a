"""The page from which one template is given to a class: who is in it, and what all of them agreed on."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect, AdminTextInputWidget
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import batches
from programmes.access import choices, clinic_of, practitioner_of
from programmes.admin.batch import begun
from programmes.admin.deeds import Deeds, deed
from programmes.admin.site import workbench
from programmes.admin.start import REVIEW_AFTER, today_at
from programmes.handout.checks.signed import unsigned
from programmes.models import Patient, Programme, Template

# More are found by typing; nobody reads a longer list.
MOST_SHOWN = 100
SEARCH = "_search"


def may_give(page: Any, request: HttpRequest, row: Template) -> bool:
    return practitioner_of(request.user) is not None and request.user.has_perm("programmes.start_programme", row)


def is_offered(page: Any, request: HttpRequest, row: Template) -> bool:
    return choices(Template, request.user).filter(pk=row.pk).exists()


class ClassForm(forms.Form):
    """Who is given the template, and what is the same for all of them. `key` makes the form sent twice one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    patients = forms.ModelMultipleChoiceField(
        Patient.objects.none(),
        label=gettext_lazy("Patients"),
        error_messages={"required": gettext_lazy("Choose the patients.")},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
    )
    variant = forms.ChoiceField(
        label=gettext_lazy("Variant"), required=False, widget=AdminRadioSelect(attrs={"class": "radiolist"})
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Sore side"),
        choices=Programme.SoreSide.choices,
        widget=AdminRadioSelect(attrs={"class": "radiolist inline"}),
        help_text=gettext_lazy("Of everybody chosen: whoever has another is given a programme of their own."),
    )
    goal = forms.CharField(
        label=gettext_lazy("Goal"),
        max_length=Programme._meta.get_field("goal").max_length,
        widget=AdminTextInputWidget,
        help_text=gettext_lazy("In words that all of them would say. Such as: start each run feeling loose."),
    )
    practised_on = forms.DateField(
        label=gettext_lazy("Practised together on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    review_date = forms.DateField(
        label=gettext_lazy("Review on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("Proposed: four weeks from today. Change it as you agree with them."),
    )

    def __init__(self, request: HttpRequest, template: Template) -> None:
        clinic, page = clinic_of(request.user), workbench._registry[Patient]
        rows = page.get_choices(request).filter(clinic=clinic)
        # PostgreSQL knows no text with a NUL in it.
        self.term = request.POST.get("q", "").replace("\0", "").strip()
        is_sent = request.method == "POST" and SEARCH not in request.POST
        today = today_at(clinic)
        proposed = {"key": uuid4(), "practised_on": today, "review_date": today + REVIEW_AFTER, "variant": ""}
        kept = {name: request.POST[name] for name in self.base_fields if name in request.POST}
        chosen = request.POST.getlist("patients")
        super().__init__(request.POST if is_sent else None, initial={**proposed, **kept, "patients": chosen})
        self.fields["patients"].queryset = rows
        self.fields["patients"].widget.choices = self._shown(request, page, rows, chosen)
        self._take_away_what_is_not_asked(template)
        self.unsigned = unsigned(template, clinic)
        if self.unsigned:
            self.fields["takes_responsibility"] = forms.BooleanField(
                label=_("I take responsibility"),
                initial="takes_responsibility" in request.POST,
                help_text=_("Your clinic has not signed off all of it: read its words, and answer for them."),
            )

    def begin(self, template: Template, by: Any) -> Any:
        """Return the batch. Raises ValidationError."""
        said = dict(self.cleaned_data)
        key, patients = said.pop("key"), said.pop("patients")
        responsible = said.pop("takes_responsibility", False)
        agreed = batches.Agreed(**said)
        return batches.begin_class(template, patients, agreed, by=by, key=key, takes_responsibility=responsible)

    def _take_away_what_is_not_asked(self, template: Template) -> None:
        if template.kind != Programme.Kind.CONDITION:
            del self.fields["side"]
        variants = [(each["id"], each["name"]) for each in template.variants]
        if variants:
            self.fields["variant"].choices = [("", _("as it is")), *variants]
        else:
            del self.fields["variant"]

    def _shown(self, request: HttpRequest, page: Any, rows: Any, chosen: list[str]) -> list[tuple[Any, str]]:
        """Return whom to tick: those ticked before, and those found. Queries twice."""
        keys = [key for key in chosen if _is_key(key)]
        found, has_twice = page.get_search_results(request, rows.exclude(pk__in=keys), self.term)
        found = found.distinct() if has_twice else found
        shown = [*rows.filter(pk__in=keys), *found[: MOST_SHOWN + 1]]
        self.has_more = len(shown) - len(keys) > MOST_SHOWN
        return [(row.pk, page.label_of(row)) for row in shown[: len(keys) + MOST_SHOWN]]


def _is_key(text: str) -> bool:
    try:
        Patient._meta.pk.to_python(text)
    except forms.ValidationError:
        return False
    return True


class ClassPages(Deeds):
    """A template that is given to several patients at once."""

    @deed(gettext_lazy("Give to a class"), allowed=may_give, makes_sense=is_offered, has_form=True)
    def give_to_class(self, request: HttpRequest, row: Template) -> HttpResponse | None:
        """Ask who is in the class and what they agreed on; then start for each and issue what the gate lets through."""
        if not is_offered(self, request, row):
            raise forms.ValidationError(_("It is retired, or your clinic has a copy of its own: give that one."))
        form = ClassForm(request, row)
        if form.is_bound and form.is_valid():
            return begun(self, request, form.begin(row, practitioner_of(request.user)))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Give to a class: %(template)s") % {"template": row.name},
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "form": form,
            "search": SEARCH,
            "most_shown": MOST_SHOWN,
            "button": _("Start and issue"),
        }
        return TemplateResponse(request, "admin/give_to_class.html", context)
