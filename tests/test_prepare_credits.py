"""The small print of a handout: sources, who reviewed it, other formats."""

import pytest

from tests.factories import (
    make_clinic,
    make_practitioner,
    make_programme,
    make_source,
    make_template,
    sign_off_everything,
)
from tests.preparing import prepared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.mark.parametrize(
    ("authors", "title", "short"),
    [
        ("Willy RW, Hoglund LT, et al.", "A guideline", "Willy et al. 2019"),
        ("van der Worp MP, van der Horst N", "ITBS", "van der Worp et al. 2019"),
        ("Thomee R", "Pain", "Thomee 2019"),
        ("Carter S (We Fix Feet)", "Article", "Carter 2019"),
        ("National Health Service", "Knee pain", "National Health Service 2019"),
        ("none", "Clinical convention", "Clinical convention 2019"),
        ("", "Clinical convention", "Clinical convention 2019"),
    ],
)
def test_sources_are_named_short(authors: str, title: str, short: str):
    programme = make_programme()
    programme.sources.add(make_source(authors=authors, title=title, year=2019))
    assert prepared(programme).credits.sources == (short,)


def test_the_content_is_a_draft_until_the_clinic_has_signed_it_off():
    programme = make_programme(template=make_template(slug="tpl-knee"), template_version="v1")
    assert prepared(programme).credits.status.startswith("This content is a draft")
    sign_off_everything(make_practitioner(clinic=make_clinic()))
    assert prepared(programme).credits.status.startswith("This content is a draft")
    sign_off_everything(make_practitioner(clinic=programme.clinic, name="Ana Brook"))
    assert prepared(programme).credits.status == f"Reviewed by Ana Brook for {programme.clinic.name}."


def test_other_formats_are_to_be_had_by_ringing():
    assert prepared(make_programme()).other_formats.endswith("Ring 01234 567 890.")
