"""The programme's register of cohorts, venues and donors: kept, changed, deleted while nothing uses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask_babel import lazy_gettext
from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from storefront.domain.places.units import is_unit
from storefront.domain.workshops import codes
from storefront.domain.workshops.finding import ids_holding
from storefront.domain.workshops.schedule import holding
from storefront.infra import events
from storefront.infra.db import begin_write, db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.text import clean, clean_multiline
from storefront.models.programme import Cohort, Donor, Venue
from storefront.models.workshop import Workshop, WorkshopState

Entry = Cohort | Venue | Donor
MOST_SEATS = 2000


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the three lists: its rows, and the column of a workshop that names one of them."""

    model: type[Cohort] | type[Venue] | type[Donor]
    column: InstrumentedAttribute[int | None]


KINDS: Mapping[str, Kind] = {
    "cohorts": Kind(Cohort, Workshop.cohort_id),
    "venues": Kind(Venue, Workshop.venue_id),
    "donors": Kind(Donor, Workshop.donor_id),
}


class NoSuchEntry(NotFound):
    """The register has no such row."""

    code = "no_such_entry"


class EntryChanged(Conflict):
    """Somebody saved it after this form was opened."""

    code = "entry_changed"
    message = lazy_gettext(
        "This entry was saved on another device in the meantime. What you typed is kept below: compare, and"
        " save again."
    )


class InUse(Conflict):
    """Workshops name it."""

    code = "in_use"
    message = lazy_gettext("Classes still belong to it, so it cannot be deleted.")


def kind_of(name: str) -> Kind:
    """The list of this name. Raises NoSuchEntry."""
    if name not in KINDS:
        raise NoSuchEntry
    return KINDS[name]


def find(kind: Kind, text: str = "") -> Select[Any]:
    """The rows whose name holds the text."""
    statement = select(kind.model)
    if not clean(text):
        return statement
    return statement.where(kind.model.id.in_(ids_holding(select(kind.model.id, kind.model.name), text)))


def class_counts(kind: Kind, rows: Sequence[Entry]) -> dict[int, int]:
    """How many workshops name each of the rows; those that none names are left out."""
    mine = kind.column.in_([row.id for row in rows])
    counted = select(kind.column, func.count(Workshop.id)).where(mine).group_by(kind.column)
    return {row_id: number for row_id, number in db.session.execute(counted) if row_id}


def entry(kind: Kind, entry_id: int) -> Entry:
    """One row. Raises NoSuchEntry."""
    found = cast(Entry | None, db.session.get(kind.model, entry_id))
    if found is None:
        raise NoSuchEntry
    return found


def add(kind: Kind, values: Mapping[str, Any], *, by: events.Actor) -> Entry:
    """A new row. Raises Invalid."""
    begin_write()
    made = kind.model()
    _write(kind, made, values)
    db.session.add(made)
    db.session.flush()
    events.record_platform(f"{kind.model.__tablename__}.added", made, by=by)
    return made


def edit(kind: Kind, row: Entry, values: Mapping[str, Any], *, revision: int, by: events.Actor) -> None:
    """Save over the revision the form was opened with. Raises EntryChanged, Invalid."""
    row = locked(row)
    if row.revision != revision:
        raise EntryChanged
    _write(kind, row, values)
    row.revision += 1
    events.record_platform(f"{kind.model.__tablename__}.edited", row, by=by)


def delete(kind: Kind, row: Entry, *, by: events.Actor) -> None:
    """Take it out of the register. Raises InUse."""
    row = locked(row)
    if db.session.scalar(select(func.count(Workshop.id)).where(kind.column == row.id)):
        raise InUse
    events.record_platform(f"{kind.model.__tablename__}.deleted", row, by=by)
    db.session.delete(row)


def workshops_of(kind: Kind, entry_id: int) -> Sequence[Workshop]:
    """The workshops of a row, newest first."""
    return db.session.scalars(all_workshops({kind.column.key: entry_id})).all()


def all_workshops(columns: Mapping[str, int], state: str = "", text: str = "") -> Select[Workshop]:
    """Every workshop that fits, newest first; columns are those of Workshop."""
    statement = select(Workshop).filter_by(**columns)
    if state in {each.value for each in WorkshopState}:
        statement = statement.where(Workshop.state == WorkshopState(state))
    shown = joinedload(Workshop.venue), joinedload(Workshop.cohort)
    found = holding(statement, text, or_code=codes.read_code(text)).options(*shown)
    return found.order_by(Workshop.starts_on.desc(), Workshop.id.desc())


def _write(kind: Kind, row: Entry, values: Mapping[str, Any]) -> None:
    name = clean(str(values.get("name") or ""))[:160]
    wrong = _wrong(kind, row, name, values)
    if wrong:
        raise Invalid(wrong)
    row.name, row.note = name, clean_multiline(str(values.get("note") or ""))
    for key in {"starts_on", "ends_on", "goal", "street", "unit_code", "seats"} & values.keys():
        setattr(row, key, values[key])


def _wrong(kind: Kind, row: Entry, name: str, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    same = select(kind.model.id).where(kind.model.name == name, kind.model.id != (row.id or 0))
    starts, ends, seats, goal = (values.get(key) for key in ("starts_on", "ends_on", "seats", "goal"))
    checks = {
        "name": lazy_gettext("Give it a name.") if not name else "",
        "ends_on": lazy_gettext("The last day comes before the first.")
        if starts and ends and ends < starts
        else "",
        "goal": lazy_gettext("Enter a number above zero.") if goal is not None and goal < 1 else "",
        "seats": lazy_gettext("Enter a number from 1 to %(most)s.", most=MOST_SEATS)
        if seats is not None and not 1 <= seats <= MOST_SEATS
        else "",
        "unit_code": lazy_gettext("We do not know this commune. Choose one from the list.")
        if values.get("unit_code") and not is_unit(str(values["unit_code"]))
        else "",
    }
    with db.session.no_autoflush:
        if name and db.session.scalar(same):
            checks["name"] = lazy_gettext("There is one of this name already.")
    return {field: [sentence] for field, sentence in checks.items() if sentence}
