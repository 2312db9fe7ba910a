"""How to get another format, and where the content comes from."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.handout.document import Credits
from programmes.handout.prepare.brief import Brief
from programmes.models import Clinic, Review, Source


def other_formats(clinic: Clinic | None) -> str:
    ask = _("Ask us for this in larger print, by e-mail or in another language.")
    if clinic is None or not clinic.phone:
        return ask
    return " ".join([ask, _("Ring %(phone)s.") % {"phone": clinic.phone}])


def credits(brief: Brief) -> Credits:
    return Credits(
        content_version=brief.language_row.content_version,
        status=_status(brief),
        sources=tuple(_short(source) for source in brief.programme.sources.all()),
    )


def _status(brief: Brief) -> str:
    """Return who has signed this content off in the clinic, else that nobody has yet."""
    review = _review(brief)
    if review is None:
        return _("This content is a draft until a clinician has reviewed it.")
    return _("Reviewed by %(name)s on %(date)s.") % {
        "name": review.reviewed_by.name,
        "date": date_format(review.reviewed_on, "j F Y"),
    }


def _review(brief: Brief) -> Review | None:
    template, clinic = brief.programme.template, brief.programme.clinic
    if template is None or clinic is None:
        return None
    reviews = Review.objects.filter(
        clinic=clinic, kind="template", slug=template.slug, version=brief.programme.template_version
    )
    return reviews.select_related("reviewed_by").first()


def _short(source: Source) -> str:
    """Return first author and year, for the small print: "Willy et al. 2019"."""
    first, *others = source.authors.split(", ")
    name = first.partition(" ")[0] if source.authors else source.title
    author = _("%(name)s et al.") % {"name": name} if others else name
    return " ".join(str(part) for part in (author, source.year) if part)
