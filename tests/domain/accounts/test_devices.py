import datetime as dt

import pytest
from flask import Flask

from storefront.domain.accounts import devices
from storefront.infra import clock
from storefront.infra.db import db
from tests.factories import make_user

ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A057F) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def test_one_device_is_signed_out_alone(context: Flask) -> None:
    user = make_user()
    phone, laptop = (devices.open_device(user, agent="", address="") for _device in range(2))
    lost = devices.device_of(phone)
    assert lost is not None

    devices.sign_out(user, device_id=lost.id)

    assert devices.device_of(phone) is None
    assert devices.device_of(laptop) is not None


def test_nobody_signs_out_a_device_of_somebody_else(context: Flask) -> None:
    token = devices.open_device(make_user(), agent="", address="")
    device = devices.device_of(token)
    assert device is not None

    assert devices.sign_out(make_user(), device_id=device.id) is False
    assert devices.device_of(token) is not None


def test_signing_out_everywhere_keeps_this_device_when_asked(context: Flask) -> None:
    user = make_user()
    other = devices.open_device(user, agent="", address="")
    user.session_token = devices.open_device(user, agent="", address="")

    devices.sign_out_everywhere(user, but_here=True)

    assert devices.device_of(other) is None
    assert devices.device_of(user.session_token) is not None


def test_a_device_not_used_for_two_months_is_signed_out(context: Flask) -> None:
    token = devices.open_device(make_user(), agent="", address="")
    db.session.commit()
    clock.travel(clock.now() + dt.timedelta(days=61))

    assert devices.device_of(token) is None


def test_use_is_noted_at_most_every_ten_minutes(context: Flask) -> None:
    token = devices.open_device(make_user(), agent="", address="")
    device = devices.device_of(token)
    assert device is not None
    opened = device.last_seen_at
    clock.travel(opened + dt.timedelta(minutes=5))
    devices.seen(token)
    early = device.last_seen_at
    clock.travel(opened + dt.timedelta(minutes=11))

    devices.seen(token)

    db.session.refresh(device)
    assert early == opened
    assert device.last_seen_at > opened


@pytest.mark.parametrize(("agent", "name"), [(ANDROID, "Chrome, Android"), ("", ""), ("curl/8", "")])
def test_a_device_is_named_in_words(agent: str, name: str) -> None:
    assert devices.device_name(agent) == name
