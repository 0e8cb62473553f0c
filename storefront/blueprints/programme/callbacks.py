"""The callback inbox: every call of a gateway or bank as it came, and what was made of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from storefront.adapters.gateways.base import Outcome
from storefront.blueprints.common import respond
from storefront.blueprints.common.paging import desc, paginate
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.settlement import inbox
from storefront.infra.db import db
from storefront.infra.errors import Sentence
from storefront.infra.events import acting_user
from storefront.models.payment import CallbackInbox
from storefront.models.shop import Shop

bp = Blueprint("callbacks", __name__, url_prefix="/callbacks")
SHOWN = 50

VERDICTS: dict[str, tuple[Sentence, str]] = {
    Outcome.ACCEPTED.value: (_l("accepted"), "good"),
    Outcome.DUPLICATE.value: (_l("told before"), "quiet"),
    Outcome.UNKNOWN_PAYMENT.value: (_l("no such payment"), "warn"),
    Outcome.WRONG_AMOUNT.value: (_l("another amount"), "warn"),
    Outcome.BAD_SIGNATURE.value: (_l("not signed rightly"), "bad"),
    Outcome.ERROR.value: (_l("could not be kept"), "bad"),
    inbox.UNREAD: (_l("not read yet"), "warn"),
    inbox.UNKNOWN: (_l("unknown address"), "bad"),
}


@bp.get("")
def index() -> ResponseReturnValue:
    """The calls, newest first; by verdict, provider and shop."""
    found = paginate(
        db.session,
        _wanted(),
        desc(CallbackInbox.received_at),
        desc(CallbackInbox.id),
        cursor=request.args.get("cursor"),
        limit=SHOWN,
    )
    return respond.page(
        "programme/callbacks.html",
        nav="callbacks",
        calls=found,
        shops=_shops({call.shop_id for call in found.items}),
        verdicts=VERDICTS,
        providers=db.session.scalars(
            select(CallbackInbox.provider).distinct().order_by(CallbackInbox.provider)
        ).all(),
        wanted=request.args,
    )


@bp.get("/<int:call_id>")
def show(call_id: int) -> ResponseReturnValue:
    """One call: its headers with masked keys, its query, its size, and what was made of it."""
    call = _call(call_id)
    same = select(CallbackInbox.id).where(CallbackInbox.digest == call.digest, CallbackInbox.id != call.id)
    return respond.page(
        "programme/callback.html",
        nav="callbacks",
        call=call,
        shops=_shops({call.shop_id}),
        verdicts=VERDICTS,
        repeats=db.session.scalars(same.order_by(CallbackInbox.id).limit(SHOWN)).all(),
        plain=PlainForm(),
    )


@bp.post("/<int:call_id>/another-reading")
def read_again(call_id: int) -> ResponseReturnValue:
    """Understand it once more: what was counted already counts no second time."""
    _call(call_id)
    verdict = inbox.replay(call_id, by=acting_user())
    words = VERDICTS.get(verdict, (verdict, ""))[0]
    flash(_("Read again: %(verdict)s.", verdict=words), "good")
    return redirect(url_for(".show", call_id=call_id), 303)


def _wanted() -> Select[CallbackInbox]:
    statement = select(CallbackInbox)
    if verdict := request.args.get("verdict"):
        statement = statement.where(CallbackInbox.verdict == verdict)
    if provider := request.args.get("provider"):
        statement = statement.where(CallbackInbox.provider == provider)
    if slug := request.args.get("shop", "").strip():
        statement = statement.where(
            CallbackInbox.shop_id == select(Shop.id).where(Shop.slug == slug).scalar_subquery()
        )
    return statement


def _call(call_id: int) -> CallbackInbox:
    call = db.session.get(CallbackInbox, call_id)
    if call is None:
        abort(404)
    return call


def _shops(ids: set[Any]) -> dict[int, Shop]:
    return {shop.id: shop for shop in db.session.scalars(select(Shop).where(Shop.id.in_(ids)))}
