"""The self-test: a small payment of the owner's own, and side by side what shop, gateway and bank saw."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from storefront.adapters.gateways import gateway, vietqr
from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.blueprints.admin.payments.forms import ButtonForm
from storefront.blueprints.common.csp import allow_forms_to
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.links import absolute
from storefront.blueprints.common.respond import page, see_other
from storefront.domain.payments.methods import capabilities_of, gateway_of, method_by_id
from storefront.domain.payments.payment_words import KINDS, PAYMENTS
from storefront.domain.payments.record import STILL_OPEN
from storefront.domain.payments.start import Addresses, GatewayDown, start
from storefront.domain.settlement import self_test
from storefront.domain.settlement.pending import check_now
from storefront.infra.db import db
from storefront.infra.events import acting_user
from storefront.infra.links import public_url
from storefront.models.payment import Payment, PaymentMethod

bp = Blueprint("self_tests", __name__, url_prefix="/<int:method_id>/self-test")
UNKNOWN_ADDRESS = "127.0.0.1"


@bp.get("")
@need_permission("payments.edit")
def show(method_id: int) -> ResponseReturnValue:
    """What each side saw of the newest test; `ask` in the address asks the gateway first."""
    method = method_by_id(method_id)
    allow_forms_to(*gateway_of(method).origins())
    payment = self_test.latest(method)
    sees, silent = _asked(payment) if payment is not None and "ask" in request.args else (None, False)
    return page("admin/payments/self_test.html", **_face(method, payment, sees=sees, silent=silent))


@bp.post("")
@need_permission("payments.edit")
def create(method_id: int) -> ResponseReturnValue:
    """Begin a test payment and go where it is paid."""
    method = method_by_id(method_id)
    payment = self_test.begin(g.shop, method, by=acting_user())
    here = _here(method_id)
    addresses = Addresses(
        absolute(f"{here}/return"), public_url("").rstrip("/"), request.remote_addr or UNKNOWN_ADDRESS
    )
    try:
        step = start(payment, addresses)
    except GatewayDown as down:
        db.session.rollback()
        flash(str(down.message), "warn")
        return see_other(here)
    if step.get("kind") == "redirect" and step.get("url"):
        return redirect(step["url"], 303)
    return see_other(here)


@bp.get("/return")
@need_permission("payments.edit")
def back(method_id: int) -> ResponseReturnValue:
    """Back from the gateway's page; what the address claims is not believed."""
    return see_other(_here(method_by_id(method_id).id) + "?ask=1")


@bp.post("/question")
@need_permission("payments.edit")
def create_question(method_id: int) -> ResponseReturnValue:
    """Ask the gateway, and believe it."""
    payment = self_test.latest(method_by_id(method_id))
    if payment is not None and payment.state in STILL_OPEN:
        try:
            check_now(payment)
        except GatewayUnavailable:
            flash(_("The gateway did not answer. Try again in a moment."), "warn")
            return see_other(_here(method_id))
    return see_other(_here(method_id) + "?ask=1")


def _here(method_id: int) -> str:
    return url_for("admin.payments.self_tests.show", method_id=method_id)


def _asked(payment: Payment) -> tuple[list[dict[str, Any]] | None, bool]:
    """What the gateway says now, and whether it did not answer."""
    try:
        told = self_test.gateway_sees(payment)
    except GatewayUnavailable:
        return None, True
    rows = [
        {
            "what": KINDS[event.kind.value],
            "amount": event.money.amount,
            "at": event.happened_at,
            "reference": event.provider_ref,
        }
        for event in told
    ]
    return rows, False


def _face(
    method: PaymentMethod, payment: Payment | None, *, sees: list[dict[str, Any]] | None, silent: bool
) -> dict[str, Any]:
    kind, able = gateway(method.gateway), capabilities_of(method)
    face = {
        "nav": "payments",
        "method": method,
        "name": kind.name,
        "able": able,
        "can_test": self_test.is_testable(able),
        "amount": self_test.sum_of(able, able.channels[0]),
        "payment": payment,
        "sees": sees,
        "silent": silent,
        "form": ButtonForm(formdata=None),
    }
    if payment is None:
        return face
    step, reason = payment.next_step, kind.reasons.get(payment.reason)
    return {
        **face,
        "words": PAYMENTS[payment.state],
        "reason": reason.owner if reason else payment.reason,
        "number": payment.order.number,
        "facts": [
            {
                "what": KINDS[fact.kind.value],
                "amount": fact.amount,
                "at": fact.happened_at,
                "reference": fact.provider_ref,
            }
            for fact in self_test.shop_saw(payment)
        ],
        "lines": self_test.bank_saw(payment),
        "is_open": payment.state in STILL_OPEN,
        "step": step,
        # made here from digits and letters only
        "qr": Markup(vietqr.svg(step["qr"])) if step.get("qr") and step.get("transfer") else "",
    }
