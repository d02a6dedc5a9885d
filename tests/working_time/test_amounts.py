"""Amounts as a procedure writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.working_time import Amount

some = st.integers(min_value=0, max_value=40)
amounts = st.one_of(
    st.builds(Amount, years=some, months=some, weeks=some, days=some),
    st.builds(Amount, working_days=some),
    st.builds(Amount, hours=some, minutes=some),
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5 working days", Amount(working_days=5)),
        ("1 working day", Amount(working_days=1)),
        ("17 years 6 months", Amount(years=17, months=6)),
        ("17 years and 6 months", Amount(years=17, months=6)),
        ("17 years, 6 months", Amount(years=17, months=6)),
        ("48 hours", Amount(hours=48)),
        ("1 hour 30 minutes", Amount(hours=1, minutes=30)),
        ("2 weeks", Amount(weeks=2)),
        ("  10   Days ", Amount(days=10)),
        ("0 days", Amount()),
        ("0 working days", Amount()),
    ],
)
def test_an_amount_is_a_number_and_a_unit(text: str, amount: Amount) -> None:
    assert Amount.parse(text) == amount


@pytest.mark.parametrize(
    "text", ["5", "five", "five working days", "", "days", "5 sittings", "-5 days", "1.5 hours", "5days"]
)
def test_anything_else_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        Amount.parse(text)
    assert str(refused.value) == f'expected a number and a unit, such as "5 working days"; found "{text}"'


@pytest.mark.parametrize(
    "text", ["1 month 5 working days", "5 working days 3 hours", "2 days 3 hours", "1 year 1 minute"]
)
def test_units_that_cannot_be_added_up_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="mixes units"):
        Amount.parse(text)


def test_a_unit_said_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="says days twice"):
        Amount.parse("3 days 4 days")


@pytest.mark.parametrize("text", ["0 hours", "0 hours 0 minutes"])
def test_no_hours_at_all_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time at all"):
        Amount.parse(text)


@pytest.mark.parametrize("text", ["201 years", "2500 months", "999999 days", "999999 working days"])
def test_more_than_200_years_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="longer than 200 years"):
        Amount.parse(text)


def test_an_amount_is_never_negative() -> None:
    with pytest.raises(ValueError, match="never negative"):
        Amount(days=-1)


def test_one_is_singular_and_more_are_plural() -> None:
    assert str(Amount(years=1, months=6)) == "1 year 6 months"
    assert str(Amount(working_days=1)) == "1 working day"
    assert str(Amount()) == "0 days"


@given(amounts)
def test_what_an_amount_says_is_read_back_as_the_same_amount(amount: Amount) -> None:
    assert Amount.parse(str(amount)) == amount
