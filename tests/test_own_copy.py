import pytest
from django.core.exceptions import ValidationError

from programmes.models import Exercise, Kit, KitNeed, Programme, Purpose, Source, Template
from programmes.own_copy import next_version, own_copy, own_template
from tests.factories import make_clinic, make_exercise, make_pain_rule, make_practitioner, make_template

pytestmark = pytest.mark.django_db


def shared_exercise() -> Exercise:
    exercise = make_exercise(slug="squat", name="Squat", steps=["Bend {your knee}."], version="v7")
    exercise.purposes.add(Purpose.objects.create(slug="stairs", name="stairs hurt"))
    exercise.sources.add(Source.objects.create(slug="paper", kind="trial", title="A trial", provenance="source-seen"))
    need = KitNeed.objects.create(exercise=exercise, detail="10 to 30 cm")
    need.any_of.add(Kit.objects.create(slug="step", name="step"), Kit.objects.create(slug="box", name="box"))
    return exercise


def test_the_copy_belongs_to_the_clinic_and_remembers_where_it_comes_from():
    shared, clinic = shared_exercise(), make_clinic()
    copy = own_copy(shared, clinic)
    assert (copy.clinic, copy.slug, copy.origin, copy.origin_version) == (clinic, "squat", shared, "v7")
    assert copy.version == "1"


def test_words_kit_purposes_sources_and_dose_are_copied():
    copy = own_copy(shared_exercise(), make_clinic())
    assert (copy.text_in("en").name, copy.text_in("en").steps) == ("Squat", ["Bend {your knee}."])
    need = copy.kit_needs.get()
    assert (need.detail, {kit.slug for kit in need.any_of.all()}) == ("10 to 30 cm", {"step", "box"})
    assert [purpose.slug for purpose in copy.purposes.all()] == ["stairs"]
    assert [source.slug for source in copy.sources.all()] == ["paper"]
    assert copy.dosage == copy.origin.dosage


def test_the_copy_is_found_by_the_purposes_of_its_origin():
    copy = own_copy(shared_exercise(), make_clinic())
    assert copy in Exercise.objects.search("stairs hurt")


def test_the_copy_stands_in_for_the_shared_row_in_its_clinic_only():
    shared, clinic, other_clinic = shared_exercise(), make_clinic(), make_clinic()
    copy = own_copy(shared, clinic)
    assert list(Exercise.objects.for_clinic(clinic)) == [copy]
    assert list(Exercise.objects.for_clinic(other_clinic)) == [shared]


def test_changing_the_copy_leaves_the_shared_row_alone():
    shared = shared_exercise()
    text = own_copy(shared, make_clinic()).texts.get()
    text.name = "Our squat"
    text.save()
    assert shared.texts.get().name == "Squat"


def test_a_second_copy_is_the_first_one():
    shared, clinic = shared_exercise(), make_clinic()
    assert own_copy(shared, clinic) == own_copy(shared, clinic)
    assert Exercise.objects.filter(clinic=clinic).count() == 1


def test_a_clinics_own_row_is_not_copied():
    with pytest.raises(ValidationError, match="Only shared content is copied"):
        own_copy(make_pain_rule(clinic=make_clinic()), make_clinic())


def test_other_rows_of_the_library_are_copied_too():
    rule = make_pain_rule(slug="general", plain="Up to 3 is fine.")
    copy = own_copy(rule, make_clinic())
    assert (copy.slug, copy.plain, copy.origin) == ("general", "Up to 3 is fine.", rule)


def test_an_own_template_holds_optional_lines_too():
    template = shared_template()
    practitioner = make_practitioner()
    copy = own_template(template, practitioner.clinic, practitioner)
    assert isinstance(copy, Template)
    assert (copy.clinic, copy.slug, copy.template_id, copy.template_version) == (
        practitioner.clinic,
        template.slug,
        template.pk,
        "v1",
    )
    assert [phase.prescriptions.count() for phase in copy.phases.all()] == [2, 2]


def test_an_alternative_in_an_own_template_points_at_the_copied_line():
    copy = own_template(shared_template(), make_clinic())
    for phase in copy.phases.all():
        required, optional = phase.prescriptions.all()
        assert optional.instead_of == required


def test_an_own_template_uses_the_clinics_own_exercises():
    template, clinic = shared_template(), make_clinic()
    exercise = template.phases.first().prescriptions.first().exercise
    own = own_copy(exercise, clinic)
    assert own_template(template, clinic).phases.first().prescriptions.first().exercise == own


def test_a_second_own_template_is_the_first_one():
    template, clinic = shared_template(), make_clinic()
    assert own_template(template, clinic) == own_template(template, clinic)
    assert Programme.objects.filter(clinic=clinic).count() == 1


def test_an_own_template_stands_in_for_the_shared_one_in_its_clinic():
    template, clinic = shared_template(), make_clinic()
    copy = own_template(template, clinic)
    assert list(Template.objects.for_clinic(clinic)) == [copy]
    assert list(Template.objects.for_clinic(make_clinic())) == [template]


@pytest.mark.parametrize(("version", "after"), [("1", "2"), ("9", "10"), ("", "1"), ("2025.1-draft", "1")])
def test_a_change_counts_the_version_up(version: str, after: str):
    assert next_version(version) == after


def shared_template() -> Template:
    return Template.objects.get(pk=make_template(slug="tpl-knee", phases=2).pk)
