"""How to get another format, and where the content comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.handout.document import Credits
from programmes.handout.prepare import people
from programmes.handout.prepare.brief import Brief
from programmes.handout.prepare.content import content
from programmes.models import Clinic, Source
from programmes.sign_off import State, standings

# "Willy RW", "van der Worp MP": a surname, then initials.
_PERSON = re.compile(r"(?P<surname>\D+) [A-Z]{1,4}( \(.*\))?")


def other_formats(clinic: Clinic | None) -> str:
    ask = _("Ask us for this in larger print, by e-mail or in another language.")
    return " ".join(part for part in (ask, people.ring(clinic)) if part)


def credits(brief: Brief) -> Credits:
    reviewers = _reviewers(brief)
    return Credits(
        content_version=brief.wording.language_row.content_version,
        status=status(reviewers, brief.programme.clinic),
        sources=tuple(_short(source) for source in brief.programme.sources.all()),
        reviewers=reviewers,
    )


def status(reviewers: Sequence[str], clinic: Clinic | None) -> str:
    """Return who has signed all of this content off in the clinic; where nobody has, that it is a draft."""
    if clinic is None or not reviewers:
        return _("This content is a draft until a clinician has reviewed it.")
    return _("Reviewed by %(names)s for %(clinic)s.") % {"names": ", ".join(reviewers), "clinic": clinic.name}


def _reviewers(brief: Brief) -> tuple[str, ...]:
    """Return who has signed this content off in the clinic, each once; none unless all of it is."""
    stand = standings(content(brief), brief.programme.clinic, timezone.localdate()).values()
    is_signed = all(each.state == State.SIGNED for each in stand)
    return tuple(sorted({each.reviewer for each in stand})) if is_signed else ()


def _short(source: Source) -> str:
    """Return who and when, for the small print: "Willy et al. 2019"."""
    return " ".join(str(part) for part in (_author(source), source.year) if part)


def _author(source: Source) -> str:
    """Return the first author, a body's full name, or the title of a work whose authors are not known."""
    first, *others = source.authors.split(", ")
    person = _PERSON.fullmatch(first)
    if person is None:
        return first if first[:1].isupper() else source.title.partition(" (")[0]
    return _("%(name)s et al.") % {"name": person["surname"]} if others else person["surname"]
