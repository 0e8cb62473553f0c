import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from werkzeug.test import Client

from storefront.adapters.gateways.base import Answer
from storefront.adapters.gateways.testing import Shop
from storefront.sandbox import Sandbox, create_sandbox, start_api_listener
from tests.sandbox.merchant import KEY, Merchant


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "sandbox.sqlite3"


@pytest.fixture
def running(database: Path) -> Iterator[Sandbox]:
    """A sandbox in real time on its own listener."""
    app = create_sandbox(database, bootstrap_key=KEY)
    server, _ = start_api_listener(app)
    yield app
    server.shutdown()
    server.server_close()


def merchant_at(app: Sandbox) -> Merchant:
    return Merchant(Client(app), lambda: datetime.now(UTC))


def test_a_learners_transfer_is_told_to_the_registered_feed(running: Sandbox, shop: Shop) -> None:
    merchant = merchant_at(running)
    opened = merchant.ask("POST", "/api/accounts", {"holder": "GOM", "feed_url": shop.base + "/feed"}).json

    merchant.client.post(
        "/bank", data={"account": opened["account"], "amount": "125000", "memo": "dh 7k3m9q", "payer": "Hoa"}
    )
    call = shop.wait_for(1)[0]

    (transfer,) = json.loads(call.body)["transfers"]
    assert (transfer["bank_bin"], transfer["account"]) == ("999999", opened["account"])
    assert (transfer["amount"], transfer["memo"], transfer["payer"]) == (125_000, "dh 7k3m9q", "Hoa")
    assert call.header("X-Practice-Merchant") == merchant.id
    assert len(call.header("X-Practice-Signature")) == 64


def test_what_was_not_sent_before_a_stop_is_sent_after_the_next_start(database: Path, shop: Shop) -> None:
    stopped = create_sandbox(database, bootstrap_key=KEY)
    merchant = merchant_at(stopped)
    merchant.client.post(merchant.pay_page(callback_url=shop.base + "/hooks"), data={"outcome": "paid"})

    app = create_sandbox(database, bootstrap_key=KEY)
    app.start_timers()
    calls = shop.wait_for(1)
    app.close()

    assert json.loads(calls[0].body)["events"][0]["kind"] == "charged"


def test_an_answer_in_another_form_is_asked_for_again(running: Sandbox, shop: Shop) -> None:
    shop.answers = [Answer(200, body=b"OK")]
    merchant = merchant_at(running)

    merchant.client.post(merchant.pay_page(callback_url=shop.base + "/hooks"), data={"outcome": "paid"})
    first, second = shop.wait_for(2)

    assert first.body == second.body
    assert first.header("X-Practice-Nonce") != second.header("X-Practice-Nonce")


def test_the_listener_stops_with_its_timers(database: Path) -> None:
    app = create_sandbox(database, bootstrap_key=KEY)
    server, port = start_api_listener(app)

    server.shutdown()
    server.server_close()

    assert port > 0
    assert not app.is_running
