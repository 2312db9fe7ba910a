"""A patient's programme saved as a template of the clinic, under a name of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import practitioner_of
from programmes.admin.deeds import Deeds, deed, never_shown
from programmes.copies import as_template
from programmes.editing import record
from programmes.models import Programme


class TemplateNameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the template"), max_length=160, widget=AdminTextInputWidget)

    def __init__(self, row: Programme, data: Any = None) -> None:
        super().__init__(data, initial={"name": row.name})


def works_here(page: Any, request: HttpRequest, row: Programme) -> bool:
    return page.has_change_permission(request, row) and practitioner_of(request.user) is not None


class SavedAsTemplate(Deeds):
    """A page of programmes with this as one of its deeds, reached from the builder."""

    @deed(gettext_lazy("Save as template"), allowed=works_here, makes_sense=never_shown, has_form=True)
    def save_as_template(self, request: HttpRequest, row: Programme) -> HttpResponse | None:
        """Ask for a name, and make a template of the clinic of it, without what is the patient's."""
        form = TemplateNameForm(row, request.POST if request.method == "POST" else None)
        if form.is_valid():
            template = as_template(row, name=form.cleaned_data["name"], practitioner=practitioner_of(request.user))
            record(template, request.user)
            words = _(
                "“%(name)s” is a template of your clinic. Read through it: nothing of the patient may stand in it."
            )
            self.message_user(request, words % {"name": template.name}, messages.SUCCESS)
            return redirect("admin:programmes_template_build", template.pk)
        words = _("Goal, days, dates and notes for the practitioner are left out; notes for the patient come along.")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Save as template"),
            "subtitle": str(row),
            "opts": self.opts,
            "original": row,
            "back": self.url_of("build", row),
            "words": words,
            "button": _("Save as template"),
            "form": form,
        }
        return TemplateResponse(request, "admin/ask_first.html", context)
