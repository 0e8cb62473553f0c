import pytest

from storefront.domain.cart.ownership import CartAlreadyPlaced, new_cart
from storefront.domain.checkout.steps import read, save
from storefront.models.cart import Cart
from storefront.models.shop import Shop
from tests.factories import make_cart, make_variant, place_cart
from tests.factories.carts import HAC_THANH

GOOD = {
    "name": "Nguyễn Thị Đào",
    "phone": "0912.345.678",
    "unit_code": HAC_THANH,
    "street": "12 Lê Lợi",
    "delivery": "1",
    "payment": "cod",
}
INVOICE = {
    "wants_invoice": "1",
    "invoice_name": "Công ty Sông Mã",
    "invoice_tax_code": "0100109106",
    "invoice_address": "5 Trần Phú",
    "invoice_email": "ketoan@songma.example",
}


@pytest.fixture
def cart(shop: Shop) -> Cart:
    return new_cart()[0]


def test_good_answers_are_understood(cart: Cart) -> None:
    checkout = save(cart, GOOD)

    assert checkout.is_good
    assert (checkout.phone, checkout.delivery_method_id) == ("+84912345678", 1)
    assert checkout.address is not None
    assert checkout.address.unit_name == "Phường Hạc Thành"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("phone", "123"),
        ("email", "dao(at)example.com"),
        ("delivery", ""),
    ],
)
def test_a_wrong_answer_is_named_and_kept(cart: Cart, field: str, typed: str) -> None:
    checkout = save(cart, {**GOOD, field: typed})

    assert set(checkout.errors) == {field}
    assert read(cart).typed[field] == typed
    assert read(cart).typed["street"] == "12 Lê Lợi"


def test_answers_not_sent_again_stay(cart: Cart) -> None:
    save(cart, GOOD)

    checkout = save(cart, {"note": "Giao buổi chiều"})

    assert checkout.is_good
    assert checkout.note == "Giao buổi chiều"


def test_an_unknown_commune_is_refused(cart: Cart) -> None:
    assert "commune" in save(cart, {**GOOD, "unit_code": "99999"}).errors


def test_a_commune_typed_without_marks_is_found(cart: Cart) -> None:
    checkout = save(cart, {**GOOD, "unit_code": "", "commune": "hac thanh", "province": "38"})

    assert checkout.is_good
    assert checkout.unit is not None
    assert checkout.unit.code == HAC_THANH


def test_a_commune_that_could_be_several_is_asked_about(cart: Cart) -> None:
    checkout = save(cart, {**GOOD, "unit_code": "", "commune": "dong", "province": "38"})

    assert set(checkout.errors) == {"commune"}
    assert len(checkout.communes) > 1


def test_a_commune_nobody_knows_is_told(cart: Cart) -> None:
    checkout = save(cart, {**GOOD, "unit_code": "", "commune": "zzzz"})

    assert set(checkout.errors) == {"commune"}
    assert checkout.communes == ()


def test_an_invoice_needs_a_tax_code_name_and_address(cart: Cart) -> None:
    good = save(cart, {**GOOD, **INVOICE})
    bad = save(cart, {"invoice_tax_code": "0100109107", "invoice_name": ""})

    assert good.invoice is not None
    assert good.invoice.tax_code == "0100109106"
    assert set(bad.errors) == {"invoice_tax_code", "invoice_name"}


def test_invoice_answers_do_not_matter_when_none_is_wanted(cart: Cart) -> None:
    checkout = save(cart, {**GOOD, "invoice_tax_code": "12"})

    assert checkout.is_good
    assert checkout.invoice is None


def test_overlong_and_invisible_text_is_cut(cart: Cart) -> None:
    checkout = save(cart, {**GOOD, "street": "  Lê\u200b Lợi " + "x" * 500})

    assert checkout.street.startswith("Lê Lợi x")
    assert len(checkout.street) == 200


def test_a_placed_cart_takes_no_answers(shop: Shop) -> None:
    cart = make_cart((make_variant(), 1000))
    place_cart(cart)

    with pytest.raises(CartAlreadyPlaced):
        save(cart, GOOD)
