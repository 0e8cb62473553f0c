"""The class of a laptop: made at the first start, found again at the next ones."""

from __future__ import annotations

import pytest
from flask import Flask

from storefront.domain.accounts.passwords import is_right
from storefront.domain.workshops.box import Wish, open_box
from storefront.domain.workshops.people import is_trainer, trains
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.models.user import User

TRAINER = "giangvien@lop.local"


def test_the_first_start_makes_a_trainer_with_a_password_and_a_class(context: Flask) -> None:
    box = open_box(Wish(TRAINER, title="Lớp xã Hoằng Hóa", kits=("craft",)))

    user = db.session.get_one(User, box.workshop.made_by)
    assert is_trainer(user) and trains(user.id, box.workshop.id)
    assert (box.workshop.title, box.workshop.kits, box.resumed) == ("Lớp xã Hoằng Hóa", ["craft"], False)
    assert is_right(user.password_hash, box.password)


def test_the_next_start_goes_on_with_the_class_and_tells_no_password(context: Flask) -> None:
    first = open_box(Wish(TRAINER))

    again = open_box(Wish(TRAINER))

    assert (again.workshop, again.password, again.resumed) == (first.workshop, "", True)


def test_another_title_is_another_class_and_a_new_password_replaces_the_old_one(context: Flask) -> None:
    first = open_box(Wish(TRAINER, title="Lớp sáng"))

    second = open_box(Wish(TRAINER, title="Lớp chiều", new_password=True))

    assert second.workshop != first.workshop
    assert second.password not in ("", first.password)


def test_a_kit_that_does_not_exist_is_told(context: Flask) -> None:
    with pytest.raises(Invalid) as told:
        open_box(Wish(TRAINER, kits=("nix",)))

    assert list(told.value.errors) == ["kits"]
