import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask

from storefront.domain.accounts import devices, sign_in
from storefront.domain.accounts.codes import WrongCode
from storefront.domain.accounts.names import Name
from storefront.domain.accounts.throttle import PER_ACCOUNT, TooManyTries
from storefront.domain.notifications.messages import sent_messages
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.user import IdentityKind, User
from tests.factories import PASSWORD, make_user

LAN = Name(IdentityKind.PHONE, "+84912345678")
HOME, STRANGER = "203.0.113.5", "198.51.100.7"


@pytest.fixture
def lan(context: Flask) -> User:
    user = make_user(phone=LAN.value, name="Lê Thị Lan")
    db.session.commit()
    return user


def fail(times: int, address: str, name: Name = LAN) -> None:
    for _try in range(times):
        with pytest.raises(sign_in.WrongCredentials):
            sign_in.sign_in_with_password(name, "sai-mat-khau", address=address)
        db.session.rollback()


def enter(address: str) -> User:
    user = sign_in.sign_in_with_password(LAN, PASSWORD, address=address)
    db.session.commit()
    return user


def test_the_right_password_signs_in(lan: User) -> None:
    assert enter(HOME) is lan


def test_a_wrong_password_and_an_unknown_name_sound_the_same(lan: User) -> None:
    with pytest.raises(sign_in.WrongCredentials) as wrong:
        sign_in.sign_in_with_password(LAN, "sai-mat-khau", address=HOME)
    with pytest.raises(sign_in.WrongCredentials) as unknown:
        sign_in.sign_in_with_password(Name(IdentityKind.PHONE, "+84987654321"), PASSWORD, address=HOME)

    assert str(wrong.value.message) == str(unknown.value.message)


def test_a_robot_is_stopped_and_told_how_long(lan: User) -> None:
    fail(PER_ACCOUNT, STRANGER)

    with pytest.raises(TooManyTries) as stopped:
        enter(STRANGER)

    assert dt.timedelta(minutes=14) < stopped.value.wait <= dt.timedelta(minutes=15)


def test_after_the_wait_the_person_gets_in(lan: User) -> None:
    fail(PER_ACCOUNT, STRANGER)
    clock.travel(clock.now() + dt.timedelta(minutes=16))

    assert enter(STRANGER) is lan


def test_a_stranger_cannot_lock_the_owner_out_of_a_known_place(lan: User) -> None:
    enter(HOME)
    fail(PER_ACCOUNT, STRANGER)

    assert enter(HOME) is lan


def test_failed_tries_outlive_the_request_that_failed(lan: User) -> None:
    fail(PER_ACCOUNT - 1, STRANGER)
    db.session.rollback()
    fail(1, STRANGER)

    with pytest.raises(TooManyTries):
        enter(STRANGER)


def test_a_code_signs_in_once(lan: User, last_code: Callable[[], str]) -> None:
    sign_in.ask_for_code(LAN, sign_in.SIGN_IN, address=HOME, locale="vi")
    db.session.commit()
    code = last_code()

    assert sign_in.sign_in_with_code(LAN, code, address=HOME) is lan
    db.session.commit()
    with pytest.raises(WrongCode):
        sign_in.sign_in_with_code(LAN, code, address=HOME)


def test_a_code_dies_after_five_wrong_tries(lan: User, last_code: Callable[[], str]) -> None:
    sign_in.ask_for_code(LAN, sign_in.SIGN_IN, address=HOME, locale="vi")
    db.session.commit()
    for _try in range(5):
        with pytest.raises(WrongCode):
            sign_in.sign_in_with_code(LAN, "12", address=HOME)
        db.session.rollback()

    with pytest.raises(WrongCode):
        sign_in.sign_in_with_code(LAN, last_code(), address=HOME)


def test_a_code_dies_after_ten_minutes(lan: User, last_code: Callable[[], str]) -> None:
    sign_in.ask_for_code(LAN, sign_in.SIGN_IN, address=HOME, locale="vi")
    db.session.commit()
    clock.travel(clock.now() + dt.timedelta(minutes=11))

    with pytest.raises(WrongCode):
        sign_in.sign_in_with_code(LAN, last_code(), address=HOME)


def test_a_name_that_nobody_has_gets_no_message(context: Flask) -> None:
    sign_in.ask_for_code(LAN, sign_in.SIGN_IN, address=HOME, locale="vi")

    assert list(sent_messages()) == []


def test_codes_are_not_sent_twice_in_a_breath(lan: User) -> None:
    sign_in.ask_for_code(LAN, sign_in.SIGN_IN, address=HOME, locale="vi")
    db.session.commit()

    with pytest.raises(TooManyTries):
        sign_in.ask_for_code(LAN, sign_in.SIGN_IN, address=HOME, locale="vi")


def test_a_reset_sets_the_password_and_signs_every_one_out(lan: User, last_code: Callable[[], str]) -> None:
    token = devices.open_device(lan, agent="", address=HOME)
    db.session.commit()
    sign_in.ask_for_code(LAN, sign_in.RESET, address=HOME, locale="vi")
    db.session.commit()

    sign_in.reset_password(LAN, last_code(), "mat-khau-moi-2")
    db.session.commit()

    assert devices.device_of(token) is None
    assert sign_in.sign_in_with_password(LAN, "mat-khau-moi-2", address=HOME) is lan


def test_a_closed_account_lets_nobody_in(lan: User) -> None:
    lan.disabled_at = clock.now()
    db.session.commit()

    with pytest.raises(sign_in.WrongCredentials):
        enter(HOME)
