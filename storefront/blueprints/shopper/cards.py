"""Gift cards and prepaid cards of the shop: what is left on one, and paying an order with it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, make_response
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from storefront.blueprints.common.forms import PublicForm, required
from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.respond import page, see_other
from storefront.blueprints.shopper.trap import sender
from storefront.domain.orders.pay_by_card import card_method, pay_by_card
from storefront.domain.orders.tokens import order_by_token
from storefront.domain.payments.cards import find_card
from storefront.domain.payments.stored_value import (
    CardBlocked,
    CardExpired,
    is_blocked,
    is_expired,
    spendable,
)
from storefront.infra.errors import Invalid
from storefront.models.order import Mode, Order
from storefront.models.stored_value import StoredCard

bp = Blueprint("cards", __name__)


class CardForm(PublicForm):
    """A card's code, and its PIN where it has one."""

    code = StringField(_l("Card code"), [required()])
    pin = StringField(_l("PIN, if the card has one"))


@bp.get("/cards/balance")
@open_to_all
def balance() -> ResponseReturnValue:
    """A form for the code."""
    return _drawn("shared/card_balance.html", form=CardForm(formdata=None), **_balance_face(None))


@bp.post("/cards/balance")
@open_to_all
def show_balance() -> ResponseReturnValue:
    """What is left on the card. The code is never part of an address."""
    form = CardForm()
    card = _found(form) if form.validate() else None
    status = 422 if card is None else 200
    return _drawn("shared/card_balance.html", status=status, form=form, **_balance_face(card))


@bp.get("/orders/<token>/card")
@open_to_all
def enter(token: str) -> ResponseReturnValue:
    """A form for the card that pays the order."""
    order = order_by_token(token)
    card_method(order)
    return _order_page(order, token, CardForm(formdata=None))


@bp.post("/orders/<token>/card")
@open_to_all
def pay(token: str) -> ResponseReturnValue:
    """Pay with the card what it can; the order's page shows what is left."""
    order, form = order_by_token(token), CardForm()
    if not form.validate():
        return _order_page(order, token, form, status=422)
    try:
        pay_by_card(order, form.code.data or "", form.pin.data or "", address=sender())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return _order_page(order, token, form, status=422)
    except (CardBlocked, CardExpired) as refused:
        form.add_errors({"code": [str(refused.message)]})
        return _order_page(order, token, form, status=422)
    return see_other(shop_url(f"/orders/{token}"))


def _balance_face(card: StoredCard | None) -> dict[str, Any]:
    face: dict[str, Any] = {"card": card, "action": shop_url("/cards/balance")}
    if card is not None:
        face |= {"usable": spendable(card), "blocked": is_blocked(card), "expired": is_expired(card)}
    return face


def _found(form: CardForm) -> StoredCard | None:
    mode = Mode.TEST if g.shop.is_practice else Mode.LIVE
    try:
        return find_card(form.code.data or "", form.pin.data or "", mode=mode, address=sender())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return None


def _order_page(order: Order, token: str, form: CardForm, *, status: int = 200) -> ResponseReturnValue:
    back = shop_url(f"/orders/{token}")
    face = {"form": form, "order": order, "back": back, "action": f"{back}/card"}
    return _drawn("shared/card_payment.html", status=status, **face)


def _drawn(template: str, *, status: int = 200, **context: Any) -> Response:
    """A page for one person: never kept, never found."""
    face = {"shop": g.shop, "home": shop_url("/"), **context}
    answer = make_response(page(template, **face), status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
