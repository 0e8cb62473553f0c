"""Starting over and ending, as the trainer meets it."""

from __future__ import annotations

import pytest
from flask import Flask

from storefront.domain.workshops.cleaning import archive
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.models.workshop import LearnerProgress, Workshop, WorkshopState
from tests.factories import make_learner, make_mission, make_workshop
from tests.visitor import Visitor

Room = tuple[Visitor, int, str]


@pytest.fixture
def room(visitor: Visitor, app: Flask) -> Room:
    """A trainer, the id of a class whose one learner has done its mission, and the address of the page."""
    with app.app_context():
        workshop = make_workshop()
        learner = make_learner(workshop)
        mission = make_mission(workshop)
        db.session.add(
            LearnerProgress(
                learner_id=learner.id, mission_id=mission.id, began_at=clock.now(), reached_at=clock.now()
            )
        )
        workshop_id, trainer_id = workshop.id, workshop.made_by
        db.session.commit()
    return visitor.sign_in(trainer_id), workshop_id, f"/trainer/workshops/{workshop_id}/cleaning/"


def end(app: Flask, workshop_id: int, *, deleting: bool = False) -> None:
    with app.app_context():
        workshop = db.session.get_one(Workshop, workshop_id)
        workshop.state = WorkshopState.ARCHIVED
        if deleting:
            archive.ask_for_deletion(workshop, by=events.SYSTEM)
        db.session.commit()


def test_nobody_chosen_is_said_beside_the_names_and_what_was_ticked_stays(room: Room) -> None:
    trainer, _workshop_id, page = room

    answer = trainer.post(f"{page}resets", data={"forget_progress": "1"})

    assert answer.status_code == 422
    assert 'id="nobody" role="alert"' in answer.text
    assert 'name="forget_progress" value="1" checked' in answer.text


def test_only_while_something_is_done_the_page_asks_for_its_part_again(room: Room, app: Flask) -> None:
    trainer, workshop_id, page = room
    end(app, workshop_id)
    still = trainer.get(page).text

    end(app, workshop_id, deleting=True)

    part = trainer.get(f"{page}?part=1").text
    assert "data-fresh" not in still and f"{page}deletion" in still
    assert f'data-fresh="{page}?part=1"' in part and f"{page}deletion" not in part
    assert "<html" not in part


def test_before_practice_is_deleted_the_trainer_hears_of_certificates_not_issued(
    room: Room, app: Flask
) -> None:
    trainer, workshop_id, page = room
    end(app, workshop_id)

    asked = trainer.post(f"{page}deletion").text

    assert "Có 1 học viên đã đạt nhưng chưa được cấp" in asked
