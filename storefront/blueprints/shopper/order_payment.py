"""The money part of an order's page: how to pay now, what is awaited, or that it is paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from markupsafe import Markup

from storefront.adapters.gateways import gateway, vietqr
from storefront.adapters.gateways.base import Patience
from storefront.domain.orders.deadlines import waits_for_answer
from storefront.domain.orders.documents import payment_words
from storefront.domain.payments import summary
from storefront.domain.payments.choices import PaymentChoice
from storefront.domain.payments.record import STILL_OPEN
from storefront.domain.payments.summary import paid_at_the_door
from storefront.domain.theming.builders.scene import Scene
from storefront.domain.theming.drops import ActionDrop, FactDrop, PaymentDrop
from storefront.infra import clock
from storefront.infra.dates import format_datetime
from storefront.infra.errors import Sentence
from storefront.models.order import Order, OrderState, PaymentSummary
from storefront.models.payment import Payment, PaymentState

PRACTICE_BANK_PAGE = "/sandbox/bank"
PAID = (PaymentSummary.PAID, PaymentSummary.OVERPAID)


def payment_drop(
    order: Order,
    scene: Scene,
    here: str,
    payment: Payment | None,
    ways: Sequence[PaymentChoice],
    *,
    checking: bool,
    notice: Sentence = "",
    silent: bool = False,
) -> PaymentDrop | None:
    """How to pay now, or that it is paid; none for an order that ended unpaid."""
    if order.payment_summary in PAID:
        return PaymentDrop(_("Paid"), _("The shop has received the money. Thank you."), "paid")
    if order.held and order.due <= 0 and order.state is OrderState.OPEN:
        return PaymentDrop(_("Set aside on your card"), _("The shop takes the money in a moment."), "paid")
    if order.state is OrderState.CANCELLED or order.due <= 0 or payment is None:
        return None
    if order.payment_summary is PaymentSummary.REFUNDED:
        return _given_back(payment)
    if not notice and _is_open(payment):
        return _open_payment(payment, order, scene, here, ways, checking=checking, silent=silent)
    words = str(notice) or _why(payment)
    return PaymentDrop(_("Not paid yet"), words, "failed", actions=_pay_actions(ways, here, primary=True))


def _given_back(payment: Payment) -> PaymentDrop:
    """The money went back: nobody is asked to pay again before shop and shopper have talked."""
    if summary.charged_back(payment):
        words = _("The bank or the gateway has taken this payment back. Please contact the shop.")
        return PaymentDrop(_("Payment taken back"), words, "failed")
    return PaymentDrop(_("Refunded"), _("The shop has given the money back."), "none")


def _why(payment: Payment) -> str:
    """The gateway's reason in words for the shopper, and what to do now."""
    reason = gateway(payment.gateway).reasons.get(payment.reason)
    if reason is None:
        return _("The last attempt brought no money. Try again or choose another way.")
    return f"{reason.shopper} {_('Try again or choose another way.')}"


def _is_open(payment: Payment) -> bool:
    in_time = payment.expires_at is None or payment.expires_at > clock.now()
    return payment.state in STILL_OPEN and in_time


def _open_payment(
    payment: Payment,
    order: Order,
    scene: Scene,
    here: str,
    ways: Sequence[PaymentChoice],
    *,
    checking: bool,
    silent: bool,
) -> PaymentDrop:
    if payment.stored_card_id is not None:
        return _set_aside(payment, order, scene, here, ways)
    others = [way for way in ways if (way.method.gateway, way.channel.code) != _way_of(payment)]
    if paid_at_the_door(payment.gateway):
        words = _("Please have %(amount)s ready when the goods arrive.", amount=scene.money(order.due))
        return PaymentDrop(
            payment_words(order), words, "none", actions=_pay_actions(others, here, primary=False)
        )
    step = payment.next_step
    if step.get("qr"):
        actions = (*_at_practice_bank(payment, step), *_pay_actions(others, here, primary=False))
        return _transfer(payment, step, order, scene, actions)
    if step.get("kind") == "form":
        return _form_step(payment, step, scene, _pay_actions(others, here, primary=False))
    again = [way for way in ways if (way.method.gateway, way.channel.code) == _way_of(payment)]
    if gateway(payment.gateway).capabilities.offline:
        return _by_hand(payment, scene, here, again, others)
    title, words, look = _waiting_words(payment, order, scene, checking=checking, silent=silent)
    return PaymentDrop(
        title,
        words,
        look,
        deadline_display=_deadline(payment.expires_at, scene),
        actions=(
            *(_pay_actions(again, here, primary=True) if not checking else ()),
            ActionDrop(_("Check now"), f"{here}/check"),
            *_pay_actions(others, here, primary=False),
        ),
    )


def _waiting_words(
    payment: Payment, order: Order, scene: Scene, *, checking: bool, silent: bool
) -> tuple[str, str, str]:
    """Title, words and look of an attempt that may yet bring money."""
    name, retry = gateway(payment.gateway).name, _("Try again or choose another way.")
    if silent:
        words = _(
            "%(method)s is not answering right now. If you have paid, the money is not lost: we keep asking. "
            "If you have not, choose another way.",
            method=name,
        )
        return _("Waiting for your payment"), words, "waiting"
    if payment.captured:
        words = _("%(amount)s has arrived so far.", amount=scene.money(payment.captured))
        rest = _("Please pay the remaining %(amount)s.", amount=scene.money(order.due))
        return _("Not paid in full yet"), f"{words} {rest}", "waiting"
    if checking:
        words = _("This page looks again by itself. The gateway tells us as soon as it knows.")
        return _("We are checking your payment"), words, "waiting"
    if payment.reason:
        return _("Not paid yet"), _why(payment), "failed"
    if payment.state is PaymentState.PENDING and not payment.next_step:
        words = _("%(method)s is not answering right now. Nothing has been taken.", method=name)
        return _("Not paid yet"), f"{words} {retry}", "failed"
    words = _("If you have paid already, the gateway tells us in a moment.")
    return _("Waiting for your payment"), words, "waiting"


def _set_aside(
    payment: Payment, order: Order, scene: Scene, here: str, ways: Sequence[PaymentChoice]
) -> PaymentDrop:
    """A card of the shop pays a part; the rest is paid another way, or by another card."""
    at_the_door = waits_for_answer(order.payment_choice)
    words = _("%(amount)s is set aside on your card.", amount=scene.money(order.held))
    if at_the_door:
        rest = _("Please have %(amount)s ready when the goods arrive.", amount=scene.money(order.due))
    else:
        rest = _("Please pay the remaining %(amount)s another way.", amount=scene.money(order.due))
    return PaymentDrop(
        _("Your card pays a part"),
        f"{words} {rest}",
        "waiting",
        deadline_display=_deadline(payment.expires_at, scene),
        actions=_pay_actions(ways, here, primary=not at_the_door),
    )


def _by_hand(
    payment: Payment,
    scene: Scene,
    here: str,
    again: Sequence[PaymentChoice],
    others: Sequence[PaymentChoice],
) -> PaymentDrop:
    """What the shopper does where no machine tells us of it."""
    step = payment.next_step
    begins = [way for way in again if way.capabilities.internal]
    return PaymentDrop(
        _("Waiting for your payment"),
        str(step.get("instructions") or ""),
        "waiting",
        rows=_transfer_rows(payment, step, scene),
        deadline_display=_deadline(payment.expires_at, scene),
        actions=(*_pay_actions(begins, here, primary=True), *_pay_actions(others, here, primary=False)),
    )


def _form_step(
    payment: Payment, step: dict[str, Any], scene: Scene, others: tuple[ActionDrop, ...]
) -> PaymentDrop:
    """A gateway that wants its fields posted: one button, since no script sends forms by itself."""
    name = gateway(payment.gateway).name
    fields = tuple((str(key), str(value)) for key, value in (step.get("fields") or {}).items())
    go = ActionDrop(_("Go on to %(method)s", method=name), str(step["url"]), "primary", hidden=fields)
    return PaymentDrop(
        _("Waiting for your payment"),
        str(step.get("instructions") or ""),
        "waiting",
        deadline_display=_deadline(payment.expires_at, scene),
        actions=(go, *others),
    )


def _transfer(
    payment: Payment, step: dict[str, Any], order: Order, scene: Scene, actions: tuple[ActionDrop, ...]
) -> PaymentDrop:
    received = (
        _("%(amount)s has arrived so far.", amount=scene.money(payment.captured)) if payment.captured else ""
    )
    return PaymentDrop(
        _("Transfer to complete the order"),
        " ".join(part for part in (received, _qr_words()) if part),
        "waiting",
        # made here from digits and letters only
        qr=Markup(vietqr.svg(_payload(payment, step))),
        qr_label=_("VietQR code of order %(number)s", number=order.number),
        rows=_transfer_rows(payment, step, scene),
        deadline_display=_deadline(payment.expires_at, scene),
        actions=actions,
    )


def _at_practice_bank(payment: Payment, step: dict[str, Any]) -> tuple[ActionDrop, ...]:
    """No banking app pays a practice code: a button opens the practice bank with everything filled in."""
    to = step.get("transfer")
    if not step.get("practice") or not to:
        return ()
    typed = {"account": to["account"], "amount": payment.amount - payment.captured, "memo": to["memo"]}
    url = f"{PRACTICE_BANK_PAGE}?{urlencode(typed)}"
    return (ActionDrop(_("Pay at the practice bank"), url, "primary", method="get"),)


def _payload(payment: Payment, step: dict[str, Any]) -> str:
    """The code's text; once a part has come, the code asks for the rest only."""
    to = step.get("transfer")
    if not payment.captured or not to:
        return str(step["qr"])
    return vietqr.build(
        bin=to["bank_bin"],
        account=to["account"],
        amount=payment.amount - payment.captured,
        purpose=vietqr.purpose_text(to["memo"]),
    )


def _transfer_rows(payment: Payment, step: dict[str, Any], scene: Scene) -> tuple[FactDrop, ...]:
    """Where the money goes, for whoever types it into an app; nothing where the step names no account."""
    transfer = step.get("transfer")
    if not transfer:
        return ()
    label = _("Bank") if transfer.get("bank_bin") else _("Operator")
    rows = (
        FactDrop(label, str(transfer.get("bank_name", ""))),
        FactDrop(_("Account number"), str(transfer.get("account", "")), copy=True),
        FactDrop(_("Account holder"), str(transfer.get("holder", ""))),
        FactDrop(_("Amount to transfer"), scene.money(payment.amount - payment.captured), copy=True),
        FactDrop(_("Transfer message"), str(transfer.get("memo", "")), copy=True),
    )
    return tuple(row for row in rows if row.value)


def _qr_words() -> str:
    return _("Open your banking app, scan the code and keep the amount and the message as they are.")


def _way_of(payment: Payment) -> tuple[str, str]:
    return payment.gateway, payment.channel


def _pay_actions(ways: Sequence[PaymentChoice], here: str, *, primary: bool) -> tuple[ActionDrop, ...]:
    """A button for each way that answers and asks for money before the goods travel."""
    usable = [way for way in ways if not way.is_down and way.capabilities.patience is not Patience.DOOR]
    return tuple(
        ActionDrop(
            _("Pay by %(method)s", method=way.name),
            f"{here}/pay",
            "primary" if primary and place == 0 else "plain",
            hidden=(("method", way.value),),
        )
        for place, way in enumerate(usable)
    )


def _deadline(moment: dt.datetime | None, scene: Scene) -> str:
    return _("Please pay before %(moment)s.", moment=format_datetime(moment, scene.locale)) if moment else ""
