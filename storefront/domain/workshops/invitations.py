"""Invitations by list: read row by row, sent by phone or e-mail, each with a link that joins the class."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import Select, func, select

from storefront.domain.accounts.names import Name, parse_name
from storefront.domain.notifications.notify import Recipient, notify
from storefront.domain.workshops.finding import ids_holding
from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import clock, events
from storefront.infra.dates import format_date
from storefront.infra.db import begin_write, db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound, Sentence
from storefront.infra.links import public_url
from storefront.infra.sheets import NotAWorkbook, read_first_sheet
from storefront.infra.text import clean, fold
from storefront.infra.tokens import new_token, token_hash
from storefront.models.user import IdentityKind
from storefront.models.workshop import Learner, Workshop, WorkshopInvitation, WorkshopState

MOST = 500
LONGEST_NAME = 120
HEADINGS = frozenset({"ten", "ho ten", "ho va ten", "name", "full name"})


class InvitationUsed(Conflict):
    """Somebody else came by the link in the same moment."""

    code = "invitation_used"
    message = lazy_gettext("Somebody joined with this link already")


class InvitationGone(NotFound):
    """The link is not known, was withdrawn, or its class is over."""

    code = "invitation_gone"
    message = lazy_gettext("This invitation is no longer good. Ask the trainer for a new one.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: who it names, or what is wrong with it."""

    number: int
    cells: Sequence[str]
    name: str = ""
    address: Name | None = None
    problem: Sentence = ""


def read_table(data: bytes) -> list[list[str]]:
    """Rows of a CSV file or a workbook. Raises Invalid."""
    if data.startswith(b"PK"):
        try:
            return read_first_sheet(data)
        except NotAWorkbook as error:
            raise Invalid.field("file", lazy_gettext("This workbook cannot be read.")) from error
    try:
        return read_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        sentence = lazy_gettext("This file is no CSV in UTF-8 and no Excel workbook.")
        raise Invalid.field("file", sentence) from error


def read_text(text: str) -> list[list[str]]:
    """Rows of a pasted list: name and phone or e-mail, between them a comma, semicolon or tab."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max("\t;,", key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def as_text(rows: Sequence[Row]) -> str:
    """The rows as a list to be pasted, as `read_text` reads it."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(row.cells for row in rows)
    return target.getvalue()


def check(workshop: Workshop, table: Sequence[Sequence[str]]) -> list[Row]:
    """Each row with what is wrong with it; duplicates in the list and of earlier invitations are told."""
    found: list[Row] = []
    known = {one.value for one in _standing(workshop.id)}
    for number, cells in enumerate(table, start=1):
        filled = [clean(cell) for cell in cells if clean(cell)]
        heading = number == 1 and bool(filled) and fold(filled[0]) in HEADINGS
        if not filled or heading:
            continue
        row = _read(number, filled)
        if row.address and row.address.value in known:
            row = Row(number, row.cells, problem=lazy_gettext("Stands in the list already."))
        if row.address:
            known.add(row.address.value)
        found.append(row)
    if len(found) > MOST:
        raise Invalid.field("rows", lazy_gettext("A list has at most %(most)s rows.", most=MOST))
    return found


def invite(workshop: Workshop, rows: Sequence[Row], *, inviter: str, locale: str, by: events.Actor) -> int:
    """Invite the good rows; returns how many. Who was invited meanwhile is left out. Raises WorkshopOver."""
    workshop = _open(workshop)
    known = {one.value for one in _standing(workshop.id)}
    good = [row for row in rows if row.address and row.address.value not in known]
    for row in good:
        assert row.address
        invitation = WorkshopInvitation(
            workshop_id=workshop.id, name=row.name, kind=row.address.kind, value=row.address.value
        )
        _send(invitation, workshop, inviter=inviter, locale=locale)
    if good:
        events.record_platform("workshop.invited", workshop, by=by, count=len(good))
    return len(good)


def send_again(invitation: WorkshopInvitation, *, inviter: str, locale: str, by: events.Actor) -> None:
    """Send another link; the former one ends. Raises Conflict when they have joined, WorkshopOver."""
    invitation = locked(invitation)
    workshop = _open(db.session.get_one(Workshop, invitation.workshop_id))
    if invitation.learner_id:
        raise Conflict(lazy_gettext("%(name)s has joined already.", name=invitation.name))
    invitation.revoked_at = None
    _send(invitation, workshop, inviter=inviter, locale=locale)
    events.record_platform("workshop.invited_again", invitation, by=by)


def revoke(invitation: WorkshopInvitation, *, by: events.Actor) -> None:
    """End the link. Raises Conflict when they have joined."""
    invitation = locked(invitation)
    if invitation.learner_id:
        raise Conflict(lazy_gettext("%(name)s has joined already.", name=invitation.name))
    invitation.revoked_at = invitation.revoked_at or clock.now()
    events.record_platform("workshop.invitation_revoked", invitation, by=by)


def find(workshop_id: int, text: str = "") -> Select[WorkshopInvitation]:
    """The invitations of the class whose name holds the text."""
    mine = WorkshopInvitation.workshop_id == workshop_id
    statement = select(WorkshopInvitation).where(mine)
    if not clean(text):
        return statement
    words = select(WorkshopInvitation.id, WorkshopInvitation.name).where(mine)
    return statement.where(WorkshopInvitation.id.in_(ids_holding(words, text)))


def who_came(invitations: Sequence[WorkshopInvitation]) -> dict[int, Learner]:
    """The learners who came by these invitations, by their ids."""
    came = [one.learner_id for one in invitations if one.learner_id]
    return {one.id: one for one in db.session.scalars(select(Learner).where(Learner.id.in_(came)))}


def counts(workshop_id: int) -> tuple[int, int]:
    """How many were invited, and how many of them came."""
    numbers = select(func.count(WorkshopInvitation.id), func.count(WorkshopInvitation.learner_id))
    row = db.session.execute(numbers.where(WorkshopInvitation.workshop_id == workshop_id)).one()
    return row[0], row[1]


def of_workshop(workshop: Workshop, invitation_id: int) -> WorkshopInvitation:
    """An invitation of this class. Raises InvitationGone."""
    found = db.session.get(WorkshopInvitation, invitation_id)
    if found is None or found.workshop_id != workshop.id:
        raise InvitationGone
    return found


def by_token(token: str) -> tuple[WorkshopInvitation, Workshop]:
    """The invitation behind a link and its class. Raises InvitationGone."""
    row = db.session.execute(
        select(WorkshopInvitation, Workshop)
        .join(Workshop, Workshop.id == WorkshopInvitation.workshop_id)
        .where(
            WorkshopInvitation.token_hash == token_hash(token),
            WorkshopInvitation.revoked_at.is_(None),
            Workshop.state == WorkshopState.OPEN,
        )
    ).one_or_none()
    if row is None:
        raise InvitationGone
    return row[0], row[1]


def note_joined(invitation: WorkshopInvitation, learner: Learner) -> None:
    """Keep who came by the link. Raises InvitationUsed."""
    invitation = locked(invitation)
    if invitation.learner_id not in (None, learner.id):
        raise InvitationUsed
    invitation.learner_id = learner.id


def is_of(invitation: WorkshopInvitation, user_id: int) -> bool:
    """Whether this is the person who came by the link."""
    learner = db.session.get(Learner, invitation.learner_id) if invitation.learner_id else None
    return learner is not None and learner.user_id == user_id


def _read(number: int, filled: Sequence[str]) -> Row:
    for place, cell in enumerate(filled):
        try:
            address = parse_name(_with_zero(cell))
        except Invalid:
            continue
        name = " ".join(filled[:place]) or " ".join(filled[place + 1 :])
        if not name:
            return Row(number, filled, problem=lazy_gettext("The name is missing."))
        return Row(number, filled, name[:LONGEST_NAME], address)
    return Row(number, filled, problem=lazy_gettext("No phone number or e-mail that can be used."))


def _with_zero(cell: str) -> str:
    """Workbooks take the zero from a phone number: 912345678 was 0912345678."""
    bare = cell.replace(" ", "").replace(".", "")
    return f"0{bare}" if bare.isdecimal() and len(bare) == 9 else cell


def _standing(workshop_id: int) -> Sequence[WorkshopInvitation]:
    return db.session.scalars(
        select(WorkshopInvitation).where(
            WorkshopInvitation.workshop_id == workshop_id, WorkshopInvitation.revoked_at.is_(None)
        )
    ).all()


def _open(workshop: Workshop) -> Workshop:
    begin_write()
    workshop = locked(workshop)
    if workshop.state is not WorkshopState.OPEN:
        raise WorkshopOver
    return workshop


def _send(invitation: WorkshopInvitation, workshop: Workshop, *, inviter: str, locale: str) -> None:
    token = new_token()
    invitation.token_hash, invitation.sent_at = token_hash(token), clock.now()
    db.session.add(invitation)
    db.session.flush()
    params = {
        "title": workshop.title,
        "inviter": inviter,
        "day": format_date(workshop.starts_on, locale),
        "place": workshop.room,
        "link": public_url(f"/join/invitation/{token}", locale),
    }
    assert invitation.value
    letter = invitation.kind is IdentityKind.EMAIL
    to = Recipient(invitation.kind, invitation.value, locale, invitation.name if letter else "")
    notify("class_invitation", to, params)
