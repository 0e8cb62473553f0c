"""Where learners were last: the newest steps of each, written from the trail of this process.

Never values, and no evidence of anything; the class's deletion takes it along.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Text, bindparam, cast, delete, insert, or_, select, update
from sqlalchemy.orm import aliased

from storefront.infra import ids
from storefront.infra.db import db
from storefront.infra.trail import Step, Walker
from storefront.models.workshop import Learner, LearnerPresence, LearnerState, Workshop

KEPT = 12
"""So many steps of a learner are kept."""


class Seen(NamedTuple):
    """One step of a learner, as the board reads it."""

    at: dt.datetime
    endpoint: str
    method: str
    status: int
    errors: tuple[str, ...] = ()


def write(steps: Sequence[Step]) -> None:
    """Keep the steps of learners, forget their oldest ones, and say that their boards changed."""
    found = _learners({step.walker for step in steps})
    rows = [(found[step.walker][0], step) for step in steps if step.walker in found]
    if not rows:
        return
    rows.sort(key=lambda row: row[0])  # a row holds its learner, and a class is held in this order
    db.session.execute(insert(LearnerPresence), [_row(*row) for row in rows])
    _forget_oldest({learner for learner, _workshop in found.values()})
    db.session.execute(
        update(Workshop)
        .where(Workshop.id.in_({workshop for _learner, workshop in found.values()}))
        .values(board_version=Workshop.board_version + 1)
        .execution_options(synchronize_session=False)
    )


def steps_of(learner_ids: Collection[int]) -> dict[int, list[Seen]]:
    """The kept steps by learner, newest first; one statement."""
    one = LearnerPresence
    rows = db.session.execute(
        select(one.learner_id, one.at, one.endpoint, one.method, one.status, cast(one.errors, Text))
        .where(one.learner_id.in_(learner_ids))
        .order_by(one.learner_id, one.at.desc(), one.id.desc())
    )
    steps: dict[int, list[Seen]] = defaultdict(list)
    for learner_id, at, endpoint, method, status, errors in rows:
        steps[learner_id].append(Seen(at, endpoint, method, status, _codes(errors)))
    return steps


@lru_cache(maxsize=512)
def _codes(text: str) -> tuple[str, ...]:
    """The codes in a stored text: nearly always none, and never worth reading twice."""
    return tuple(json.loads(text))


def _learners(walkers: Collection[Walker]) -> dict[Walker, tuple[int, int]]:
    """Learner and workshop of each walker who is one; somebody else in a practice shop is none."""
    rows = db.session.execute(
        select(Learner.id, Learner.shop_id, Learner.user_id, Learner.workshop_id).where(
            or_(
                Learner.id.in_({walker.learner_id for walker in walkers}),
                Learner.shop_id.in_({walker.shop_id for walker in walkers}),
            ),
            Learner.state != LearnerState.LEFT,
        )
    )
    known: dict[Walker, tuple[int, int]] = {}
    for learner_id, shop_id, user_id, workshop_id in rows:
        known[Walker(learner_id=learner_id)] = learner_id, workshop_id
        known[Walker(shop_id=shop_id or 0, user_id=user_id)] = learner_id, workshop_id
    return {walker: known[walker] for walker in walkers if walker in known}


def _row(learner_id: int, step: Step) -> dict[str, object]:
    return {
        "id": ids.new_id(),
        "learner_id": learner_id,
        "at": step.at,
        "endpoint": step.endpoint[:80],
        "method": step.method[:8],
        "status": step.status,
        "errors": list(step.errors),
    }


def _forget_oldest(learner_ids: Collection[int]) -> None:
    one, newer = LearnerPresence, aliased(LearnerPresence)
    newest = (
        select(newer.at)
        .where(newer.learner_id == bindparam("learner"))
        .order_by(newer.at.desc())
        .offset(KEPT - 1)
        .limit(1)
        .scalar_subquery()
    )
    statement = delete(one).where(one.learner_id == bindparam("learner"), one.at < newest)
    db.session.connection().execute(statement, [{"learner": learner_id} for learner_id in learner_ids])
