"""Who tells of the shop's account: providers connected, and how another one is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.adapters.bank_feeds import bank_feed, bank_feed_codes
from storefront.adapters.bank_feeds.base import BankFeed as Adapter
from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.blueprints.admin.bank.forms import ButtonForm, feed_form
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.payments import bank_feeds
from storefront.domain.payments.endpoints import callback_path
from storefront.domain.payments.practice import PRACTICE
from storefront.infra.db import db
from storefront.infra.errors import Invalid, NotFound
from storefront.infra.events import acting_user
from storefront.infra.links import public_url
from storefront.models.bank import BankFeed
from storefront.models.payment import PaymentMethod

bp = Blueprint("feeds", __name__, url_prefix="/feeds")


@bp.get("/")
@need_permission("payments.view")
def index() -> ResponseReturnValue:
    """Providers connected, and those that could be."""
    connected = [
        (feed, bank_feed(feed.provider).name, public_url(callback_path(feed)))
        for feed in bank_feeds.feeds()
        if feed.enabled
    ]
    return page(
        "admin/bank/feeds.html",
        nav="payments",
        connected=connected,
        offered=[bank_feed(code) for code in bank_feed_codes() if _is_offered(bank_feed(code))],
        practice=g.shop.is_practice,
        button=ButtonForm(formdata=None),
    )


@bp.get("/new/<provider>")
@need_permission("payments.edit")
def new(provider: str) -> ResponseReturnValue:
    """What one provider costs, needs and asks for."""
    kind, standing = _kind(provider), _standing(provider)
    form = feed_form(kind, connected=standing is not None)
    kept = standing.options if standing is not None else {}
    return page("admin/bank/feed.html", nav="payments", kind=kind, form=form(formdata=None, data=kept))


@bp.post("/new/<provider>")
@need_permission("payments.edit")
def create(provider: str) -> ResponseReturnValue:
    """Connect it, or change its settings."""
    kind = _kind(provider)
    form = feed_form(kind, connected=_standing(provider) is not None)()
    if not form.validate():
        return invalid("admin/bank/feed.html", nav="payments", kind=kind, form=form)
    values = {item.id: str(form[item.id].data or "") for item in kind.settings.schema if item.id in form}
    try:
        bank_feeds.connect_feed(g.shop, provider, values, by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/bank/feed.html", nav="payments", kind=kind, form=form)
    except bank_feeds.FeedNotForThisShop as wrong:
        form.add_errors({"environment": [str(wrong.message)]})
        return invalid("admin/bank/feed.html", nav="payments", kind=kind, form=form)
    flash(_("%(name)s is connected. Now give it the address below.", name=kind.name), "good")
    return see_other(url_for("admin.bank.feeds.index"))


@bp.post("/practice/<provider>")
@need_permission("payments.edit")
def create_practice(provider: str) -> ResponseReturnValue:
    """Let the sandbox play the provider for a practice shop."""
    kind = _kind(provider)
    if not g.shop.is_practice:
        raise bank_feeds.FeedNotForThisShop
    try:
        # Asked before the first write, as the answer may take seconds.
        issued = bank_feeds.practice_connection(
            g.shop,
            provider,
            bootstrap_key=current_app.config["SANDBOX_KEY"],
            public_url=public_url(""),
            practice=_practice_settings(),
        )
    except GatewayUnavailable as error:
        current_app.logger.warning("the sandbox did not answer: %s", error)
        flash(_("The practice bank did not answer. Try again in a moment."), "warn")
        return see_other(url_for("admin.bank.feeds.index"))
    bank_feeds.connect_feed(g.shop, provider, issued.settings, by=acting_user(), token=issued.token)
    flash(_("%(name)s is connected, with practice money only.", name=kind.name), "good")
    return see_other(url_for("admin.bank.feeds.index"))


@bp.post("/<int:feed_id>/disconnection")
@need_permission("payments.edit")
def create_disconnection(feed_id: int) -> ResponseReturnValue:
    """Listen to it no more."""
    bank_feeds.disconnect_feed(bank_feeds.feed_by_id(feed_id), by=acting_user())
    flash(_("The provider is no longer listened to. What it told stays."))
    return see_other(url_for("admin.bank.feeds.index"))


def _kind(provider: str) -> type[Adapter]:
    if provider not in bank_feed_codes() or not _is_offered(bank_feed(provider)):
        raise NotFound
    return bank_feed(provider)


def _is_offered(kind: type[Adapter]) -> bool:
    """A practice shop uses what the sandbox plays, a real one what asks for settings."""
    if g.shop.is_practice:
        return kind.capabilities.sandboxed
    return any(item.type.value != "hidden" for item in kind.settings.schema)


def _standing(provider: str) -> BankFeed | None:
    """The shop's feed of this provider, connected or not."""
    return next((feed for feed in bank_feeds.feeds() if feed.provider == provider), None)


def _practice_settings() -> dict[str, Any]:
    method = db.session.scalar(select(PaymentMethod).where(PaymentMethod.gateway == PRACTICE))
    return bank_feeds.practice_values(method) if method is not None else {}
