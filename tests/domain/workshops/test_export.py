"""Exports: a class by nickname without phones; sums in which nobody can be found."""

from __future__ import annotations

import csv
import datetime as dt
import io

from flask import Flask
from python_calamine import load_workbook

from storefront.domain.workshops import certificates, export
from storefront.domain.workshops.certificates import Kind
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.models.user import Identity, IdentityKind
from storefront.models.workshop import Attendance, ClassSession, FollowUp, LearnerProgress
from tests.factories import make_learner, make_mission, make_workshop


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_class_list_tells_missions_attendance_papers_and_later_results(context: Flask) -> None:
    workshop = make_workshop()
    learner = make_learner(workshop, nickname="Cô Tư", paper_name="Lê Thị Tư")
    db.session.add(
        Identity(
            user=learner.user,
            kind=IdentityKind.PHONE,
            value="+84912000111",
            verified_at=clock.now(),
        )
    )
    mission = make_mission(workshop, code="M01")
    now = clock.now()
    meeting = ClassSession(workshop_id=workshop.id, number=1, starts_at=now, ends_at=now)
    db.session.add_all(
        [
            LearnerProgress(learner_id=learner.id, mission_id=mission.id, reached_at=now, late=True),
            FollowUp(
                learner_id=learner.id, days=90, looked_at=now, shop_open=True, placed_orders=7, paid_orders=5
            ),
            meeting,
        ]
    )
    db.session.flush()
    db.session.add(Attendance(class_session_id=meeting.id, learner_id=learner.id))
    db.session.commit()
    [paper] = certificates.issue([certificates.candidate(learner, Kind.CLASS)], by=events.SYSTEM)

    data = export.class_csv(workshop)

    [row] = rows_of(data)
    assert list(row.values()) == [
        "Cô Tư", f"{clock.to_vn(now):%Y-%m-%d %H:%M}", "1", "1", "1", "1", str(paper.number), "",
        "", "", "", "có", "7", "5",
    ]  # fmt: skip
    assert b"912000111" not in data


def test_the_workbook_explains_itself(context: Flask) -> None:
    workshop = make_workshop()
    make_learner(workshop)

    book = load_workbook(io.BytesIO(export.class_workbook(workshop)))

    assert book.sheet_names == ["Học viên", "Nhiệm vụ", "Góp ý", "Định nghĩa"]


def test_a_reader_finds_moments_as_moments_counts_as_numbers_and_no_formula(context: Flask) -> None:
    workshop = make_workshop()
    learner = make_learner(workshop, nickname="=HYPERLINK(1)")
    mission = make_mission(workshop, code="M01")
    at = dt.datetime(2026, 11, 22, 2, 30, tzinfo=dt.UTC)
    db.session.add(LearnerProgress(learner_id=learner.id, mission_id=mission.id, reached_at=at))
    db.session.flush()

    book = load_workbook(io.BytesIO(export.class_workbook(workshop)))

    heading, row = book.get_sheet_by_name("Học viên").to_python()
    told = dict(zip(heading, row, strict=True))
    assert told["Tên gọi trong lớp"] == "=HYPERLINK(1)"
    assert told["M01"] == dt.datetime(2026, 11, 22, 9, 30)
    assert (told["Số buổi có mặt"], told["Tổng số buổi"]) == (0, 0)
    assert rows_of(export.class_csv(workshop))[0]["Tên gọi trong lớp"] == "'=HYPERLINK(1)"


def test_the_programmes_sums_hide_groups_of_fewer_than_five(context: Flask) -> None:
    large, small = make_workshop(title="Lớp lớn"), make_workshop(title="Lớp nhỏ")
    for number in range(6):
        make_learner(large, sex="female" if number else "male")
    make_learner(small, sex="female")

    rows = rows_of(export.programme_csv([large, small]))

    told = {(row["Theo"], row["Nhóm"].split(" (")[0]): row["Học viên"] for row in rows}
    assert told["Lớp", "Lớp nhỏ"] == "<5"
    assert told["Giới tính", "Nam"] == "<5"
    assert told["Giới tính", "Nữ"] == "<5"
    assert told["Giới tính", "Tất cả"] == "7"
    assert told["Đối tượng", "Chủ cửa hàng"] == "7"
