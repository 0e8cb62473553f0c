import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from storefront.domain.notifications.messages import practice_messages, sent_messages
from storefront.domain.orders.accept import decline
from storefront.domain.payments.reviews import open_review
from storefront.domain.shops import publish
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.tenancy import enter_shop
from storefront.jobs.messages import recipient_of_member
from storefront.jobs.worker import Worker
from storefront.models.order import Acceptance, Mode, Order
from storefront.models.shop import Shop, ShopMode
from tests.factories import (
    make_class_account,
    make_delivery,
    make_member,
    make_order,
    make_payment_method,
    make_shop,
)

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def placed(app: Flask, client: FlaskClient) -> tuple[int, int]:
    """A shop whose owner has a new order: their ids."""
    return place(app)


def place(app: Flask, **fields: object) -> tuple[int, int]:
    with app.app_context():
        shop = make_shop(**fields)
        make_member(shop)
        with enter_shop(shop.id):
            make_delivery()
            make_payment_method(mode=Mode.TEST if shop.is_practice else Mode.LIVE)
            order_id = make_order().id
        db.session.commit()
        return shop.id, order_id


def run(app: Flask) -> None:
    Worker(app).run_all()


def bodies(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {message.template: message.body for message in sent_messages()}


def test_shopper_and_owner_hear_of_a_new_order(app: Flask, placed: tuple[int, int]) -> None:
    run(app)

    told = bodies(app)
    assert set(told) == {"order_received", "order_new"}
    assert "/orders/" in told["order_received"]
    assert "/answer/" in told["order_new"]


def test_running_twice_tells_once(app: Flask, placed: tuple[int, int]) -> None:
    run(app)
    before = len(bodies(app))
    run(app)

    assert len(bodies(app)) == before


def test_a_refusal_tells_the_reason_and_is_not_told_as_a_cancellation(
    app: Flask, placed: tuple[int, int]
) -> None:
    shop_id, order_id = placed
    with app.app_context(), enter_shop(shop_id):
        order = db.session.get_one(Order, (shop_id, order_id))
        decline(order, reason="Hết mật", by=events.SYSTEM)
        db.session.commit()

    run(app)

    told = bodies(app)
    assert "Hết mật" in told["order_declined"]
    assert "order_cancelled" not in told


def test_a_learner_without_phone_or_email_reads_of_an_order_on_the_practice_phone(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        shop, pupil = make_shop(mode=ShopMode.PRACTICE), make_class_account("Cô Tư")

        practice = recipient_of_member(pupil, shop)
        real = recipient_of_member(pupil, make_shop())

    assert practice is not None
    assert (practice.value, real) == ("Cô Tư", None)


def test_a_practice_shops_messages_reach_nobody(app: Flask, client: FlaskClient) -> None:
    shop_id, _order_id = place(app, mode=ShopMode.PRACTICE)

    run(app)

    with app.app_context():
        kept = {message.template for message in practice_messages(shop_id)}
        assert (kept, list(sent_messages())) == ({"order_received", "order_new"}, [])


def test_the_owners_link_shows_and_a_button_confirms(
    app: Flask, client: FlaskClient, placed: tuple[int, int]
) -> None:
    run(app)
    link = re.findall(r"/answer/\S+", bodies(app)["order_new"])[0]
    shown = client.get(link)
    still_waiting = _acceptance(app, placed)

    answered = client.post(f"{link}/acceptance", headers=SAME_ORIGIN)

    assert (shown.status_code, answered.status_code) == (200, 200)
    assert (still_waiting, _acceptance(app, placed)) == (Acceptance.WAITING, Acceptance.ACCEPTED)
    assert client.get(link).status_code == 404


def test_the_owners_link_declines_with_a_reason(
    app: Flask, client: FlaskClient, placed: tuple[int, int]
) -> None:
    run(app)
    link = re.findall(r"/answer/\S+", bodies(app)["order_new"])[0]

    client.post(f"{link}/refusal", data={"reason": "Hết mật"}, headers=SAME_ORIGIN)

    assert _acceptance(app, placed) is Acceptance.DECLINED


def _acceptance(app: Flask, placed: tuple[int, int]) -> Acceptance:
    with app.app_context(), enter_shop(placed[0]):
        return db.session.get_one(Order, placed).acceptance


def test_an_owner_reads_why_the_shop_was_suspended_and_the_log_does_not_say(
    app: Flask, placed: tuple[int, int]
) -> None:
    with app.app_context(), enter_shop(placed[0]):
        publish.suspend(db.session.get_one(Shop, placed[0]), reason="Hàng giả", by=events.SYSTEM)
        facts = db.session.scalars(select(Event.facts).where(Event.topic == "shop.suspended")).one()
        db.session.commit()
    run(app)

    assert "Hàng giả" in bodies(app)["shop_suspended"]
    assert facts == {}


def test_money_that_needs_a_look_is_told_once_a_day_for_each_cause(
    app: Flask, placed: tuple[int, int]
) -> None:
    shop_id, _ = placed
    run(app)
    with app.app_context(), enter_shop(shop_id):
        open_review("wrong_code", fingerprint="1", amount=1)
        open_review("wrong_code", fingerprint="2", amount=2)
        open_review("unknown_transfer", fingerprint="3", amount=3)
        db.session.commit()

    run(app)

    with app.app_context():
        told = [message for message in sent_messages() if message.template == "money_look"]
        assert len(told) == 2
        assert all("/payments/reviews" in message.body for message in told)
