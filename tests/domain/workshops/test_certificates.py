"""Certificates: earned by evidence alone, signed, checked against the file, taken back with a reason."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask

from storefront.domain.workshops import certificates
from storefront.domain.workshops.certificates import Kind
from storefront.infra import clock, crypto, events
from storefront.infra.db import db
from storefront.infra.errors import Conflict, Invalid
from storefront.models.workshop import Certificate, Learner, LearnerProgress, Mission, Workshop
from tests.factories import make_learner, make_mission, make_workshop
from tests.pdf_text import text_of as pdf_text


def reach(learner: Learner, mission: Mission, *, skipped: bool = False) -> None:
    when = {"skipped_at": clock.now()} if skipped else {"reached_at": clock.now()}
    db.session.add(LearnerProgress(learner_id=learner.id, mission_id=mission.id, **when))
    db.session.flush()


def syllabus(workshop: Workshop) -> list[Mission]:
    """M01 to M11 in class and M12 outside it."""
    inside = [
        make_mission(
            workshop, code=f"M{number:02}", title={"vi": f"Việc số {number}", "en": f"Task {number}"}
        )
        for number in range(1, 12)
    ]
    return [*inside, make_mission(workshop, code="M12", title={"vi": "Đơn thật đầu tiên"}, in_class=False)]


@pytest.fixture
def learner(context: Flask) -> Learner:
    """A learner who did the class's missions and said what they are called."""
    workshop = make_workshop()
    made = make_learner(workshop)
    for mission in syllabus(workshop)[:11]:
        reach(made, mission)
    certificates.confirm_name(made, "Nguyễn Thị Hằng", by=events.SYSTEM)
    db.session.commit()
    return made


def issued(learner: Learner, kind: Kind = Kind.CLASS) -> list[Certificate]:
    db.session.commit()
    return certificates.issue([certificates.candidate(learner, kind)], by=events.SYSTEM)


def test_missions_that_were_done_earn_a_signed_paper_with_name_and_missions(learner: Learner) -> None:
    [certificate] = issued(learner)

    text = pdf_text(certificate.pdf)
    assert "Nguyễn Thị Hằng" in text
    assert all(f"M{number:02}" in text for number in range(1, 12))
    assert "M12" not in text
    assert certificates.is_well_signed(certificate)
    assert certificate.public_key == crypto.public_key()


def test_a_second_certificate_of_the_kind_is_not_issued(learner: Learner) -> None:
    first = issued(learner)

    again = issued(learner)

    assert (len(first), again) == (1, [])


def test_a_mission_that_is_open_or_a_missing_name_withholds_the_paper(context: Flask) -> None:
    workshop = make_workshop()
    missions = syllabus(workshop)
    half, nameless = make_learner(workshop, paper_name="Lê Văn Ba"), make_learner(workshop)
    for mission in missions[:11]:
        reach(nameless, mission)
    reach(half, missions[0])

    found = certificates.candidates(workshop.id, Kind.CLASS)

    told = {one.standing.learner.id: (one.earned, one.can_be_issued) for one in found}
    assert told == {half.id: (False, False), nameless.id: (True, False)}


def test_two_skipped_missions_are_named_on_the_paper_and_three_are_too_many(context: Flask) -> None:
    workshop = make_workshop()
    missions = syllabus(workshop)[:11]
    two, three = (make_learner(workshop, paper_name="Lê Văn Ba") for _ in range(2))
    for mission in missions[:8]:
        reach(two, mission)
        reach(three, mission)
    reach(two, missions[8])
    for mission in missions[9:]:
        reach(two, mission, skipped=True)
    for mission in missions[8:]:
        reach(three, mission, skipped=True)

    [certificate], none = issued(two), issued(three)

    assert [row["code"] for row in certificate.facts["skipped"]] == ["M10", "M11"]
    assert "M10, M11" in pdf_text(certificate.pdf)
    assert none == []


def test_the_programmes_paper_waits_for_the_real_sale_and_says_how_it_was_judged(learner: Learner) -> None:
    early = issued(learner, Kind.PROGRAMME)
    reach(learner, certificates.candidate(learner, Kind.PROGRAMME).standing.outside[0][0])

    [certificate] = issued(learner, Kind.PROGRAMME)

    assert early == []
    assert [row["code"] for row in certificate.facts["missions"]][-1] == "M12"
    assert "thiết bị đã đánh dấu" in " ".join(pdf_text(certificate.pdf).split())


def test_the_name_stays_as_it_is_once_it_is_printed(learner: Learner) -> None:
    issued(learner)

    with pytest.raises(certificates.NameIsOnPaper):
        certificates.confirm_name(learner, "Người Khác", by=events.SYSTEM)


def test_a_revoked_certificate_keeps_its_reason_and_makes_room_for_a_right_one(learner: Learner) -> None:
    [wrong] = issued(learner)

    certificates.revoke(wrong, reason="Sai tên", by=events.SYSTEM)
    certificates.confirm_name(learner, "Nguyễn Thị Hường", by=events.SYSTEM)
    [right] = issued(learner)

    assert (wrong.revoked_reason, bool(wrong.revoked_at)) == ("Sai tên", True)
    assert right.number == wrong.number + 1
    with pytest.raises(Conflict):
        certificates.revoke(wrong, reason="Lần nữa", by=events.SYSTEM)


def test_taking_back_needs_a_reason(learner: Learner) -> None:
    [certificate] = issued(learner)

    with pytest.raises(Invalid):
        certificates.revoke(certificate, reason=" ", by=events.SYSTEM)


def test_the_code_opens_it_typed_in_any_way_and_a_wrong_one_does_not(learner: Learner) -> None:
    [certificate] = issued(learner)
    typed = f" {certificate.code[:4].lower()}-{certificate.code[4:]} "

    found = certificates.by_code(typed)

    assert found is certificate
    with pytest.raises(certificates.NoSuchCertificate):
        certificates.by_code("2222-2222-2222-2222")


def test_a_changed_file_is_not_the_one_that_was_issued(learner: Learner) -> None:
    [certificate] = issued(learner)

    same = certificates.is_same_file(certificate, certificate.pdf)
    other = certificates.is_same_file(certificate, certificate.pdf + b" ")

    assert (same, other) == (True, False)


def test_the_class_takes_all_papers_in_one_file(learner: Learner) -> None:
    [certificate] = issued(learner)

    package = zipfile.ZipFile(io.BytesIO(certificates.zipped([certificate])))

    assert package.namelist() == [f"giay-chung-nhan-{certificate.number}-nguyen-thi-hang.pdf"]
    assert package.read(package.namelist()[0]) == certificate.pdf


def test_numbers_follow_one_another_on_both_databases(committed_app: Flask) -> None:
    with committed_app.app_context():
        workshop = make_workshop()
        mission = make_mission(workshop)
        learners = [make_learner(workshop, paper_name=f"Học viên {number}") for number in range(2)]
        for learner in learners:
            reach(learner, mission)
        db.session.commit()

        made = certificates.issue(certificates.candidates(workshop.id, Kind.CLASS), by=events.SYSTEM)
        db.session.commit()
        db.session.expire_all()

        assert [one.number for one in made] == [1, 2]
        assert [certificates.is_well_signed(one) for one in made] == [True, True]
