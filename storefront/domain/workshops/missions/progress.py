"""The projection of how far each learner is: a memo of what the event log says, and nothing else.

Every call judges the log anew, so events may come twice, late or in any order. Nothing once reached is taken
away; an earlier proof replaces a later one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import or_, select

from storefront.domain.workshops.board import touch
from storefront.domain.workshops.missions import limits, log
from storefront.domain.workshops.missions.checks import CHECKS, PER_EVENT
from storefront.domain.workshops.missions.queries import missions_of
from storefront.domain.workshops.missions.rules import Rule, Step, read
from storefront.domain.workshops.missions.tally import NOTHING, Happened, Tally, evaluate, matches, moment
from storefront.domain.workshops.missions.vocabulary import CHECK_HELD
from storefront.infra import events, queue
from storefront.infra.db import db, locked
from storefront.models.shop import Shop
from storefront.models.workshop import Learner, LearnerProgress, LearnerState, Mission

PROGRESS, RECOUNT = "workshops.progress", "workshops.recount"
Rows = Mapping[int, LearnerProgress]


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
    ordered = missions_of(learner.workshop_id)
    listening = [
        (mission, rule)
        for mission, rule in _with_rules(ordered)
        if topics & rule.topics and _counts_there(mission, learner, shop_id)
    ]
    if not listening or not _may_change(learner, listening, max(happened)):
        return
    learner = locked(learner)
    rows = _all_rows(learner, ordered)
    if _judge(learner, shop_id, listening, rows):
        limits.refresh(learner, ordered, rows)
        touch(learner.workshop_id)


def recount(learner: Learner, only: Collection[int] = ()) -> None:
    """Throw the projection of a learner away (or of these missions) and make it anew from the log.

    What is proved by an event that is gone (practice data is deleted, a class is carried home) stays.
    """
    ordered = missions_of(learner.workshop_id)
    learner = locked(learner)
    rows = _all_rows(learner, ordered)
    proofs = {row.event_id for row in rows.values() if row.event_id is not None}
    gone = proofs - log.still_there(learner, proofs)
    again = [
        (mission, rule)
        for mission, rule in _with_rules(ordered)
        if (not only or mission.id in only) and rows[mission.id].event_id not in gone
    ]
    for mission, _rule in again:
        _write(rows[mission.id], NOTHING)
    for shop_id in dict.fromkeys((learner.shop_id, learner.graduated_shop_id)):
        there = [pair for pair in again if _counts_there(pair[0], learner, shop_id)]
        if there and (shop_id is not None or learner.shop_id is None):
            _judge(learner, shop_id, there, rows)
    limits.refresh(learner, ordered, rows)
    touch(learner.workshop_id)


def refresh_limits(workshop_id: int) -> None:
    """Missions were skipped or time was given: who began what when, and what was late, may be others."""
    ordered = missions_of(workshop_id)
    for learner in _joined(workshop_id):
        limits.refresh(learner, ordered, _all_rows(locked(learner), ordered))
    touch(workshop_id)


def ask_for_recount(workshop_id: int, only: Iterable[int] = ()) -> None:
    """Have everybody's progress made anew by jobs: the missions are others now."""
    for learner in _joined(workshop_id):
        ask_for_recount_of(learner, only)


def ask_for_recount_of(learner: Learner, only: Iterable[int] = ()) -> None:
    """The same for one learner."""
    missions = [str(mission_id) for mission_id in only]
    queue.enqueue(RECOUNT, shop_id=learner.shop_id or 0, learner=str(learner.id), missions=missions)


def judge_only(learner: Learner, rule: Rule) -> Tally:
    """What the log so far says about a rule that may never have been a mission; writes nothing."""
    topics = rule.read_topics
    told = log.of_person(learner, topics)
    if learner.shop_id is not None:
        told += log.of_shop(learner.shop_id, topics)
    return evaluate(rule, told, log.elapsed_in(learner.workshop_id, None))


def _joined(workshop_id: int) -> Sequence[Learner]:
    mine = Learner.workshop_id == workshop_id
    return db.session.scalars(select(Learner).where(mine, Learner.state == LearnerState.JOINED)).all()


def _with_rules(missions: Iterable[Mission]) -> list[tuple[Mission, Rule]]:
    return [(mission, read(mission.rule)) for mission in missions if mission.rule]


def _counts_there(mission: Mission, learner: Learner, shop_id: int | None) -> bool:
    """A mission of the class counts in both shops, another one only in the real shop after graduation."""
    return mission.in_class or (shop_id is not None and shop_id == learner.graduated_shop_id)


def _may_change(learner: Learner, listening: Sequence[tuple[Mission, Rule]], event_id: int) -> bool:
    """Whether the event can still bring something: most come for missions that are done."""
    done = select(LearnerProgress.mission_id).where(
        LearnerProgress.learner_id == learner.id,
        LearnerProgress.mission_id.in_([mission.id for mission, _rule in listening]),
        LearnerProgress.reached_at.is_not(None),
        LearnerProgress.event_id <= event_id,
    )
    return len(db.session.scalars(done).all()) < len(listening)


def _all_rows(learner: Learner, missions: Sequence[Mission]) -> dict[int, LearnerProgress]:
    found = select(LearnerProgress).where(LearnerProgress.learner_id == learner.id)
    rows = {row.mission_id: row for row in db.session.scalars(found)}
    for mission in missions:
        if mission.id not in rows:
            rows[mission.id] = LearnerProgress(learner_id=learner.id, mission_id=mission.id, extra_minutes=0)
            db.session.add(rows[mission.id])
    return rows


def _judge(
    learner: Learner, shop_id: int | None, missions: Sequence[tuple[Mission, Rule]], rows: Rows
) -> bool:
    """Write what the log says now where it is further than what stands; whether anything was."""
    topics = frozenset().union(*(rule.read_topics for _mission, rule in missions))
    told = log.of_person(learner, topics)
    place = learner.shop_id if shop_id is None else shop_id
    if place is not None:
        told += log.of_shop(place, topics)
        told += _ask(learner, place, [rule for _mission, rule in missions], told)
    elapsed, changed = log.elapsed_in(learner.workshop_id, learner.workshop.paused_at), False
    for mission, rule in missions:
        row, tally = rows[mission.id], evaluate(rule, told, elapsed)
        if tally.is_further_than(_standing(row)):
            _write(row, tally)
            changed = True
    return changed


def _ask(learner: Learner, shop_id: int, rules: Sequence[Rule], told: Sequence[Happened]) -> list[Happened]:
    """Put the checks that never held to the shop, where one of their events happened; note each first yes."""
    held = {event.facts.get("check") for event in told if event.topic == CHECK_HELD}
    noted = []
    for step in (step for rule in rules for step in rule.steps if step.check):
        because = None if step.check in held else _first_yes(learner, shop_id, step, told)
        if because is not None:
            held.add(step.check)
            noted.append(_note(shop_id, step.check, because))
    return noted


def _first_yes(learner: Learner, shop_id: int, step: Step, told: Sequence[Happened]) -> Happened | None:
    meant = [event for event in told if any(matches(pattern, event) for pattern in step.on)]
    asked = meant if step.check in PER_EVENT else meant[-1:]
    with log.in_shop(shop_id):
        return next((event for event in asked if CHECKS[step.check](learner, event)), None)


def _note(shop_id: int, check: str, because: Happened) -> Happened:
    facts = {"check": check, "event": str(because.id), "at": moment(because).isoformat()}
    with log.in_shop(shop_id):
        shop = db.session.get_one(Shop, shop_id)
        event_id = events.record(CHECK_HELD, shop, by=events.JOB, **facts)
    return Happened(event_id, CHECK_HELD, because.at, events.JOB.kind.value, "shop", shop_id, facts)


def _standing(row: LearnerProgress) -> Tally:
    return Tally(row.count or 0, tuple(row.seen or ()), row.event_id, row.reached_at)


def _write(row: LearnerProgress, tally: Tally) -> None:
    row.count, row.seen = tally.count, list(tally.seen)
    row.event_id, row.reached_at = tally.event_id, tally.reached_at
