"""The projection of how far each learner is: a memo of what the event log says, and nothing else.

Every call judges the log anew, so events may come twice, late or in any order. Nothing once reached is taken
away; an earlier proof replaces a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqlalchemy import Select, or_, select

from storefront.domain.workshops.board import touch
from storefront.domain.workshops.missions import limits, log
from storefront.domain.workshops.missions.checks import CHECKS, PER_EVENT
from storefront.domain.workshops.missions.duties import Duty, duties_of
from storefront.domain.workshops.missions.rules import Rule, Step
from storefront.domain.workshops.missions.tally import (
    NOTHING,
    Elapsed,
    Happened,
    Tally,
    evaluate,
    matches,
    moment,
)
from storefront.domain.workshops.missions.vocabulary import CHECK_HELD
from storefront.infra import events, ids, queue
from storefront.infra.db import begin_write, db, locked
from storefront.infra.tenancy import PLATFORM
from storefront.models.shop import Shop
from storefront.models.workshop import Learner, LearnerProgress, LearnerState

PROGRESS, RECOUNT, LIMITS = "workshops.progress", "workshops.recount", "workshops.limits"
Rows = Mapping[int, LearnerProgress]
Judged = tuple[int, Rule]
"""A mission's id, and what proves it."""
Noter = Callable[[int, str, Happened], Happened]
"""Notes in a shop that a check held because of an event; the event that says so."""


def shops_of_learners(shop_ids: Collection[int]) -> set[int]:
    """Those of the shops that are a learner's, for practice or since graduation. One statement."""
    rows = db.session.execute(
        select(Learner.shop_id, Learner.graduated_shop_id).where(
            or_(Learner.shop_id.in_(shop_ids), Learner.graduated_shop_id.in_(shop_ids))
        )
    )
    return {shop_id for row in rows for shop_id in row if shop_id is not None} & set(shop_ids)


def learners_of_shop(shop_id: int) -> Sequence[Learner]:
    """The learners whose shop it is: one, but for a shop that its owner brought to two classes."""
    mine = or_(Learner.shop_id == shop_id, Learner.graduated_shop_id == shop_id)
    return db.session.scalars(select(Learner).where(mine, Learner.state == LearnerState.JOINED)).all()


def learners_of_user(user_id: int) -> Sequence[Learner]:
    """The user as a learner, in each of their classes."""
    mine = select(Learner).where(Learner.user_id == user_id, Learner.state == LearnerState.JOINED)
    return db.session.scalars(mine).all()


def follow(learner: Learner, shop_id: int | None, happened: Mapping[int, str]) -> None:
    """These events (id -> topic) happened, in a shop of the learner's or (platform's) about the learner."""
    if not happened:
        return
    topics = set(happened.values())
    ordered = duties_of(learner.workshop_id)
    listening = [
        (duty.id, duty.rule)
        for duty in ordered
        if duty.rule and topics & duty.rule.topics and _counts_there(duty, learner, shop_id)
    ]
    if not listening or not _may_change(learner, listening, min(happened)):
        return
    learner = locked(learner)
    rows, elapsed = _all_rows(learner, ordered), log.elapsed_of(learner)
    if _judge(learner, shop_id, listening, rows, elapsed):
        limits.refresh(learner, ordered, rows, elapsed)
        touch(learner.workshop_id)


def recount(learner: Learner, only: Collection[int] = ()) -> None:
    """Throw the projection of a learner away (or of these missions) and make it anew from the log.

    What is proved by an event that is gone (practice data is deleted, a class is carried home) stays.
    """
    ordered = duties_of(learner.workshop_id)
    learner = locked(learner)
    rows, elapsed = _all_rows(learner, ordered), log.elapsed_of(learner)
    proofs = {row.event_id for row in rows.values() if row.event_id is not None}
    gone = proofs - log.still_there(learner, proofs)
    again = [duty for duty in ordered if (not only or duty.id in only) and rows[duty.id].event_id not in gone]
    for duty in again:
        _write(rows[duty.id], NOTHING)
    for shop_id in dict.fromkeys((learner.shop_id, learner.graduated_shop_id)):
        there = [
            (duty.id, duty.rule) for duty in again if duty.rule and _counts_there(duty, learner, shop_id)
        ]
        if there and (shop_id is not None or learner.shop_id is None):
            _judge(learner, shop_id, there, rows, elapsed)
    limits.refresh(learner, ordered, rows, elapsed)
    touch(learner.workshop_id)


def refresh_limits(workshop_id: int) -> None:
    """Missions moved, were skipped or got time: who began what when, and what was late, may be others."""
    ordered = duties_of(workshop_id)
    for learner in hold_learners(workshop_id):
        limits.refresh(learner, ordered, _all_rows(learner, ordered), log.elapsed_of(learner))
    touch(workshop_id)


def ask_for_limits(workshop_id: int) -> None:
    """Have that done by a job: it takes every learner of the class."""
    queue.enqueue(LIMITS, shop_id=PLATFORM, workshop=str(workshop_id))


def hold_learners(workshop_id: int) -> Sequence[Learner]:
    """Everybody in the class, locked; whoever also locks the class does so after this, as `follow` does."""
    db.session.flush()
    begin_write()
    held = _of_class(workshop_id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(held).all()


def ask_for_recount(workshop_id: int, only: Iterable[int] = ()) -> None:
    """Have everybody's progress made anew by jobs: the missions are others now."""
    for learner in db.session.scalars(_of_class(workshop_id)):
        ask_for_recount_of(learner, only)


def ask_for_recount_of(learner: Learner, only: Iterable[int] = ()) -> None:
    """The same for one learner."""
    missions = [str(mission_id) for mission_id in only]
    queue.enqueue(RECOUNT, shop_id=learner.shop_id or 0, learner=str(learner.id), missions=missions)


def judge_only(learner: Learner, rule: Rule, *, in_class: bool) -> Tally:
    """What the log so far and the shop as it stands say about a rule; writes nothing."""
    real = learner.graduated_shop_id
    found, places = NOTHING, [*([learner.shop_id] if in_class else []), *([real] if real else [])]
    for place in places:
        told = _told(learner, place, rule.read_topics)
        if place is not None:
            told += _ask(learner, place, [rule], told, note=_supposed)
        tally = evaluate(rule, told, log.elapsed_of(learner))
        found = tally if tally.is_further_than(found) else found
    return found


def _of_class(workshop_id: int) -> Select[Learner]:
    mine = select(Learner).where(Learner.workshop_id == workshop_id, Learner.state == LearnerState.JOINED)
    return mine.order_by(Learner.id)


def _counts_there(duty: Duty, learner: Learner, shop_id: int | None) -> bool:
    """A mission of the class counts in both shops, another one only in the real shop after graduation."""
    return duty.in_class or (shop_id is not None and shop_id == learner.graduated_shop_id)


def _may_change(learner: Learner, listening: Sequence[Judged], event_id: int) -> bool:
    """Whether this event or a later one can still bring something: most come for missions that are done."""
    done = select(LearnerProgress.mission_id).where(
        LearnerProgress.learner_id == learner.id,
        LearnerProgress.mission_id.in_([mission_id for mission_id, _rule in listening]),
        LearnerProgress.reached_at.is_not(None),
        LearnerProgress.event_id <= event_id,
    )
    return len(db.session.scalars(done).all()) < len(listening)


def _all_rows(learner: Learner, duties: Sequence[Duty]) -> dict[int, LearnerProgress]:
    found = select(LearnerProgress).where(LearnerProgress.learner_id == learner.id)
    rows = {row.mission_id: row for row in db.session.scalars(found)}
    for duty in duties:
        if duty.id not in rows:
            rows[duty.id] = LearnerProgress(learner_id=learner.id, mission_id=duty.id, extra_minutes=0)
            db.session.add(rows[duty.id])
    return rows


def _judge(
    learner: Learner, shop_id: int | None, missions: Sequence[Judged], rows: Rows, elapsed: Elapsed
) -> bool:
    """Write what the log says now where it is further than what stands; whether anything was."""
    topics = frozenset().union(*(rule.read_topics for _id, rule in missions))
    place = learner.shop_id if shop_id is None else shop_id
    told = _told(learner, place, topics)
    if place is not None:
        told += _ask(learner, place, [rule for _id, rule in missions], told, note=_note)
    changed = False
    for mission_id, rule in missions:
        row, tally = rows[mission_id], evaluate(rule, told, elapsed)
        if tally.is_further_than(_standing(row)):
            _write(row, tally)
            changed = True
    return changed


def _told(learner: Learner, shop_id: int | None, topics: Collection[str]) -> list[Happened]:
    """Events of these topics about the learner and, where a shop is named, in it."""
    mine = log.of_person(learner, topics)
    return mine if shop_id is None else mine + log.of_shop(shop_id, topics)


def _ask(
    learner: Learner, shop_id: int, rules: Sequence[Rule], told: Sequence[Happened], *, note: Noter
) -> list[Happened]:
    """Put the checks that never held to the shop, where one of their events happened; note each first yes."""
    held = {event.facts.get("check") for event in told if event.topic == CHECK_HELD}
    noted = []
    for step in (step for rule in rules for step in rule.steps if step.check):
        because = None if step.check in held else _first_yes(learner, shop_id, step, told)
        if because is not None:
            held.add(step.check)
            noted.append(note(shop_id, step.check, because))
    return noted


def _first_yes(learner: Learner, shop_id: int, step: Step, told: Sequence[Happened]) -> Happened | None:
    meant = [event for event in told if any(matches(pattern, event) for pattern in step.on)]
    asked = meant if step.check in PER_EVENT else meant[-1:]
    with log.in_shop(shop_id):
        return next((event for event in asked if CHECKS[step.check](learner, event)), None)


def _note(shop_id: int, check: str, because: Happened) -> Happened:
    with log.in_shop(shop_id):
        shop = db.session.get_one(Shop, shop_id)
        event_id = events.record(CHECK_HELD, shop, by=events.JOB, **_held(check, because))
    return _holding(event_id, shop_id, check, because)


def _supposed(shop_id: int, check: str, because: Happened) -> Happened:
    """The same, without writing it."""
    return _holding(ids.new_id(), shop_id, check, because)


def _holding(event_id: int, shop_id: int, check: str, because: Happened) -> Happened:
    by = events.JOB.kind.value
    return Happened(event_id, CHECK_HELD, because.at, by, "shop", shop_id, _held(check, because))


def _held(check: str, because: Happened) -> dict[str, str]:
    return {"check": check, "event": str(because.id), "at": moment(because).isoformat()}


def _standing(row: LearnerProgress) -> Tally:
    return Tally(row.count or 0, tuple(row.seen or ()), row.event_id, row.reached_at)


def _write(row: LearnerProgress, tally: Tally) -> None:
    row.count, row.seen = tally.count, list(tally.seen)
    row.event_id, row.reached_at = tally.event_id, tally.reached_at
