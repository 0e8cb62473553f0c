"""Whether an order's buyer is a stranger to the class: by known phones and marked devices.

More cannot be known honestly, and the certificate says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from storefront.domain.onboarding.identity import profile
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.order import Order
from storefront.models.user import Identity, IdentityKind
from storefront.models.workshop import Learner, WorkshopTrainer


def bought_by_a_stranger(order: Order, learner: Learner) -> bool:
    """Neither a phone or e-mail of the owner, a trainer or a classmate, nor a device of the shop's people."""
    if _from_own_device(order):
        return False
    buyer = {str(order.buyer.get(key) or "").lower() for key in ("phone", "email")} - {""}
    return bool(buyer) and not buyer & _known(learner)


def _from_own_device(order: Order) -> bool:
    facts = db.session.scalars(
        select(events.Event.facts).where(
            events.Event.subject_kind == events.kind_of(order),
            events.Event.subject_id == order.id,
            events.Event.topic == "order.placed",
        )
    )
    return any(said.get("own_device") for said in facts)


def _known(learner: Learner) -> set[str]:
    """Phones and e-mails of the shop, and of everybody in the class, verified or only claimed."""
    mine, mates = profile(), select(Learner).where(Learner.workshop_id == learner.workshop_id)
    people = [(mate.user_id, mate.practice_phone) for mate in db.session.scalars(mates)]
    trainers = select(WorkshopTrainer.user_id).where(WorkshopTrainer.workshop_id == learner.workshop_id)
    users = {user_id for user_id, _phone in people} | set(db.session.scalars(trainers))
    phones = {phone for _user_id, phone in people}
    return {each.lower() for each in (*_names(users), *phones, mine.phone or "", mine.email or "") if each}


def _names(user_ids: Iterable[int]) -> list[str]:
    claimed = select(Identity.value).where(
        Identity.user_id.in_(user_ids), Identity.kind.in_([IdentityKind.PHONE, IdentityKind.EMAIL])
    )
    return list(db.session.scalars(claimed))
