"""The owner answers an order by the link in a message, not signed in: the page shows, a button acts."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import StringField

from storefront.blueprints.common import respond
from storefront.blueprints.common.forms import PublicForm, optional
from storefront.blueprints.common.guards import open_to_all
from storefront.domain.accounts.links import read_link, use_link
from storefront.domain.accounts.memberships import owner_id
from storefront.domain.orders import accept as answers
from storefront.infra.db import db
from storefront.infra.events import Actor, ActorKind
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Order
from storefront.models.shop import Shop

bp = Blueprint("answers", __name__, url_prefix="/answer")
PURPOSE = "orders.answer"


class AnswerForm(PublicForm):
    """A decline says why; the token in the address is what lets one in."""

    reason = StringField(lazy_gettext("Why not, in a few words for the customer"), [optional()])


@bp.get("/<token>")
@open_to_all
def show(token: str) -> ResponseReturnValue:
    """The order and two buttons."""
    link = read_link(token, PURPOSE)
    with enter_shop(link.shop_id):
        return _page(token, link.shop_id, link.subject_id)


@bp.post("/<token>/acceptance")
@open_to_all
def accept(token: str) -> ResponseReturnValue:
    """Confirm the order."""
    link = use_link(token, PURPOSE)
    with enter_shop(link.shop_id):
        order = db.session.get_one(Order, (link.shop_id, link.subject_id))
        answers.accept(order, by=_actor(link.shop_id))
        return _done(link.shop_id, order)


@bp.post("/<token>/refusal")
@open_to_all
def decline(token: str) -> ResponseReturnValue:
    """Decline the order."""
    link, form = use_link(token, PURPOSE), AnswerForm()
    with enter_shop(link.shop_id):
        order = db.session.get_one(Order, (link.shop_id, link.subject_id))
        answers.decline(order, reason=form.reason.data or "", by=_actor(link.shop_id))
        return _done(link.shop_id, order)


def _page(token: str, shop_id: int, order_id: int) -> str:
    order = db.session.get_one(Order, (shop_id, order_id))
    if not order.awaits_answer:
        return _done(shop_id, order)
    shop = db.session.get_one(Shop, shop_id)
    form = AnswerForm()
    return respond.page("portal/accounts/answer.html", selling=shop, order=order, token=token, form=form)


def _done(shop_id: int, order: Order) -> str:
    shop = db.session.get_one(Shop, shop_id)
    return respond.page("portal/accounts/answered.html", selling=shop, order=order)


def _actor(shop_id: int) -> Actor:
    return Actor(ActorKind.USER, owner_id(shop_id))
