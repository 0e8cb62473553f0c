from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.domain.pricing.totals import Line, Shipping, TaxMethod, VatRow, totals

TODAY = date(2026, 11, 22)
LINES = st.builds(
    Line,
    price=st.integers(0, 10**8),
    quantity=st.integers(0, 10**6),
    tax_class=st.sampled_from(["vat0", "vat5", "vat8", "vat10", "none"]),
)
SHIPPING = st.none() | st.builds(Shipping, st.integers(0, 10**6), st.sampled_from(["vat8", "none"]))


def test_an_order_is_its_lines_less_discounts_plus_delivery():
    lines = [Line(85_000, 1500, "vat5"), Line(120_000, 2000, "vat8", discount=20_000)]

    sums = totals(lines, Shipping(30_000, "vat8"), TODAY, TaxMethod.DEDUCTION)

    assert sums.lines == (127_500, 220_000)
    assert (sums.subtotal, sums.discount, sums.shipping, sums.total) == (367_500, 20_000, 30_000, 377_500)


def test_vat_is_inside_the_price_and_shown_by_rate():
    lines = [Line(105_000, 1000, "vat5"), Line(108_000, 1000, "vat8"), Line(50_000, 1000, "none")]

    sums = totals(lines, None, TODAY, TaxMethod.DEDUCTION)

    assert sums.vat == (VatRow(5, 105_000, 5_000), VatRow(8, 108_000, 8_000))
    assert sums.vat_total == 13_000
    assert [row.net for row in sums.vat] == [100_000, 100_000]


def test_vat_is_rounded_once_per_rate_and_not_per_line():
    lines = [Line(10, 1000, "vat5")] * 3

    sums = totals(lines, None, TODAY, TaxMethod.DEDUCTION)

    assert sums.vat == (VatRow(5, 30, 1),)


@pytest.mark.parametrize(("gross", "vat"), [(5, 0), (6, 1), (16, 1), (17, 2)])
def test_vat_is_rounded_to_the_nearest_dong(gross, vat):
    sums = totals([Line(gross, 1000, "vat10")], None, TODAY, TaxMethod.DEDUCTION)

    assert sums.vat_total == vat


def test_delivery_is_taxed_with_the_goods_of_its_rate():
    sums = totals([Line(54_000, 1000, "vat8")], Shipping(54_000, "vat8"), TODAY, TaxMethod.DEDUCTION)

    assert sums.vat == (VatRow(8, 108_000, 8_000),)


def test_after_the_cut_the_two_classes_share_one_rate():
    lines = [Line(110_000, 1000, "vat8"), Line(110_000, 1000, "vat10")]

    sums = totals(lines, None, date(2027, 1, 1), TaxMethod.DEDUCTION)

    assert sums.vat == (VatRow(10, 220_000, 20_000),)


def test_a_seller_on_the_direct_method_shows_no_vat():
    sums = totals([Line(108_000, 1000, "vat8")], None, TODAY, TaxMethod.DIRECT)

    assert sums.vat == ()
    assert (sums.total, sums.vat_total) == (108_000, 0)


def test_an_empty_cart_costs_nothing():
    sums = totals([], None, TODAY, TaxMethod.DEDUCTION)

    assert (sums.total, sums.vat) == (0, ())


@given(st.lists(LINES, max_size=20), SHIPPING)
def test_the_parts_always_add_up_to_the_total(lines, shipping):
    sums = totals(lines, shipping, TODAY, TaxMethod.DEDUCTION)

    assert sums.total == sum(sums.lines) + sums.shipping == sums.subtotal - sums.discount + sums.shipping
    assert sum(row.gross for row in sums.vat) <= sums.total


@given(st.lists(LINES, max_size=20), SHIPPING)
def test_each_rate_is_at_most_half_a_dong_from_the_exact_tax(lines, shipping):
    sums = totals(lines, shipping, TODAY, TaxMethod.DEDUCTION)

    errors = [row.vat - Fraction(row.gross * row.percent, 100 + row.percent) for row in sums.vat]
    assert all(Fraction(-1, 2) < error <= Fraction(1, 2) for error in errors)
    assert len({row.percent for row in sums.vat}) == len(sums.vat)
