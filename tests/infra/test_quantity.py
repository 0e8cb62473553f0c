import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.infra.errors import Invalid
from storefront.infra.quantity import fits, format_quantity, line_amount, parse_quantity


@pytest.mark.parametrize(
    ("quantity", "locale", "written"),
    [
        (1500, "vi", "1,5"),
        (1500, "en", "1.5"),
        (3000, "vi", "3"),
        (250, "vi", "0,25"),
        (1_234_567, "vi", "1.234,567"),
        (0, "vi", "0"),
    ],
)
def test_thousandths_are_written_as_people_write_them(quantity, locale, written):
    assert format_quantity(quantity, locale) == written


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [
        ("1,5", 1500),
        ("1.5", 1500),
        ("3", 3000),
        ("0,25", 250),
        ("0.250", 250),
        ("1,250", 1250),
        (" 2 ", 2000),
    ],
)
def test_quantities_are_read_with_comma_or_point(typed, quantity):
    assert parse_quantity(typed) == quantity


@pytest.mark.parametrize("typed", ["", "một", "-1", "1,2345", "1,", ",5", "1,5 kg", "٣"])
def test_what_is_not_a_quantity_is_refused_on_its_field(typed):
    with pytest.raises(Invalid) as refusal:
        parse_quantity(typed, field="minimum")

    assert refusal.value.errors == {"minimum": ["Enter a quantity, for example 3 or 1,5."]}


def test_a_point_before_three_digits_could_mean_two_things_and_is_refused():
    with pytest.raises(Invalid, match="thousands"):
        parse_quantity("1.500")


def test_a_quantity_beyond_all_sense_is_refused():
    with pytest.raises(Invalid, match="too large"):
        parse_quantity("1000000")


@pytest.mark.parametrize(
    ("price", "quantity", "amount"),
    [(85_000, 1500, 127_500), (999, 500, 500), (997, 500, 499), (1, 499, 0), (125_000, 3000, 375_000)],
)
def test_a_line_is_price_times_quantity_rounded_half_up(price, quantity, amount):
    assert line_amount(price, quantity) == amount


@pytest.mark.parametrize("quantity", [500, 600, 2000])
def test_whole_steps_above_the_minimum_fit(quantity):
    assert fits(quantity, step=100, minimum=500, maximum=2000)


@pytest.mark.parametrize("quantity", [0, 400, 550, 2100, -500])
def test_other_quantities_do_not_fit(quantity):
    assert not fits(quantity, step=100, minimum=500, maximum=2000)


def test_without_a_maximum_any_number_of_steps_fits():
    assert fits(10_000_000, step=1000, minimum=1000)


@given(st.integers(0, 999_999))
def test_what_is_written_below_a_thousand_can_be_read_again(quantity):
    assert parse_quantity(format_quantity(quantity)) == quantity


@given(st.integers(0, 10**9), st.integers(0, 10**7))
def test_a_line_is_never_off_by_more_than_half_a_unit(price, quantity):
    assert -500 <= price * quantity - 1000 * line_amount(price, quantity) < 500
    assert line_amount(price, 1000) == price
