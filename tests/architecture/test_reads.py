"""Looking never changes anything: no GET or HEAD of any page writes a row."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select
from werkzeug.routing import Rule

from storefront import create_app
from storefront.domain.orders.queries import order_by_number
from storefront.domain.orders.tokens import order_token
from storefront.infra import guard
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.page import Page
from storefront.models.product import Collection, Product
from storefront.models.shop import ShopMode
from tests.architecture.world import MODES, PLACES, World, build
from tests.conftest import settings_for
from tests.factories.users import make_user
from tests.visitor import Visitor

MAY_WRITE = ("hooks.",)
"""Some gateways call by GET; HEAD and OPTIONS write nothing there either."""


def pages() -> list[Rule]:
    with tempfile.TemporaryDirectory() as folder:
        rules = list(create_app(settings_for(Path(folder))).url_map.iter_rules())
    return sorted((rule for rule in rules if "GET" in (rule.methods or ())), key=lambda rule: rule.rule)


PAGES = [rule for rule in pages() if not rule.endpoint.startswith(MAY_WRITE)]
HOOKS = [rule for rule in pages() if rule.endpoint.startswith(MAY_WRITE)]


@dataclass(frozen=True)
class Scene:
    """An app with one of everything, and who looks: the owner, staff, and a passer-by with a full cart."""

    app: Flask
    worlds: dict[ShopMode, World]
    people: dict[ShopMode, list[Visitor]]


@pytest.fixture(scope="module")
def scene(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Made once: looking changes nothing, which is what these tests prove."""
    folder = tmp_path_factory.mktemp("reads")
    shutil.copy(migrated_sqlite, folder / "storefront.sqlite3")
    app = create_app(settings_for(folder))
    worlds = {mode: build(app, mode) for mode in ShopMode}
    for world in worlds.values():
        add_slugs(app, world)
    return Scene(app, worlds, {mode: people(app, world) for mode, world in worlds.items()})


def add_slugs(app: Flask, world: World) -> None:
    """What shoppers' addresses are made of."""
    with app.app_context(), enter_shop(world.shop_id):
        world.values |= {
            "shop": world.values["slug"],
            "products": db.session.scalars(select(Product.slug)).first() or "",
            "collections": db.session.scalars(select(Collection.slug)).first() or "",
            "pages": db.session.scalars(select(Page.slug)).first() or "",
            "orders": order_token(order_by_number(world.values["number"])),
        }


def people(app: Flask, world: World) -> list[Visitor]:
    with app.app_context():
        staff = make_user(is_staff=True).id
        db.session.commit()
    shopper = Visitor(app)
    added = shopper.post(f"/s/{world.values['slug']}/cart/lines", {"variant_id": world.values["variant_id"]})
    assert added.status_code == 303
    return [Visitor(app).sign_in(world.owner), Visitor(app).sign_in(staff), shopper]


def address(rule: Rule, world: World) -> str:
    """The page's address in the world; a part the world does not know gets a name that leads nowhere."""
    named = PLACES.get(rule.endpoint, {})
    shelf = rule.rule.split("/")[3] if rule.rule.startswith("/s/") else ""

    def part(found: re.Match[str]) -> str:
        of_shopper = shelf if found[2] in ("slug", "token") else found[2]
        unknown = "1" if found[1] == "int:" else "khong-co"
        return world.values.get(named.get(found[2], of_shopper if shelf else found[2]), unknown)

    return re.sub(r"<(\w+:|\w+\([^)]*\):)?(\w+)>", part, rule.rule)


@contextmanager
def writes(app: Flask) -> Iterator[list[str]]:
    """Statements that change something, while the block runs."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        seen.extend([sql] if guard.WRITES.match(sql) else [])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.rule)
def test_looking_at_a_page_writes_nothing(scene: Scene, rule: Rule) -> None:
    mode = MODES.get(rule.endpoint, ShopMode.REAL)
    url = address(rule, scene.worlds[mode])

    with writes(scene.app) as seen:
        statuses = [
            look(url).status_code for who in scene.people[mode] for look in (who.get, who.client.head)
        ]

    assert seen == []
    assert all(status < 500 for status in statuses), statuses


@pytest.mark.parametrize("page", ["products", "collections", "pages", "orders"])
def test_the_samples_lead_to_real_pages(scene: Scene, page: str) -> None:
    world = scene.worlds[ShopMode.REAL]

    answer = Visitor(scene.app).get(f"/s/{world.values['slug']}/{page}/{world.values[page]}")

    assert answer.status_code == 200


@pytest.mark.parametrize("rule", HOOKS, ids=lambda rule: rule.rule)
def test_a_robot_that_looks_at_a_hook_writes_nothing(scene: Scene, rule: Rule) -> None:
    url = address(rule, scene.worlds[ShopMode.REAL])

    with writes(scene.app) as seen:
        Visitor(scene.app).client.head(url)
        Visitor(scene.app).client.options(url)

    assert seen == []


def test_a_write_would_be_seen(scene: Scene) -> None:
    with writes(scene.app) as seen:
        build(scene.app)

    assert any("INSERT INTO product" in sql for sql in seen)
