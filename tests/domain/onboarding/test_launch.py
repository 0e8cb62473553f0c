import datetime as dt

import pytest

from storefront.domain.accounts.links import LinkEnded
from storefront.domain.onboarding import launch, texts
from storefront.domain.onboarding.delivery import DeliveryData, save_delivery
from storefront.domain.onboarding.goods import Good, add_goods
from storefront.domain.onboarding.identity import save_identity
from storefront.domain.onboarding.payment import save_payment
from storefront.domain.onboarding.requirements import REQUIREMENTS
from storefront.domain.onboarding.trial_order import make_test_order_link, read_test_order_link
from storefront.domain.shops.pages import PageData, edit_page, policies
from storefront.infra import clock
from storefront.infra.events import SYSTEM
from storefront.models.page import PageKind
from storefront.models.shop import Shop, ShopState
from tests.domain.onboarding.test_answers import ACCOUNT, GOOD
from tests.factories import make_shop

OBLIGATORY = {
    *("legal_name", "address", "representative", "tax_or_registration", "phone"),
    *("privacy", "terms", "complaints", "price", "payment", "delivery", "returns"),
}


def complete(shop: Shop) -> None:
    save_identity(GOOD, by=SYSTEM)
    save_delivery(DeliveryData(pickup=True, elsewhere_fee=30_000), by=SYSTEM)
    save_payment(shop, ACCOUNT, practice=None, by=SYSTEM)
    add_goods([Good("Mắm tôm", 50_000)], by=SYSTEM)
    texts.write_pages(shop, by=SYSTEM)


def codes(shop: Shop, *, blocking: bool) -> set[str]:
    return {each.code for each in launch.missing(shop) if each.blocks is blocking}


def rewrite(kind: PageKind, body: str) -> None:
    page = next(each for each in policies() if each.kind is kind)
    edit_page(page, PageData(page.title, body), revision=page.revision, by=SYSTEM)


def test_a_shop_just_begun_lacks_everything_obligatory(draft: Shop) -> None:
    assert codes(draft, blocking=True) == OBLIGATORY


def test_a_real_shop_cannot_open_and_is_told_what_and_why(draft: Shop) -> None:
    with pytest.raises(launch.ShopNotReady) as refused:
        launch.open_shop(draft, by=SYSTEM)

    assert {each.code for each in refused.value.missing} == OBLIGATORY
    assert all(each.title and each.why and each.law and each.valid_from for each in refused.value.missing)
    assert draft.state is ShopState.DRAFT


def test_a_complete_shop_opens(draft: Shop) -> None:
    complete(draft)

    launch.open_shop(draft, by=SYSTEM)

    assert draft.state is ShopState.OPEN
    assert draft.opened_at


def test_a_page_that_waits_for_an_answer_leads_to_its_step(draft: Shop) -> None:
    save_identity(GOOD, by=SYSTEM)
    save_payment(draft, ACCOUNT, practice=None, by=SYSTEM)
    texts.write_pages(draft, by=SYSTEM)

    lacking = {each.code: each.step for each in launch.missing(draft) if each.blocks}

    assert lacking == {"delivery": "delivery", "returns": "delivery", "terms": "delivery"}


def test_the_notification_and_licences_are_only_advised(draft: Shop) -> None:
    complete(draft)
    draft.trade = "food"

    assert codes(draft, blocking=True) == set()
    assert {"notification", "food_licence"} <= codes(draft, blocking=False)


def test_a_practice_shop_is_only_told(practice: Shop) -> None:
    assert codes(practice, blocking=True) == set()
    assert codes(practice, blocking=False) >= OBLIGATORY

    launch.open_shop(practice, by=SYSTEM)
    assert practice.state is ShopState.OPEN


def test_a_privacy_policy_that_lost_a_point_blocks(draft: Shop) -> None:
    complete(draft)
    page = next(each for each in policies() if each.kind is PageKind.PRIVACY)

    rewrite(PageKind.PRIVACY, page.body.replace("Thời gian lưu trữ", "Chuyện khác"))

    assert codes(draft, blocking=True) == {"privacy"}


def test_complaints_without_deadlines_block(draft: Shop) -> None:
    complete(draft)

    rewrite(PageKind.COMPLAINTS, "<p>" + "Cửa hàng sẽ trả lời sớm. " * 20 + "</p>")

    assert codes(draft, blocking=True) == {"complaints"}


@pytest.mark.parametrize("kind", [PageKind.TERMS, PageKind.PRICE, PageKind.PAYMENT, PageKind.RETURNS])
def test_a_policy_of_a_few_words_blocks(draft: Shop, kind: PageKind) -> None:
    complete(draft)

    rewrite(kind, "<p>Gọi cho tôi.</p>")

    assert codes(draft, blocking=True) == {kind.value}


def test_a_law_counts_from_its_first_day(draft: Shop) -> None:
    clock.freeze(dt.datetime(2026, 6, 30, 5, tzinfo=dt.UTC))

    assert codes(draft, blocking=True) == set()


def test_every_requirement_leads_to_a_step_and_the_obligatory_ones_to_a_law() -> None:
    assert len({each.code for each in REQUIREMENTS}) == len(REQUIREMENTS)
    assert {each.code for each in REQUIREMENTS if each.blocks} == OBLIGATORY
    assert all(each.law and each.valid_from for each in REQUIREMENTS if each.blocks)
    assert {each.step for each in REQUIREMENTS} == {"who", "pages", "goods", "delivery", "payment"}


def test_a_test_order_link_is_for_its_shop_and_two_hours(draft: Shop) -> None:
    token = make_test_order_link(draft, by=SYSTEM)
    other = make_shop()

    assert read_test_order_link(token, draft).shop_id == draft.id
    with pytest.raises(LinkEnded):
        read_test_order_link(token, other)
    clock.freeze(clock.now() + dt.timedelta(hours=2, seconds=1))
    with pytest.raises(LinkEnded):
        read_test_order_link(token, draft)
