import pytest

from storefront.infra.errors import Invalid
from storefront.infra.phone import format_phone, mask_phone, parse_phone


@pytest.mark.parametrize(
    "typed",
    ["0912345678", "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678", "(+84) 0912345678"],
)
def test_a_mobile_number_is_read_however_it_is_typed(typed):
    assert parse_phone(typed) == "+84912345678"


@pytest.mark.parametrize(
    ("typed", "e164"),
    [("0237 3852 246", "+842373852246"), ("1900 1234", "+8419001234"), ("+1 202 555 0143", "+12025550143")],
)
def test_landlines_hotlines_and_foreign_numbers_are_read(typed, e164):
    assert parse_phone(typed) == e164


@pytest.mark.parametrize("typed", ["", "abc", "12345", "0123456789", "091234567", "09123456789", "+99 1"])
def test_a_number_nobody_could_call_is_refused_on_its_field(typed):
    with pytest.raises(Invalid) as refusal:
        parse_phone(typed, field="contact")

    assert list(refusal.value.errors) == ["contact"]
    assert "0912 345 678" in refusal.value.errors["contact"][0]


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+84912345678", "0912 345 678"),
        ("+842373852246", "0237 3852 246"),
        ("+12025550143", "+1 202-555-0143"),
    ],
)
def test_a_number_is_shown_the_way_its_country_does(e164, shown):
    assert format_phone(e164) == shown


def test_a_masked_number_keeps_its_ends():
    assert mask_phone("+84912345678") == "09•• ••• 678"
