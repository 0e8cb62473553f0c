"""Every route stands in a class, and the desk's and the staff's withstand everybody else.

The routes of the other doors are tried in test_routes_portal and test_routes_shops. Static files are no
routes of the map: they are served before it, by the hash of what is in them.
"""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.architecture.conftest import Site
from tests.architecture.routes import (
    CLASSES,
    NEEDS,
    RULES,
    SIGN_IN,
    address,
    ask,
    cases,
    is_good,
    outcome,
    prepare,
    signed_in,
    typed,
)
from tests.architecture.samples import PUBLIC
from tests.architecture.world import World
from tests.visitor import Visitor

OWN_GUARD = ("admin.", "programme.", "shopper.", "hooks.", "media.", "health.")
"""Doors that guard themselves by their prefix, or have nothing to guard."""

SHARED_NAMES = {"gateway", "provider", "slug", "place", "month_of"}
"""Parts of the desk's addresses that are no rows: the shop itself, and the two menus every shop has."""


def elsewhere(rule: Rule, world: World) -> str:
    """The address of the same rows, asked for at the desk of the stranger's own shop."""
    return address(rule, world, slug=world.values["strangers_shop"])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.endpoint)
def test_a_route_belongs_to_a_class_and_has_samples(built: Site, rule: Rule) -> None:
    classes = [name for name, rules in CLASSES.items() if rule in rules]

    assert classes, f"{rule.endpoint}: guard it, or give it a line in samples.PUBLIC"
    assert classes == ["public"] or "public" not in classes
    assert address(rule, built.world(rule))


def test_what_is_said_to_be_public_exists(built: Site) -> None:
    assert set(PUBLIC) - set(NEEDS) == set()


@pytest.mark.parametrize(("rule", "method"), cases("desk"))
def test_a_desk_route_is_its_owners_alone(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)
    url = address(rule, world)
    owner, stranger = Visitor(site.app).sign_in(world.owner), signed_in(site.app, world.stranger)
    prepare(rule, world, owner)
    form = typed(rule, world, owner, url) if method == "POST" else {}
    rows = bool(rule.arguments - SHARED_NAMES)

    outcomes = {
        "another shop": outcome(ask(stranger, method, url)),
        "a lesser role": outcome(ask(Visitor(site.app).sign_in(world.helper), method, url)),
        "nobody": outcome(ask(Visitor(site.app), method, url)),
        "the row at another desk": rows and outcome(ask(stranger, method, elsewhere(rule, world), form)),
    }

    assert is_good(ask(owner, method, url, form))
    assert outcomes == {
        "another shop": 404,
        "a lesser role": 403,
        "nobody": SIGN_IN,
        "the row at another desk": rows and 404,
    }


@pytest.mark.parametrize(("rule", "method"), cases("staff"))
def test_a_staff_route_is_closed_to_owners_and_nobody(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)
    url = address(rule, world)
    staff = signed_in(site.app, int(world.values["staff"]))
    prepare(rule, world, staff)
    form = typed(rule, world, staff, url) if method == "POST" else {}

    outcomes = {
        "an owner": outcome(ask(signed_in(site.app, world.owner), method, url)),
        "nobody": outcome(ask(Visitor(site.app), method, url)),
    }

    assert is_good(ask(staff, method, url, form))
    assert outcomes == {"an owner": 403, "nobody": SIGN_IN}


def test_every_desk_view_names_its_permission(app: Flask) -> None:
    nameless = [
        rule.endpoint
        for rule in CLASSES["desk"]
        if not hasattr(app.view_functions[rule.endpoint], "permission")
    ]

    assert nameless == []


def test_every_door_is_guarded_or_says_that_it_is_open(app: Flask) -> None:
    """A view of the portal says whom it needs; the other doors guard themselves by their prefix."""
    silent = [
        rule.endpoint
        for rule in RULES
        if not rule.endpoint.startswith(OWN_GUARD) and not NEEDS[rule.endpoint]
    ]

    assert silent == []
