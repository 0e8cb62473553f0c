"""Who the seller is, where goods go and how money comes: answers applied to their real homes."""

from dataclasses import replace

import pytest

from storefront.domain.onboarding.delivery import (
    DeliveryData,
    DeliveryGroup,
    delivery_now,
    save_delivery,
)
from storefront.domain.onboarding.identity import (
    IdentityData,
    profile,
    save_identity,
    save_promises,
)
from storefront.domain.onboarding.naming import NameData, save_name
from storefront.domain.onboarding.payment import (
    PaymentData,
    bank_of,
    check_code,
    method,
    payment_now,
    save_payment,
)
from storefront.domain.onboarding.texts import answers
from storefront.domain.payments.methods import offered
from storefront.domain.payments.practice import Connection
from storefront.domain.shipping.rates import choices
from storefront.domain.shops.resolve import shop_by_slug
from storefront.domain.shops.slugs import SlugRefused
from storefront.infra.errors import Invalid
from storefront.infra.events import SYSTEM
from storefront.models.order import Mode
from storefront.models.shop import LegalType, Shop
from tests.factories import make_shop

HAC_THANH, OTHER_IN_PROVINCE, IN_HANOI, IN_HUE = "14797", "14818", "00004", "19753"
GOOD = IdentityData(
    legal_type=LegalType.COOPERATIVE,
    legal_name="HTX nước mắm Ba Làng",
    representative="Nguyễn Thị Lan",
    tax_id="0100109106",
    phone="+84912345678",
    unit_code=HAC_THANH,
    street="12 Lê Lợi",
)
ACCOUNT = PaymentData(
    cod=True, transfer=True, bank="vietcombank", account="0011 0041 2345", holder="HTX BA LANG"
)


def test_a_personal_number_is_kept_whole_and_shown_in_part(draft: Shop) -> None:
    save_identity(replace(GOOD, legal_type=LegalType.HOUSEHOLD, tax_id="038088012345"), by=SYSTEM)

    assert profile().tax_id == "038088012345"
    assert profile().tax_id_masked == "038••••••345"


def test_the_masked_number_sent_back_leaves_the_real_one(draft: Shop) -> None:
    household = replace(GOOD, legal_type=LegalType.HOUSEHOLD, tax_id="038088012345")
    save_identity(household, by=SYSTEM)

    save_identity(replace(household, tax_id="038••••••345", street="14 Lê Lợi"), by=SYSTEM)

    assert (profile().tax_id, profile().street) == ("038088012345", "14 Lê Lợi")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"tax_id": "0100109107"}, "tax_id"),
        ({"tax_id": "038088012345"}, "tax_id"),
        ({"tax_id": ""}, "tax_id"),
        ({"email": "khong-phai-thu"}, "email"),
    ],
)
def test_wrong_owners_data_are_refused_at_their_field(draft: Shop, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        save_identity(replace(GOOD, **wrong), by=SYSTEM)

    assert list(refused.value.errors) == [field]


def test_a_registration_number_stands_in_for_the_tax_code(draft: Shop) -> None:
    save_identity(replace(GOOD, tax_id="", registration_number="26A8001234"), by=SYSTEM)

    assert (profile().tax_id, profile().registration_number) == (None, "26A8001234")


def test_settling_a_complaint_cannot_be_quicker_than_answering_it(draft: Shop) -> None:
    with pytest.raises(Invalid):
        save_promises(return_days=7, complaint_answer_days=5, complaint_resolve_days=3, by=SYSTEM)


def test_a_new_address_leads_there_from_the_old_one(draft: Shop) -> None:
    save_name(draft, NameData(name="Mắm Ba Làng", slug="Mắm Ba Làng"), by=SYSTEM)

    assert (draft.name, draft.slug) == ("Mắm Ba Làng", "mam-ba-lang")
    assert shop_by_slug("nuoc-mam-ba-lang").moved_to == "mam-ba-lang"


@pytest.mark.parametrize("slug", ["admin", "cua-hang-da-co", "a"])
def test_a_reserved_taken_or_short_address_is_refused(draft: Shop, slug: str) -> None:
    make_shop(slug="cua-hang-da-co")

    with pytest.raises(SlugRefused):
        save_name(draft, NameData(name="Mắm", slug=slug), by=SYSTEM)


def test_each_distance_has_its_fee_and_a_large_order_none(draft: Shop) -> None:
    save_identity(GOOD, by=SYSTEM)
    data = DeliveryData(
        pickup=False, commune_fee=15_000, province_fee=25_000, elsewhere_fee=40_000, free_above=500_000
    )

    save_delivery(data, by=SYSTEM)

    fees = [choices(code, 100_000)[0].fee for code in (HAC_THANH, OTHER_IN_PROVINCE, IN_HANOI)]
    assert fees == [15_000, 25_000, 40_000]
    assert choices(IN_HANOI, 500_000)[0].fee == 0
    assert delivery_now() == data


def test_each_group_of_communes_has_a_fee_of_its_own(draft: Shop) -> None:
    save_identity(GOOD, by=SYSTEM)
    near = DeliveryGroup("Hà Trung", (OTHER_IN_PROVINCE,), 20_000)
    far = DeliveryGroup("Thủ đô", ("01",), 45_000)
    data = DeliveryData(pickup=True, groups=(near, far), elsewhere_fee=60_000)

    save_delivery(data, by=SYSTEM)

    fees = [choices(code, 1)[1].fee for code in (OTHER_IN_PROVINCE, IN_HANOI, IN_HUE)]
    assert fees == [20_000, 45_000, 60_000]
    assert delivery_now() == data


def test_a_commune_in_two_groups_is_refused_in_words(draft: Shop) -> None:
    save_identity(GOOD, by=SYSTEM)
    coast = DeliveryGroup("Ven biển", (IN_HANOI, OTHER_IN_PROVINCE), 20_000)
    town = DeliveryGroup("Phố", (OTHER_IN_PROVINCE,), 30_000)

    with pytest.raises(Invalid) as refusal:
        save_delivery(DeliveryData(pickup=True, groups=(coast, town)), by=SYSTEM)

    assert set(refusal.value.errors) == {"groups-0-find", "groups-1-find"}
    assert "Phố" in refusal.value.errors["groups-0-find"][0]


@pytest.mark.parametrize(
    ("group", "field"),
    [
        (DeliveryGroup("", (OTHER_IN_PROVINCE,), 1_000), "name"),
        (DeliveryGroup("x" * 81, (OTHER_IN_PROVINCE,), 1_000), "name"),
        (DeliveryGroup("Ven biển", (), 1_000), "find"),
        (DeliveryGroup("Ven biển", (OTHER_IN_PROVINCE,), None), "fee"),
        (DeliveryGroup("Xã nhà", (HAC_THANH,), 1_000), "find"),
        (DeliveryGroup("Tỉnh nhà", ("38",), 1_000), "find"),
    ],
)
def test_a_group_says_which_of_its_fields_is_wrong(draft: Shop, group: DeliveryGroup, field: str) -> None:
    save_identity(GOOD, by=SYSTEM)

    with pytest.raises(Invalid) as refusal:
        save_delivery(DeliveryData(pickup=True, groups=(group,)), by=SYSTEM)

    assert list(refusal.value.errors) == [f"groups-0-{field}"]


def test_the_policies_name_the_groups_as_the_owner_does(draft: Shop) -> None:
    save_identity(GOOD, by=SYSTEM)
    groups = (DeliveryGroup("Hà Trung, Bỉm Sơn", (OTHER_IN_PROVINCE,), 20_000),)
    save_delivery(DeliveryData(pickup=True, commune_fee=0, groups=groups), by=SYSTEM)

    words = answers(draft)["delivery_area"]

    assert words.endswith("; Hà Trung, Bỉm Sơn")
    assert words[0].islower()


@pytest.mark.parametrize(
    "wrong",
    [
        DeliveryData(pickup=False),
        DeliveryData(pickup=True, commune_fee=15_000),
        DeliveryData(pickup=True, promise="x" * 61),
    ],
)
def test_delivery_that_makes_no_sense_is_refused(draft: Shop, wrong: DeliveryData) -> None:
    with pytest.raises(Invalid):
        save_delivery(wrong, by=SYSTEM)


@pytest.mark.parametrize("typed", ["970436", "VCB", "vietcombank", "Vietcombank"])
def test_a_bank_is_found_by_any_of_its_names(context: object, typed: str) -> None:
    assert bank_of(typed).bin == "970436"


@pytest.mark.parametrize("typed", ["", "ngan hang", "bank of mars"])
def test_a_bank_that_is_not_clear_is_asked_about(context: object, typed: str) -> None:
    with pytest.raises(Invalid):
        bank_of(typed)


def test_a_real_shop_is_paid_by_cash_and_to_its_own_account(draft: Shop) -> None:
    save_payment(draft, ACCOUNT, practice=None, by=SYSTEM)

    assert [each.gateway for each in offered(Mode.LIVE, 100_000)] == ["cod", "bank_transfer"]
    assert payment_now() == PaymentData(True, True, "Vietcombank", "001100412345", "HTX BA LANG")


def test_the_account_is_shown_as_a_code_for_checking(draft: Shop) -> None:
    save_payment(draft, ACCOUNT, practice=None, by=SYSTEM)

    code = check_code()

    assert code is not None
    assert (code.bank.short_name, code.account) == ("Vietcombank", "001100412345")
    assert code.svg.startswith("<svg")


def test_a_way_that_is_unticked_is_offered_no_more(draft: Shop) -> None:
    save_payment(draft, ACCOUNT, practice=None, by=SYSTEM)

    save_payment(draft, PaymentData(cod=True, transfer=False), practice=None, by=SYSTEM)

    assert [each.gateway for each in offered(Mode.LIVE, 100_000)] == ["cod"]
    assert check_code() is None


@pytest.mark.parametrize(
    "wrong", [PaymentData(False, False), replace(ACCOUNT, account="số của tôi"), replace(ACCOUNT, holder="")]
)
def test_payment_that_cannot_work_is_refused(draft: Shop, wrong: PaymentData) -> None:
    with pytest.raises(Invalid):
        save_payment(draft, wrong, practice=None, by=SYSTEM)


def test_a_practice_shop_takes_practice_money_only(practice: Shop) -> None:
    issued = Connection("practice", {"merchant": "m-1", "secret": "s-1"}, token="t-1")
    save_payment(practice, ACCOUNT, practice=issued, by=SYSTEM)

    assert offered(Mode.LIVE, 100_000) == []
    assert {each.gateway for each in offered(Mode.TEST, 100_000)} == {"cod", "bank_transfer", "practice"}
    gateway = method("practice")
    assert gateway is not None
    assert gateway.mode is Mode.TEST
