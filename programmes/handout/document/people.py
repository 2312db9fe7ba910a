"""Whose sheet it is: the clinic, who leads the programme, who it is for."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.handout.document.image import Image


@dataclass(frozen=True)
class Clinic:
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    hours: str = ""
    accent_colour: str = ""
    logo: Image | None = None


@dataclass(frozen=True)
class Practitioner:
    """Who leads the programme. ``registration`` is worded: a number, or that there is none."""

    name: str
    profession: str = ""
    qualifications: str = ""
    registration: str = ""


@dataclass(frozen=True)
class PatientLine:
    """Who the sheet is for: a name, or initials alone. A sheet with no name at all has no PatientLine."""

    name: str
    initials: str
