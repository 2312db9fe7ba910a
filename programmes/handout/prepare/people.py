"""Who the sheet is from and for."""

from __future__ import annotations

from mimetypes import guess_type

from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from programmes.handout import document, isolates
from programmes.handout.prepare.brief import CannotPrepare
from programmes.models import Clinic, Patient, Practitioner

ANY_CLINIC = gettext_lazy("Your clinic")


def clinic(row: Clinic | None) -> document.Clinic:
    """Return the clinic; a template that is shared with everybody has none, and says so."""
    if row is None:
        return document.Clinic(name=str(ANY_CLINIC))
    return document.Clinic(
        name=row.name,
        address=row.address,
        phone=row.phone,
        email=row.email,
        website=row.website,
        hours=row.opening_hours,
        accent_colour=row.accent_colour,
        logo=_logo(row),
    )


def ring(row: Clinic | None) -> str:
    """Return the sentence with the clinic's number; nothing where it has none."""
    return ring_at(row.phone) if row is not None else ""


def ring_at(phone: str) -> str:
    return _("Ring %(phone)s.") % {"phone": _number(phone)} if phone else ""


def practitioner(row: Practitioner | None) -> document.Practitioner | None:
    if row is None:
        return None
    return document.Practitioner(
        name=row.name,
        profession=row.profession,
        qualifications=row.qualifications,
        registration=_registration(row),
    )


def patient(row: Patient | None) -> document.PatientLine | None:
    """Return the name or initials; None where the sheet is to carry no name."""
    if row is None or not row.printed_name:
        return None
    return document.PatientLine(name=row.printed_name, initials=row.initials)


def _number(phone: str) -> str:
    """Return a telephone number, kept in its order where the words around it read leftwards."""
    return isolates.left_to_right(phone) if get_language_bidi() else phone


def _registration(row: Practitioner) -> str:
    if row.is_unregistered:
        return ""
    return " ".join(part for part in (row.registration_body, row.registration_number) if part)


def _logo(row: Clinic) -> document.Image | None:
    if not row.logo:
        return None
    media_type, _encoding = guess_type(row.logo.name)
    try:
        with row.logo.open("rb") as file:
            return document.Image.of(media_type or "image/png", file.read(), alt=row.name)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotPrepare(_("The clinic's logo cannot be read. Send it again, on the clinic's page.")) from error
