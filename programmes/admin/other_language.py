"""Issuing in a language that was chosen by hand: which, and why where its translation was not reviewed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect, AdminTextareaWidget
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from programmes.admin.findings import VerdictShown
from programmes.admin.weigh import WeighForm
from programmes.handout.prepare import CannotPrepare, prepare
from programmes.models import SOURCE_LANGUAGE, Handout, Language, Practitioner, Programme


class OtherLanguageForm(WeighForm):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), widget=AdminRadioSelect(attrs={"class": "radiolist inline"})
    )
    language_reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Needed where the translation was not reviewed, and kept with the handout. Such as: reads no English; a"
            " colleague who speaks it went through the sheet with us."
        ),
    )

    def __init__(
        self, programme: Programme, verdict: VerdictShown, practitioner: Practitioner, data: Any = None
    ) -> None:
        self.programme = programme
        super().__init__(verdict, practitioner, data)
        self.fields["language"].choices = [(row.code, _named(row)) for row in Language.objects.all()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "language" in cleaned and not cleaned.get("language_reason", "").strip():
            self._ask_for_a_reason(cleaned["language"])
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        return {**super().answers, **{name: self.cleaned_data[name] for name in ("language", "language_reason")}}

    def _ask_for_a_reason(self, language: str) -> None:
        try:
            document = prepare(self.programme, language=language)
        except CannotPrepare as error:
            self.add_error("language", str(error))
        else:
            if document.review_note:
                self.add_error("language_reason", _("This translation was not reviewed. Say why it is handed out."))


def languages_to_look_at(preview_url: str) -> str:
    """Return a link to the preview in each language."""
    rows = Language.objects.all()
    links = [
        (f"{preview_url}?language={row.code}", _("Preview: %(language)s") % {"language": _name(row)}) for row in rows
    ]
    return format_html("{} ", format_html_join(" · ", '<a href="{}" target="_blank">{}</a>', links))


def missed_language(handout: Handout) -> str:
    """Return that a handout is not in the language the patient reads; nothing when it is."""
    programme = handout.programme
    wanted = programme.patient.language or programme.clinic.language
    if handout.language != SOURCE_LANGUAGE or wanted.lower().startswith(SOURCE_LANGUAGE):
        return ""
    row = Language(code=wanted)
    return _(
        "It is in English: the translation into %(language)s was not reviewed, or lacks a text. "
        "“Issue in another language” leaves the choice to you."
    ) % {"language": _name(row)}


def _named(row: Language) -> str:
    return _("%(language)s, not reviewed") % {"language": _name(row)} if row.awaits_review else _name(row)


def _name(row: Language) -> str:
    try:
        return str(get_language_info(row.code)["name_local"])
    except KeyError:
        return row.code
