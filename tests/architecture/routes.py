"""The URL map sorted by who may come, and how a test asks for one of its addresses.

A class is read off the rule and its guard wherever that is possible, so a new route is tested by being there.
What is open to everybody and holds no secret is listed in `samples.PUBLIC` with its reason.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from storefront import create_app
from tests.architecture import classroom, samples, world
from tests.architecture.world import FILES, TABLE, TABLES, World
from tests.conftest import settings_for
from tests.factories import picture_bytes
from tests.forms import Form, forms
from tests.visitor import Visitor

PLACES = {**world.PLACES, **samples.PLACES, **classroom.PLACES}
FORMS = {**world.FORMS, **samples.FORMS, **classroom.FORMS}
PREPARED = {**world.PREPARED, **samples.PREPARED, **classroom.PREPARED}

PART = re.compile(r"<(?:(\w+)(?:\(.*?\))?:)?(\w+)>")
CONVERTERS = {"": r"[^/]+", "int": r"\d+", "path": r".+"}
"""What the sample of each kind of part looks like; another converter needs its line here."""

SIGN_IN = "sign in"
Fits = Callable[[Rule], object]


def _map() -> tuple[list[Rule], dict[str, str]]:
    """Every rule, and for each endpoint whom its guard asks for."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for(Path(folder)))
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return rules, {name: getattr(view, "needs", "") for name, view in app.view_functions.items()}


RULES, NEEDS = _map()


def _those(fits: Fits) -> list[Rule]:
    return [rule for rule in RULES if fits(rule)]


def _of_a_shop(rule: Rule) -> bool:
    return rule.endpoint.startswith("shopper.") and rule.endpoint not in samples.PUBLIC


def _by_cart(rule: Rule) -> bool:
    return rule.endpoint.startswith(("shopper.cart.", "shopper.checkout."))


def _elsewhere(rule: Rule) -> bool:
    doors = ("admin.", "programme.", "shopper.", "hooks.")
    guarded = rule.endpoint.startswith(doors) or NEEDS[rule.endpoint] in ("trainer", "learner")
    return not guarded and rule.endpoint not in samples.PUBLIC


CLASSES: Mapping[str, list[Rule]] = {
    "desk": _those(lambda rule: rule.endpoint.startswith("admin.")),
    "staff": _those(lambda rule: rule.endpoint.startswith("programme.")),
    "hook": _those(lambda rule: rule.endpoint.startswith("hooks.")),
    "account": _those(lambda rule: NEEDS[rule.endpoint] == "sign_in"),
    "row of an account": _those(
        lambda rule: NEEDS[rule.endpoint] == "sign_in" and bool(rule.arguments - {"token"})
    ),
    "secret": _those(
        lambda rule: _elsewhere(rule) and bool(rule.arguments) and not rule.arguments & {*samples.ROWS}
    ),
    "cart": _those(_by_cart),
    "thing of a shop": _those(
        lambda rule: _of_a_shop(rule) and not _by_cart(rule) and rule.arguments > {"shop"}
    ),
    "trainer": _those(lambda rule: NEEDS[rule.endpoint] == "trainer"),
    "learner": _those(lambda rule: NEEDS[rule.endpoint] == "learner"),
    "public": _those(lambda rule: rule.endpoint in samples.PUBLIC),
}


def cases(*names: str, having: Fits = bool) -> list[object]:
    """A parameter set (rule, method) for each route of these classes."""
    return [
        pytest.param(rule, method, id=f"{method} {rule.rule}")
        for name in names
        for rule in CLASSES[name]
        if having(rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def address(rule: Rule, world: World, **instead: str) -> str:
    """The rule's address in the world. Raises KeyError for a part or a converter without a sample."""
    names = PLACES.get(rule.endpoint, {})

    def sample(part: re.Match[str]) -> str:
        value = instead.get(part[2]) or world.values[names.get(part[2], part[2])]
        assert re.fullmatch(CONVERTERS[part[1] or ""], value), f"{value} is no sample of {part[0]}"
        return value

    return PART.sub(sample, rule.rule)


def typed(rule: Rule, world: World, visitor: Visitor, url: str) -> dict[str, object]:
    """The form as a page above the address shows it, with what is typed, without the visitor's own token."""
    words = {
        key.format(**world.values): value.format(**world.values)
        for key, value in FORMS.get(rule.endpoint, {}).items()
    }
    shown = next((form for page in pages_above(url) for form in forms_on(visitor, page, url)), None)
    files = {key: (BytesIO(picture_bytes()), "anh.jpg") for key in FILES.get(rule.endpoint, ())}
    files |= {key: (BytesIO(TABLE), "sao-ke.csv") for key in TABLES.get(rule.endpoint, ())}
    files |= {"file": (BytesIO(world.files[rule.endpoint]), "tep")} if rule.endpoint in world.files else {}
    filled = shown.filled(**words) if shown else words
    return {**{name: value for name, value in filled.items() if name != "csrf_token"}, **files}


def pages_above(url: str) -> list[str]:
    """Pages that may show a form for an address: itself, and each one above it in the same door."""
    root = re.match(r"(/(?:admin|s)/[^/]+)?", url)[0]  # type: ignore[index]
    parts = url.removeprefix(root).strip("/").split("/")
    above = ["/".join(["", *parts[:length]]) for length in range(len(parts), 0, -1)]
    return [root + path + end for path in above for end in ("", "/", "/new")]


def forms_on(visitor: Visitor, page: str, url: str) -> list[Form]:
    """Forms on a page that are sent to the address."""
    answer = visitor.get(page)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return []
    posting = [form for form in forms(answer.text) if form.method == "post"]
    return [form for form in posting if re.split("[?#]", form.action or page)[0] == url]


def prepare(rule: Rule, world: World, visitor: Visitor) -> None:
    """Do what has to be done before the route makes sense."""
    for earlier in [found for found in RULES if found.endpoint == PREPARED.get(rule.endpoint)]:
        prepare(earlier, world, visitor)
        url = address(earlier, world)
        visitor.post(url, typed(earlier, world, visitor, url))


def ask(visitor: Visitor, method: str, url: str, form: dict[str, object] | None = None) -> TestResponse:
    """Open the address, or send the form to it with the visitor's own token."""
    return visitor.post(url, dict(form or {})) if method == "POST" else visitor.get(url)


def outcome(answer: TestResponse) -> int | str:
    """The status; for the way to the sign-in page, which is no answer, its name."""
    wanted = answer.status_code == 303 and answer.location.startswith("/sign-in")
    return SIGN_IN if wanted else answer.status_code


def is_good(answer: TestResponse) -> bool:
    """Whether whoever asked was served: 2xx or 3xx, and not sent to sign in."""
    return outcome(answer) in range(200, 400)


def signed_in(app: Flask, user_id: int) -> Visitor:
    """A visitor who has seen a page of their own, so that their forms carry a good token."""
    visitor = Visitor(app).sign_in(user_id)
    visitor.get("/account")
    return visitor
