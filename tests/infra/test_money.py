import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.infra.errors import Invalid
from storefront.infra.money import CurrencyMismatch, Money, format_money, parse_money, share

AMOUNTS = st.integers(-(10**12), 10**12)


def test_money_adds_subtracts_and_multiplies_by_whole_numbers():
    price = Money(125_000)

    assert price + Money(5_000) == Money(130_000)
    assert price - Money(200_000) == Money(-75_000)
    assert price * 3 == 3 * price == Money(375_000)
    assert -price == Money(-125_000)


def test_money_compares_by_amount():
    assert Money(1) < Money(2) <= Money(2)
    assert Money(3) > Money(2) >= Money(2)
    assert not Money(0)


@pytest.mark.parametrize("amount", [1.0, "1", None, True])
def test_only_whole_numbers_are_money(amount):
    with pytest.raises(TypeError):
        Money(amount)


def test_money_is_not_multiplied_by_a_float():
    with pytest.raises(TypeError):
        Money(100) * 0.5


def test_money_is_not_added_to_a_bare_number():
    with pytest.raises(TypeError):
        Money(100) + 1


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__ge__"])
def test_currencies_do_not_mix(operation):
    with pytest.raises(CurrencyMismatch):
        getattr(Money(100), operation)(Money(100, "USD"))


@pytest.mark.parametrize(
    ("money", "locale", "written"),
    [
        (Money(125_000), "vi", "125.000\u00a0₫"),
        (Money(125_000), "en", "₫125,000"),
        (Money(0), "vi", "0\u00a0₫"),
        (Money(-5_000), "vi", "-5.000\u00a0₫"),
        (Money(12_345, "USD"), "en", "$123.45"),
    ],
)
def test_money_is_written_as_people_write_it(money, locale, written):
    assert format_money(money, locale) == written


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("125000", 125_000),
        ("125.000", 125_000),
        ("125,000", 125_000),
        ("125 000 ₫", 125_000),
        ("1.250.000 VNĐ", 1_250_000),
        ("125000đ", 125_000),
        ("125.000 đồng", 125_000),
        ("125k", 125_000),
        ("1,5k", 1_500),
        ("50 nghìn", 50_000),
        ("1,2tr", 1_200_000),
        ("1tr2", 1_200_000),
        ("2 triệu", 2_000_000),
        (" 0 ", 0),
    ],
)
def test_dong_are_read_as_people_type_them(typed, dong):
    assert parse_money(typed) == Money(dong)


@pytest.mark.parametrize(
    "typed", ["", "abc", "12,5", "1.25", "1.2500", "1.250,000", "-5", "1,2tr3", "k", "đ", "²"]
)
def test_what_is_not_an_amount_is_refused_with_a_sentence(typed):
    with pytest.raises(Invalid) as refusal:
        parse_money(typed, field="price")

    assert refusal.value.errors == {"price": ["Enter the amount in dong, for example 125.000."]}


def test_an_amount_beyond_all_sense_is_refused():
    with pytest.raises(Invalid, match="too large"):
        parse_money("9" * 13)


def test_odd_units_go_to_the_largest_remainders():
    assert share(Money(100), [1, 1, 1]) == [Money(34), Money(33), Money(33)]
    assert share(Money(10), [1, 2, 4]) == [Money(1), Money(3), Money(6)]


def test_nothing_to_weigh_shares_equally():
    assert share(Money(5), [0, 0]) == [Money(3), Money(2)]


@pytest.mark.parametrize("weights", [[], [1, -1]])
def test_impossible_weights_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        share(Money(5), weights)


@given(AMOUNTS, st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_shares_add_up_exactly_and_none_is_off_by_a_whole_unit(amount, weights):
    parts = share(Money(amount), weights)

    total = sum(weights) or len(weights)
    fair = [weight if any(weights) else 1 for weight in weights]
    assert sum(part.amount for part in parts) == amount
    assert all(abs(p.amount * total - amount * w) < total for p, w in zip(parts, fair, strict=True))


@given(st.integers(0, 999_999_999_999))
def test_what_is_written_can_be_read_again(amount):
    assert parse_money(format_money(Money(amount))) == Money(amount)
