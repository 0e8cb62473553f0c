"""The portal's own pages: what this is, and the shops by place and trade. It links to shops, nothing more."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.respond import page
from storefront.domain.onboarding.kits import kits
from storefront.domain.portal import directory
from storefront.infra.i18n import current_locale

bp = Blueprint("portal_home", __name__)

COMMUNES_SHOWN = 12


@bp.get("/")
@open_to_all
def home() -> ResponseReturnValue:
    """What this place is, the newest shops, and ways in."""
    return page(
        "portal/home.html",
        nav="home",
        shops=directory.newest(),
        communes=directory.communes()[:COMMUNES_SHOWN],
        trades=_trades(),
    )


@bp.get("/shops")
@open_to_all
def shops() -> ResponseReturnValue:
    """The directory: search without tone marks, by commune and by trade."""
    text, trade, unit_code = (request.args.get(name, "").strip() for name in ("q", "trade", "commune"))
    return page(
        "portal/shops.html",
        nav="shops",
        found=directory.find(text, trade=trade, unit_code=unit_code, cursor=request.args.get("cursor")),
        text=text,
        trade=trade,
        unit_code=unit_code,
        communes=directory.communes(),
        trades=_trades(),
    )


@bp.get("/about")
@open_to_all
def about() -> ResponseReturnValue:
    """How it works, for owners and for shoppers."""
    return page("portal/about.html", nav="about")


def _trades() -> list[directory.Group]:
    counted = directory.trades()
    return [
        directory.Group(kit.key, kit.name(current_locale()), counted[kit.key])
        for kit in kits()
        if kit.key in counted
    ]
