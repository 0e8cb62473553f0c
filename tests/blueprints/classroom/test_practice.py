"""The trainer's pages of practice customers and of starting over; the learner's of practice money."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.domain.workshops.cleaning.archive import DELETE
from storefront.domain.workshops.cleaning.reset import RESET
from storefront.infra.db import db
from storefront.infra.queue import Job
from storefront.models.practice import PracticeScene, PracticeVisit, VisitState
from storefront.models.workshop import Workshop, WorkshopState
from tests.factories import make_learner, make_trainer, make_workshop
from tests.visitor import Visitor


@dataclass(frozen=True)
class Class:
    """A trainer at work in a class of four."""

    app: Flask
    trainer: Visitor
    learner: Visitor
    workshop_id: int
    learner_ids: list[int]

    @property
    def here(self) -> str:
        return f"/trainer/workshops/{self.workshop_id}"

    def count(self, *what: object) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(select(*what).subquery())) or 0  # type: ignore[call-overload]

    def end(self, state: WorkshopState) -> None:
        with self.app.app_context():
            db.session.get_one(Workshop, self.workshop_id).state = state
            db.session.commit()


@pytest.fixture
def lesson(app: Flask, rolled_back: None) -> Class:
    with app.app_context():
        trainer = make_trainer()
        workshop = make_workshop(trainer=trainer)
        learners = [make_learner(workshop) for _ in range(4)]
        db.session.commit()
        ids = (trainer.id, learners[0].user_id, workshop.id, [one.id for one in learners])
    trainer_id, user_id, workshop_id, learner_ids = ids
    visitors = [Visitor(app).sign_in(user) for user in (trainer_id, user_id)]
    return Class(app, visitors[0], visitors[1], workshop_id, learner_ids)


def test_a_small_scene_begins_at_once_for_those_who_are_chosen(lesson: Class) -> None:
    lesson.trainer.get(f"{lesson.here}/practice/complains")

    lesson.trainer.post(f"{lesson.here}/practice/complains", {"learner": str(lesson.learner_ids[1])})

    assert lesson.count(PracticeVisit.id) == 1


def test_a_large_scene_is_asked_about_once_more(lesson: Class) -> None:
    lesson.trainer.get(f"{lesson.here}/practice/")

    asked = lesson.trainer.post(f"{lesson.here}/practice/rush", {"everybody": "1", "press_key": "k"})
    before = lesson.count(PracticeScene.id)
    lesson.trainer.post(f"{lesson.here}/practice/rush", {"everybody": "1", "press_key": "k", "sure": "1"})
    lesson.trainer.post(f"{lesson.here}/practice/rush", {"everybody": "1", "press_key": "k", "sure": "1"})

    assert "40 khách thực hành sẽ đến 4 cửa hàng" in asked.text
    assert (before, lesson.count(PracticeVisit.id)) == (0, 40)


def test_what_stopped_a_customer_is_told_in_words(lesson: Class) -> None:
    lesson.trainer.get(f"{lesson.here}/practice/")
    lesson.trainer.post(f"{lesson.here}/practice/cancels", {"everybody": "1"})
    with lesson.app.app_context():
        visit = db.session.scalars(select(PracticeVisit).limit(1)).one()
        visit.state, visit.problem = VisitState.FAILED, "shop_not_selling"
        db.session.commit()

    shown = lesson.trainer.get(f"{lesson.here}/practice/").text

    assert "Cửa hàng chưa mở cửa." in shown


def test_an_open_page_asks_for_what_became_of_a_scene_until_its_trainer_ends_it(lesson: Class) -> None:
    lesson.trainer.get(f"{lesson.here}/practice/")
    lesson.trainer.post(f"{lesson.here}/practice/cancels", {"everybody": "1"})
    here = f'data-fresh="{lesson.here}/practice/played"'
    with lesson.app.app_context():
        begun = db.session.scalars(select(PracticeScene)).one().id

    before = [lesson.trainer.get(f"{lesson.here}/practice/{page}").text for page in ("", "played")]
    lesson.trainer.post(f"{lesson.here}/practice/scenes/{begun}/stop")
    after = lesson.trainer.get(f"{lesson.here}/practice/played").text

    assert [here in page for page in before] == [True, True]
    assert here not in after
    assert after.count("Bạn đã dừng trước khi khách xong việc.") == 4


def test_who_chose_nobody_is_told_beside_the_choice(lesson: Class) -> None:
    lesson.trainer.get(f"{lesson.here}/practice/complains")

    answer = lesson.trainer.post(f"{lesson.here}/practice/complains", {})

    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một học viên" in answer.text and 'name="learner"' in answer.text


def test_a_finished_class_gets_no_more_customers(lesson: Class) -> None:
    lesson.trainer.get(f"{lesson.here}/practice/")
    lesson.end(WorkshopState.FINISHED)

    answer = lesson.trainer.post(f"{lesson.here}/practice/cancels", {"everybody": "1"})

    assert (answer.status_code, lesson.count(PracticeVisit.id)) == (409, 0)


def test_learners_begin_anew_after_one_more_question(lesson: Class) -> None:
    lesson.trainer.get(f"{lesson.here}/cleaning/")
    chosen = {"learner": str(lesson.learner_ids[0]), "forget_progress": "1"}
    jobs = select(Job.id).where(Job.kind == RESET)

    asked = lesson.trainer.post(f"{lesson.here}/cleaning/resets", chosen)
    before = lesson.count(jobs.subquery().c.id)
    lesson.trainer.post(f"{lesson.here}/cleaning/resets", {**chosen, "sure": "1"})

    assert 'name="forget_progress" value="1"' in asked.text
    assert (before, lesson.count(jobs.subquery().c.id)) == (0, 1)
    assert "1 học viên đang chờ làm lại từ đầu." in lesson.trainer.get(f"{lesson.here}/cleaning/").text


def test_practice_data_of_a_running_class_stays(lesson: Class) -> None:
    lesson.trainer.get(f"{lesson.here}/cleaning/")

    answer = lesson.trainer.post(f"{lesson.here}/cleaning/deletion", {"sure": "1"})

    assert answer.status_code == 409
    assert lesson.count(select(Job.id).where(Job.kind == DELETE).subquery().c.id) == 0


def test_a_learner_sees_classmates_open_shops_and_waits_for_the_account(lesson: Class) -> None:
    shown = lesson.learner.get(f"/class/{lesson.workshop_id}/bank/").text

    assert "Tài khoản của bạn đang được mở." in shown
    assert shown.count('href="/s/') == 3
