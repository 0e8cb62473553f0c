"""The last step: everything at a glance, what is missing and why, and the opening."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.onboarding.forms import PlainForm
from storefront.blueprints.admin.onboarding.frame import StepPage, settle, step_url
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.links import preview_url
from storefront.blueprints.common.respond import see_other
from storefront.domain.onboarding import launch, texts
from storefront.domain.onboarding.goods import count_own, count_samples, own_goods
from storefront.domain.onboarding.identity import profile
from storefront.domain.onboarding.kits import kit
from storefront.domain.payments.methods import gateway_of, offered
from storefront.domain.shipping.rates import methods
from storefront.domain.shops.counting import counted_mode
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale
from storefront.infra.links import shop_public_url
from storefront.infra.phone import format_phone
from storefront.models.shop import ShopState

bp = Blueprint("review", __name__)
NAMED = 3


def _context() -> dict[str, Any]:
    lacking = launch.missing(g.shop)
    return {
        "blocking": [each for each in lacking if each.blocks],
        "advised": [each for each in lacking if not each.blocks],
        "answers": _answers(),
        "url": shop_public_url(g.shop.slug, "/"),
        "preview": preview_url(g.shop),
        "is_open": g.shop.state is not ShopState.DRAFT,
        "step_url": step_url,
    }


STEP = StepPage("review", _context)


@bp.get("/review")
@need_permission("settings.view")
def show() -> ResponseReturnValue:
    """The checklist."""
    return STEP.draw(PlainForm())


@bp.post("/review")
@need_permission("shop.open")
def open_shop() -> ResponseReturnValue:
    """Open the shop, or say what it still lacks."""
    form = PlainForm()
    if not form.validate():
        return STEP.draw(form), 422
    if g.shop.state is not ShopState.DRAFT:
        return see_other(url_for("admin.setup.done.show"))
    try:
        launch.open_shop(g.shop, by=acting_user())
    except launch.ShopNotReady:
        flash(_("The shop cannot open yet. The list says what is missing and why."), "bad")
        return STEP.draw(form), 422
    settle("review")
    return see_other(url_for("admin.setup.done.show"))


def _answers() -> list[tuple[str, str, str]]:
    """What was answered: (step, its name, in a few words)."""
    mine, count, sample_count = profile(), count_own(), count_samples()
    paid_by = [str(gateway_of(method).name) for method in offered(counted_mode(g.shop), 100_000)]
    named = ", ".join(product.name for product in own_goods(NAMED))
    more = _(" and %(number)s more", number=count - NAMED) if count > NAMED else ""
    seller = ", ".join(part for part in (mine.legal_name, texts.address_line()) if part)
    phone = format_phone(mine.phone) if mine.phone else ""
    sample_words = _("%(number)s sample goods", number=sample_count) if sample_count else ""
    return [
        ("who", _("Seller"), " · ".join(part for part in (seller, phone) if part)),
        ("trade", _("Trade"), kit(g.shop.trade).name(current_locale())),
        ("address", _("Shop"), g.shop.name),
        ("goods", _("Goods"), " · ".join(part for part in (named + more, sample_words) if part)),
        ("delivery", _("Delivery"), ", ".join(method.name for method in methods())),
        ("payment", _("Getting paid"), ", ".join(paid_by)),
    ]
