"""The public check page: good or taken back, nothing personal but the name, files compared, tries counted."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from storefront.blueprints.classroom import certificate_check
from storefront.domain.workshops import certificates
from storefront.domain.workshops.certificates import Kind
from storefront.infra import clock, events
from storefront.infra.dates import format_date
from storefront.infra.db import db
from storefront.models.programme import CarriedHome
from storefront.models.workshop import Certificate, LearnerProgress
from tests.factories import make_learner, make_mission, make_workshop
from tests.visitor import Visitor


@dataclass(frozen=True)
class Paper:
    """A certificate that was issued."""

    id: int
    code: str
    pdf: bytes
    nickname: str


@pytest.fixture
def paper(app: Flask, visitor: Visitor) -> Paper:
    """One with a single mission."""
    with app.app_context():
        workshop = make_workshop(title="Lớp Hà Trung")
        learner = make_learner(workshop, paper_name="Nguyễn Thị Hằng")
        mission = make_mission(workshop, code="M01", title={"vi": "Mở cửa hàng"})
        done = LearnerProgress(learner_id=learner.id, mission_id=mission.id, reached_at=clock.now())
        db.session.add(done)
        db.session.commit()
        [made] = certificates.issue([certificates.candidate(learner, Kind.CLASS)], by=events.SYSTEM)
        db.session.commit()
        return Paper(made.id, made.code, made.pdf, learner.nickname)


def test_the_page_says_what_the_paper_says_and_no_search_engine_keeps_it(
    visitor: Visitor, paper: Paper
) -> None:
    answer = visitor.get(f"/certificates/{paper.code}")

    assert [words in answer.text for words in ("Nguyễn Thị Hằng", "Lớp Hà Trung", "Mở cửa hàng")] == [
        True
    ] * 3
    assert "Giấy chứng nhận này có hiệu lực" in answer.text
    assert paper.nickname not in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_one_from_a_class_without_internet_names_its_origin(
    app: Flask, visitor: Visitor, paper: Paper
) -> None:
    with app.app_context():
        certificate = db.session.get_one(Certificate, paper.id)
        key = Ed25519PrivateKey.generate()
        certificate.origin = "abcd" * 8
        certificate.public_key = base64.b64encode(key.public_key().public_bytes_raw()).decode()
        certificate.signature = base64.b64encode(key.sign(bytes.fromhex(certificate.sha256))).decode()
        db.session.add(
            CarriedHome(origin_installation="abcd" * 8, entity="certificate", origin_id="1", new_id=paper.id)
        )
        db.session.commit()

    page = visitor.get(f"/certificates/{paper.code}").text

    assert "Máy tính của lớp, số ABCD" in page
    assert f"mang về ngày {format_date(clock.now())}" in page
    assert "Giấy chứng nhận này có hiệu lực" in page


def test_one_that_was_taken_back_says_so_and_why(app: Flask, visitor: Visitor, paper: Paper) -> None:
    with app.app_context():
        certificate = db.session.get_one(Certificate, paper.id)
        certificates.revoke(certificate, reason="Sai họ tên", by=events.SYSTEM)
        db.session.commit()

    page = visitor.get(f"/certificates/{paper.code}").text

    assert "không còn hiệu lực" in page
    assert "Sai họ tên" in page


def test_the_file_that_was_issued_is_known_and_a_changed_one_is_not(visitor: Visitor, paper: Paper) -> None:
    address = f"/certificates/{paper.code}/file"

    same = visitor.post(address, {"file": (BytesIO(paper.pdf), "a.pdf")}).text
    other = visitor.post(address, {"file": (BytesIO(paper.pdf.replace(b"1.4", b"1.5")), "a.pdf")}).text
    none = visitor.post(address)

    assert "Đây đúng là file đã cấp" in same
    assert "Đây không phải file đã cấp" in other
    assert none.status_code == 422


def test_a_code_typed_by_hand_leads_to_its_page(visitor: Visitor, paper: Paper) -> None:
    answer = visitor.get("/certificates/", query_string={"code": paper.code.lower()})

    assert answer.status_code == 303
    assert answer.location.endswith("-".join(paper.code[at : at + 4] for at in range(0, 16, 4)))


def test_a_code_typed_wrong_stays_in_the_form_to_be_mended(visitor: Visitor) -> None:
    answer = visitor.get("/certificates/", query_string={"code": "2222-3333"})

    assert answer.status_code == 404
    assert 'value="2222-3333"' in answer.text
    assert "Không có giấy chứng nhận nào mang mã này" in answer.text


def test_who_tries_codes_is_stopped(visitor: Visitor, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificate_check, "LOOKS", 2)
    monkeypatch.setattr(certificate_check, "WINDOW", certificate_check.WINDOW / 2)

    answers = [visitor.get("/certificates/2222-2222-2222-2222").status_code for _ in range(3)]

    assert answers == [404, 404, 429]
