"""Who wants to hear of what: the one table from topics to handlers, and the one table of periodic work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from storefront.domain.accounts.sign_up import forget_unproved
from storefront.domain.notifications.notify import DELIVER
from storefront.domain.payments.practice import CONNECT
from storefront.domain.payments.refund import SEND
from storefront.domain.payments.start import POLL
from storefront.domain.portal import directory
from storefront.domain.settlement import inbox
from storefront.domain.settlement.catch_up import CATCH_UP
from storefront.domain.settlement.inbox import READ
from storefront.domain.settlement.statements import TAKE
from storefront.domain.shops.publish import TELL_OWNER
from storefront.domain.workshops import money, visits
from storefront.domain.workshops.carry.bring_in import BRING
from storefront.domain.workshops.cleaning import archive, reset
from storefront.domain.workshops.customers import playing
from storefront.domain.workshops.graduation import GRADUATE
from storefront.domain.workshops.missions import vocabulary
from storefront.domain.workshops.missions.progress import LIMITS, PROGRESS, RECOUNT, shops_of_learners
from storefront.infra import queue
from storefront.jobs import (
    bank,
    catalogue,
    class_records,
    classes,
    complaints,
    graduation,
    media,
    messages,
    orders,
    payments,
    portal,
    practice,
    support,
    workshops,
)
from storefront.jobs.registry import Handler, Periodic

DIRECTORY = "portal.refresh"
RENDER = "media.render"

_OWN_TOPICS: dict[str, tuple[str, ...]] = {
    "asset.stored": (RENDER,),
    "certificate.issued": ("class_records.certificate_issued",),
    "complaint.answered": ("complaints.answered",),
    "complaint.received": ("complaints.received",),
    "complaint.rejected": ("complaints.closed",),
    "complaint.resolved": ("complaints.closed",),
    "conversation.answered": ("messages.question_answered",),
    "conversation.asked": ("messages.question_asked",),
    "learner.joined": (classes.GIVE_SHOP,),
    "order.accepted": ("messages.order_accepted",),
    "order.cancelled": ("messages.order_cancelled", "payments.close_attempts"),
    "order.declined": ("messages.order_declined",),
    "order.expired": ("messages.payment_reminder",),
    "order.fulfilled": ("messages.order_fulfilled",),
    "order.lapsed": ("messages.order_lapsed",),
    "order.payment_requested": ("messages.payment_reminder",),
    "order.placed": ("messages.order_placed",),
    "payment.part_received": ("messages.payment_succeeded",),
    "payment.succeeded": ("messages.payment_succeeded",),
    "product.archived": (DIRECTORY,),
    "product.created": (DIRECTORY,),
    "product.deleted": (DIRECTORY,),
    "product.edited": (DIRECTORY,),
    "product.published": (DIRECTORY,),
    "review.opened": ("messages.review_opened",),
    "shop.closed": (DIRECTORY,),
    "shop.named": (DIRECTORY,),
    "shop.opened": (DIRECTORY,),
    "shop.paused": (DIRECTORY,),
    "shop.profile_edited": (DIRECTORY,),
    "shop.renamed": (DIRECTORY,),
    "shop.reopened": (DIRECTORY,),
    "shop.suspended": (DIRECTORY,),
    "theme.published": (DIRECTORY,),
}
_MISSION_TOPICS = (*vocabulary.topics(), workshops.JOINED, *workshops.STEERED)

TOPICS: dict[str, tuple[str, ...]] = _OWN_TOPICS | {
    topic: (*_OWN_TOPICS.get(topic, ()), PROGRESS) for topic in _MISSION_TOPICS
}
"""Topic of an event -> names of its handlers."""

ONLY_FOR: dict[str, Callable[[set[int]], set[int]]] = {
    DIRECTORY: directory.real_shops,
    PROGRESS: shops_of_learners,
}
"""Handlers that have nothing to do for most shops, and which of some shops they are for."""

TOGETHER = frozenset({PROGRESS})
"""Kinds that take all the waiting jobs of their shop along."""

HANDLERS: dict[str, Handler] = {
    CATCH_UP: bank.ask_feed,
    classes.GIVE_SHOP: classes.give_shop,
    BRING: workshops.bring_in,
    CONNECT: payments.connect_practice,
    DELIVER: messages.deliver,
    DIRECTORY: portal.refresh,
    GRADUATE: graduation.make_real,
    LIMITS: workshops.refresh_limits,
    POLL: payments.poll,
    PROGRESS: workshops.follow_missions,
    RECOUNT: workshops.recount_missions,
    RENDER: media.render,
    READ: payments.read_callback,
    SEND: payments.send_refund,
    TAKE: bank.take_statement,
    TELL_OWNER: messages.shop_suspended,
    money.CONNECT: practice.connect_money,
    playing.VISIT: practice.visit,
    reset.RESET: practice.begin_anew,
    archive.DELETE: practice.delete_practice,
    archive.FORGET: practice.forget_merchant,
    orders.ABANDON: orders.abandon_order,
    orders.EXPIRE: orders.expire_order,
    orders.LAPSE: orders.lapse_order,
    "class_records.certificate_issued": class_records.certificate_issued,
    "complaints.answered": complaints.answered,
    "complaints.closed": complaints.closed,
    "complaints.received": complaints.received,
    "messages.order_accepted": messages.order_accepted,
    "messages.order_cancelled": messages.order_cancelled,
    "messages.order_declined": messages.order_declined,
    "messages.order_fulfilled": messages.order_fulfilled,
    "messages.order_lapsed": messages.order_lapsed,
    "messages.order_placed": messages.order_placed,
    "messages.payment_reminder": messages.payment_reminder,
    "messages.payment_succeeded": messages.payment_succeeded,
    "payments.close_attempts": payments.close_attempts,
    "messages.question_answered": messages.question_answered,
    "messages.question_asked": messages.question_asked,
    "messages.review_opened": messages.review_opened,
}
"""Name of a handler -> the function. Names are kept in job rows: rename with care."""

SLOW = frozenset({RENDER, BRING, playing.VISIT, reset.RESET, archive.DELETE, TAKE})
"""Kinds that take seconds or come by the hundred; some worker thread always leaves them alone."""

URGENT = frozenset({queue.DISPATCH, PROGRESS, money.CONNECT})
"""Kinds that go before all others: a trainer watches what they write, or a learner's next step needs it."""

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)

PERIODIC: tuple[Periodic, ...] = (
    Periodic("accounts.forget_unproved", DAY, forget_unproved),
    Periodic("bank_feeds.ask", HOUR, bank.ask_feeds),
    Periodic("classroom.delete_old_practice", DAY, practice.delete_old_practice),
    Periodic("catalogue.turn_sale_windows", MINUTE, catalogue.turn_sale_windows),
    Periodic("classes.look_after_shops", 6 * HOUR, class_records.look_after_shops),
    Periodic("classes.note_attendance", MINUTE, class_records.note_attendance),
    Periodic("callbacks.forget_old", DAY, inbox.forget_old),
    Periodic("jobs.clean_up", 6 * HOUR, queue.clean_up),
    Periodic("media.tidy", DAY, media.tidy),
    Periodic("messages.forget_old", DAY, messages.forget_old),
    Periodic("orders.clean_up_carts", DAY, orders.clean_up_carts),
    Periodic("orders.find_abandoned", HOUR, orders.find_abandoned_orders),
    Periodic("orders.find_expired", MINUTE, orders.find_expired_reservations),
    Periodic("orders.find_unanswered", MINUTE, orders.find_unanswered_orders),
    Periodic("payments.expire", MINUTE, payments.expire_payments),
    Periodic("payments.warn_of_holds", HOUR, payments.warn_of_holds),
    Periodic("payments.read_callbacks", MINUTE, payments.read_callbacks),
    Periodic("support.forget_expired", DAY, support.forget_expired),
    Periodic("visits.end_overdue", MINUTE, visits.end_overdue),
)
