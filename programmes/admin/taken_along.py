"""The page from which an owner takes along all that the clinic has, for another installation or for safe keeping."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.deeds import Deeds, deed
from programmes.exchange import take_along
from programmes.models import Clinic


class KeptSafeForm(forms.Form):
    is_kept_safe = forms.BooleanField(
        label=gettext_lazy("I keep the file safe"),
        help_text=gettext_lazy("It holds what the clinic knows of every patient, and is not encrypted."),
    )


class TakenAlongPages(Deeds):
    """A clinic whose data are its own."""

    @deed(gettext_lazy("Take our data along"), has_form=True)
    @method_decorator(reauthentication_required)
    def take_along(self, request: HttpRequest, row: Clinic) -> HttpResponse:
        """Say what the file holds; send it, once somebody answers for keeping it.

        A screen that was left open is not enough: it holds all that the clinic knows of everybody.
        """
        form = KeptSafeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            return _sent(row, request.user)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take all of the clinic’s data along?"),
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "words": _(
                "One file with all that the clinic has here: people, patients, programmes, handouts with their PDFs, "
                "diaries, own exercises and templates, and who looked at what. People can read it, and another "
                "installation can bring it in. Nothing here changes. A large clinic’s takes some minutes."
            ),
            "button": _("Download the file"),
            "form": form,
        }
        return TemplateResponse(request, "admin/ask_first.html", context)


def _sent(clinic: Clinic, user: Any) -> FileResponse:
    """Return the file; its name on the disk is gone before anybody else could open it."""
    with TemporaryDirectory(prefix="taken-along-") as folder:
        place = Path(folder) / "clinic.zip"
        take_along(clinic, place, user=user)
        file = place.open("rb")  # the response closes it
    return FileResponse(file, as_attachment=True, filename=f"clinic-{str(clinic.pk)[:8]}.zip")
