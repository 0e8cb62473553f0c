import base64
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from storefront.blueprints.common.paging import NoSuchPage, Page, asc, desc, paginate


class Base(DeclarativeBase):
    """The toy tables of this test."""


class Note(Base):
    """A row with a time that several rows share."""

    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    day: Mapped[date]


START = datetime(2026, 11, 22, tzinfo=UTC).replace(tzinfo=None)
KEYS = (desc(Note.at), asc(Note.id))


def note(number: int, step: int) -> Note:
    moment = START + timedelta(days=step)
    return Note(id=number, at=moment, day=moment.date())


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(note(n, n // 3) for n in range(10))
        session.flush()
        yield session


def ids(page: Page) -> list[int]:
    return [note.id for note in page.items]


def at(session: Session, cursor: str | None = None) -> Page:
    return paginate(session, select(Note), *KEYS, cursor=cursor, limit=4)


def test_pages_follow_each_other_without_gap_or_double(session: Session) -> None:
    first = at(session)
    second = at(session, first.next)
    third = at(session, second.next)

    assert ids(first) + ids(second) + ids(third) == [9, 6, 7, 8, 3, 4, 5, 0, 1, 2]
    assert (first.previous, third.next) == (None, None)


def test_a_list_in_the_order_of_days_has_pages_as_well(session: Session) -> None:
    first = paginate(session, select(Note), desc(Note.day), asc(Note.id), limit=4)
    second = paginate(session, select(Note), desc(Note.day), asc(Note.id), cursor=first.next, limit=4)

    assert ids(first) + ids(second) == [9, 6, 7, 8, 3, 4, 5, 0]


def test_going_back_shows_the_same_page_again(session: Session) -> None:
    first = at(session)
    second = at(session, first.next)
    again = at(session, second.previous)

    assert ids(again) == ids(first)
    assert again.previous is None
    assert ids(at(session, again.next)) == ids(second)


def test_a_row_added_above_does_not_move_the_next_page(session: Session) -> None:
    first = at(session)
    session.add(note(99, 4))
    session.flush()

    assert ids(at(session, first.next)) == [3, 4, 5, 0]


def test_an_empty_list_is_one_page_without_neighbours(session: Session) -> None:
    page = paginate(session, select(Note).where(Note.id > 1000), *KEYS)

    assert (list(page.items), page.next, page.previous) == ([], None, None)


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "%%%", "bnVsbA", "WzAsMV0", "WzAsICJub3QgYSBkYXRlIiwgMV0", "WzAsIDEsIDFd"),
        base64.urlsafe_b64encode(b'[0, "2026-11-22T00:00:00", 99999999999999999999]').decode(),
    ],
)
def test_a_damaged_cursor_is_a_page_that_does_not_exist(session: Session, cursor: str) -> None:
    with pytest.raises(NoSuchPage):
        at(session, cursor)
