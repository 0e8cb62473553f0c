"""Invitations by list: each row read or refused with a reason; links that join, end, and are sent again."""

from __future__ import annotations

import pytest
from flask import Flask

from storefront.domain.notifications.messages import sent_messages
from storefront.domain.workshops import invitations
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.sheets import xlsx_file
from storefront.models.workshop import Workshop, WorkshopInvitation
from tests.factories import make_learner, make_workshop

LIST = "Họ và tên;Điện thoại\nNguyễn Thị Hằng;0912 345 678\nLê Văn Ba;ba@example.com\n;0912345679\nTư;12\n"


@pytest.fixture
def workshop(context: Flask) -> Workshop:
    return make_workshop()


def invite(workshop: Workshop, text: str) -> list[WorkshopInvitation]:
    rows = invitations.check(workshop, invitations.read_text(text))
    invitations.invite(workshop, rows, inviter="Thầy Minh", locale="vi", by=events.SYSTEM)
    return list(db.session.scalars(invitations.find(workshop.id)))


def link() -> str:
    return sent_messages()[0].body.rsplit("/join/invitation/", 1)[1].split()[0]


def test_each_row_is_right_or_says_why_not(workshop: Workshop) -> None:
    rows = invitations.check(workshop, invitations.read_text(LIST))

    told = [(row.number, row.name, row.address and row.address.value, bool(row.problem)) for row in rows]
    assert told == [
        (2, "Nguyễn Thị Hằng", "+84912345678", False),
        (3, "Lê Văn Ba", "ba@example.com", False),
        (4, "", None, True),
        (5, "", None, True),
    ]


def test_a_person_twice_in_the_list_or_invited_before_is_told(workshop: Workshop) -> None:
    invite(workshop, "Hằng, 0912345678")

    rows = invitations.check(
        workshop, invitations.read_text("Hằng, +84 912 345 678\nBa, a@example.com\nTư, A@example.com")
    )

    assert [bool(row.problem) for row in rows] == [True, False, True]


def test_a_workbook_is_read_even_when_it_took_the_zero_from_the_numbers(workshop: Workshop) -> None:
    table = invitations.read_table(xlsx_file([["Tên", "SĐT"], ["Hằng", 912345678]]))

    [row] = invitations.check(workshop, table)

    assert row.address and row.address.value == "+84912345678"


def test_a_file_that_is_neither_is_refused_in_words(context: Flask) -> None:
    with pytest.raises(Invalid):
        invitations.read_table(b"\xff\xfe\x00H")


def test_the_message_has_a_link_that_opens_the_invitation(workshop: Workshop) -> None:
    [invitation] = invite(workshop, "Hằng, hang@example.com")

    found, of = invitations.by_token(link())

    assert (found, of) == (invitation, workshop)
    assert "Chào Hằng" in sent_messages()[0].body


def test_sending_again_ends_the_former_link(workshop: Workshop) -> None:
    [invitation] = invite(workshop, "Hằng, 0912345678")
    former = link()

    invitations.send_again(invitation, inviter="Minh", locale="en", by=events.SYSTEM)

    assert invitations.by_token(link())[0] is invitation
    with pytest.raises(invitations.InvitationGone):
        invitations.by_token(former)


def test_a_withdrawn_link_leads_nowhere_and_the_person_can_be_invited_anew(workshop: Workshop) -> None:
    [invitation] = invite(workshop, "Hằng, 0912345678")
    token = link()

    invitations.revoke(invitation, by=events.SYSTEM)

    with pytest.raises(invitations.InvitationGone):
        invitations.by_token(token)
    assert len(invite(workshop, "Hằng, 0912345678")) == 2


def test_who_has_joined_is_neither_sent_again_nor_withdrawn(workshop: Workshop) -> None:
    [invitation] = invite(workshop, "Hằng, 0912345678")
    invitations.note_joined(invitation, make_learner(workshop))

    with pytest.raises(Conflict):
        invitations.revoke(invitation, by=events.SYSTEM)
    with pytest.raises(Conflict):
        invitations.send_again(invitation, inviter="Minh", locale="vi", by=events.SYSTEM)


def test_two_who_take_one_link_in_the_same_moment_do_not_both_come_by_it(workshop: Workshop) -> None:
    [invitation] = invite(workshop, "Hằng, 0912345678")
    first = make_learner(workshop)
    invitations.note_joined(invitation, first)

    with pytest.raises(invitations.InvitationUsed):
        invitations.note_joined(invitation, make_learner(workshop))

    assert invitations.who_came([invitation]) == {first.id: first}
    assert invitations.counts(workshop.id) == (1, 1)


def test_a_list_to_be_corrected_reads_as_it_was_typed(workshop: Workshop) -> None:
    rows = invitations.check(workshop, invitations.read_text('"Ba, con cô Tư";ba@example.com\nTư;12\n'))

    again = invitations.check(workshop, invitations.read_text(invitations.as_text(rows)))

    assert [row.cells for row in again] == [row.cells for row in rows]


def test_an_invitation_is_found_without_marks(workshop: Workshop) -> None:
    first, _second = invite(workshop, "Đào Thị Hằng, 0912345678\nLê Văn Ba, ba@example.com")

    assert list(db.session.scalars(invitations.find(workshop.id, "dao thi"))) == [first]
