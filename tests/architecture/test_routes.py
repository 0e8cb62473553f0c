"""Every route of the desk against its owner, another shop, a lesser role and nobody."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from storefront import create_app
from storefront.models.shop import ShopMode
from tests.architecture.world import FILES, FORMS, MODES, PLACES, PREPARED, World, build
from tests.conftest import rolling_back, settings_for
from tests.factories import picture_bytes
from tests.forms import Form, forms
from tests.visitor import Visitor


def all_rules() -> list[Rule]:
    with tempfile.TemporaryDirectory() as folder:
        return sorted(create_app(settings_for(Path(folder))).url_map.iter_rules(), key=lambda rule: rule.rule)


RULES = all_rules()
DESK = [
    pytest.param(rule, method, id=f"{method} {rule.rule}")
    for rule in RULES
    if rule.endpoint.startswith("admin.")
    for method in sorted((rule.methods or set()) & {"GET", "POST"})
]
STAFF = [
    pytest.param(rule, method, id=f"{method} {rule.rule}")
    for rule in RULES
    if rule.endpoint.startswith("programme.")
    for method in sorted((rule.methods or set()) & {"GET", "POST"})
]


@pytest.fixture(scope="module")
def places(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Flask, dict[ShopMode, World]]:
    """An app of its own with one of everything, for a practice and a real shop."""
    folder = tmp_path_factory.mktemp("routes")
    shutil.copy(migrated_sqlite, folder / "storefront.sqlite3")
    app = create_app(settings_for(folder))
    return app, {mode: build(app, mode) for mode in ShopMode}


@pytest.fixture
def untouched(places: tuple[Flask, dict[ShopMode, World]]) -> Iterator[tuple[Flask, dict[ShopMode, World]]]:
    """The same, and whatever a test does to it is rolled back."""
    with rolling_back(places[0]):
        yield places


def address(rule: Rule, world: World) -> str:
    """The rule's address in the world. Raises KeyError for a part without a sample."""
    names = PLACES.get(rule.endpoint, {})
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: world.values[names.get(part[1], part[1])], rule.rule)


def typed(rule: Rule, world: World, owner: Visitor, url: str) -> dict[str, object]:
    """The form as a page of the desk shows it to the owner, with what the owner types."""
    words = {key.format(**world.values): value for key, value in FORMS.get(rule.endpoint, {}).items()}
    shown = next((form for page in pages_above(url, world) for form in forms_on(owner, page, url)), None)
    files = {key: (BytesIO(picture_bytes()), "anh.jpg") for key in FILES.get(rule.endpoint, ())}
    return {**(shown.filled(**words) if shown else words), **files}


def pages_above(url: str, world: World) -> list[str]:
    """Pages that may show a form for an address: itself, and each one above it."""
    desk = f"/admin/{world.values['slug']}"
    parts = url.removeprefix(desk).strip("/").split("/")
    above = ["/".join(["", *parts[:length]]) for length in range(len(parts), 0, -1)]
    return [desk + path + end for path in above for end in ("", "/", "/new")]


def forms_on(owner: Visitor, page: str, url: str) -> list[Form]:
    """Forms on a page that are sent to the address."""
    answer = owner.get(page)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return []
    posting = [form for form in forms(answer.text) if form.method == "post"]
    return [form for form in posting if re.split("[?#]", form.action or page)[0] == url]


def ask(visitor: Visitor, method: str, url: str, form: dict[str, object]) -> int:
    return (visitor.post(url, dict(form)) if method == "POST" else visitor.get(url)).status_code


@pytest.mark.parametrize(("rule", "method"), DESK)
def test_a_desk_route_is_its_owners_alone(
    untouched: tuple[Flask, dict[ShopMode, World]], rule: Rule, method: str
) -> None:
    app, world = untouched[0], untouched[1][MODES.get(rule.endpoint, ShopMode.REAL)]
    url = address(rule, world)
    owner = Visitor(app).sign_in(world.owner)
    for earlier in [found for found in RULES if found.endpoint == PREPARED.get(rule.endpoint)]:
        before = address(earlier, world)
        owner.post(before, typed(earlier, world, owner, before))
    form = typed(rule, world, owner, url) if method == "POST" else {}

    statuses = {
        "another shop": ask(Visitor(app).sign_in(world.stranger), method, url, {}),
        "a lesser role": ask(Visitor(app).sign_in(world.helper), method, url, {}),
        "nobody": ask(Visitor(app), method, url, {}),
    }

    assert ask(owner, method, url, form) in range(200, 400)
    assert statuses == {"another shop": 404, "a lesser role": 403, "nobody": 303}


@pytest.mark.parametrize(("rule", "method"), STAFF)
def test_a_staff_route_is_closed_to_owners_and_nobody(
    untouched: tuple[Flask, dict[ShopMode, World]], rule: Rule, method: str
) -> None:
    app, world = untouched[0], untouched[1][ShopMode.REAL]
    url = address(rule, world)

    owner = ask(Visitor(app).sign_in(world.owner), method, url, {})
    nobody = ask(Visitor(app), method, url, {})

    assert (owner, nobody) == (403, 303)


def test_every_desk_view_names_its_permission(app: Flask) -> None:
    nameless = [
        rule.endpoint
        for rule in RULES
        if rule.endpoint.startswith("admin.") and not hasattr(app.view_functions[rule.endpoint], "permission")
    ]

    assert nameless == []


def test_every_door_is_guarded_or_says_that_it_is_open(app: Flask) -> None:
    """A view of the portal says whom it needs; the other doors guard themselves by their prefix."""
    own_guard = ("admin.", "programme.", "shopper.", "hooks.", "media.", "health.", "static")
    silent = [
        rule.endpoint
        for rule in RULES
        if not rule.endpoint.startswith(own_guard) and not hasattr(app.view_functions[rule.endpoint], "needs")
    ]

    assert silent == []
