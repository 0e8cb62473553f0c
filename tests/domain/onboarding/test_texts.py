from dataclasses import replace

from sqlalchemy import select

from storefront.domain.onboarding import texts, words
from storefront.domain.onboarding.delivery import DeliveryData, save_delivery
from storefront.domain.onboarding.identity import save_identity
from storefront.domain.onboarding.requirements import Facts
from storefront.domain.shops.pages import PageData, edit_page
from storefront.infra.db import db
from storefront.infra.events import SYSTEM, Event
from storefront.infra.html import plain_text
from storefront.models.order import Mode
from storefront.models.page import Page, PageKind
from storefront.models.shop import Shop, ShopState
from tests.domain.onboarding.test_answers import GOOD
from tests.factories.carts import make_payment_method


def page(kind: PageKind) -> Page:
    return db.session.scalars(select(Page).where(Page.kind == kind)).one()


def test_the_policies_speak_of_the_seller(draft: Shop) -> None:
    save_identity(GOOD, by=SYSTEM)

    texts.write_pages(draft, by=SYSTEM)

    privacy = plain_text(page(PageKind.PRIVACY).body)
    assert "HTX nước mắm Ba Làng (mã số thuế 0100109106, địa chỉ 12 Lê Lợi, Phường Hạc Thành" in privacy
    assert page(PageKind.PRIVACY).law[0]["article"] == "Điều 5"


def test_a_missing_answer_leaves_a_mark_that_is_seen(draft: Shop) -> None:
    texts.write_pages(draft, by=SYSTEM)

    assert texts.NOT_YET in page(PageKind.TERMS).body


def test_an_answer_that_changes_changes_the_pages_it_stands_in(draft: Shop) -> None:
    save_identity(GOOD, by=SYSTEM)
    texts.write_pages(draft, by=SYSTEM)

    save_identity(replace(GOOD, representative="Lê Văn Hải"), by=SYSTEM)
    texts.write_pages(draft, by=SYSTEM)

    assert "Lê Văn Hải" in page(PageKind.TERMS).body
    assert page(PageKind.TERMS).edition == 1


def test_an_open_shops_policy_that_changes_is_a_new_edition(draft: Shop) -> None:
    save_identity(GOOD, by=SYSTEM)
    texts.write_pages(draft, by=SYSTEM)
    draft.state = ShopState.OPEN

    save_identity(replace(GOOD, representative="Lê Văn Hải"), by=SYSTEM)
    texts.write_pages(draft, by=SYSTEM)

    assert page(PageKind.TERMS).edition == 2


def test_the_owners_own_words_are_never_written_over(draft: Shop) -> None:
    texts.write_pages(draft, by=SYSTEM)
    mine = page(PageKind.RETURNS)
    edit_page(mine, PageData(mine.title, "<p>Đổi thoải mái.</p>"), revision=mine.revision, by=SYSTEM)

    save_identity(GOOD, by=SYSTEM)
    texts.write_pages(draft, by=SYSTEM)

    assert page(PageKind.RETURNS).body == "<p>Đổi thoải mái.</p>"
    assert not texts.is_ours(page(PageKind.RETURNS))
    assert texts.is_ours(page(PageKind.TERMS))


def test_the_delivery_page_names_the_places_and_the_free_amount(draft: Shop) -> None:
    save_identity(GOOD, by=SYSTEM)
    save_delivery(DeliveryData(pickup=True, province_fee=25_000, free_above=500_000), by=SYSTEM)

    texts.write_pages(draft, by=SYSTEM)

    said = plain_text(page(PageKind.DELIVERY).body)
    assert "500.000 ₫" in said.replace("\xa0", " ")


def test_practice_money_of_a_real_shop_is_no_way_to_pay(draft: Shop) -> None:
    make_payment_method("practice", mode=Mode.TEST)
    only_practice = (texts.answers(draft)["payment_methods"], Facts(draft).pays)

    make_payment_method("cod")

    assert only_practice == (texts.NOT_YET, False)
    assert texts.answers(draft)["payment_methods"] == "thanh toán khi nhận hàng (COD)"
    assert Facts(draft).pays


def test_markup_in_an_answer_stays_text(draft: Shop) -> None:
    save_identity(replace(GOOD, legal_name="<b>HTX</b> & con"), by=SYSTEM)

    texts.write_pages(draft, by=SYSTEM)

    assert "&lt;b&gt;HTX&lt;/b&gt; &amp; con" in page(PageKind.TERMS).body


def test_words_go_to_plain_text_and_back_without_loss(draft: Shop) -> None:
    for each in texts.write_pages(draft, by=SYSTEM):
        assert words.to_html(words.to_plain(each.body)) == each.body


def test_plain_text_knows_headings_lists_and_lines() -> None:
    body = words.to_html("## Giờ mở cửa\nSáng\nChiều\n\n- một\n- hai <3")

    assert body == "<h2>Giờ mở cửa</h2><p>Sáng<br>Chiều</p><ul><li>một</li><li>hai &lt;3</li></ul>"
    assert words.is_plain(body)
    assert not words.is_plain("<table></table>")


def test_a_policy_says_how_much_of_it_is_the_owners_own(draft: Shop) -> None:
    texts.write_pages(draft, by=SYSTEM)
    mine = page(PageKind.COMPLAINTS)
    ours = texts.own_share(draft, mine)
    own_words = PageData(mine.title, mine.body + "<p>Gọi cô Hoa.</p>" * 20)

    edit_page(mine, own_words, revision=mine.revision, by=SYSTEM)
    texts.note_edited(draft, mine, by=SYSTEM)

    told = db.session.scalars(select(Event).where(Event.topic == "policy.edited")).one()
    assert ours == 0
    assert told.facts["kind"] == "complaints"
    assert 5 < told.facts["own_share"] < 60
