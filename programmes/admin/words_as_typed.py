"""What is hard to read, told while it is typed. Without a script it is told after saving, beside what it is about."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from programmes.access import clinic_of
from programmes.handout.checks import readability
from programmes.models import SOURCE_LANGUAGE
from programmes.plain_words import MAX_GRADE

LONGEST = 4000
SCRIPT = "programmes/words-as-typed.js"


def measure(form: forms.BaseForm, *names: str) -> None:
    """Have these fields measured as they are typed; those the form does not show are passed over."""
    for name in names:
        if name in form.fields:
            form.fields[name].widget.attrs["data-words-as-typed"] = reverse("admin:words_as_typed")


@never_cache
@sensitive_post_parameters()
@require_POST
def words_as_typed(request: HttpRequest) -> JsonResponse:
    """Return what makes the posted text hard to read, and how hard. Stores and logs nothing of it."""
    text = request.POST.get("text", "")[:LONGEST]
    clinic = clinic_of(request.user)
    language = clinic.language if clinic else SOURCE_LANGUAGE
    reached = readability.grade(text, language)
    # A grade that is too high is among the remarks.
    is_fine = reached is not None and reached <= MAX_GRADE
    said = _("Reading grade %(grade)s, which is easy enough.") % {"grade": f"{reached:g}"} if is_fine else ""
    return JsonResponse({"remarks": readability.remarks(text, language), "grade": said})
