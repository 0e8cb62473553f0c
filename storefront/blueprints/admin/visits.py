"""Looking at one's own shop, passing its address on, and who came by it."""

from __future__ import annotations

from flask import Blueprint, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.links import shared_url, shop_url
from storefront.blueprints.common.own_device import device_pass
from storefront.blueprints.common.respond import see_other
from storefront.domain.shops.visits import DIRECT, OTHER, visit_days
from storefront.models.shop import Shop

bp = Blueprint("visits", __name__)


@bp.post("/shop-visit")
@need_permission("desk.view")
def create() -> ResponseReturnValue:
    """To the shop as shoppers see it; on the way the browser is marked as one of the shop's own."""
    return see_other(shop_url(f"/own-device/{device_pass(g.shop)}"))


def share_ways(shop: Shop) -> list[tuple[str, str, str]]:
    """Where to pass the address on: a name, what to do, and the address with its tag."""
    return [
        ("Zalo", _("Paste it into a chat or your diary."), shared_url(shop, "zalo")),
        ("Facebook", _("Paste it into a post or your page."), shared_url(shop, "facebook")),
    ]


def visits_of_week() -> list[tuple[str, int]]:
    """By which ways strangers came in the last seven days, and on how many of them."""
    names = {
        DIRECT: _("Without a tag"),
        OTHER: _("Other tags"),
        "zalo": "Zalo",
        "facebook": "Facebook",
        "poster": _("Poster"),
    }
    return [(names.get(campaign, campaign), days) for campaign, days in visit_days()]
