"""The link of an invitation joins the class once, with the name filled in."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from storefront.domain.notifications.messages import sent_messages
from storefront.domain.workshops import invitations
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.workshop import Learner, LearnerState, WorkshopInvitation
from tests.factories import make_learner, make_workshop
from tests.forms import form_to
from tests.visitor import Visitor


def invited(app: Flask, **fields: object) -> str:
    """The path of an invitation's link, to a class of one place."""
    with app.app_context():
        workshop = make_workshop(**{"capacity": 1, **fields})
        rows = invitations.check(workshop, [["Nguyễn Thị Hằng", "0912345678"]])
        invitations.invite(workshop, rows, inviter="Minh", locale="vi", by=events.SYSTEM)
        link = sent_messages()[0].body.split()[-1]
        db.session.commit()
    return "/join/" + link.split("/join/", 1)[1]


def test_the_link_joins_one_person_with_the_name_of_the_list_and_leads_them_back(
    app: Flask, visitor: Visitor
) -> None:
    path = invited(app, capacity=5)
    page = visitor.get(path).text

    joined = visitor.post(path, form_to(page, "").filled())
    again = visitor.get(path)
    stranger = Visitor(app).post(path, {"nickname": "Người Khác", "kit": "food"})

    assert stranger.status_code == 409
    assert (again.status_code, again.location) == (303, joined.location)
    with app.app_context():
        learner = db.session.scalars(select(Learner)).one()
        invitation = db.session.scalars(select(WorkshopInvitation)).one()
        assert (learner.nickname, learner.state) == ("Nguyễn Thị Hằng", LearnerState.JOINED)
        assert invitation.learner_id == learner.id


def test_a_full_class_says_so_and_lets_the_invited_wait(app: Flask, visitor: Visitor) -> None:
    path = invited(app)
    with app.app_context():
        make_learner(invitations.by_token(path.rsplit("/", 1)[1])[1])
        db.session.commit()
    page = visitor.get(path).text

    visitor.post(path, form_to(page, "").filled())

    assert "Lớp đã đủ chỗ" in page
    with app.app_context():
        states = db.session.scalars(select(Learner.state).order_by(Learner.id)).all()
        assert states == [LearnerState.JOINED, LearnerState.WAITING]


def test_a_list_with_mistakes_comes_back_to_be_corrected(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        workshop = make_workshop()
        path, trainer = f"/trainer/workshops/{workshop.id}/invitations/", workshop.made_by
        db.session.commit()
    visitor.sign_in(trainer).get(path)

    checked = visitor.post(f"{path}check", {"rows": "Hằng\t0912345678\nTư\t12"}).text
    form = form_to(checked, f"{path}check").filled()
    back = visitor.post(f"{path}check", {**form, "correct": "1"}).text

    assert form_to(checked, path).filled()["rows"].strip() == "Hằng,0912345678"
    assert form_to(back, f"{path}check").filled()["rows"].split() == ["Hằng,0912345678", "Tư,12"]
