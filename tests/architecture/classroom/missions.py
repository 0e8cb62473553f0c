"""Samples of lessons, missions and the syllabus."""

from __future__ import annotations

from storefront.infra.db import db
from storefront.models.workshop import Lesson, Workshop
from tests.architecture.world import World
from tests.factories import make_mission

PLACES: dict[str, dict[str, str]] = {
    "classroom.syllabus.create_lesson_removal": {"lesson_id": "empty_lesson_id"},
}
RULE = {"steps-0-topics-0": "order.accepted", "steps-0-count": "3"}
FORMS: dict[str, dict[str, str]] = {
    "classroom.syllabus.create_lesson": {"title_vi": "Bài thêm", "body_vi": "Đọc bài."},
    "classroom.syllabus.update_lesson": {"title_vi": "Bài sửa", "body_vi": "Đọc bài."},
    "classroom.syllabus.create_mission": {"title_vi": "Nhận ba đơn", **RULE},
    "classroom.syllabus.update_mission": {"title_vi": "Nhận ba đơn", **RULE},
}
PREPARED: dict[str, str] = {}


def add(world: World) -> None:
    """A lesson with a mission, and one without."""
    workshop = db.session.get_one(Workshop, int(world.values["workshop_id"]))
    mission = make_mission(workshop, certified=False)
    empty = Lesson(
        workshop_id=workshop.id, position=99, title={"vi": "Bài trống"}, body={"vi": "<p>Đọc.</p>"}
    )
    db.session.add(empty)
    db.session.flush()
    world.values |= {
        "mission_id": str(mission.id),
        "lesson_id": str(mission.lesson_id),
        "empty_lesson_id": str(empty.id),
    }
