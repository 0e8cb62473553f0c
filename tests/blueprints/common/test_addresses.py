from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from storefront.blueprints.common.addresses import MOUNT, OWN_HOST, Addresses, KnownHosts, bare_host
from storefront.config import Settings
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.i18n import ENVIRON
from storefront.models.shop import ShopHost
from tests.factories import make_shop


def seen(url: str, **settings: Any) -> dict[str, Any]:
    """The environment that the application behind the middleware is given."""
    told: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        told.update(environ)
        return Response("here")(environ, start_response)

    app = Flask(__name__)
    app.secret_key = "for these tests only"
    middleware = Addresses(application, app, Settings(instance=Path("."), **settings))
    middleware.hosts = KnownHosts({"nemchua.vn": "nem-chua"}.get)
    host, _, path = url.partition("/")
    environ = EnvironBuilder(path=f"/{path}").get_environ()
    run_wsgi_app(middleware, {**environ, "HTTP_HOST": host})
    return told


@pytest.mark.parametrize(
    ("url", "path", "mount"),
    [
        ("localhost:8000/s/nem-chua/products", "/s/nem-chua/products", "/s/nem-chua"),
        ("nem-chua.localhost:8000/products", "/s/nem-chua/products", ""),
        ("nem-chua.cho.vn/", "/s/nem-chua/", ""),
        ("NEMCHUA.vn./products", "/s/nem-chua/products", ""),
    ],
)
def test_all_three_kinds_of_address_lead_to_the_same_rule(url: str, path: str, mount: str) -> None:
    told = seen(url, public_url="https://cho.vn")

    assert told["PATH_INFO"] == path
    assert told[MOUNT] == mount


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("localhost/en/s/nem/cart", "/s/nem/cart"),
        ("nem.localhost/en/cart", "/s/nem/cart"),
        ("localhost/en", "/"),
    ],
)
def test_english_goes_into_the_script_name(url: str, path: str) -> None:
    told = seen(url)

    assert told["PATH_INFO"] == path
    assert told["SCRIPT_NAME"] == "/en"
    assert told[ENVIRON] == "en"


@pytest.mark.parametrize("path", ["admin/nem/", "sign-in", "hooks/gateways/x/y", "s/khac/", "healthz"])
def test_rules_of_the_platform_cannot_be_reached_on_a_shops_host(path: str) -> None:
    told = seen(f"nem.localhost/{path}")

    assert told["PATH_INFO"] == f"/s/nem/{path}"
    assert told[OWN_HOST]


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.5", "a.b.localhost", "-x.localhost", ""])
def test_an_unknown_host_reaches_nothing(host: str) -> None:
    told = seen(f"{host}/s/nem/")

    assert told["PATH_INFO"] == "/_unknown-host"


def test_bare_addresses_answer_on_a_workshops_network_only() -> None:
    assert seen("192.168.1.5:8000/s/nem/", lan=True)["PATH_INFO"] == "/s/nem/"
    assert seen("[fe80::1]:8000/s/nem/", lan=True)["PATH_INFO"] == "/s/nem/"


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("Example.VN:8000", "example.vn"),
        ("[::1]:8000", "::1"),
        ("[::1]", "::1"),
        ("example.vn.", "example.vn"),
        ("evil.example/path", ""),
        ("a" * 300, ""),
    ],
)
def test_a_host_header_is_read_strictly(header: str, host: str) -> None:
    assert bare_host(header) == host


def test_with_wildcard_dns_the_shops_path_redirects_to_its_subdomain() -> None:
    app = Flask(__name__)
    app.secret_key = "for these tests only"
    settings = Settings(instance=Path("."), public_url="https://cho.vn", wildcard_dns=True)
    browser = Client(Addresses(Response("here"), app, settings))

    answer = browser.get("/en/s/nem/products?sort=price", base_url="https://cho.vn/")

    assert answer.status_code == 308
    assert answer.location == "https://nem.cho.vn/en/products?sort=price"


def test_a_proved_domain_serves_the_shop_and_an_unproved_one_does_not(app: Flask, rolled_back: None) -> None:
    with app.app_context():
        shop = make_shop()
        proved = ShopHost(shop_id=shop.id, kind="domain", value="proved.example", verified_at=clock.now())
        waiting = ShopHost(shop_id=shop.id, kind="domain", value="waiting.example")
        db.session.add_all([proved, waiting])
        db.session.commit()
    browser = app.test_client()

    assert browser.get("/products", base_url="http://proved.example/").status_code == 200
    assert browser.get("/products", base_url="http://waiting.example/").status_code == 404


def test_a_host_is_asked_about_once_in_a_while() -> None:
    asked: list[str] = []
    hosts = KnownHosts(lambda host: asked.append(host) or "nem")

    hosts.slug("nemchua.vn")
    hosts.slug("nemchua.vn")

    assert asked == ["nemchua.vn"]
