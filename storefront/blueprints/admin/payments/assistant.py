"""The owner's assistant: what a way of paying costs and needs, step by step to the first payment."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.adapters import gateways
from storefront.adapters.gateways import UnknownGateway
from storefront.adapters.gateways.base import Gateway
from storefront.blueprints.admin.payments.forms import ButtonForm, GatewayForm
from storefront.blueprints.admin.payments.pages import pages_follow
from storefront.blueprints.admin.payments.sandbox import issue
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import back_or, invalid, page, see_other
from storefront.domain.payments import arrange
from storefront.domain.payments.endpoints import callback_path, token_of
from storefront.domain.payments.keys import KeyCheck, check_keys, reserve_address, save_keys
from storefront.domain.payments.methods import GatewayNotForThisShop, gateway_of, method_by_id, stored_values
from storefront.domain.payments.practice import connect
from storefront.domain.settlement.readiness import checklist
from storefront.domain.settlement.self_test import is_testable
from storefront.infra.errors import Invalid, NotFound
from storefront.infra.events import acting_user
from storefront.infra.links import public_url
from storefront.models.payment import PaymentMethod

bp = Blueprint("assistant", __name__)


@bp.get("/gateways/<gateway>")
@need_permission("payments.edit")
def show(gateway: str) -> ResponseReturnValue:
    """Costs, needs and steps; the settings; what is proved already."""
    kind, method = _kind(gateway), arrange.standing(gateway)
    return page("admin/payments/assistant.html", **_face(kind, method, _form(kind, method, blank=True)))


@bp.post("/gateways/<gateway>")
@need_permission("payments.edit")
def save(gateway: str) -> ResponseReturnValue:
    """Switch it on with what was typed."""
    kind, method = _kind(gateway), arrange.standing(gateway)
    settings = _form(kind, method, blank=False)
    if not settings.form.validate():
        return invalid("admin/payments/assistant.html", **_face(kind, method, settings))
    try:
        save_keys(g.shop, gateway, settings.values(), by=acting_user())
    except Invalid as wrong:
        settings.add_errors(wrong.errors)
        return invalid("admin/payments/assistant.html", **_face(kind, method, settings))
    pages_follow()
    flash(_("%(name)s is switched on.", name=kind.name), "good")
    return _to(gateway)


@bp.post("/gateways/<gateway>/connection")
@need_permission("payments.edit")
def create_connection(gateway: str) -> ResponseReturnValue:
    """Connect a practice shop, with keys that the sandbox issues."""
    kind = _kind(gateway)
    if not arrange.issued_by_sandbox(kind.capabilities, g.shop):
        raise GatewayNotForThisShop
    issued = issue(gateway)
    if issued is None:
        flash(
            _("The practice side of %(name)s did not answer. Try again in a moment.", name=kind.name), "warn"
        )
    else:
        connect(g.shop, issued, by=acting_user())
        pages_follow()
        flash(_("%(name)s is connected for practice.", name=kind.name), "good")
    return back_or(url_for("admin.payments.assistant.show", gateway=gateway))


@bp.post("/gateways/<gateway>/address")
@need_permission("payments.edit")
def create_address(gateway: str) -> ResponseReturnValue:
    """Show the callback address before the keys: some companies ask for it first."""
    kind = _kind(gateway)
    if not kind.capabilities.notify:
        raise NotFound
    reserve_address(g.shop, gateway, by=acting_user())
    return see_other(url_for("admin.payments.assistant.show", gateway=gateway, _anchor="address"))


@bp.post("/<int:method_id>/check")
@need_permission("payments.edit")
def create_check(method_id: int) -> ResponseReturnValue:
    """Ask the gateway whether it knows the keys."""
    method = method_by_id(method_id)
    code = method.gateway
    result = check_keys(method, by=acting_user())
    flash(_said(str(gateways.gateway(code).name), result), "good" if result.ok else "bad")
    return _to(code)


def _said(name: str, result: KeyCheck) -> str:
    if result.ok:
        return _("%(name)s answered and knows your keys.", name=name)
    if result.resting:
        return _("%(name)s has not answered for a while. Try again in a minute.", name=name)
    if result.reason is not None:
        return f"{name}: {result.reason.owner}"
    return _(
        "%(name)s did not accept the keys, or did not answer (%(code)s). Compare each of them once more.",
        name=name,
        code=result.code or "–",
    )


def _kind(code: str) -> type[Gateway]:
    """A gateway that this shop may use. Raises NotFound."""
    try:
        kind = gateways.gateway(code)
    except UnknownGateway as unknown:
        raise NotFound from unknown
    if not arrange.fits(kind.capabilities, g.shop) and arrange.standing(code) is None:
        raise NotFound
    return kind


def _form(kind: type[Gateway], method: PaymentMethod | None, *, blank: bool) -> GatewayForm:
    stored = {**(method.options if method else {}), **stored_values(kind.code)}
    return GatewayForm(kind, stored, blank=blank)


def _face(kind: type[Gateway], method: PaymentMethod | None, settings: GatewayForm) -> dict[str, Any]:
    able = kind.capabilities
    is_called = method is not None and able.notify and bool(token_of(method))
    return {
        "nav": "payments",
        "code": kind.code,
        "name": kind.name,
        "guide": kind.guide,
        "channels": able.channels,
        "method": method,
        "is_set_up": method is not None and not gateway_of(method).check(),
        "settings": settings,
        "by_sandbox": arrange.issued_by_sandbox(able, g.shop),
        "practice_only": able.practice_only,
        "can_check": not able.offline and not able.internal,
        "can_test": is_testable(able),
        "callback_url": public_url("").rstrip("/") + callback_path(method) if method and is_called else "",
        "points": checklist(method) if method else [],
        "form": ButtonForm(formdata=None),
    }


def _to(gateway: str) -> ResponseReturnValue:
    return see_other(url_for("admin.payments.assistant.show", gateway=gateway))
