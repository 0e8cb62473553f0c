"""Graduation: a learner's practice shop becomes a real one, with the parts the learner wants to keep.

It runs as a job: the practice shop is read in its own scope, the new one is written in its own, and all that
is written stands in one transaction, so that a job killed in the middle leaves nothing and runs again.
"""

from __future__ import annotations

import enum
from collections.abc import Collection

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.onboarding import steps
from storefront.domain.onboarding.kits import kit
from storefront.domain.onboarding.texts import is_ours
from storefront.domain.shops import slugs
from storefront.domain.shops.create import create_shop
from storefront.domain.transfer.parcel import Parcel
from storefront.domain.transfer.read import read_shop
from storefront.domain.transfer.rules import CHOICES, Kind, Part
from storefront.domain.transfer.write import bring_files, let_go, write_shop
from storefront.domain.workshops.board import touch
from storefront.infra import events, guard, ids, queue
from storefront.infra.db import begin_write, db, lock
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.tenancy import PLATFORM, enter_shop
from storefront.models.page import Page
from storefront.models.product import Product, ProductState
from storefront.models.shop import Shop, ShopMode
from storefront.models.user import Identity, IdentityKind, User
from storefront.models.workshop import Learner

GRADUATE = "workshops.graduate"
"""The job; its payload names the learner and the parts."""

STEPS = {Part.GOODS: "goods", Part.LOOK: "look"}
"""Steps of the wizard that are done by what came along; the name and the trade are known in any case."""


class NobodyToReach(Conflict):
    """A real shop needs an owner whose real phone or e-mail is proved."""

    code = "nobody_to_reach"
    message = lazy_gettext("First add a phone number or e-mail of your own and confirm it with the code.")


class NoPracticeShop(NotFound):
    """There is no practice shop to make a real one of."""

    code = "no_practice_shop"
    message = lazy_gettext("You have no practice shop in this class.")


class Standing(enum.Enum):
    """How far a learner's graduation has come."""

    NONE = "none"
    RUNNING = "running"
    AGAIN = "again"
    STUCK = "stuck"
    DONE = "done"


def standing(learner: Learner) -> Standing:
    """Where it stands: what failed is tried again by itself, and is stuck after its last try."""
    if learner.graduated_shop_id is not None:
        return Standing.DONE
    job = _job(learner)
    if job is None:
        return Standing.NONE
    if job.parked_at:
        return Standing.STUCK
    return Standing.AGAIN if job.last_error else Standing.RUNNING


def can_be_reached(learner: Learner) -> bool:
    """Whether the learner has proved a phone or e-mail; what was proved in class for practice is none."""
    real = select(Identity.id).where(
        Identity.user_id == learner.user_id,
        Identity.kind.in_((IdentityKind.PHONE, IdentityKind.EMAIL)),
        Identity.verified_at.is_not(None),
    )
    return db.session.scalar(real.limit(1)) is not None


def ask(learner: Learner, parts: Collection[Part]) -> None:
    """Leave the job that makes the real shop; asked twice it is one. One that is stuck runs with these parts.

    Raises NoPracticeShop, NobodyToReach, Invalid.
    """
    begin_write()
    learner = lock(Learner, learner.id)
    if learner.shop_id is None:
        raise NoPracticeShop
    if not can_be_reached(learner):
        raise NobodyToReach
    if not CHOICES & set(parts):
        raise Invalid.field("parts", lazy_gettext("Choose at least one thing to take along."))
    if learner.graduated_shop_id is not None:
        return
    chosen = sorted(part.value for part in parts)
    job = _job(learner)
    if job is not None and job.parked_at:
        job.payload = {**job.payload, "parts": chosen}
        queue.run_again(job.id)
    queue.enqueue(GRADUATE, shop_id=PLATFORM, unique_key=_key(learner), learner=str(learner.id), parts=chosen)


def graduate(learner_id: int, parts: Collection[Part]) -> None:
    """Make the real shop; harmless twice. No shop may be in force.

    Sample goods stay behind unless the learner has edited them, and so do pages that still have our words or
    a model shop's: the new shop's wizard writes ours again, with the real answers.
    """
    learner = db.session.get_one(Learner, learner_id)
    if learner.graduated_shop_id is not None or learner.shop_id is None:
        return
    parcel = _read(learner.shop_id, parts)
    shop_id = ids.new_id()
    bring_files(parcel, shop_id)
    learner = lock(Learner, learner_id)
    if learner.graduated_shop_id is None:
        _write(learner, parcel, shop_id, parts)


def _read(practice_id: int, parts: Collection[Part]) -> Parcel:
    with enter_shop(practice_id):
        samples = select(Product.id).where(Product.is_sample | (Product.state == ProductState.ARCHIVED))
        without = {
            "product": set(db.session.scalars(samples)),
            "page": {page.id for page in db.session.scalars(select(Page)) if is_ours(page)},
        }
        let_go()
    trade = kit(db.session.get_one(Shop, practice_id).trade)
    return read_shop(
        practice_id,
        Kind.GRADUATION,
        parts=parts,
        without=without,
        made_again=[page["slug"] for page in trade.pages],
    )


def _write(learner: Learner, parcel: Parcel, shop_id: int, parts: Collection[Part]) -> None:
    by = events.Actor(events.ActorKind.USER, learner.user_id)
    practice = db.session.get_one(Shop, parcel.shop_id)
    with enter_shop(practice.id):
        former = slugs.step_aside(practice, by=by)
        # shop is a platform table, so the guard does not see that shoppers' pages change
        guard.changed_for_shoppers([practice.id])
    shop = create_shop(
        parcel.shop["name"],
        former[0],
        mode=ShopMode.REAL,
        trade=parcel.shop["trade"],
        owner=db.session.get_one(User, learner.user_id),
        shop_id=shop_id,
    )
    for name in ("locale", "currency", "theme_id"):
        setattr(shop, name, parcel.shop.get(name, getattr(shop, name)))
    slugs.take_over(shop, former[1:])
    let_go()
    write_shop(parcel, shop.id, by=by)
    with enter_shop(shop.id):
        for step in ("trade", "address", *(STEPS[part] for part in CHOICES & set(parts) if part in STEPS)):
            steps.finish(shop, step, by=by)
    learner.graduated_shop_id = shop.id
    events.record_platform("learner.graduated", learner, by=by, workshop=str(learner.workshop_id))
    touch(learner.workshop_id)


def _key(learner: Learner) -> str:
    return f"{GRADUATE}:{learner.id}"


def _job(learner: Learner) -> queue.Job | None:
    return db.session.scalar(select(queue.Job).where(queue.Job.unique_key == _key(learner)))
