"""Step 4: how the shop looks, with the real shop beside it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.admin.onboarding.forms import LookForm
from storefront.blueprints.admin.onboarding.frame import AUTOSAVE, StepPage
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.links import preview_url
from storefront.domain.media.pictures import picture
from storefront.domain.media.upload import store_picture
from storefront.domain.onboarding.identity import profile
from storefront.domain.theming import choices
from storefront.domain.theming.packages import get_theme
from storefront.domain.theming.tokens import tokens_for
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale
from storefront.models.asset import Asset

bp = Blueprint("look", __name__)


def _context() -> dict[str, Any]:
    theme = get_theme(g.shop.theme_id)
    logo_id = profile().logo_asset_id
    logo = db.session.get(Asset, (g.shop.id, logo_id)) if logo_id else None
    return {
        "cards": choices.palette_cards(theme, current_locale()),
        "preview": preview_url(g.shop),
        "logo": picture(logo, g.shop.name) if logo else None,
    }


STEP = StepPage("look", _context)


@bp.get("/look")
@need_permission("theme.edit")
def show() -> ResponseReturnValue:
    """Palettes, own colour and logo, beside the shop as it is."""
    form = STEP.restored(LookForm, **_now())
    _offer(form)
    return STEP.draw(form)


@bp.post("/look")
@need_permission("theme.edit")
def save() -> ResponseReturnValue:
    """Keep the choice; while it is tried only the preview shows it."""
    form = LookForm()
    _offer(form)
    kept = STEP.keep()
    if AUTOSAVE in request.form:
        return jsonify(saved=True, tried=_try(form))
    if kept is not None:
        return kept
    return STEP.apply(form, lambda: _apply(form)) or STEP.finish()


def _now() -> dict[str, Any]:
    theme = get_theme(g.shop.theme_id)
    chosen = choices.draft(theme.id)
    cards = choices.palette_cards(theme, current_locale())
    return {
        "palette": chosen.palette or (cards[0].key if cards else ""),
        "own_colour": "primary" in chosen.tokens,
        "primary": chosen.tokens.get("primary") or tokens_for(theme, chosen.palette)["primary"],
    }


def _offer(form: LookForm) -> None:
    cards = choices.palette_cards(get_theme(g.shop.theme_id), current_locale())
    form.palette.choices = [SelectChoice(card.key, card.name) for card in cards]


def _choice(form: LookForm) -> choices.Choice:
    shade = request.form.get("shade") or form.primary.data or ""
    tokens = {"primary": shade} if form.own_colour.data else {}
    return choices.Choice(form.palette.data or "", tokens)


def _try(form: LookForm) -> bool:
    """Put the choice into the preview, a colour that cannot be read as the nearest that can."""
    theme, choice = get_theme(g.shop.theme_id), _choice(form)
    try:
        choices.save_draft(theme, choice)
    except choices.Unreadable as error:
        choices.save_draft(theme, choices.Choice(choice.palette, {"primary": error.suggestion}))
    except Invalid:
        return False
    return True


def _apply(form: LookForm) -> None:
    theme = get_theme(g.shop.theme_id)
    choice = choices.checked(theme, _choice(form))
    logo = _logo(form.logo.data)
    choices.publish(theme, choice, by=acting_user())
    if logo or form.no_logo.data:
        mine = locked(profile())
        mine.logo_asset_id = logo.id if logo else None
        mine.revision += 1


def _logo(file: FileStorage | None) -> Asset | None:
    if not file or not file.filename:
        return None
    try:
        return store_picture(file.read(), file.filename, g.shop.name)
    except Invalid as error:
        raise Invalid.field("logo", error.message) from error
