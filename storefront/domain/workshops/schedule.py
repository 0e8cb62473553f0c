"""Making workshops, changing them, finding them, and ending them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from storefront.domain.workshops import codes
from storefront.domain.workshops.board import touch
from storefront.domain.workshops.finding import ids_holding
from storefront.domain.workshops.kits import offered
from storefront.domain.workshops.missions import syllabus
from storefront.infra import clock, events
from storefront.infra.db import begin_write, db, locked
from storefront.infra.errors import Conflict, Invalid, Sentence
from storefront.infra.text import clean
from storefront.models.programme import Venue
from storefront.models.user import User
from storefront.models.workshop import Track, Workshop, WorkshopState, WorkshopTrainer

MOST = 200
"""Places of the largest class."""


class WorkshopChanged(Conflict):
    """Somebody saved the class after this form was opened."""

    code = "workshop_changed"
    message = lazy_gettext(
        "This class was saved on another device in the meantime. What you typed is kept below: compare, and"
        " save again."
    )


class WorkshopOver(Conflict):
    """What is asked for is for classes that still run."""

    code = "workshop_over"
    message = lazy_gettext("This class is finished.")


@dataclass(frozen=True, slots=True)
class WorkshopData:
    """A whole workshop form; the place is a venue of the register, words, or an address online."""

    title: str
    track: Track
    starts_on: dt.date
    ends_on: dt.date
    kits: tuple[str, ...]
    languages: tuple[str, ...] = ("vi",)
    capacity: int = 30
    venue_id: int | None = None
    place: str = ""
    online_url: str = ""
    cohort_id: int | None = None
    donor_id: int | None = None


def workshops_of(user: User, text: str = "") -> Select[Workshop]:
    """The workshops a user trains whose title, place or venue holds the text, or whose code it is; staff
    find all.
    """
    statement = select(Workshop)
    if not user.is_staff:
        mine = select(WorkshopTrainer.workshop_id).where(WorkshopTrainer.user_id == user.id)
        statement = statement.where(Workshop.id.in_(mine))
    return holding(statement, text, or_code=codes.read_code(text)).options(joinedload(Workshop.venue))


def holding(statement: Select[Workshop], text: str, *, or_code: str = "") -> Select[Workshop]:
    """Those of the workshops whose title, place or venue holds the text, or that have the code."""
    if not clean(text):
        return statement
    all_of_them = statement.outerjoin(Venue, Venue.id == Workshop.venue_id)
    words = all_of_them.with_only_columns(Workshop.id, Workshop.title, Workshop.place, Venue.name)
    named = Workshop.id.in_(ids_holding(words, text))
    return statement.where(named | (Workshop.join_code == or_code) if or_code else named)


def make_workshop(data: WorkshopData, *, user: User, by: events.Actor) -> Workshop:
    """A new class of this trainer, open to learners at once. Raises Invalid."""
    data = _checked(data)
    begin_write()
    workshop = Workshop(join_code=codes.new_code(), made_by=user.id)
    _write(workshop, data)
    db.session.add(workshop)
    db.session.flush()
    db.session.add(WorkshopTrainer(workshop_id=workshop.id, user_id=user.id))
    syllabus.copy_into(workshop)
    events.record_platform("workshop.made", workshop, by=by, track=data.track.value)
    return workshop


def edit_workshop(workshop: Workshop, data: WorkshopData, *, revision: int, by: events.Actor) -> None:
    """Save the form over the revision it was opened with. Raises WorkshopChanged, Invalid.

    More places do not yet move the waiting list: call `attend.move_up` afterwards.
    """
    data = _checked(data)
    workshop = locked(workshop)
    if workshop.revision != revision:
        raise WorkshopChanged
    if data.capacity < workshop.joined:
        sentence = lazy_gettext("%(number)s people have joined already.", number=workshop.joined)
        raise Invalid.field("capacity", sentence)
    _write(workshop, data)
    workshop.revision += 1
    events.record_platform("workshop.edited", workshop, by=by)
    touch(workshop.id)


def copy_workshop(workshop: Workshop, *, user: User, by: events.Actor) -> Workshop:
    """The same class once more, from today, for this trainer and the same co-trainers, with nobody in it."""
    begin_write()
    today = clock.today_vn()
    copy = Workshop(
        title=workshop.title,
        track=workshop.track,
        starts_on=today,
        ends_on=today + (workshop.ends_on - workshop.starts_on),
        join_code=codes.new_code(),
        made_by=user.id,
        **{name: getattr(workshop, name) for name in _COPIED},
    )
    db.session.add(copy)
    db.session.flush()
    for trainer in {user.id, *(each.id for each in trainers(workshop))}:
        db.session.add(WorkshopTrainer(workshop_id=copy.id, user_id=trainer))
    syllabus.copy_from(workshop, copy)
    events.record_platform("workshop.made", copy, by=by, track=copy.track.value, copy_of=workshop.id)
    return copy


def renew_code(workshop: Workshop, *, by: events.Actor) -> None:
    """Give the class another join code; the former one leads nowhere from now on. Raises WorkshopOver."""
    workshop = _running(workshop)
    workshop.join_code = codes.new_code()
    events.record_platform("workshop.code_renewed", workshop, by=by)
    touch(workshop.id)


def set_joining(workshop: Workshop, joining: bool, *, by: events.Actor) -> None:
    """Let people join by the code, or no more. Raises WorkshopOver."""
    workshop = _running(workshop)
    workshop.joining = joining
    events.record_platform("workshop.joining_switched", workshop, by=by, joining=joining)
    touch(workshop.id)


def finish(workshop: Workshop, *, by: events.Actor) -> None:
    """End the class: nobody joins any more, the learners keep their practice shops. Twice is once."""
    workshop = locked(workshop)
    if workshop.state is not WorkshopState.OPEN:
        return
    workshop.state, workshop.joining = WorkshopState.FINISHED, False
    events.record_platform("workshop.finished", workshop, by=by)
    touch(workshop.id)


def reopen(workshop: Workshop, *, by: events.Actor) -> None:
    """Let a finished class run on; whether people may join is switched apart. Twice is once.

    Raises WorkshopOver when it is archived.
    """
    workshop = locked(workshop)
    if workshop.state is WorkshopState.ARCHIVED:
        raise WorkshopOver
    if workshop.state is WorkshopState.OPEN:
        return
    workshop.state = WorkshopState.OPEN
    events.record_platform("workshop.reopened", workshop, by=by)
    touch(workshop.id)


def trainers(workshop: Workshop) -> list[User]:
    """Who trains the class, the first one first."""
    rows = select(User).join(WorkshopTrainer, WorkshopTrainer.user_id == User.id)
    mine = rows.where(WorkshopTrainer.workshop_id == workshop.id).order_by(WorkshopTrainer.id)
    return list(db.session.scalars(mine))


_COPIED = (
    "venue_id",
    "place",
    "online_url",
    "cohort_id",
    "donor_id",
    "kits",
    "languages",
    "capacity",
)


def _write(workshop: Workshop, data: WorkshopData) -> None:
    workshop.title, workshop.track = data.title, data.track
    workshop.starts_on, workshop.ends_on = data.starts_on, data.ends_on
    workshop.kits, workshop.languages = list(data.kits), list(data.languages)
    for name in ("capacity", "venue_id", "place", "online_url", "cohort_id", "donor_id"):
        setattr(workshop, name, getattr(data, name))


def _running(workshop: Workshop) -> Workshop:
    workshop = locked(workshop)
    if workshop.state is not WorkshopState.OPEN:
        raise WorkshopOver
    return workshop


def _checked(data: WorkshopData) -> WorkshopData:
    """The data clean and complete. Raises Invalid with a sentence for each wrong field."""
    data = replace(data, title=clean(data.title)[:160], place=clean(data.place)[:200])
    wrong = {
        "title": lazy_gettext("Give the class a title.") if not data.title else "",
        "ends_on": lazy_gettext("The last day comes before the first.")
        if data.ends_on < data.starts_on
        else "",
        "kits": lazy_gettext("Choose at least one kit.") if not _known(data.kits) else "",
        "languages": lazy_gettext("Choose at least one language.") if not data.languages else "",
        "online_url": lazy_gettext("Enter the whole address, beginning with https://.")
        if data.online_url and not data.online_url.startswith(("https://", "http://"))
        else "",
        "capacity": _wrong_capacity(data),
    }
    errors = {field: [sentence] for field, sentence in wrong.items() if sentence}
    if errors:
        raise Invalid(errors)
    return data


def _known(keys: tuple[str, ...]) -> bool:
    return bool(keys) and {*keys} <= {each.key for each in offered()}


def _wrong_capacity(data: WorkshopData) -> Sentence:
    if not 1 <= data.capacity <= MOST:
        return lazy_gettext("A class has 1 to %(most)s places.", most=MOST)
    venue = db.session.get(Venue, data.venue_id) if data.venue_id else None
    if venue and venue.seats and data.capacity > venue.seats:
        return lazy_gettext("%(venue)s has %(seats)s seats.", venue=venue.name, seats=venue.seats)
    return ""
