from datetime import date, timedelta

import pytest

from storefront.domain.pricing.tax import TAX_RATES, TaxClass, rate, rate_row

LAST_DAY_OF_THE_CUT = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("tax_class", "percent"), [("vat0", 0), ("vat5", 5), ("vat8", 8), ("vat10", 10), ("none", None)]
)
def test_each_class_has_its_rate_today(tax_class, percent):
    assert rate(tax_class, date(2026, 11, 22)) == percent


def test_the_cut_to_eight_per_cent_ends_with_2026():
    assert rate(TaxClass.VAT8, LAST_DAY_OF_THE_CUT) == 8
    assert rate(TaxClass.VAT8, LAST_DAY_OF_THE_CUT + timedelta(days=1)) == 10


def test_the_cut_names_its_resolution_and_the_full_rate_its_law():
    assert "204/2025/QH15" in rate_row(TaxClass.VAT8, LAST_DAY_OF_THE_CUT).law
    assert "48/2024/QH15" in rate_row(TaxClass.VAT8, date(2027, 1, 1)).law


@pytest.mark.parametrize(("tax_class", "on"), [("vat7", date(2026, 11, 22)), ("vat10", date(2025, 6, 30))])
def test_an_unknown_class_or_day_is_a_mistake_in_the_program(tax_class, on):
    with pytest.raises(LookupError, match=tax_class):
        rate(tax_class, on)


@pytest.mark.parametrize("tax_class", TaxClass)
def test_the_rows_of_a_class_follow_each_other_without_gap_or_overlap(tax_class):
    rows = [row for row in TAX_RATES if row.tax_class is tax_class]

    starts_expected = [date(2025, 7, 1)] + [row.valid_to + timedelta(days=1) for row in rows[:-1]]
    assert [row.valid_from for row in rows] == starts_expected
    assert rows[-1].valid_to is None
