"""Certificates: earned by evidence alone, signed, checked against the file, taken back with a reason."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from storefront.domain.workshops import certificate_words, certificates
from storefront.domain.workshops.certificates import Kind
from storefront.domain.workshops.steering import unread
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


def test_of_two_who_issue_at_once_the_second_issues_nothing(learner: Learner) -> None:
    looked_up_by_both = [certificates.candidate(learner, Kind.CLASS)]
    db.session.commit()

    counts = []
    for _trainer in range(2):
        counts.append(len(certificates.issue(looked_up_by_both, by=events.SYSTEM)))
        db.session.commit()

    assert counts == [1, 0]


def test_a_name_that_was_changed_while_the_paper_was_drawn_is_not_printed_wrong(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = certificate_words.paper

    def drawn_slowly(*args: Any, **kwargs: Any) -> bytes:
        certificates.confirm_name(learner, "Nguyễn Thị Hường", by=events.SYSTEM)
        db.session.commit()
        return drawn(*args, **kwargs)

    monkeypatch.setattr(certificate_words, "paper", drawn_slowly)

    made = issued(learner)

    assert made == []


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


def test_what_is_lacking_is_named_for_each_kind(context: Flask) -> None:
    workshop = make_workshop()
    missions = syllabus(workshop)
    made = make_learner(workshop, paper_name="Lê Văn Ba")
    for mission in missions[:8]:
        reach(made, mission)
    for mission in missions[8:11]:
        reach(made, mission, skipped=True)

    told = {kind: [one.code for one in certificates.candidate(made, kind).lacks] for kind in Kind}

    assert told == {Kind.CLASS: ["M09", "M10", "M11"], Kind.PROGRAMME: ["M09", "M10", "M11", "M12"]}


def test_the_learners_pages_say_that_it_was_issued(learner: Learner) -> None:
    issued(learner)

    [told] = unread(learner)
    assert "Giấy chứng nhận của bạn đã được cấp" in told.body


def test_the_pdf_is_signed_inside(learner: Learner) -> None:
    [certificate] = issued(learner)

    assert b"/SubFilter /ETSI.CAdES.detached" in certificate.pdf
    assert not certificates.is_same_file(certificate, certificate.pdf[:-1])


@pytest.mark.parametrize(
    ("setting", "address", "later"),
    [
        ({"lan": True, "public_url": "http://192.168.1.10:8000"}, "", True),
        (
            {"lan": True, "public_url": "http://192.168.1.10:8000", "home_url": "https://cho.vn/"},
            "cho.vn",
            False,
        ),
        ({"lan": True, "public_url": "http://cho.lan"}, "cho.lan", False),
    ],
)
def test_a_laptops_own_address_is_never_printed(
    learner: Learner,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    setting: dict[str, Any],
    address: str,
    later: bool,
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **setting))

    [certificate] = issued(learner)

    text = " ".join(pdf_text(certificate.pdf).split())
    assert "192.168" not in text
    assert (f"{address}/certificates" in text) is not later
    assert ("mang kết quả về" in text) is later


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
