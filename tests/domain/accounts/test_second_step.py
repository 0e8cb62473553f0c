import pyotp
import pytest
from flask import Flask

from storefront.domain.accounts import second_step
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.user import User
from tests.factories import make_user

HOME = "203.0.113.5"


@pytest.fixture
def user(context: Flask) -> User:
    made = make_user()
    db.session.commit()
    return made


def code(user: User, later: int = 0) -> str:
    return pyotp.TOTP(user.totp_secret or "").at(clock.now(), counter_offset=later)


def turn_on(user: User) -> list[str]:
    second_step.start_enrolment(user)
    made = second_step.confirm(user, code(user))
    db.session.commit()
    return made


def check(user: User, typed: str) -> None:
    try:
        second_step.check(user, typed, address=HOME)
    finally:
        db.session.commit()


def test_the_app_is_asked_for_only_once_confirmed(user: User) -> None:
    second_step.start_enrolment(user)
    before = user.has_totp

    second_step.confirm(user, code(user))

    assert (before, user.has_totp) == (False, True)


def test_a_code_is_good_once(user: User) -> None:
    turn_on(user)
    later = code(user, 1)
    check(user, later)

    with pytest.raises(second_step.WrongAppCode):
        check(user, later)


def test_the_confirming_code_does_not_sign_in_as_well(user: User) -> None:
    turn_on(user)

    with pytest.raises(second_step.WrongAppCode):
        check(user, code(user))


def test_a_recovery_code_stands_in_once(user: User) -> None:
    recovery = turn_on(user)[0]
    check(user, recovery.upper())

    with pytest.raises(second_step.WrongAppCode):
        check(user, recovery)


def test_another_users_recovery_code_does_not_fit(user: User) -> None:
    turn_on(user)
    other = make_user()
    db.session.commit()
    stolen = turn_on(other)[0]

    with pytest.raises(second_step.WrongAppCode):
        check(user, stolen)


def test_turning_off_needs_a_code_and_forgets_the_secret(user: User) -> None:
    recovery = turn_on(user)[0]

    second_step.turn_off(user, recovery, address=HOME)

    assert (user.totp_secret, user.has_totp) == (None, False)


def test_an_app_that_is_on_is_not_replaced(user: User) -> None:
    turn_on(user)

    with pytest.raises(second_step.AlreadyOn):
        second_step.start_enrolment(user)


def test_digits_of_other_scripts_are_a_wrong_code(user: User) -> None:
    turn_on(user)

    with pytest.raises(second_step.WrongAppCode):
        check(user, "٢٣²456")
