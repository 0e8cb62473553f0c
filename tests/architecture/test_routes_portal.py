"""The portal's routes: an account is its user's alone, a token opens one thing, the rest is for everybody."""

from __future__ import annotations

import datetime as dt

import pytest
from werkzeug.routing import Rule

from storefront.infra import clock
from tests.architecture.conftest import Site
from tests.architecture.routes import SIGN_IN, address, ask, cases, is_good, outcome, signed_in, typed
from tests.architecture.samples import FOREIGN, WHO
from tests.architecture.world import World
from tests.visitor import Visitor

A_PERSON_TAKES = dt.timedelta(minutes=1)


def user_of(rule: Rule, world: World) -> int:
    return int(world.values[WHO.get(rule.endpoint, "owner")])


@pytest.mark.parametrize(("rule", "method"), cases("account"))
def test_an_account_route_asks_nobody_to_sign_in(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)
    url = address(rule, world)
    user = signed_in(site.app, user_of(rule, world))
    form = typed(rule, world, user, url) if method == "POST" else {}

    nobody = outcome(ask(Visitor(site.app), method, url))

    assert is_good(ask(user, method, url, form))
    assert nobody == SIGN_IN


@pytest.mark.parametrize(("rule", "method"), cases("row of an account"))
def test_a_row_of_an_account_is_its_users_alone(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)
    url = address(rule, world)
    user = signed_in(site.app, user_of(rule, world))
    form = typed(rule, world, user, url) if method == "POST" else {}

    another = outcome(ask(signed_in(site.app, world.stranger), method, url))

    assert is_good(ask(user, method, url, form))
    assert another == 404


@pytest.mark.parametrize(("rule", "method"), cases("secret"))
def test_a_secret_opens_only_what_it_was_made_for(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)
    url = address(rule, world)
    foreign = {part: world.values[FOREIGN[part]] for part in rule.arguments}
    holder = signed_in(site.app, user_of(rule, world))
    form = typed(rule, world, holder, url) if method == "POST" else {}

    another = outcome(ask(holder, method, address(rule, world, **foreign)))

    assert is_good(ask(holder, method, url, form))
    assert another == 404


@pytest.mark.parametrize(("rule", "method"), cases("public"))
def test_a_public_route_serves_nobody_in_particular(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)
    url = address(rule, world)
    nobody = Visitor(site.app)
    nobody.get("/sign-in")
    form = typed(rule, world, nobody, url) if method == "POST" else {}
    clock.travel(clock.now() + A_PERSON_TAKES)

    answer = ask(nobody, method, url, form)

    assert answer.status_code in range(200, 400), answer.text
