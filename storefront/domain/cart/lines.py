"""Putting goods into a cart and changing how much."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext

from storefront.domain.cart.offers import Offer, offers
from storefront.domain.cart.ownership import KEPT, CartAlreadyPlaced
from storefront.infra import clock
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.i18n import current_locale
from storefront.infra.quantity import fits, format_quantity
from storefront.models.cart import Cart, CartLine

MOST_LINES = 100


class CartFull(Conflict):
    """More different goods than one order may hold."""

    code = "cart_full"
    message = lazy_gettext("The cart is full. Place this order first, then begin another one.")


class LineNotFound(NotFound):
    """The cart has no such line, perhaps because another tab removed it."""

    code = "cart_line_not_found"


def add(cart: Cart, variant_id: int, quantity: int) -> CartLine:
    """Put in more of a variant, in thousandths.

    Raises Invalid when it is not sold, sold out, or the sum breaks its minimum, step or stock.
    """
    cart = _open(cart)
    offer = offers([variant_id]).get(variant_id)
    line = next((line for line in cart.lines if line.variant_id == variant_id), None)
    wanted = quantity + (line.quantity if line else 0)
    check_quantity(offer, wanted)
    assert offer is not None
    if line is None:
        if len(cart.lines) >= MOST_LINES:
            raise CartFull
        line = CartLine(variant_id=variant_id, quantity=wanted, seen_price=offer.price)
        cart.lines.append(line)
    line.quantity, line.seen_price = wanted, offer.price
    _touch(cart)
    return line


def set_quantity(cart: Cart, line_id: int, quantity: int) -> None:
    """How much of a line is wanted, in thousandths; none removes it. Raises Invalid and LineNotFound."""
    if quantity <= 0:
        remove(cart, line_id)
        return
    cart = _open(cart)
    line = _line(cart, line_id)
    offer = offers([line.variant_id]).get(line.variant_id)
    check_quantity(offer, quantity)
    assert offer is not None
    line.quantity, line.seen_price = quantity, offer.price
    _touch(cart)


def remove(cart: Cart, line_id: int) -> None:
    """Take a line out; harmless when it is gone already."""
    cart = _open(cart)
    cart.lines[:] = [line for line in cart.lines if line.id != line_id]
    _touch(cart)


def note_prices(cart: Cart) -> None:
    """The shopper has been told today's prices: from here on, changes are told against these."""
    now = offers([line.variant_id for line in cart.lines])
    for line in cart.lines:
        if line.variant_id in now:
            line.seen_price = now[line.variant_id].price


def check_quantity(offer: Offer | None, quantity: int) -> None:
    """Whether so much of it may be bought now. Raises Invalid on `quantity`, in words."""
    problem = quantity_problem(offer, quantity)
    if problem:
        raise Invalid.field("quantity", problem)


def quantity_problem(offer: Offer | None, quantity: int) -> str | None:
    """What is wrong with wanting so much of an offer, in words; None when nothing is."""
    if offer is None or not offer.sold:
        return str(gettext("This is no longer sold."))
    if offer.available is not None and offer.available < offer.minimum:
        return str(gettext("This is sold out."))
    if offer.available is not None and quantity > offer.available:
        return str(gettext("Only %(quantity)s left.", quantity=in_words(offer.available, offer.unit)))
    if fits(quantity, offer.step, offer.minimum, offer.maximum):
        return None
    return _rule(offer, quantity)


def _rule(offer: Offer, quantity: int) -> str:
    """The rule of minimum, maximum and step that a quantity breaks."""
    least = in_words(offer.minimum, offer.unit)
    if quantity < offer.minimum:
        return str(gettext("The smallest quantity is %(quantity)s.", quantity=least))
    if offer.maximum is not None and quantity > offer.maximum:
        most = in_words(offer.maximum, offer.unit)
        return str(gettext("The largest quantity is %(quantity)s.", quantity=most))
    step = in_words(offer.step, offer.unit)
    return str(gettext("Choose %(minimum)s, or more in steps of %(step)s.", minimum=least, step=step))


def in_words(quantity: int, unit: str) -> str:
    """A quantity with its unit, in the language in force: "1,5 kg"."""
    return f"{format_quantity(quantity, current_locale())} {unit}"


def _open(cart: Cart) -> Cart:
    cart = locked(cart)
    if cart.order_id is not None:
        raise CartAlreadyPlaced
    return cart


def _line(cart: Cart, line_id: int) -> CartLine:
    line = next((line for line in cart.lines if line.id == line_id), None)
    if line is None:
        raise LineNotFound
    return line


def _touch(cart: Cart) -> None:
    cart.retain_until = clock.now() + KEPT
    db.session.flush()
