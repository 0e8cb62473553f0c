from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import event, select

from storefront.domain.workshops import attend, presence, visits
from storefront.infra import events, trail
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.tenancy import enter_shop
from storefront.models.product import Product
from storefront.models.shop import Shop, ShopMode
from storefront.models.user import Role, User
from storefront.models.workshop import Learner, LearnerState, Visit, Workshop
from tests.blueprints.classroom.rooms import Room, open_room
from tests.factories import make_member, make_mission, make_shop
from tests.forms import form_to
from tests.visitor import Visitor


class Class(Room):
    """The class as its live board has it."""

    @property
    def board(self) -> str:
        return f"/trainer/workshops/{self.workshop_id}/board"

    @property
    def one(self) -> str:
        return f"{self.board}/{self.learner_id}"

    def flush(self) -> int:
        """Write the trail as the thread does; returns how many steps there were."""
        with self.app.app_context():
            return trail.trail_of(self.app).flush(presence.write)

    def visit(self) -> int:
        """The id of the one visit."""
        with self.app.app_context():
            return db.session.scalars(select(Visit.id)).one()

    def product(self, visitor: Visitor, name: str) -> dict[str, str]:
        """The form of a new product, filled in."""
        form = form_to(visitor.get(f"{self.desk}/products/new").text, "/products/")
        return form.filled(**{"name": name, "variants-0-price": "5.000"})

    def products(self) -> int:
        """How many products the learner's shop has."""
        with self.app.app_context(), enter_shop(self.shop_id):
            return len(db.session.scalars(select(Product)).all())


@pytest.fixture
def room(app: Flask, visitor: Visitor) -> Class:
    made = open_room(Class, app, visitor, make_mission)
    made.flush()
    return made


def test_a_refused_form_stands_in_words_never_as_typed_and_a_raised_hand_is_no_way_out(room: Class) -> None:
    room.learner.get(f"{room.desk}/products/new")
    for _ in range(3):
        room.learner.post(f"{room.desk}/products/", {"name": "", "variants-0-price": "sáu mươi"})
    room.learner.post(f"/class/{room.workshop_id}/hand", {"words": ""})
    room.flush()

    rows = room.trainer.get(f"{room.board}/rows").text
    one = room.trainer.get(room.one).text

    assert "Chú Ba" in rows
    assert "Biểu mẫu bị trả lại 3 lần ở “Một sản phẩm”" in rows
    assert "Tên sản phẩm: để trống" in one
    assert "sáu mươi" not in rows + one


def test_an_unchanged_board_is_answered_by_one_statement_and_a_changed_one_by_its_rows(room: Class) -> None:
    room.trainer.get(room.board)
    with room.app.app_context():
        version = db.session.get_one(Workshop, room.workshop_id).board_version
        bind = db.session.get_bind()
    statements: list[str] = []
    event.listen(bind, "before_cursor_execute", lambda *given: statements.append(given[2]))

    same = room.trainer.get(f"{room.board}/rows?seen={version}")
    asked = [each for each in statements if not each.startswith(("SAVEPOINT", "RELEASE"))]
    room.learner.get(f"{room.desk}/")
    room.flush()
    changed = room.trainer.get(f"{room.board}/rows?seen={version}")

    assert (same.status_code, same.data, len(asked)) == (204, b"", 1)
    assert (changed.status_code, f'data-version="{version + 1}"' in changed.text) == (200, True)


def test_an_open_boards_questions_bring_no_older_session_back(room: Class) -> None:
    with room.trainer.client.session_transaction() as session:
        session.permanent = True
    room.trainer.get(room.board)

    asked = room.trainer.get(f"{room.board}/rows")

    assert (asked.status_code, asked.headers.getlist("Set-Cookie")) == (200, [])


def test_the_way_in_on_the_wall_counts_who_came_and_keeps_silent_otherwise(room: Class) -> None:
    door = f"{room.board.removesuffix('/board')}/join"
    with room.app.app_context():
        version = db.session.get_one(Workshop, room.workshop_id).board_version
    same = room.trainer.get(f"{door}/rows?seen={version}")
    with room.app.app_context():
        workshop = db.session.get_one(Workshop, room.workshop_id)
        attend.join(workshop, nickname="Bác Chín", kit="food", user=None, locale="vi")
        db.session.commit()

    changed = room.trainer.get(f"{door}/rows?seen={version}")

    assert (same.status_code, changed.status_code) == (204, 200)
    assert '<strong class="number">2</strong>' in changed.text


def test_a_real_shop_leaves_no_trail(room: Class) -> None:
    with room.app.app_context():
        shop = make_shop(mode=ShopMode.REAL)
        owner = make_member(shop, Role.OWNER)
        db.session.commit()
        user_id, slug = owner.user_id, shop.slug

    Visitor(room.app).sign_in(user_id).get(f"/admin/{slug}/")

    assert room.flush() == 0


def test_a_trainer_looks_but_changes_nothing_and_the_learner_is_told(room: Class) -> None:
    before = room.trainer.get(f"{room.desk}/")
    room.trainer.get(room.one)
    began = room.trainer.post(f"{room.one}/look")

    seen = room.trainer.get(began.location)
    refused = room.trainer.post(f"{room.desk}/products/", {"name": "Mắm", "variants-0-price": "5.000"})
    closed = [
        room.trainer.get(f"{room.desk}/{page}").status_code
        for page in ("practice-phone/", "bank/feeds/new/sepay", "setup/who")
    ]
    forms = [room.trainer.get(f"{room.desk}/{page}").status_code for page in ("products/new", "setup/look")]

    assert (before.status_code, seen.status_code) == (404, 200)
    assert "Bạn đang xem cửa hàng" in seen.text
    assert (refused.status_code, closed, forms, room.products()) == (403, [403] * 3, [200, 200], 0)
    assert "Bạn chỉ đang xem cửa hàng này" in refused.text
    assert "Cô Lan đang xem cửa hàng của bạn" in room.learner.get(f"{room.desk}/").text


def test_a_trainer_helps_once_the_learner_agreed_in_the_learners_name(room: Class) -> None:
    room.trainer.get(room.one)
    room.trainer.post(f"{room.one}/help")
    unanswered = room.trainer.get(f"{room.desk}/")
    asked = room.learner.get(f"{room.desk}/").text
    room.learner.post(f"/class/{room.workshop_id}/visits/{room.visit()}/agreement")

    helped = room.trainer.post(f"{room.desk}/products/", room.product(room.trainer, "Mắm tép"))
    room.learner.post(f"/class/{room.workshop_id}/visits/{room.visit()}/ending")
    after = room.trainer.get(f"{room.desk}/")

    assert "Cô Lan muốn giúp bạn ngay trong cửa hàng" in asked
    assert (unanswered.status_code, helped.status_code, after.status_code) == (404, 303, 404)
    with room.app.app_context(), enter_shop(room.shop_id):
        made = db.session.scalars(select(Event).where(Event.topic == "product.created")).one()
        learner = db.session.get_one(Learner, room.learner_id)
        assert (made.actor_id, made.on_behalf_of) == (room.trainer_id, learner.user_id)


def test_a_graduated_shop_is_the_owners_alone(room: Class) -> None:
    with room.app.app_context():
        learner = db.session.get_one(Learner, room.learner_id)
        trainer = db.session.get_one(User, room.trainer_id)
        visits.look(learner, trainer)
        visits.agree(visits.ask_to_help(learner, trainer), by=events.SYSTEM)
        db.session.get_one(Shop, room.shop_id).mode = ShopMode.REAL
        db.session.commit()

    assert room.trainer.get(f"{room.desk}/").status_code == 404


def test_a_paused_class_keeps_what_was_typed_and_takes_it_afterwards(room: Class) -> None:
    typed = room.product(room.learner, "Mắm <tép>")
    room.trainer.get(room.board)
    room.trainer.post(f"/trainer/workshops/{room.workshop_id}/pause")

    stopped = room.learner.post(f"{room.desk}/products/", typed)
    script = room.learner.client.post(
        f"{room.desk}/products/",
        data=typed,
        headers={"Sec-Fetch-Site": "same-origin", "Accept": "application/json"},
    )
    looked = room.learner.get(f"{room.desk}/products/")
    room.flush()
    stuck = room.trainer.get(f"{room.board}?show=stuck").text
    during = room.products()
    room.trainer.post(f"/trainer/workshops/{room.workshop_id}/going-on")
    taken = room.learner.post(f"{room.desk}/products/", typed)

    assert (stopped.status_code, script.status_code, looked.status_code) == (409, 409, 200)
    assert 'name="name" value="Mắm &lt;tép&gt;"' in stopped.text
    assert script.json["error"]["code"] == "class_paused"
    assert "Chú Ba" not in stuck
    assert (during, taken.status_code, room.products()) == (0, 303, 1)


def test_a_raised_hand_stands_on_the_board_and_the_trainer_answers_it(room: Class) -> None:
    room.learner.get(f"/class/{room.workshop_id}/")
    room.learner.post(f"/class/{room.workshop_id}/hand", {"words": "Em không thấy nút"})
    raised = room.trainer.get(f"{room.board}?show=hand").text

    room.trainer.post(f"{room.one}/hand-lowering")

    assert "Em không thấy nút" in raised
    assert "Chú Ba" not in room.trainer.get(f"{room.board}?show=hand").text


def test_nobody_is_asked_to_raise_a_hand_where_no_trainer_would_see_it(room: Class) -> None:
    before = room.learner.get(f"/class/{room.workshop_id}/").text
    with room.app.app_context():
        db.session.get_one(Learner, room.learner_id).state = LearnerState.WAITING
        db.session.commit()

    assert "Giơ tay" in before
    assert "Giơ tay" not in room.learner.get(f"/class/{room.workshop_id}/").text


def test_words_to_all_stand_on_the_learners_pages_until_they_are_read(room: Class) -> None:
    room.trainer.get(room.board)
    room.trainer.post(f"/trainer/workshops/{room.workshop_id}/messages", {"body": "Nghỉ mười phút"})
    news = room.learner.get(f"/class/{room.workshop_id}/news")
    again = room.learner.get(f"/class/{room.workshop_id}/news?seen={news.headers['X-Mark']}")
    reading = news.text.split("/messages/")[1].split("/reading")[0]

    room.learner.post(f"/class/{room.workshop_id}/messages/{reading}/reading")

    assert ("Nghỉ mười phút" in news.text, again.status_code) == (True, 204)
    assert "Nghỉ mười phút" not in room.learner.get(f"{room.desk}/").text
    assert "1/1 người đã đọc" in room.trainer.get(room.board).text


def test_a_trainer_who_reads_english_asks_in_the_learners_language(room: Class) -> None:
    room.trainer.get(f"/en{room.one}")

    room.trainer.post(f"/en{room.one}/nudge")

    assert "Bạn làm đến đâu rồi" in room.learner.get(f"{room.desk}/").text


def test_the_big_board_tells_nobody_who_is_stuck(room: Class) -> None:
    room.learner.get(f"/class/{room.workshop_id}/")
    room.learner.post(f"/class/{room.workshop_id}/hand", {"words": "Em không hiểu"})
    room.learner.get(f"{room.desk}/nothing-here")
    room.flush()

    wall = room.trainer.get(f"/trainer/workshops/{room.workshop_id}/projector/board").text

    assert "Chú Ba" in wall
    assert "Em không hiểu" not in wall
    assert "iơ tay" not in wall
