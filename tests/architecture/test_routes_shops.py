"""The shopper's door and the hooks: what opens something in one shop opens nothing in another."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from storefront.adapters.gateways import practice_signing as signing
from storefront.domain.payments.endpoints import callback_path
from storefront.domain.payments.methods import switch_on
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop, ShopMode
from tests.architecture.conftest import Site
from tests.architecture.routes import CLASSES, address, ask, cases, is_good, outcome, typed
from tests.architecture.world import World
from tests.visitor import Visitor

MERCHANT = {"merchant": "M1", "secret": "s3cret"}
SHOPPERS = ("cart", "thing of a shop", "public")


def in_a_shop(rule: Rule) -> bool:
    return "shop" in rule.arguments


def holding(app: Flask, shop_id: int | str, token: str) -> Visitor:
    """A browser that holds this token as its cart of the shop."""
    visitor = Visitor(app)
    visitor.client.set_cookie(f"cart-{shop_id}", token)
    return visitor


def shown(answer: TestResponse) -> tuple[int, str | None, str]:
    return answer.status_code, answer.location, answer.text


@pytest.mark.parametrize(("rule", "method"), cases("thing of a shop"))
def test_what_is_in_one_shop_is_not_in_another(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)
    url = address(rule, world)
    shopper = Visitor(site.app)
    form = typed(rule, world, shopper, url) if method == "POST" else {}

    there = ask(Visitor(site.app), method, address(rule, world, shop=world.values["other"]), form)

    assert is_good(ask(shopper, method, url, form))
    assert outcome(there) == 404


@pytest.mark.parametrize(("rule", "method"), cases("cart"))
def test_a_cart_of_one_shop_is_no_cart_in_another(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)
    token, url = world.values["cart_token"], address(rule, world)
    there = address(rule, world, shop=world.values["other"])
    shopper, thief = (
        holding(site.app, shop_id, token) for shop_id in (world.shop_id, world.values["other_id"])
    )
    form = typed(rule, world, shopper, url) if method == "POST" else {}

    taken, without = ask(thief, method, there, form), ask(Visitor(site.app), method, there, form)

    assert is_good(ask(shopper, method, url, form))
    assert shown(taken) == shown(without)


@pytest.mark.parametrize(("rule", "method"), cases(*SHOPPERS, having=in_a_shop))
def test_a_shop_that_is_not_open_yet_has_no_door(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)

    answer = ask(Visitor(site.app), method, address(rule, world, shop=world.values["draft"]))

    assert outcome(answer) == 404


def connected(app: Flask, world: World) -> str:
    """Where the practice gateway calls the shop; its token is the last part."""
    with app.app_context(), enter_shop(world.shop_id):
        shop = db.session.get_one(Shop, world.shop_id)
        path = callback_path(switch_on(shop, "practice", MERCHANT, by=events.SYSTEM))
        db.session.commit()
    return path


def call(app: Flask, method: str, url: str, secret: str = MERCHANT["secret"]) -> int:
    """What the gateway is told when it calls and has nothing to tell."""
    body, stamp = json.dumps({"events": []}).encode(), str(int(clock.now().timestamp()))
    signature = signing.callback_signature(
        secret, merchant=MERCHANT["merchant"], timestamp=stamp, nonce="n", body=body
    )
    headers = {"Merchant": MERCHANT["merchant"], "Timestamp": stamp, "Nonce": "n", "Signature": signature}
    sent = {f"X-Practice-{name}": value for name, value in headers.items()}
    return app.test_client().open(url, method=method, data=body, headers=sent).status_code


@pytest.mark.parametrize(("rule", "method"), cases("hook"))
def test_a_hook_hears_only_its_own_gateway(site: Site, rule: Rule, method: str) -> None:
    world = site.worlds[ShopMode.PRACTICE]
    token = connected(site.app, world).rpartition("/")[2]
    parts = {"family": "gateways", "code": "practice", "token": token}

    served = call(site.app, method, address(rule, world, **parts))
    refused = {
        "unsigned": call(site.app, method, address(rule, world, **parts), secret="guess"),
        "token": call(site.app, method, address(rule, world, **parts | {"token": "guess"})),
        "code": call(site.app, method, address(rule, world, **parts | {"code": "cod"})),
        "family": call(site.app, method, address(rule, world, **parts | {"family": "carriers"})),
    }

    assert served == 200
    assert refused == {"unsigned": 401, "token": 404, "code": 404, "family": 404}


def test_only_the_known_machines_have_hooks() -> None:
    assert [rule.rule for rule in CLASSES["hook"]] == ["/hooks/<family>/<code>/<token>"]
