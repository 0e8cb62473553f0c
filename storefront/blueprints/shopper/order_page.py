"""The order's page as the theme sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from storefront.blueprints.shopper.order_payment import PAID, payment_drop
from storefront.domain.orders.cancel import shopper_may_cancel
from storefront.domain.orders.deadlines import waits_for_answer
from storefront.domain.orders.documents import address_lines
from storefront.domain.orders.words import headline
from storefront.domain.payments.choices import PaymentChoice
from storefront.domain.support import complaints
from storefront.domain.theming.builders.cart import line_pictures
from storefront.domain.theming.builders.frame import Frame, zalo_url
from storefront.domain.theming.builders.goods import price_drop
from storefront.domain.theming.builders.scene import Scene
from storefront.domain.theming.drops import (
    ActionDrop,
    CartLineDrop,
    FactDrop,
    LinkDrop,
    OrderDrop,
    PictureDrop,
    TimelineDrop,
    TotalDrop,
)
from storefront.infra.dates import format_datetime
from storefront.infra.errors import Sentence
from storefront.infra.phone import format_phone
from storefront.infra.quantity import format_quantity
from storefront.models.order import (
    Acceptance,
    FulfillmentSummary,
    LineItem,
    Order,
    OrderState,
    PaymentSummary,
)
from storefront.models.payment import Payment


def order_drop(
    order: Order,
    scene: Scene,
    frame: Frame,
    *,
    token: str,
    payment: Payment | None,
    ways: Sequence[PaymentChoice],
    checking: bool,
    notice: Sentence = "",
    silent: bool = False,
) -> OrderDrop:
    """Everything about one order; `ways` are those in which its debt may still be paid.

    `notice` says what hindered the last try to pay; `silent` that the gateway did not answer our question.
    """
    here = scene.url(f"/orders/{token}")
    return OrderDrop(
        number=order.number,
        title=_("Thank you, your order has reached the shop")
        if order.awaits_answer
        else str(headline(order)),
        state=str(headline(order)),
        placed_display=format_datetime(order.placed_at, scene.locale),
        lines=_lines(order, scene),
        totals=_totals(order, scene),
        message=_message(order),
        timeline=_timeline(order, scene),
        payment=payment_drop(
            order, scene, here, payment, ways, checking=checking, notice=notice, silent=silent
        ),
        recipient=_person(order.buyer) + _delivery(order),
        seller=_seller(order),
        actions=_actions(order, frame, here),
        contract_url=f"{here}/contract",
        contact=_contact(frame) + _complaints(order, here, scene),
    )


def _lines(order: Order, scene: Scene) -> tuple[CartLineDrop, ...]:
    pictures = line_pictures([line.image_key for line in order.line_items], scene)
    return tuple(_line(line, scene, pictures.get(line.image_key or "")) for line in order.line_items)


def _line(line: LineItem, scene: Scene, picture: PictureDrop | None) -> CartLineDrop:
    return CartLineDrop(
        id=str(line.id),
        title=line.product_name,
        url="",
        price=price_drop(scene, line.unit_price, unit=line.unit),
        total=scene.money(line.amount),
        quantity_display=f"{format_quantity(line.quantity, scene.locale)} {line.unit}",
        variant_title=line.variant_title,
        picture=picture,
    )


def _totals(order: Order, scene: Scene) -> tuple[TotalDrop, ...]:
    rows = [TotalDrop(_("Goods"), scene.money(order.subtotal))]
    if order.discount:
        rows.append(TotalDrop(_("Discount"), f"-{scene.money(order.discount)}"))
    rows.append(
        TotalDrop(_("Delivery"), scene.money(order.shipping_fee) if order.shipping_fee else _("Free"))
    )
    rows += [
        TotalDrop(_("VAT %(percent)s%% included", percent=row["percent"]), scene.money(row["vat"]))
        for row in order.tax_lines
    ]
    rows.append(TotalDrop(_("Total"), scene.money(order.total), strong=True))
    if order.paid and order.due > 0:
        rows.append(TotalDrop(_("Paid"), scene.money(order.paid)))
    if order.held:
        rows.append(TotalDrop(_("Set aside on your card"), scene.money(order.held)))
    if 0 < order.due_now < order.due:
        rows.append(TotalDrop(_("Deposit to pay now"), scene.money(order.due_now), strong=True))
    if order.due > 0 and (order.paid or order.held or order.deposit):
        rows.append(TotalDrop(_("Still to pay"), scene.money(order.due), strong=True))
    return tuple(rows)


def _message(order: Order) -> str:
    if order.state is OrderState.CANCELLED:
        return _("Nothing will be sent. Money that was paid is given back.")
    went_back = order.payment_summary is PaymentSummary.REFUNDED
    if order.fulfillment_summary is FulfillmentSummary.DONE or went_back:
        return ""
    if order.acceptance is Acceptance.ACCEPTED:
        return _("The shop has confirmed your order.")
    if order.payment_summary in PAID:
        return _("The shop has your money and prepares the goods.")
    if order.answer_by:
        return _("The shop will call or confirm your order soon.")
    return _("The shop holds the goods for you until the money arrives.")


def _timeline(order: Order, scene: Scene) -> tuple[TimelineDrop, ...]:
    def step(
        label: str, moment: dt.datetime | None, *, current: bool = False, note: str = ""
    ) -> TimelineDrop:
        shown = format_datetime(moment, scene.locale) if moment else ""
        return TimelineDrop(label, "done" if moment else "current" if current else "todo", shown, note)

    placed = step(_("Order placed"), order.placed_at)
    if order.state is OrderState.CANCELLED:
        ended = order.cancelled_at or order.declined_at or order.lapsed_at
        when = format_datetime(ended, scene.locale) if ended else ""
        return (placed, TimelineDrop(str(headline(order)), "stopped", when, order.cancel_reason or ""))
    paid = order.payment_summary in PAID
    sent = order.fulfillments[-1] if order.fulfillments else None
    all_sent = sent is not None and order.fulfillment_summary is FulfillmentSummary.DONE
    steps = [placed]
    if not waits_for_answer(order.payment_choice):
        label = _("Paid") if paid else _("Payment")
        steps.append(TimelineDrop(label, "done" if paid else "current"))
    accepted = order.accepted_at or (order.placed_at if paid else None)
    steps.append(step(_("Confirmed by the shop"), accepted, current=order.answer_by is not None))
    parcel = " ".join(part for part in (sent.carrier, sent.tracking_number) if part) if sent else ""
    steps.append(
        step(
            _("Sent"), sent.sent_at if sent and all_sent else None, current=accepted is not None, note=parcel
        )
    )
    steps.append(step(_("Arrived"), sent.delivered_at if sent else None, current=all_sent))
    return tuple(steps)


def _person(buyer: dict[str, Any]) -> tuple[FactDrop, ...]:
    phone = buyer.get("phone")
    rows = (
        (_("Name"), buyer.get("name")),
        (_("Phone"), format_phone(phone) if phone else ""),
        (_("Address"), ", ".join(address_lines(buyer))),
    )
    return tuple(FactDrop(label, str(value)) for label, value in rows if value)


def _delivery(order: Order) -> tuple[FactDrop, ...]:
    parts = [str(order.delivery[name]) for name in ("name", "promise") if order.delivery.get(name)]
    return (FactDrop(_("Delivery"), " · ".join(parts)),) if parts else ()


def _seller(order: Order) -> tuple[FactDrop, ...]:
    seller = order.seller
    phone = seller.get("phone")
    rows = (
        (_("Seller"), seller.get("legal_name"), ""),
        (_("Address"), ", ".join(address_lines(seller)), ""),
        (_("Tax code"), seller.get("tax_id"), ""),
        (_("Phone"), format_phone(phone) if phone else "", f"tel:{phone}"),
    )
    return tuple(FactDrop(label, str(value), url) for label, value, url in rows if value)


def _actions(order: Order, frame: Frame, here: str) -> tuple[ActionDrop, ...]:
    if not shopper_may_cancel(order, frame.settings):
        return ()
    return (ActionDrop(_("Cancel the order"), f"{here}/cancellation", "danger"),)


def _complaints(order: Order, here: str, scene: Scene) -> tuple[LinkDrop, ...]:
    """Those sent already, to follow, and the way to send one."""
    sent = [
        LinkDrop(
            f"{each.code}: {complaints.STATES[each.state]}",
            scene.url(f"/complaints/{complaints.complaint_token(each)}"),
        )
        for each in complaints.complaints_of(order)
    ]
    return (*sent, LinkDrop(_("Complain about this order"), f"{here}/complaint"))


def _contact(frame: Frame) -> tuple[LinkDrop, ...]:
    zalo, phone = zalo_url(frame.profile.zalo), frame.profile.phone
    ways = [LinkDrop(_("Ask the shop on Zalo"), zalo)] if zalo else []
    return tuple([*ways, LinkDrop(_("Call the shop"), f"tel:{phone}")] if phone else ways)
