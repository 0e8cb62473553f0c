from sqlalchemy import select

from storefront.domain.orders.contract import contract_hash
from storefront.domain.orders.documents import contract_pdf, packing_slip_pdf
from storefront.infra.db import db
from storefront.infra.i18n import speaking
from storefront.models.page import Page, PageKind
from storefront.models.shop import Shop, ShopProfile, TaxMethod
from tests.factories import make_order, make_variant
from tests.pdf_text import text_of


def squeezed(pdf: bytes) -> str:
    """The text without the spaces that line breaks and mixed fonts put anywhere."""
    return "".join(text_of(pdf).split())


def test_the_contract_shows_all_that_was_agreed(shop: Shop) -> None:
    db.session.scalars(select(ShopProfile)).one().tax_method = TaxMethod.DEDUCTION
    db.session.add(Page(slug="dieu-khoan", title="Điều khoản mua bán", kind=PageKind.TERMS, edition=3))
    order = make_order(
        (make_variant(name="Nem chua Hạc Thành", price=110_000, tax_class="vat10", step=500), 1500),
        wants_invoice="1",
        invoice_name="Công ty Sông Mã",
        invoice_tax_code="0100109106",
        invoice_address="5 Trần Phú, Thanh Hóa",
        invoice_email="ketoan@songma.example",
    )

    text = squeezed(contract_pdf(order))

    assert "NemchuaHạcThành" in text
    assert "NguyễnThịĐào" in text
    assert "PhườngHạcThành" in text
    assert "165.000₫" in text
    assert "190.000₫" in text
    assert "CôngtySôngMã" in text
    assert "Điềukhoảnmuabán" in text
    assert order.contract_hash
    assert order.contract_hash in text


def test_the_mark_stays_whatever_is_edited_later(shop: Shop) -> None:
    variant = make_variant()
    order = make_order((variant, 1000))
    variant.product.name, variant.price = "Khác", 1
    db.session.flush()
    db.session.expire_all()

    assert contract_hash(order) == order.contract_hash


def test_the_mark_finds_a_changed_contract(shop: Shop) -> None:
    order = make_order()

    order.total -= 1

    assert contract_hash(order) != order.contract_hash


def test_the_packing_slip_names_goods_and_address_and_no_price(shop: Shop) -> None:
    order = make_order((make_variant(name="Nem chua", price=123_000), 2000), note="Gọi trước khi giao")

    text = squeezed(packing_slip_pdf(order))

    assert "Nemchua" in text
    assert "0912345678" in text
    assert "12LêLợi" in text
    assert "Gọitrướckhigiao" in text
    assert "123.000" not in text


def test_papers_speak_their_readers_language(shop: Shop) -> None:
    order = make_order()

    with speaking("en"):
        text = text_of(contract_pdf(order))

    assert "Sales contract for order #1001" in text
