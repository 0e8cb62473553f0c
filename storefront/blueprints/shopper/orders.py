"""The order's own page behind its token: where it stands, how to pay, its contract, the way out."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common.csp import allow_forms_to
from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.respond import see_other
from storefront.blueprints.shopper.draw import frame, private, scene
from storefront.blueprints.shopper.order_page import order_drop
from storefront.blueprints.shopper.payments import SILENT, gateway_origins, latest_payment
from storefront.domain.orders.cancel import cancel_by_shopper
from storefront.domain.orders.documents import contract_pdf
from storefront.domain.orders.tokens import order_by_token
from storefront.domain.payments.card_testing import TooManyCardAttempts
from storefront.domain.payments.choices import choices
from storefront.domain.payments.methods import gateway_of
from storefront.domain.payments.record import STILL_OPEN
from storefront.domain.payments.start import GatewayDown
from storefront.models.order import Order
from storefront.models.payment import Payment

bp = Blueprint("orders", __name__, url_prefix="/orders/<token>")
NOTICES = {refusal.code: refusal.message for refusal in (GatewayDown, TooManyCardAttempts)}
RELOAD_SECONDS = 5


@bp.get("")
@open_to_all
def show(token: str) -> ResponseReturnValue:
    """Where the order stands."""
    order = order_by_token(token)
    return _page(order, token, latest_payment(order), notice=request.args.get("notice", ""))


@bp.get("/return")
@open_to_all
def back(token: str) -> ResponseReturnValue:
    """Back from a gateway: says that the payment is being checked, and looks again by itself."""
    order = order_by_token(token)
    payment = latest_payment(order)
    if payment is None or payment.state not in STILL_OPEN or _says_no(payment):
        return see_other(shop_url(f"/orders/{token}"))
    return _page(order, token, payment, checking=True)


def _says_no(payment: Payment) -> bool:
    """Whether the browser's return claims that nothing was paid: then other ways are shown at once."""
    return gateway_of(payment.method).read_return(request.args).claims in ("failed", "cancelled")


@bp.post("/cancellation")
@open_to_all
def cancel(token: str) -> ResponseReturnValue:
    """The shopper changes their mind, until the stage the shop announced."""
    cancel_by_shopper(order_by_token(token), frame("order").settings)
    return see_other(shop_url(f"/orders/{token}"))


@bp.get("/contract")
@open_to_all
def contract(token: str) -> ResponseReturnValue:
    """The contract as a PDF to keep."""
    order = order_by_token(token)
    answer = Response(contract_pdf(order), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="hop-dong-{order.number}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(
    order: Order, token: str, payment: Payment | None, *, checking: bool = False, notice: str = ""
) -> ResponseReturnValue:
    ways = choices(order.mode, order.due_now, order.currency) if order.due > 0 else []
    allow_forms_to(*gateway_origins(ways))
    drop = order_drop(
        order,
        scene(),
        frame("order"),
        token=token,
        payment=payment,
        ways=ways,
        checking=checking,
        notice=NOTICES.get(notice, ""),
        silent=notice == SILENT,
    )
    return private(
        "order",
        drop,
        title=_("Order %(number)s", number=order.number),
        refresh_seconds=RELOAD_SECONDS if checking else 0,
    )
