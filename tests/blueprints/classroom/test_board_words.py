from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from storefront.blueprints.classroom.board_words import error_words, page_words
from storefront.domain.workshops.visits import NothingToVisit

FOLLOWED = ("admin", "classroom", "portal.account", "portal.practice_phone")
"""Where learners leave a trail."""


def test_every_page_of_the_desk_and_the_class_has_a_name(app: Flask) -> None:
    names = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith(FOLLOWED)}

    with app.test_request_context():
        resources = {name for name in names if page_words(name) in ("Another page", "Trang khác")}
        desk = {
            ".".join(name.split(".")[:2])
            for name in names
            if name.startswith("admin.") and page_words(name) == page_words("admin")
        }

    assert (resources, desk) == (set(), set())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ProductForm.name:empty", "Tên sản phẩm: để trống"),
        ("ProductForm.nothing:wrong", "cả biểu mẫu"),
        (NothingToVisit.code, "Học viên này không có cửa hàng thực hành để xem."),
        ("never_heard_of", "có lỗi"),
    ],
)
def test_codes_of_the_trail_are_told_in_words(app: Flask, code: str, words: str) -> None:
    with app.test_request_context(), force_locale("vi"):
        assert error_words(code) == words
