"""Step 7: being paid, with the account's code shown for checking."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from storefront.adapters.gateways.banks import banks
from storefront.blueprints.admin.onboarding.forms import PaymentForm
from storefront.blueprints.admin.onboarding.frame import StepPage, settle, step_url
from storefront.blueprints.admin.payments.forms import ButtonForm
from storefront.blueprints.admin.payments.listing import offers
from storefront.blueprints.admin.payments.sandbox import issue
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import see_other
from storefront.domain.onboarding import payment
from storefront.domain.payments.arrange import in_order
from storefront.domain.payments.methods import gateway_of
from storefront.infra.events import acting_user
from storefront.models.payment import PaymentMethod

bp = Blueprint("payment", __name__)


def _context() -> dict[str, Any]:
    code = payment.check_code()
    return {
        "banks": banks(),
        "code": code,
        "code_svg": Markup(code.svg) if code else "",
        "practice": g.shop.is_practice,
        "practice_on": payment.method("practice") is not None,
        "others": offers({method.gateway for method in in_order() if method.enabled} | payment.ASKED_HERE),
        "added": [gateway_of(method).name for method in in_order() if _is_other(method)],
        "button": ButtonForm(formdata=None),
        "here": step_url("payment"),
    }


STEP = StepPage("payment", _context)


@bp.get("/payment")
@need_permission("payments.edit")
def show() -> ResponseReturnValue:
    """Cash, the account, and its code."""
    return STEP.draw(STEP.restored(PaymentForm, **asdict(payment.payment_now())))


@bp.post("/payment")
@need_permission("payments.edit")
def save() -> ResponseReturnValue:
    """Keep and check them; a changed account is shown as a code before the owner goes on."""
    form = PaymentForm()
    kept = STEP.keep()
    if kept is not None:
        return kept
    # Asked before the first write, as the answer may take seconds.
    practice = issue() if g.shop.is_practice else None
    before = payment.payment_now()
    wrong = STEP.apply(
        form, lambda: payment.save_payment(g.shop, _data(form), practice=practice, by=acting_user())
    )
    if wrong:
        return wrong
    if g.shop.is_practice and practice is None:
        flash(_("The practice gateway did not answer. Save this step again in a moment."), "warn")
        return see_other(step_url("payment"))
    now = payment.payment_now()
    if now.transfer and (now.bank, now.account) != (before.bank, before.account):
        settle("payment")
        return see_other(f"{step_url('payment')}#check")
    return STEP.finish()


def _is_other(method: PaymentMethod) -> bool:
    return method.enabled and method.gateway not in payment.ASKED_HERE


def _data(form: PaymentForm) -> payment.PaymentData:
    return payment.PaymentData(
        cod=form.cod.data,
        transfer=form.transfer.data,
        bank=form.bank.data or "",
        account=form.account.data or "",
        holder=form.holder.data or "",
    )
