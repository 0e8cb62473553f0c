"""The practice phone: what a practice shop would have sent to people, open to its members, never sent."""

from __future__ import annotations

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import page
from storefront.domain.notifications.messages import practice_messages
from storefront.infra.errors import NotFound

bp = Blueprint("practice_phone", __name__, url_prefix="/practice-phone")


@bp.get("/")
@need_permission("desk.view")
def show() -> ResponseReturnValue:
    """The messages, newest first. A real shop has no such page."""
    if not g.shop.is_practice:
        raise NotFound
    return page("admin/practice_phone.html", nav="practice_phone", messages=practice_messages(g.shop.id))
