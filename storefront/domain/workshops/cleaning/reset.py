"""A learner begins anew: the practice shop is emptied and seeded by its kit again, at the same address."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from storefront.domain.onboarding.apply_kit import apply_kit
from storefront.domain.onboarding.kits import GENERAL
from storefront.domain.shops.create import add_first_rows
from storefront.domain.workshops import board, money, seeding
from storefront.domain.workshops.cleaning.erase import erase_rows
from storefront.domain.workshops.kits import kit_for
from storefront.domain.workshops.missions.progress import ask_for_recount_of
from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import events, queue
from storefront.infra.db import db, locked
from storefront.infra.i18n import speaking
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop, ShopState
from storefront.models.user import Membership
from storefront.models.workshop import Learner, LearnerProgress, LearnerState, Workshop, WorkshopState

RESET = "classroom.reset"
"""The job that lets one learner begin anew."""
THEME = "que"


def ask_for_reset(
    workshop: Workshop, learners: Sequence[Learner], *, forget_progress: bool, by: events.Actor
) -> None:
    """A job for each of the class's learners; asked again while one waits, nothing more happens.

    Raises WorkshopOver: what a class that is over has reached stays as it is.
    """
    if locked(workshop).state is not WorkshopState.OPEN:
        raise WorkshopOver
    for learner in learners:
        queue.enqueue(
            RESET,
            shop_id=0,
            unique_key=f"{RESET}:{learner.workshop_id}:{learner.id}",
            learner=str(learner.id),
            forget_progress=forget_progress,
            by=by.id,
        )


def waiting(workshop: Workshop) -> tuple[int, int]:
    """How many learners of the class still wait for their new beginning, and how many of them in vain."""
    mine = (Job.unique_key.startswith(f"{RESET}:{workshop.id}:"), Job.done_at.is_(None))
    counted = select(func.count(Job.id), func.count(Job.parked_at)).where(*mine)
    open_jobs, parked = db.session.execute(counted).one()
    return open_jobs, parked


def reset(learner: Learner, *, forget_progress: bool, by: events.Actor) -> None:
    """Empty the practice shop and seed it anew, all in one transaction. Raises RealShop.

    Name, address and owner stay; other members leave, everything inside goes. With `forget_progress` the
    missions begin anew too, otherwise what was reached stays reached.
    """
    kit = kit_for(learner.workshop, learner.kit)
    seeding.prepare(kit)
    learner = locked(learner)
    shop = learner.shop
    if shop is None or learner.state is not LearnerState.JOINED:
        return
    erase_rows(shop)
    others = (Membership.shop_id == shop.id, Membership.user_id != learner.user_id)
    db.session.execute(delete(Membership).where(*others))
    _as_new(shop)
    itself = events.Actor(events.ActorKind.USER, learner.user_id)
    with enter_shop(shop.id):
        with speaking(shop.locale):
            add_first_rows(shop, owner=learner.user)
        apply_kit(shop, kit, by=itself)
        money.begin(shop, by=itself)
    if forget_progress:
        _forget_progress(learner)
    events.record_platform(
        "learner.reset", learner, by=by, workshop=learner.workshop_id, progress=not forget_progress
    )
    board.touch(learner.workshop_id)


def _as_new(shop: Shop) -> None:
    shop.state, shop.opened_at, shop.suspended_at = ShopState.DRAFT, None, None
    shop.trade, shop.theme_id = GENERAL, THEME
    db.session.flush()


def _forget_progress(learner: Learner) -> None:
    db.session.execute(delete(LearnerProgress).where(LearnerProgress.learner_id == learner.id))
    db.session.flush()
    ask_for_recount_of(learner)
