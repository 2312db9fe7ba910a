"""A document as a web page: the one HTML behind the PDF and the patient's screen. Asks nothing of the database."""

import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from programmes.handout import isolates
from programmes.handout.document import Document
from programmes.handout.online import shown
from programmes.models import Layout, Paper

# Where, beside its own address, a web page finds the style sheet with the clinic's colour.
COLOURS = "colours.css"
# In these a row holds so few words that a table gives up a column, as it does on a telephone.
LARGE = {Layout.LARGE_PRINT, Layout.EXTRA_LARGE}


def render(
    document: Document,
    layout: str = Layout.STANDARD,
    paper: str = Paper.A4,
    *,
    for_web: bool = False,
    template: str = "handout/page.html",
    beside: Mapping[str, Any] | None = None,
) -> str:
    """Return the whole page, worded in the document's language. On the web it links its styles itself.

    A *template* that extends the page may put more on it: what it needs is *beside* the document.
    """
    online = None if for_web else shown(document)
    context = {
        **(beside or {}),
        "document": document,
        "layout": Layout(layout),
        "paper": Paper(paper),
        "is_plan_only": layout == Layout.ONE_SHEET,
        "is_split": layout == Layout.EXTRA_LARGE and not for_web,
        "is_narrow": for_web or layout in LARGE,
        "for_web": for_web,
        "online": online,
        # Beside the lines to write on the square takes no room of its own.
        "online_at_questions": online and layout == Layout.STANDARD,
        "dialled": dialled(document.clinic.phone),
        "colours": COLOURS if document.clinic.accent_colour else "",
        "title": isolates.without(document.title.words),
        "author": document.practitioner.name if document.practitioner else document.clinic.name,
    }
    with translation.override(document.language):
        return isolates.tagged(_with_whole_number(render_to_string(template, context), document.clinic.phone))


def dialled(phone: str) -> str:
    """Return a telephone number as a telephone dials it."""
    return re.sub("[^0-9+]", "", phone)


def _with_whole_number(html: str, phone: str) -> str:
    """Mark the telephone number wherever a text names it: broken over two lines it is misread."""
    if " " not in phone:
        return html
    number = escape(phone)
    # Not where it is marked already, and not in an attribute.
    return re.sub(rf"(?<![\u2066>]){re.escape(number)}(?![^<>]*>)", isolates.left_to_right(number), html)
