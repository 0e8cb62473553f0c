"""The ways of being paid, in order, and those that may be added."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import Gateway
from storefront.blueprints.admin.payments.forms import ButtonForm, DepositForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.payments import arrange
from storefront.domain.payments.methods import capabilities_of
from storefront.domain.payments.reviews import open_reviews
from storefront.domain.settlement.readiness import checklist
from storefront.domain.shops.settings import selling_rules
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.models.payment import PaymentMethod

bp = Blueprint("listing", __name__)


@bp.get("/")
@need_permission("payments.view")
def index() -> ResponseReturnValue:
    """The ways of being paid."""
    deposit = DepositForm(formdata=None, percent=selling_rules().deposit_percent)
    return page("admin/payments/index.html", **_face(deposit))


@bp.post("/deposit")
@need_permission("payments.edit")
def create_deposit() -> ResponseReturnValue:
    """Ask for a part of each order at once."""
    form = DepositForm()
    if not form.validate():
        return invalid("admin/payments/index.html", **_face(form))
    try:
        arrange.set_deposit(form.percent.data, by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/payments/index.html", **_face(form))
    flash(_("The deposit is saved. Orders placed before keep theirs."))
    return see_other(url_for("admin.payments.listing.index"))


def offers(standing: set[str]) -> list[dict[str, Any]]:
    """The gateways a shop may add, as cards; for the wizard too."""
    return [_card(kind) for kind in arrange.fitting(g.shop) if kind.code not in standing]


def _face(deposit: DepositForm) -> dict[str, Any]:
    rows = arrange.in_order()
    return {
        "nav": "payments",
        "methods": [_row(method) for method in rows],
        "offers": offers({method.gateway for method in rows}),
        "waiting": len(open_reviews()),
        "form": ButtonForm(formdata=None),
        "deposit": deposit,
    }


def _row(method: PaymentMethod) -> dict[str, Any]:
    points = checklist(method)
    return {
        "method": method,
        "name": gateway(method.gateway).name,
        "account": _account(method),
        "conditions": _conditions(method),
        "done": sum(point.is_done for point in points),
        "points": len(points),
    }


def _card(kind: type[Gateway]) -> dict[str, Any]:
    return {
        "code": kind.code,
        "name": kind.name,
        "summary": kind.guide.summary,
        "costs": kind.guide.costs,
        "by_sandbox": arrange.issued_by_sandbox(kind.capabilities, g.shop),
    }


def _account(method: PaymentMethod) -> str:
    return " · ".join(str(method.options[key]) for key in ("account", "holder") if method.options.get(key))


def _conditions(method: PaymentMethod) -> str:
    kept = arrange.conditions_of(method)
    said = []
    if kept.minimum:
        said.append(_("from %(amount)s", amount=_money(kept.minimum)))
    if kept.maximum:
        said.append(_("up to %(amount)s", amount=_money(kept.maximum)))
    if kept.zones:
        said.append(_("in %(count)s delivery zones", count=len(kept.zones)))
    if kept.channels:
        labels = [one.label for one in capabilities_of(method).channels if one.code in kept.channels]
        said.append(", ".join(str(label) for label in labels))
    if kept.capture_later:
        said.append(_("money is held first"))
    return " · ".join(said)


def _money(amount: int) -> str:
    return format_money(Money(amount), current_locale())
