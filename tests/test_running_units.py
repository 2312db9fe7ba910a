"""Kilometres, miles and minutes: exact, and rounded so that an increase is never hidden."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.running import RunningError, Unit, amount_words, in_unit, metres_from
from programmes.running.units import rounded, steps_down
from tests.running import tenths

DISTANCES = st.sampled_from([Unit.KILOMETRES, Unit.MILES])
AMOUNTS = st.fractions(0, 200_000, max_denominator=1000)


@pytest.mark.parametrize(
    ("typed", "unit", "metres"),
    [("5.5", Unit.MILES, "8851.392"), ("1", Unit.MILES, "1609.344"), ("8.8", Unit.KILOMETRES, "8800")],
)
def test_a_distance_is_kept_in_exact_metres(typed: str, unit: Unit, metres: str):
    assert metres_from(typed, unit) == Decimal(metres)


@pytest.mark.parametrize(
    ("typed", "unit", "where", "why"),
    [
        ("far", Unit.MILES, "distance", "must be a number such as 5.5, not 'far'"),
        ("-1", Unit.MILES, "distance", "must be 0 or more, not '-1'"),
        ("NaN", Unit.KILOMETRES, "distance", "must be 0 or more, not 'NaN'"),
        ("30", Unit.MINUTES, "unit", "must be kilometres or miles, not minutes"),
    ],
)
def test_what_is_no_distance_is_refused_in_words(typed: str, unit: Unit, where: str, why: str):
    with pytest.raises(RunningError) as caught:
        metres_from(typed, unit)
    assert (caught.value.field, caught.value.reason) == (where, why)


@given(st.integers(0, 30_000), DISTANCES)
def test_what_was_typed_to_the_hundredth_is_what_is_shown(hundredths: int, unit: Unit):
    typed = Decimal(hundredths) / 100
    metres = Fraction(metres_from(typed, unit))
    assert in_unit(metres, unit) == typed
    assert in_unit(metres, unit, is_limit=True) == typed


@given(AMOUNTS, AMOUNTS, st.sampled_from(Unit))
def test_what_is_over_its_limit_is_shown_over_it(amount: Fraction, limit: Fraction, unit: Unit):
    if amount > limit:
        assert in_unit(amount, unit) > in_unit(limit, unit, is_limit=True)
        assert rounded(amount, unit) > rounded(limit, unit, is_limit=True)


@given(AMOUNTS, AMOUNTS, st.sampled_from(Unit))
def test_more_is_never_shown_as_less(one: Fraction, other: Fraction, unit: Unit):
    less, more = sorted((one, other))
    assert in_unit(less, unit) <= in_unit(more, unit)
    assert steps_down(less, unit) <= steps_down(more, unit)


@given(AMOUNTS, st.sampled_from(Unit))
def test_a_planned_amount_is_never_rounded_up(amount: Fraction, unit: Unit):
    assert 0 <= amount - steps_down(amount, unit) * unit.step < unit.step


@given(tenths(1, 400, Unit.MILES))
def test_a_tenth_more_is_exact_in_miles(metres: Decimal):
    tenth_more = Fraction(metres) * Fraction(11, 10) / Unit.MILES.size
    assert tenth_more == Fraction(in_unit(Fraction(metres), Unit.MILES)) * Fraction(11, 10)


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (8800, Unit.KILOMETRES, "8.8 km"),
        (20_000, Unit.KILOMETRES, "20 km"),
        (0, Unit.KILOMETRES, "0 km"),
        ("8851.392", Unit.MILES, "5.5 miles"),
        ("1609.344", Unit.MILES, "1 mile"),
        (1980, Unit.MINUTES, "33 minutes"),
        (1991, Unit.MINUTES, "33 minutes 11 seconds"),
    ],
)
def test_amounts_read_plainly(amount: int | str, unit: Unit, said: str):
    assert amount_words(Fraction(amount), unit) == said
    assert amount_words(Fraction(amount), unit, is_limit=True) == said


def test_a_limit_is_rounded_down_and_an_amount_up():
    assert amount_words(Fraction(8804), Unit.KILOMETRES) == "8.81 km"
    assert amount_words(Fraction(8809), Unit.KILOMETRES, is_limit=True) == "8.8 km"
