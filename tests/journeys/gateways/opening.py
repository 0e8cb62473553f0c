"""Practice shops connected to all companies of the sandbox, as its own register issues it."""

from __future__ import annotations

from flask import Flask

from storefront.adapters.bank_feeds import bank_feed
from storefront.adapters.gateways import gateway, gateway_codes
from storefront.domain.payments.bank_feeds import connect_feed
from storefront.domain.payments.endpoints import BANK_FEEDS, GATEWAYS, path_of
from storefront.domain.payments.methods import switch_on
from storefront.domain.payments.practice import PRACTICE, Connection, connect
from storefront.infra import events, tokens
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop, ShopMode
from storefront.sandbox import bank, merchants
from storefront.sandbox.store import Store
from storefront.sandbox.wires import WIRES
from tests.factories import make_shop
from tests.journeys.gateways.market import Market, Stall
from tests.serving import Server

TRANSFER = {"bank_bin": "970436", "account": "0011012345678", "holder": "NGUYEN THI HOA"}
WEATHERS = ("fair", "down", "slow")
"""A shop for each weather, so that a gateway that stopped for one cell answers in the others."""


def open_market(server: Server, app: Flask) -> Market:
    """Shops with every way of paying that practice shops may offer."""
    store = Store(server.instance / "sandbox.sqlite3")
    secrets: set[str] = set()
    with app.app_context():
        stalls = {weather: _open_stall(store, server.url, weather, secrets) for weather in WEATHERS}
        db.session.remove()
    return Market(server, app, stalls, secrets)


def _open_stall(store: Store, base: str, weather: str, secrets: set[str]) -> Stall:
    shop = make_shop(mode=ShopMode.PRACTICE, slug=f"quay-{weather}", name=f"Quầy {weather}")
    with enter_shop(shop.id):
        called = [code for code in gateway_codes() if gateway(code).capabilities.notify]
        controls = {code: _connect(store, shop, code, base, secrets) for code in called}
        switch_on(shop, "bank_transfer", TRANSFER, by=events.SYSTEM)
        account = _open_account(store, shop, base, secrets)
        db.session.commit()
    return Stall(shop.id, shop.slug, controls, account)


def _connect(store: Store, shop: Shop, code: str, base: str, secrets: set[str]) -> str:
    """Switch a gateway on; the token of the page that moves its weather."""
    token = tokens.new_token()
    with store.transaction() as sandbox:
        url = base + path_of(GATEWAYS, code, token)
        row = merchants.register(sandbox, wire=code, reference=str(shop.id), name=shop.name, callback_url=url)
    issued = Connection(code, WIRES[code].credentials(row), token)
    connect(shop, issued, by=events.SYSTEM)
    schema = gateway(code).settings.schema
    secrets |= {issued.settings[item.id] for item in schema if item.secret and issued.settings.get(item.id)}
    secrets.add(token)
    return str(row["controls"])


def _open_account(store: Store, shop: Shop, base: str, secrets: set[str]) -> str:
    """Let the practice bank tell of the shop's account; its number."""
    token = tokens.new_token()
    with store.transaction() as sandbox:
        row = merchants.register(sandbox, wire=PRACTICE, reference=str(shop.id), name=shop.name)
        url = base + path_of(BANK_FEEDS, PRACTICE, token)
        account = bank.open_account(sandbox, row["id"], holder=shop.name, feed_url=url)
    values = {**WIRES[PRACTICE].credentials(row), "account": account["number"]}
    connect_feed(shop, PRACTICE, values, by=events.SYSTEM, token=token)
    schema = bank_feed(PRACTICE).settings.schema
    secrets |= {values[item.id] for item in schema if item.secret}
    secrets.add(token)
    return str(account["number"])
