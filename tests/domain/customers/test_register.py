from storefront.domain.customers.consents import Purpose, agrees, record_consents, withdraw
from storefront.domain.customers.register import count_order, customer_for, find_customers
from storefront.infra.db import db
from storefront.models.shop import Shop


def test_a_phone_is_one_shopper(shop: Shop) -> None:
    first = customer_for("+84912345678", name="Lê Thị Mận", email="man@example.com", locale="vi")
    second = customer_for("+84912345678", name="Lê Mận", email=None, locale="en")

    assert first is second
    assert (second.name, second.email, second.locale) == ("Lê Mận", "man@example.com", "en")


def test_shoppers_are_found_without_marks_and_by_phone(shop: Shop) -> None:
    man = customer_for("+84912345678", name="Lê Thị Mận", email=None, locale="vi")
    count_order(man)
    count_order(customer_for("+84987654321", name="Trần Văn Hải", email=None, locale="vi"))
    db.session.flush()

    assert find_customers("thi man") == [man]
    assert find_customers("0912 345") == [man]


def test_whoever_has_no_order_that_counts_is_not_listed(shop: Shop) -> None:
    customer_for("+84912345678", name="Lê Thị Mận", email=None, locale="vi")
    db.session.flush()

    assert find_customers("") == []


def test_a_consent_is_withdrawn_as_easily_as_given(shop: Shop) -> None:
    customer = customer_for("+84912345678", name="Lê Thị Mận", email=None, locale="vi")
    record_consents(customer, {Purpose.ORDER: "1", Purpose.NEWS: "2"}, channel="checkout")
    given = agrees(customer, Purpose.NEWS)

    withdraw(customer, Purpose.NEWS)

    assert given
    assert not agrees(customer, Purpose.NEWS)
    assert agrees(customer, Purpose.ORDER)
