"""What follows a complaint as a message: to those of the shop who can answer, and to the shopper."""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.accounts.memberships import members_who_may
from storefront.domain.shops.resolve import canonical_domain
from storefront.domain.support.complaints import KINDS, complaint_by_id, complaint_token
from storefront.infra.db import db
from storefront.infra.links import public_url, shop_public_url
from storefront.jobs.messages import recipient_of, recipient_of_member, send
from storefront.jobs.registry import Work
from storefront.models.complaint import Complaint, ComplaintState
from storefront.models.order import Mode, Order
from storefront.models.shop import Shop


def received(work: Work) -> None:
    """The shopper gets code and deadlines, the shop a link to answer."""
    complaint, shop = complaint_by_id(work.subject_id or 0), _shop(work)
    _tell_shopper(work, complaint, shop, "complaint_received")
    for user in members_who_may(work.shop_id, "inbox.answer"):
        to = recipient_of_member(user, shop)
        if to is None:
            continue
        params = {
            "shop_name": shop.name,
            "code": complaint.code,
            "kind": KINDS[complaint.kind],
            "answer_by": complaint.answer_by,
            "link": public_url(f"/admin/{shop.slug}/complaints/{complaint.id}", to.locale),
        }
        key = f"{work.event_id}:complaint_new:{user.id}"
        send("complaint_new", to, params, work, key, practice=_is_test(complaint))


def answered(work: Work) -> None:
    """The shop's first answer."""
    _tell_shopper(work, complaint_by_id(work.subject_id or 0), _shop(work), "complaint_answered")


def closed(work: Work) -> None:
    """What came of it."""
    _tell_shopper(work, complaint_by_id(work.subject_id or 0), _shop(work), "complaint_closed")


def _tell_shopper(work: Work, complaint: Complaint, shop: Shop, template: str) -> None:
    to = recipient_of(complaint.email, complaint.phone, complaint.locale, complaint.name or "")
    if to is None:
        return
    path = f"/complaints/{complaint_token(complaint)}"
    params = {
        "shop_name": shop.name,
        "code": complaint.code,
        "answer_by": complaint.answer_by,
        "resolve_by": complaint.resolve_by,
        "answer": complaint.answer,
        "resolution": complaint.resolution,
        "rejected": complaint.state is ComplaintState.REJECTED,
        "link": shop_public_url(shop.slug, path, complaint.locale, domain=canonical_domain(shop.id)),
    }
    send(template, to, params, work, f"{work.event_id}:{template}", practice=_is_test(complaint))


def _is_test(complaint: Complaint) -> bool:
    mode = db.session.scalar(select(Order.mode).where(Order.id == complaint.order_id))
    return mode is Mode.TEST


def _shop(work: Work) -> Shop:
    return db.session.get_one(Shop, work.shop_id)
