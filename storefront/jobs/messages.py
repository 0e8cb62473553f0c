"""What follows an event as a message, to the shopper or to those of the shop who can act; and the sending."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from storefront.domain.accounts import staff
from storefront.domain.accounts.links import issue_link
from storefront.domain.accounts.memberships import members_who_may
from storefront.domain.notifications import messages
from storefront.domain.notifications.notify import Recipient, notify
from storefront.domain.orders.tokens import order_token
from storefront.domain.payments.words import REVIEWS
from storefront.domain.shops.resolve import canonical_domain
from storefront.domain.workshops.practice_phone import practised
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.links import public_url, shop_public_url
from storefront.jobs.registry import Work
from storefront.models.conversation import Conversation
from storefront.models.order import Acceptance, Fulfillment, Mode, Order
from storefront.models.payment import Payment, Review
from storefront.models.shop import Shop
from storefront.models.user import IdentityKind, User

ANSWER_ORDER = "orders.answer"
"""Purpose of the link in the owner's message: a page with "confirm" and "decline", for one order."""
ANSWER_LIFE = dt.timedelta(days=3)


def deliver(work: Work) -> None:
    """Send one queued message; a failure is tried again later by the worker."""
    messages.deliver(int(work.payload["message_id"]), tries=work.tries)


def order_placed(work: Work) -> None:
    """The shopper's receipt, and the owner's "new order" with its link."""
    order = _order(work.subject_id)
    _tell_shopper(work, order, "order_received")
    shop = _shop(work)
    for user in members_who_may(work.shop_id, "orders.accept"):
        to = recipient_of_member(user, shop)
        key = f"{work.event_id}:order_new:{user.id}"
        if to is None or messages.is_written(key):
            continue
        token = issue_link(ANSWER_ORDER, subject_id=order.id, life=ANSWER_LIFE, shop_id=work.shop_id)
        params = {
            **_facts(order, shop),
            "buyer": order.buyer.get("name", ""),
            "needs_answer": order.awaits_answer,
            "link": public_url(f"/answer/{token}", to.locale),
        }
        send("order_new", to, params, work, key, practice=order.mode is Mode.TEST)


def order_accepted(work: Work) -> None:
    """The shop said yes."""
    _tell_shopper(work, _order(work.subject_id), "order_accepted")


def order_declined(work: Work) -> None:
    """The shop said no, and why."""
    order = _order(work.subject_id)
    _tell_shopper(work, order, "order_declined", reason=order.cancel_reason or "")


def order_lapsed(work: Work) -> None:
    """The shop did not answer in time."""
    _tell_shopper(work, _order(work.subject_id), "order_lapsed")


def order_cancelled(work: Work) -> None:
    """The order was cancelled; a refusal or a lapse has a message of its own."""
    order = _order(work.subject_id)
    if order.acceptance not in (Acceptance.DECLINED, Acceptance.LAPSED):
        _tell_shopper(work, order, "order_cancelled", reason=order.cancel_reason or "")


def order_fulfilled(work: Work) -> None:
    """The goods are on their way."""
    sent = db.session.get_one(Fulfillment, (work.shop_id, int(work.facts["fulfillment_id"])))
    _tell_shopper(
        work,
        _order(work.subject_id),
        "order_shipped",
        carrier=sent.carrier,
        tracking_number=sent.tracking_number,
        tracking_url=sent.tracking_url,
    )


def payment_succeeded(work: Work) -> None:
    """The money has come."""
    payment = db.session.get_one(Payment, (work.shop_id, work.subject_id))
    received = int(work.facts.get("received", payment.captured))
    _tell_shopper(work, _order(payment.order_id), "payment_received", received=received)


def payment_reminder(work: Work) -> None:
    """The order is still unpaid."""
    order = _order(work.subject_id)
    _tell_shopper(work, order, "payment_reminder", due=order.due_now)


def review_opened(work: Work) -> None:
    """Something about money needs a look; many findings of one kind are one message a day."""
    review = db.session.scalars(select(Review).where(Review.id == work.subject_id)).one()
    if review.resolved_at is not None:
        return
    shop, words = _shop(work), REVIEWS[review.cause]
    practice = review.order_id is not None and _order(review.order_id).mode is Mode.TEST
    for user in members_who_may(work.shop_id, "orders.mark_paid"):
        to = recipient_of_member(user, shop)
        if to is None:
            continue
        link = public_url(f"/admin/{shop.slug}/payments/reviews", to.locale)
        params = {"shop_name": shop.name, "title": words.title, "advice": words.advice, "link": link}
        key = f"money_look:{shop.id}:{review.cause}:{clock.today_vn()}:{user.id}"
        send("money_look", to, params, work, key, practice=practice)


def shop_suspended(work: Work) -> None:
    """Platform staff took the shop off the net, and why; the words are staff's own."""
    shop = _shop(work)
    for user in members_who_may(work.shop_id, "shop.open"):
        to = recipient_of_member(user, shop)
        if to is not None:
            params = {
                "shop_name": shop.name,
                "reason": work.payload["reason"],
                "link": public_url(f"/admin/{shop.slug}/", to.locale),
            }
            key = f"shop_suspended:{shop.id}:{shop.suspended_at}:{user.id}"
            send("shop_suspended", to, params, work, key)


def question_asked(work: Work) -> None:
    """Somebody wrote to the shop."""
    conversation = _conversation(work)
    shop = _shop(work)
    for user in members_who_may(work.shop_id, "inbox.answer"):
        to = recipient_of_member(user, shop)
        if to is None:
            continue
        params = {
            "shop_name": shop.name,
            "asker": conversation.name,
            "question": conversation.entries[-1].body[:300] if conversation.entries else "",
            "link": public_url(f"/admin/{shop.slug}/inbox/{conversation.id}", to.locale),
        }
        key = f"{work.event_id}:question_received:{user.id}"
        send("question_received", to, params, work, key)


def question_answered(work: Work) -> None:
    """The shop answered."""
    conversation = _conversation(work)
    to = recipient_of(conversation.email, conversation.phone, conversation.locale, conversation.name)
    answers = [entry.body for entry in conversation.entries if entry.by_shop]
    if to is None or not answers:
        return
    params = {"shop_name": _shop(work).name, "answer": answers[-1]}
    key = f"{work.event_id}:question_answered"
    send("question_answered", to, params, work, key)


def forget_old() -> None:
    """Messages, codes and tries whose time is over."""
    messages.forget_old()
    staff.forget_old()


def _tell_shopper(work: Work, order: Order, template: str, **more: Any) -> None:
    buyer = order.buyer
    to = recipient_of(buyer.get("email"), buyer.get("phone"), order.locale, buyer.get("name", ""))
    if to is None:
        return
    shop = _shop(work)
    path = f"/orders/{order_token(order)}"
    link = shop_public_url(shop.slug, path, order.locale, domain=canonical_domain(shop.id))
    params = {**_facts(order, shop), "link": link, **more}
    key = f"{work.event_id}:{template}"
    send(template, to, params, work, key, practice=order.mode is Mode.TEST)


def send(
    template: str, to: Recipient, params: dict[str, Any], work: Work, key: str, *, practice: bool = False
) -> None:
    """Once for each event and reader; a test order's messages reach nobody, in a real shop too."""
    notify(
        template,
        to,
        params,
        shop_id=work.shop_id,
        practice=practice,
        dedup_key=key,
        event_id=work.event_id,
    )


def _facts(order: Order, shop: Shop) -> dict[str, Any]:
    return {
        "shop_name": shop.name,
        "shop_phone": order.seller.get("phone"),
        "number": order.number,
        "total": order.total,
        "currency": order.currency,
        "lines": [(line.product_name, line.quantity, line.unit) for line in order.line_items],
        "answer_by": order.answer_by,
    }


def recipient_of_member(user: User, shop: Shop) -> Recipient | None:
    """A member's e-mail where there is one, else the phone.

    In a practice shop everybody can be told, as its messages go no further than its practice phone.
    """
    to = recipient_of_user(user)
    if to is None and shop.is_practice:
        return recipient_of(None, practised(user) or user.name, user.locale, user.name)
    return to


def recipient_of_user(user: User) -> Recipient | None:
    """The e-mail or phone a person has proved to be theirs; what was practised in class is neither."""
    proved = {one.kind: one.value for one in user.identities if one.verified_at}
    return recipient_of(
        proved.get(IdentityKind.EMAIL), proved.get(IdentityKind.PHONE), user.locale, user.name
    )


def recipient_of(email: str | None, phone: str | None, locale: str, name: str) -> Recipient | None:
    """Where a person reads messages: the e-mail if we can send there, else the phone."""
    if email and (messages.can_reach(IdentityKind.EMAIL) or not phone):
        return Recipient(IdentityKind.EMAIL, email, locale, name)
    return Recipient(IdentityKind.PHONE, phone, locale, name) if phone else None


def _order(order_id: int | None) -> Order:
    return db.session.scalars(select(Order).where(Order.id == order_id)).one()


def _conversation(work: Work) -> Conversation:
    return db.session.scalars(select(Conversation).where(Conversation.id == work.subject_id)).one()


def _shop(work: Work) -> Shop:
    return db.session.get_one(Shop, work.shop_id)
