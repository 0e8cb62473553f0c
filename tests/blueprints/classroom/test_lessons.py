"""Lessons as learners read them, also beside the desk, and as trainers change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from storefront.blueprints.classroom.mission_form import MissionForm, typed_from
from storefront.domain.workshops.missions import progress, syllabus
from storefront.domain.workshops.missions.rules import Rule, read
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop
from storefront.models.workshop import Learner, Lesson, Mission
from tests.blueprints.classroom.rooms import Room, open_room
from tests.factories import make_member, make_shop
from tests.forms import form_to
from tests.visitor import Visitor


class Class(Room):
    """The class with the built-in syllabus."""

    @property
    def lessons(self) -> str:
        return f"/class/{self.workshop_id}/lessons/"

    @property
    def beside(self) -> str:
        return f"/class/{self.workshop_id}/beside"

    @property
    def syllabus(self) -> str:
        return f"/trainer/workshops/{self.workshop_id}/syllabus/"

    def open_shop(self) -> None:
        """The learner's shop opens, and the projection hears of it."""
        with self.app.app_context():
            learner = db.session.get_one(Learner, self.learner_id)
            shop = db.session.get_one(Shop, learner.shop_id)
            with enter_shop(shop.id):
                by = events.Actor(events.ActorKind.USER, learner.user_id)
                event_id = events.record("shop.opened", shop, by=by)
                progress.follow(learner, shop.id, {event_id: "shop.opened"})
            db.session.commit()

    def id_of(self, code: str) -> int:
        with self.app.app_context():
            return db.session.scalars(select(Mission.id).where(Mission.code == code)).one()

    def lesson_ids(self) -> list[int]:
        with self.app.app_context():
            return list(db.session.scalars(select(Lesson.id).order_by(Lesson.position)))


@pytest.fixture
def room(app: Flask, visitor: Visitor) -> Class:
    return open_room(Class, app, visitor, syllabus.copy_into)


def test_a_lesson_shows_its_words_its_missions_and_what_was_done(room: Class):
    room.open_shop()
    ninth = room.lesson_ids()[8]

    listed, lesson = room.learner.get(room.lessons), room.learner.get(f"{room.lessons}{ninth}")

    assert "Mở cửa và mời khách" in listed.text
    assert "1 trên 3 nhiệm vụ" in listed.text
    assert "Biển đã treo, hàng đã bày." in lesson.text
    assert lesson.text.count("task--done") == 1


def test_lessons_speak_english_where_the_reader_does(room: Class):
    assert "Open the doors and invite people" in room.learner.get(f"/en{room.lessons}").text


def test_all_lessons_go_on_paper(room: Class):
    paper = room.learner.get(f"{room.lessons}paper")
    one = room.learner.get(f"{room.lessons}paper?lesson={room.lesson_ids()[3]}")

    assert paper.text.count('<article class="paper__lesson') == 12
    assert one.text.count('<article class="paper__lesson') == 1


def test_the_current_lesson_stands_beside_desk_and_wizard(room: Class):
    desk, wizard = room.learner.get(f"{room.desk}/"), room.learner.get(f"{room.desk}/setup/who")

    assert all('data-beside="/class/' in page.text for page in (desk, wizard))
    assert all("Tài khoản của bạn" in page.text for page in (desk, wizard))


def test_the_panel_is_sent_again_only_when_it_changed(room: Class):
    first = room.learner.get(room.beside)
    same = room.learner.get(f"{room.beside}?seen={first.headers['X-Mark']}")
    room.open_shop()
    changed = room.learner.get(f"{room.beside}?seen={first.headers['X-Mark']}")

    assert (first.status_code, same.status_code, changed.status_code) == (200, 204, 200)


def test_a_real_shops_desk_asks_nothing_about_classes(app: Flask, visitor: Visitor):
    with app.app_context():
        shop = make_shop()
        user_id = make_member(shop).user_id
        desk = f"/admin/{shop.slug}/"
        db.session.commit()
        engine = db.engine
    visitor.sign_in(user_id)
    seen: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        seen.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    assert visitor.get(desk).status_code == 200
    event.remove(engine, "before_cursor_execute", note)

    assert seen
    assert [sql for sql in seen if "learner" in sql or "lesson" in sql or "mission" in sql] == []


def test_a_trainer_sees_each_mission_read_aloud_and_edits_a_lesson(room: Class):
    fourth = f"{room.syllabus}lessons/{room.lesson_ids()[3]}"
    shown = room.trainer.get(room.syllabus)
    room.trainer.get(fourth)
    body = "Chào lớp\n\n### Các bước\n\n1. Chụp ảnh\n2. Đăng bán"

    saved = room.trainer.post(fourth, {"title_vi": "Hàng nhà mình", "body_vi": body, "revision": "1"})

    assert "Khi cửa hàng mở bán, và có người vào xem cửa hàng (từ điện thoại)." in shown.text
    assert saved.status_code == 303
    lesson = room.learner.get(f"{room.lessons}{room.lesson_ids()[3]}").text
    assert "<li>Đăng bán</li>" in lesson and "Hàng nhà mình" in lesson


def test_a_mission_is_tried_on_what_happened_before_it_counts(room: Class):
    room.open_shop()
    room.trainer.get(f"{room.syllabus}missions/new")
    form = {"lesson": str(room.lesson_ids()[0]), "steps-0-topics-0": "shop.opened", "do": "try"}

    tried = room.trainer.post(f"{room.syllabus}missions", form)

    assert tried.status_code == 200
    assert "Khi cửa hàng mở bán." in tried.text
    assert "1 trên 1 học viên" in tried.text and "Chú Ba" in tried.text


def test_a_built_in_mission_is_saved_as_it_was(room: Class):
    before = _rule(room, "M05")
    address = f"{room.syllabus}missions/{room.id_of('M05')}"
    page = room.trainer.get(address)

    saved = room.trainer.post(address, form_to(page.text, address).filled())

    assert saved.status_code == 303
    assert _rule(room, "M05") == before


def test_the_form_says_every_built_in_rule_and_reads_it_back(app: Flask):
    stored = {each["code"]: each for lesson in syllabus.built_in() for each in lesson["missions"]}

    with app.test_request_context():
        told = {code: _read_back(each) for code, each in stored.items()}

    assert told == {code: read(each["rule"]) for code, each in stored.items()}


def _read_back(data: Mapping[str, Any]) -> Rule:
    form = MissionForm(formdata=None, **typed_from(Mission(lesson_id=1, revision=1, **data)))
    form.offer([])
    return form.rule()


def test_a_mission_without_a_rule_or_a_title_is_refused_in_words(room: Class):
    room.trainer.get(f"{room.syllabus}missions/new")
    lesson = str(room.lesson_ids()[0])

    no_rule = room.trainer.post(f"{room.syllabus}missions", {"lesson": lesson, "title_vi": "Việc"})
    no_title = room.trainer.post(
        f"{room.syllabus}missions", {"lesson": lesson, "steps-0-topics-0": "shop.opened"}
    )

    assert (no_rule.status_code, no_title.status_code) == (422, 422)
    assert "Mỗi nhiệm vụ có từ 1 đến 5 bước." in no_rule.text
    assert "Hãy nhập tiêu đề tiếng Việt." in no_title.text


def _rule(room: Class, code: str) -> dict[str, object]:
    with room.app.app_context():
        return db.session.scalars(select(Mission.rule).where(Mission.code == code)).one()


def test_a_moved_mission_leaves_its_button_under_the_finger(room: Class):
    room.trainer.get(room.syllabus)
    mission = room.id_of("M03")

    moved = room.trainer.post(f"{room.syllabus}missions/{mission}/moves", {"places": "-1"})

    button = moved.headers["Location"].partition("#")[2]
    assert f'id="{button}"' in room.trainer.get(room.syllabus).text


def test_a_lesson_is_read_before_it_is_saved(room: Class):
    room.trainer.get(f"{room.syllabus}lessons/new")
    typed = {"title_vi": "Bài mới", "body_vi": "### Các bước\n\n1. Mở cửa", "do": "preview"}

    shown = room.trainer.post(f"{room.syllabus}lessons", typed)

    assert "<li>Mở cửa</li>" in shown.text
    assert len(room.lesson_ids()) == 12


def test_what_was_typed_stays_when_somebody_saved_before(room: Class):
    address = f"{room.syllabus}lessons/{room.lesson_ids()[0]}"
    form = form_to(room.trainer.get(address).text, address).filled()
    room.trainer.post(address, form | {"title_vi": "Của người kia"})

    late = room.trainer.post(address, form | {"title_vi": "Của tôi"})
    again = room.trainer.post(address, form_to(late.text, address).filled())

    assert late.status_code == 409
    assert "Của người kia" in late.text and 'value="Của tôi"' in late.text
    assert again.status_code == 303
    assert "Của tôi" in room.trainer.get(room.syllabus).text
