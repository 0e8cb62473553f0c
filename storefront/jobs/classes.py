"""Jobs of the classes: a practice shop for who came in from the waiting list."""

from __future__ import annotations

from storefront.domain.workshops import seeding
from storefront.infra.db import lock
from storefront.jobs.registry import Work
from storefront.models.workshop import Learner, LearnerState

GIVE_SHOP = "classes.give_shop"


def give_shop(work: Work) -> None:
    """Make the learner's practice shop, unless it stands: who joins by the form has it at once."""
    learner = lock(Learner, work.subject_id or 0)
    if learner.state is LearnerState.JOINED:
        seeding.give_shop(learner)
