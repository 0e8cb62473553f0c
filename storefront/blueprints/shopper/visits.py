"""Somebody arrived: a word from the page's script, counted once a day; and the mark of the owner's device."""

from __future__ import annotations

import re

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.own_device import is_device_pass, is_own_device, mark_device
from storefront.blueprints.common.respond import see_other
from storefront.blueprints.shopper.trap import sender
from storefront.domain.accounts.links import LinkEnded
from storefront.domain.shops.visits import note_visit
from storefront.infra import limits

bp = Blueprint("visits", __name__)
PER_HOUR = 600
"""Of one sender."""
ROBOT = re.compile(
    r"bot\b|bots\b|crawl|spider|slurp|preview|facebookexternalhit|facebot|headless|lighthouse|fetch|curl|python",
    re.IGNORECASE,
)


@bp.post("/visits")
@open_to_all
def create() -> ResponseReturnValue:
    """Count a visit; whoever it was, the answer is empty."""
    agent = request.user_agent.string
    if ROBOT.search(agent) or not limits.allow("visits", PER_HOUR, 3600, sender()):
        return "", 204
    note_visit(
        g.shop,
        request.form.get("c", "")[:80],
        mobile=request.headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in agent,
        own_device=is_own_device(request, g.shop),
    )
    return "", 204


@bp.get("/own-device/<token>")
@open_to_all
def mark(token: str) -> ResponseReturnValue:
    """The desk leads its people here: the browser is marked as the shop's own, and sees the shop."""
    if not is_device_pass(token, g.shop):
        raise LinkEnded
    answer = see_other(shop_url("/"))
    mark_device(request, answer, g.shop)
    answer.headers["Cache-Control"] = "no-store"
    return answer
