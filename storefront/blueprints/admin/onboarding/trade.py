"""Step 2: what the shop sells, which chooses its starter kit."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.admin.onboarding.forms import TradeForm
from storefront.blueprints.admin.onboarding.frame import StepPage
from storefront.blueprints.common.guards import need_permission
from storefront.domain.onboarding import steps
from storefront.domain.onboarding.apply_kit import apply_kit
from storefront.domain.onboarding.goods import count_own
from storefront.domain.onboarding.kits import kit, kits
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale

bp = Blueprint("trade", __name__)


def _context() -> dict[str, Any]:
    return {"kits": kits(), "has_own": count_own() > 0, "locale": current_locale()}


STEP = StepPage("trade", _context)


@bp.get("/trade")
@need_permission("settings.edit")
def show() -> ResponseReturnValue:
    """The starter kits as cards."""
    chosen = g.shop.trade if "trade" in steps.standing().done else None
    form = STEP.restored(TradeForm, trade=chosen)
    _offer(form)
    return STEP.draw(form)


@bp.post("/trade")
@need_permission("settings.edit")
def save() -> ResponseReturnValue:
    """Apply the kit, unless the shop has this very one."""
    form = TradeForm()
    _offer(form)
    return STEP.keep() or STEP.apply(form, lambda: _apply(form.trade.data)) or STEP.finish()


def _offer(form: TradeForm) -> None:
    form.trade.choices = [SelectChoice(each.key, each.name(current_locale())) for each in kits()]


def _apply(key: str) -> None:
    if key != g.shop.trade or "trade" not in steps.standing().done:
        apply_kit(g.shop, kit(key), by=acting_user())
