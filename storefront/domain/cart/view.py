"""A cart as it stands today: prices and stock read anew, and what changed since the shopper saw it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from flask_babel import gettext

from storefront.domain.cart.lines import quantity_problem
from storefront.domain.cart.offers import Offer, offers
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.infra.quantity import line_amount
from storefront.models.cart import Cart, CartLine


class ChangeKind(enum.Enum):
    """What happened to a line since it was seen."""

    PRICE_UP = "price_up"
    PRICE_DOWN = "price_down"
    NOT_BUYABLE = "not_buyable"


@dataclass(frozen=True, slots=True)
class CartChange:
    """One change, in words that name the goods."""

    kind: ChangeKind
    line_id: int
    sentence: str


@dataclass(frozen=True, slots=True)
class CartViewLine:
    """A line at today's price; `problem` says why it cannot be bought like this. Amounts in minor units."""

    id: int
    variant_id: int
    name: str
    offer: Offer | None
    quantity: int
    price: int
    amount: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class CartView:
    """The whole cart; `subtotal` counts the lines that can be bought."""

    lines: tuple[CartViewLine, ...]
    subtotal: int
    currency: str
    changes: tuple[CartChange, ...]

    @property
    def is_buyable(self) -> bool:
        """Whether it could be ordered as it stands."""
        return bool(self.lines) and not any(line.problem for line in self.lines)


def view(cart: Cart, *, currency: str = "VND") -> CartView:
    """Read the cart against today's catalogue and stock; writes nothing."""
    now = offers([line.variant_id for line in cart.lines])
    lines = tuple(_line(line, now.get(line.variant_id)) for line in cart.lines)
    changes = [
        change
        for line, shown in zip(cart.lines, lines, strict=True)
        for change in _changes(line, shown, currency)
    ]
    subtotal = sum(line.amount for line in lines if not line.problem)
    return CartView(lines, subtotal, currency, tuple(changes))


def _line(line: CartLine, offer: Offer | None) -> CartViewLine:
    price = offer.price if offer else line.seen_price
    return CartViewLine(
        id=line.id,
        variant_id=line.variant_id,
        name=offer.name if offer else "",
        offer=offer,
        quantity=line.quantity,
        price=price,
        amount=line_amount(price, line.quantity),
        problem=quantity_problem(offer, line.quantity),
    )


def _changes(line: CartLine, shown: CartViewLine, currency: str) -> list[CartChange]:
    if shown.problem:
        sentence = f"{shown.name}: {shown.problem}" if shown.name else shown.problem
        return [CartChange(ChangeKind.NOT_BUYABLE, line.id, sentence)]
    if shown.price == line.seen_price:
        return []
    words = {
        "name": shown.name,
        "before": format_money(Money(line.seen_price, currency), current_locale()),
        "now": format_money(Money(shown.price, currency), current_locale()),
    }
    if shown.price > line.seen_price:
        sentence = gettext("%(name)s: the price went up from %(before)s to %(now)s.", **words)
        return [CartChange(ChangeKind.PRICE_UP, line.id, sentence)]
    sentence = gettext("%(name)s: the price went down from %(before)s to %(now)s.", **words)
    return [CartChange(ChangeKind.PRICE_DOWN, line.id, sentence)]
