import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.domain.accounts import identities
from storefront.domain.accounts.codes import WrongCode
from storefront.domain.accounts.names import Name, parse_name
from storefront.domain.accounts.sign_up import finish_sign_up, forget_unproved, sign_up
from storefront.domain.shops.create import create_shop
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import Event
from storefront.infra.tenancy import PLATFORM, all_shops
from storefront.models.shop import ShopMode
from storefront.models.user import Identity, IdentityKind, Membership, Role, User
from tests.factories import make_user

LAN = Name(IdentityKind.PHONE, "+84912345678")
BY = events.SYSTEM


def start(name: Name = LAN, password: str | None = "mat-ong-rung-1") -> User:
    user = sign_up(name, called="Lê Thị Lan", password=password, locale="vi")
    db.session.commit()
    return user


def test_the_code_makes_the_account_one_can_sign_in_to(context: Flask, last_code: Callable[[], str]) -> None:
    user = start()

    opened = finish_sign_up(user, LAN, code=last_code())

    assert opened is user
    assert identities.user_of(LAN) is user


def test_without_the_code_nobody_has_the_name(context: Flask) -> None:
    user = start()

    with pytest.raises(WrongCode):
        finish_sign_up(user, LAN, code="000")

    assert identities.user_of(LAN) is None


def test_an_unproved_claim_blocks_nobody(context: Flask, last_code: Callable[[], str]) -> None:
    identities.claim(make_user(), LAN)
    user = start()

    finish_sign_up(user, LAN, code=last_code())

    assert identities.user_of(LAN) is user


def test_who_signs_up_again_gets_the_account_they_had(context: Flask, last_code: Callable[[], str]) -> None:
    owner = make_user(phone=LAN.value)
    again = start()

    assert finish_sign_up(again, LAN, code=last_code()) is owner


def test_a_weak_password_is_refused_with_words(context: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        start(password="12345678")

    assert list(refused.value.errors) == ["password"]


@pytest.mark.parametrize("typed", ["Lan@Example.com", " lan@example.com "])
def test_an_email_is_one_name_however_it_is_typed(context: Flask, typed: str) -> None:
    assert parse_name(typed) == Name(IdentityKind.EMAIL, "lan@example.com")


@pytest.mark.parametrize("typed", ["0912345678", "+84 912 345 678", "0912.345.678"])
def test_a_phone_is_one_name_however_it_is_typed(context: Flask, typed: str) -> None:
    assert parse_name(typed) == LAN


@pytest.mark.parametrize("typed", ["lan@", "12", "lan", "lan@nha"])
def test_what_is_neither_phone_nor_email_is_refused(context: Flask, typed: str) -> None:
    with pytest.raises(Invalid):
        parse_name(typed)


def test_two_accounts_never_prove_one_name(committed_app: Flask) -> None:
    with committed_app.app_context():
        first, second = make_user(), make_user()
        identities.prove(identities.claim(first, LAN), by=BY)
        db.session.commit()

        with pytest.raises(identities.NameTaken):
            identities.prove(identities.claim(second, LAN), by=BY)

        db.session.rollback()
        proved = select(func.count()).where(Identity.value == LAN.value, Identity.verified_at.is_not(None))
        assert db.session.scalar(proved) == 1


def test_sign_up_and_first_shop_fit_in_one_request(committed_app: Flask) -> None:
    with committed_app.app_context():
        user = sign_up(LAN, called="Lê Thị Lan", password=None, locale="vi")
        identities.prove(identities.claim(user, LAN), by=BY)
        events.record_platform("user.signed_up", user, by=BY)
        shop = create_shop("Mật ong Lan", "mat-ong-lan", mode=ShopMode.REAL, trade="food", owner=user)
        db.session.commit()
        shop_id, user_id = shop.id, user.id
        db.session.expunge_all()

    with committed_app.app_context(), all_shops():
        membership = db.session.scalars(select(Membership).where(Membership.user_id == user_id)).one()
        topics = {tuple(row) for row in db.session.execute(select(Event.shop_id, Event.topic))}
        assert (membership.shop_id, membership.role) == (shop_id, Role.OWNER)
        assert {(PLATFORM, "user.signed_up"), (shop_id, "shop.created")} <= topics


def test_a_name_nobody_proved_is_forgotten_after_a_month(
    context: Flask, last_code: Callable[[], str]
) -> None:
    unproved, proved = start(Name(IdentityKind.PHONE, "+84912345679")).id, start()
    finish_sign_up(proved, LAN, code=last_code())
    clock.travel(clock.now() + dt.timedelta(days=31))

    forget_unproved()

    left = set(db.session.scalars(select(User.id)))
    assert (proved.id in left, unproved in left) == (True, False)
