"""A class: one trainer at a desk and three learners on phones at once, one of them without JavaScript."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.places import Place
from tests.browser.test_pages import look
from tests.browsing import PHONE, Device, new_phone
from tests.demo_site import OWNER, STAFF
from tests.journeys import acts
from tests.serving import Server

pytestmark = pytest.mark.browser

NAMES = SAU, BAY, TAM = "Cô Sáu", "Chú Bảy", "Bà Tám"
WIDE = {"width": 1440, "height": 900}
MARK, MARKED = "window.stillTheSamePage = true", "window.stillTheSamePage === true"
"""A page that is loaded again forgets it."""
ANSWERS_BY_ITSELF = 15_000
"""Milliseconds until an open phone must have shown what the trainer did; it asks every six seconds."""
JOBS_TAKE = 60_000
"""Milliseconds for a job that waits behind three new shops' pictures on a busy machine."""


@dataclass
class Class:
    """A trainer, the board that was open before anybody came, and the three phones."""

    trainer: Device
    board: Page
    path: str
    phones: list[Device]
    site: Server

    @property
    def number(self) -> str:
        return self.path.rpartition("/")[2]

    def row(self, name: str) -> Locator:
        """A learner's line on the open board."""
        return self.board.locator("tr.place", has_text=name)

    def to_class(self, phone: Device, page: str = "/") -> None:
        phone.go(f"/class/{self.number}{page}")

    def to_shop(self, phone: Device, page: str = "") -> str:
        """A page of the learner's own desk; the desk's address."""
        self.to_class(phone)
        desk = str(phone.page.locator('main a[href^="/admin/"]').first.get_attribute("href"))
        phone.go(desk + page)
        return desk

    def to_learner(self, name: str) -> None:
        """The trainer's page of one learner, from the list of the board."""
        self.trainer.go(f"{self.path}/board")
        self.trainer.follow(name, within="main")


@pytest.fixture(scope="module")
def school(chromium: Browser, site: Server, request: pytest.FixtureRequest) -> Iterator[Class]:
    made: list[Device] = []

    def device(**options: Any) -> Device:
        made.append(new_phone(chromium, site.url, **options))
        made[-1].pictures = request.config.getoption("pictures")
        return made[-1]

    appoint_trainer(device(viewport=WIDE))
    trainer = device(viewport=WIDE)
    path, code = make_class(trainer)
    board = trainer.context.new_page()
    board.goto(f"{trainer.base}{path}/board")
    board.evaluate(MARK)
    phones = [device(), device(), device(js=False)]
    for phone, name, kit in zip(phones, NAMES, ("food", "craft", "general"), strict=True):
        join(phone, code, name, kit)
    yield Class(trainer, board, path, phones, site)
    problems = [problem for one in made for problem in one.problems]
    for one in made:
        one.context.close()
    assert problems == []


def test_learners_stand_on_the_open_board_with_a_shop_each_and_raise_hands(school: Class):
    expect(school.board.locator("tr.place")).to_have_count(3)
    desks = {school.to_shop(phone) for phone in school.phones}
    without_script = school.phones[2]
    school.to_class(without_script)
    without_script.fill(words="Em không thấy nút lưu")
    without_script.press("Giơ tay")

    assert len(desks) == 3
    expect(school.row(TAM)).to_contain_text("Em không thấy nút lưu")
    assert school.board.evaluate(MARKED)
    assert "Bạn đã giơ tay" in without_script.text()
    school.row(TAM).get_by_role("button", name="Tôi đã đến giúp").click()
    expect(school.row(TAM)).not_to_contain_text("Em không thấy nút lưu")


def test_missions_done_show_on_the_board_by_themselves_and_earn_a_certificate(school: Class):
    phone = school.phones[0]
    certify_only(school.site, "M02", "M03")
    school.board.evaluate(MARK)
    school.to_shop(phone, "setup/who")
    acts.say_who(phone)
    phone.press("Lưu và tiếp tục")
    school.to_shop(phone, "setup/address")
    phone.fill(name="Mắm tép cô Sáu")
    phone.press("Lưu và tiếp tục")

    expect(school.row(SAU).locator(".dot--done")).to_have_count(2)
    expect(school.row(BAY).locator(".dot--done")).to_have_count(0)
    assert school.board.evaluate(MARKED)
    school.to_class(phone, "/certificate/")
    phone.fill(name="Nguyễn Thị Sáu")
    phone.press("Lưu họ tên")
    school.trainer.go(f"{school.path}/certificates/")
    assert school.trainer.text().count("Còn thiếu: M02, M03") == 2
    school.trainer.press("Cấp giấy", within="main tbody")
    assert "Đã cấp 1 trên 3" in school.trainer.text()
    school.to_class(phone, "/certificate/")
    phone.follow("Mở trang kiểm tra", within="main")
    assert look(phone, Place(phone.path()), "class-certificate") == []
    assert "Giấy chứng nhận này có hiệu lực" in phone.text()


def test_the_trainer_looks_without_touching_and_helps_once_the_learner_agreed(school: Class):
    trainer, phone = school.trainer, school.phones[1]
    desk = school.to_shop(phone, "setup/address")
    school.to_learner(BAY)
    trainer.press("Xem học viên làm")
    expect(phone.page.locator("[data-news]")).to_contain_text("đang xem cửa hàng", timeout=ANSWERS_BY_ITSELF)
    name_shop(trainer, desk, "Tên của giảng viên")
    assert "Bạn chỉ đang xem cửa hàng này" in trainer.text()

    school.to_learner(BAY)
    trainer.press("Xin phép giúp")
    phone.page.reload()
    phone.press("Đồng ý, nhờ giúp")
    name_shop(trainer, desk, "Nón lá chú Bảy")
    school.to_class(phone)
    assert "Nón lá chú Bảy" in phone.text()
    assert "đang giúp trong cửa hàng của bạn" in phone.text()
    desk = school.to_shop(phone)
    phone.press("Cảm ơn, vậy là đủ")

    school.to_learner(BAY)
    assert "Xin phép giúp" in trainer.text()


def test_a_paused_class_keeps_what_is_typed_and_reads_what_the_trainer_says(school: Class):
    trainer, phone = school.trainer, school.phones[1]
    school.to_shop(phone, "setup/address")
    phone.fill(tagline="Nón đan tay từ lá cọ")
    trainer.go(f"{school.path}/board")
    trainer.press("Tạm dừng cả lớp")
    phone.press("Lưu và tiếp tục")
    assert phone.heading() == "Lớp đang tạm dừng"
    phone.shot("class-paused")
    trainer.press("Cho lớp tiếp tục")
    phone.press("Gửi lại")
    school.to_shop(phone, "setup/address")
    assert phone.field("tagline").input_value() == "Nón đan tay từ lá cọ"

    trainer.fill(body="Năm phút nữa ta nghỉ")
    trainer.press("Nhắn cả lớp")
    school.to_class(phone)
    assert "Năm phút nữa ta nghỉ" in phone.text()
    phone.press("Tôi đã đọc")
    assert "Năm phút nữa ta nghỉ" not in phone.text()
    trainer.fill(minutes="7")
    trainer.press("Thêm giờ cho cả lớp")
    assert "được thêm giờ cho 3 học viên" in trainer.text()
    trainer.press("Bỏ qua cho cả lớp")
    expect(school.board.locator("tr.place .dot--skipped")).to_have_count(3)


def test_a_practice_customer_orders_when_the_trainer_says_so(school: Class):
    trainer, phone = school.trainer, school.phones[2]
    school.to_shop(phone, "setup/review")
    phone.press("Mở bán")
    assert phone.path().endswith("/setup/done"), phone.text()
    trainer.go(f"{school.path}/practice/cancels")
    trainer.page.get_by_label(SAU).uncheck()
    trainer.page.get_by_label(BAY).uncheck()
    trainer.press("Bắt đầu")
    trainer.page.evaluate(MARK)

    ordered = trainer.page.locator("#played").get_by_text("1/1 đã đặt").first
    expect(ordered).to_be_visible(timeout=JOBS_TAKE)
    assert trainer.page.evaluate(MARKED)
    school.to_shop(phone, "orders/")
    assert "#1001" in phone.text()
    phone.shot("class-orders")


def test_the_pages_of_a_class(school: Class):
    phone, trainer = school.phones[1], school.trainer
    desk = school.to_shop(phone)
    mine, theirs = f"/class/{school.number}", school.path
    school.to_class(phone, "/lessons/")
    phone.follow("Người bán là ai", within="main")
    lesson = phone.path()

    pages = {
        "home": f"{mine}/",
        "lesson": lesson,
        "bank": f"{mine}/bank/",
        "beside": f"{desk}setup/address",
        "join": "/join",
    }
    found = look_at(phone, pages)
    found += look_at(
        trainer,
        {
            "workshop": f"{theirs}/",
            "board": f"{theirs}/board",
            "door": f"{theirs}/join",
            "wall": f"{theirs}/projector/board",
            "practice": f"{theirs}/practice/",
        },
    )

    assert found == []


def look_at(device: Device, pages: dict[str, str]) -> list[str]:
    """What is wrong with these pages; the screen is as before afterwards."""
    size = device.page.viewport_size or PHONE
    found = [fault for name, path in pages.items() for fault in look(device, Place(path), f"class-{name}")]
    device.page.set_viewport_size(size)
    return found


def appoint_trainer(staff: Device) -> None:
    acts.sign_in(staff, STAFF)
    staff.go("/programme/trainers")
    staff.fill(name=OWNER, organisation="Hội Nông dân Hà Trung")
    staff.press("Thêm giảng viên này")
    assert "Hội Nông dân Hà Trung" in staff.text()


def make_class(trainer: Device) -> tuple[str, str]:
    """Through the form; its address and its join code."""
    acts.sign_in(trainer, OWNER)
    trainer.go("/trainer/workshops/new")
    trainer.fill(title="Bán hàng trên mạng, lớp Hà Trung", place="Nhà văn hóa xã Hà Trung")
    trainer.press("Tạo lớp này")
    assert re.fullmatch(r"/trainer/workshops/\d+/", trainer.path()), trainer.text()
    return trainer.path().rstrip("/"), trainer.page.locator(".join-code").inner_text().strip()


def join(phone: Device, code: str, name: str, kit: str) -> None:
    """With the code of the wall and a nickname, without e-mail; then what the practice shop sells."""
    phone.go("/join")
    phone.fill(code=code.lower(), nickname=name)
    phone.press("Vào lớp")
    acts.choose(phone, "kit", kit)
    phone.press("Vào lớp")
    assert f"Chào {name}. Cửa hàng thực hành của bạn đã sẵn sàng." in phone.text()


def name_shop(trainer: Device, desk: str, name: str) -> None:
    """Try to give the learner's shop another name."""
    trainer.go(f"{desk}setup/address")
    trainer.fill(name=name)
    trainer.press("Lưu và tiếp tục")


def certify_only(site: Server, *codes: str) -> None:
    """Let the certificates of all classes ask for these missions and no others."""
    marks = ", ".join("?" * len(codes))
    with sqlite3.connect(site.instance / "storefront.sqlite3", timeout=20) as database:
        database.execute(f"UPDATE mission SET certified = 0 WHERE code NOT IN ({marks})", codes)
