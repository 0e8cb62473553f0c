"""After the opening: the shop's address, its poster, and a test order."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.onboarding.forms import PlainForm
from storefront.blueprints.admin.onboarding.frame import step_url
from storefront.blueprints.admin.payments.sandbox import issue
from storefront.blueprints.admin.visits import share_ways
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.links import shared_url
from storefront.blueprints.common.respond import page, see_other
from storefront.domain.onboarding import payment, texts
from storefront.domain.onboarding.identity import profile
from storefront.domain.onboarding.poster import PosterData, poster
from storefront.domain.onboarding.trial_order import make_test_order_link
from storefront.domain.theming import choices
from storefront.domain.theming.packages import get_theme
from storefront.domain.theming.tokens import tokens_for
from storefront.infra.events import acting_user
from storefront.infra.links import shop_public_url
from storefront.infra.phone import format_phone
from storefront.models.shop import ShopState

bp = Blueprint("done", __name__)


@bp.get("/done")
@need_permission("settings.view")
def show() -> ResponseReturnValue:
    """What to do with an open shop; a draft is led back to the checklist."""
    if g.shop.state is ShopState.DRAFT:
        return see_other(step_url("review"))
    return page(
        "admin/onboarding/done.html",
        url=shop_public_url(g.shop.slug, "/"),
        shares=share_ways(g.shop),
        form=PlainForm(),
    )


@bp.get("/poster.pdf")
@need_permission("settings.view")
def show_poster() -> ResponseReturnValue:
    """The poster with the shop's code, to print."""
    mine, theme = profile(), get_theme(g.shop.theme_id)
    chosen = choices.published(theme.id)
    data = PosterData(
        name=g.shop.name,
        url=shared_url(g.shop, "poster"),
        tagline=mine.tagline or "",
        address=texts.address_line(),
        phone=format_phone(mine.phone) if mine.phone else "",
        colour=tokens_for(theme, chosen.palette, chosen.tokens)["primary"],
        practice=g.shop.is_practice,
    )
    answer = Response(poster(data), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{g.shop.slug}.pdf"'
    return answer


@bp.post("/test-order")
@need_permission("shop.open")
def test_order() -> ResponseReturnValue:
    """Go shopping in one's own shop: a link that makes the next cart a test."""
    practice = None if g.shop.is_practice else issue()
    if not g.shop.is_practice and practice is None and payment.method("practice") is None:
        flash(_("The practice gateway does not answer now. Try again in a moment."), "warn")
        return see_other(step_url("done"))
    if practice is not None:
        payment.switch_on_for_tests(g.shop, practice, by=acting_user())
    token = make_test_order_link(g.shop, by=acting_user())
    return see_other(shop_public_url(g.shop.slug, f"/test-order/{token}"))
