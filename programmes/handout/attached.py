"""The plan that a handout's PDF carries, taken out of a file that anybody may have made. Knows no database."""

from __future__ import annotations

import json
from io import BytesIO
from textwrap import shorten
from typing import Any

from django.utils.translation import gettext as _

from programmes.handout.document import Document

PLAN_NAME = "plan.json"
# A handout of 60 exercises with a photo each stays below a tenth of this.
MOST_BYTES = 40 * 1024 * 1024


class NoPlan(Exception):
    """There is no plan to be had; the message says why."""


def document_in(pdf: bytes) -> Document:
    """Return the document that a PDF of ours carries. Raises NoPlan."""
    return document_from(_attachment(pdf))


def document_from(text: str | bytes | dict[str, Any]) -> Document:
    """Return the document of a plan, as text or read already. Raises NoPlan."""
    try:
        plain = text if isinstance(text, dict) else json.loads(text)
        return Document.from_plain(plain)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        reason = {"reason": shorten(str(error) or type(error).__name__, 160, placeholder=" ...")}
        raise NoPlan(_("Its plan is not one that this version reads: %(reason)s") % reason) from error


def _attachment(pdf: bytes) -> bytes:
    import pikepdf  # slow to load, and only needed here

    limits = pikepdf.settings.set_qpdf_limits(flate_max_memory=MOST_BYTES)
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            if opened.is_encrypted:
                raise NoPlan(_("The PDF is locked. Save it without a password first."))
            if PLAN_NAME not in opened.attachments:
                raise NoPlan(_("The PDF carries no plan, so it is none of our handouts."))
            return opened.attachments[PLAN_NAME].get_file().read_bytes()
    except pikepdf.PasswordError as error:
        raise NoPlan(_("The PDF is locked. Save it without a password first.")) from error
    except NoPlan:
        raise
    except Exception as error:  # whatever a broken file makes the reader stumble over
        raise NoPlan(_("The PDF is damaged or too large to be read.")) from error
    finally:
        pikepdf.settings.set_qpdf_limits(**limits)
