from datetime import UTC, datetime

import pytest

from storefront.domain.accounts.tax_ids import TaxIdKind, mask, parse_tax_id
from storefront.infra.clock import moved_to
from storefront.infra.errors import Invalid


@pytest.mark.parametrize("typed", ["2899999013", " 28 9999 9013 ", "2899.999.013", "0100233488"])
def test_a_firm_has_ten_digits(typed):
    tax_id = parse_tax_id(typed)

    assert tax_id.kind is TaxIdKind.ORGANISATION
    assert tax_id.value in {"2899999013", "0100233488"}


@pytest.mark.parametrize("typed", ["2899999013-001", "2899999013001"])
def test_a_branch_is_kept_with_its_dash(typed):
    tax_id = parse_tax_id(typed)

    assert (tax_id.kind, tax_id.value) == (TaxIdKind.BRANCH, "2899999013-001")


@pytest.mark.parametrize("typed", ["038085001234", "001304012345", "038 185 001 234"])
def test_a_person_has_twelve_digits(typed):
    assert parse_tax_id(typed).kind is TaxIdKind.PERSONAL


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "10 digits"),
        ("12345", "10 digits"),
        ("28999990134", "10 digits"),
        ("289999901A", "10 digits"),
        ("٢٨٩٩٩٩٩٠١٣", "10 digits"),
        ("2899999014", "wrong digit"),
        ("2899999013-000", "wrong digit"),
        ("003085001234", "personal number"),
        ("097085001234", "personal number"),
        ("038485001234", "personal number"),
    ],
)
def test_a_wrong_code_is_refused_with_its_reason(typed, reason):
    with pytest.raises(Invalid, match=reason) as refusal:
        parse_tax_id(typed, field="seller_tax_id")

    assert list(refusal.value.errors) == ["seller_tax_id"]


def test_nobody_is_born_in_the_future():
    with moved_to(datetime(2026, 11, 22, tzinfo=UTC)):
        assert parse_tax_id("038226001234").kind is TaxIdKind.PERSONAL
        with pytest.raises(Invalid, match="personal number"):
            parse_tax_id("038227001234")


def test_a_personal_number_is_masked_and_a_firm_s_is_not():
    assert mask(parse_tax_id("038085001234")) == "038••••••234"
    assert mask(parse_tax_id("2899999013")) == "2899999013"


def test_a_personal_number_stays_out_of_logs():
    assert "038085001234" not in repr(parse_tax_id("038085001234"))
