"""The shop's shoppers, known by phone; most never sign in."""

from __future__ import annotations

from sqlalchemy import func, select

from storefront.infra import clock
from storefront.infra.db import add_once, begin_write, db
from storefront.infra.errors import NotFound
from storefront.infra.text import fold
from storefront.models.customer import Customer


class CustomerNotFound(NotFound):
    """No such customer in this shop."""

    code = "customer_not_found"


def customer_for(phone: str, *, name: str, email: str | None, locale: str) -> Customer:
    """The shopper with this phone (E.164), made or brought up to date with what was typed now."""
    begin_write()
    customer = _by_phone(phone)
    if customer is None:
        customer = _made(phone, name, locale)
    customer.name, customer.folded_name = name, fold(name)
    customer.email = email or customer.email
    customer.locale = locale
    customer.erased_at = None
    return customer


def customer_of_test(phone: str, *, name: str, locale: str) -> Customer:
    """Whom the owner's test order is for: a shopper who is known stays as they are."""
    begin_write()
    return _by_phone(phone) or _made(phone, name, locale)


def count_order(customer: Customer) -> None:
    """One more order of this shopper, placed now."""
    customer.order_count = Customer.order_count + 1
    customer.last_order_at = clock.now()


def find_customers(query: str, *, limit: int = 20) -> list[Customer]:
    """Shoppers whose name (without marks) or phone contains what was typed, latest order first.

    Whoever only ever placed the owner's test orders is none of them.
    """
    digits = "".join(character for character in query if character.isdigit()).removeprefix("0")
    wanted = Customer.folded_name.contains(fold(query), autoescape=True)
    if digits:
        wanted = wanted | Customer.phone.contains(digits, autoescape=True)
    return list(
        db.session.scalars(
            select(Customer)
            .where(Customer.erased_at.is_(None), Customer.order_count > 0, wanted)
            .order_by(func.coalesce(Customer.last_order_at, Customer.created_at).desc(), Customer.id.desc())
            .limit(limit)
        )
    )


def customer_by_id(customer_id: int) -> Customer:
    """A customer of the shop in force. Raises CustomerNotFound."""
    customer = db.session.scalar(select(Customer).where(Customer.id == customer_id))
    if customer is None:
        raise CustomerNotFound
    return customer


def _by_phone(phone: str) -> Customer | None:
    return db.session.scalars(select(Customer).where(Customer.phone == phone)).one_or_none()


def _made(phone: str, name: str, locale: str) -> Customer:
    made = Customer(phone=phone, name=name, folded_name=fold(name), locale=locale)
    if add_once(made):
        return made
    return db.session.scalars(select(Customer).where(Customer.phone == phone)).one()
