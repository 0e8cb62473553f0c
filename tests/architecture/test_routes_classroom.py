"""The routes of the class: a trainer's are those of their own workshops, a learner's of their own class."""

from __future__ import annotations

import pytest
from werkzeug.routing import Rule

from tests.architecture.conftest import Site
from tests.architecture.routes import (
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
from tests.visitor import Visitor


@pytest.mark.parametrize(("rule", "method"), cases("trainer"))
def test_a_trainers_route_is_that_of_their_own_workshops(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)
    url = address(rule, world)
    trainer, other, owner = (
        signed_in(site.app, int(user))
        for user in (world.values["trainer"], world.values["other_trainer"], world.owner)
    )
    prepare(rule, world, trainer)
    form = typed(rule, world, trainer, url) if method == "POST" else {}
    rows = "workshop_id" in rule.arguments

    outcomes = {
        "an owner": outcome(ask(owner, method, url)),
        "nobody": outcome(ask(Visitor(site.app), method, url)),
        "another trainer": rows and outcome(ask(other, method, url)),
    }

    assert is_good(ask(trainer, method, url, form))
    assert outcomes == {"an owner": 403, "nobody": SIGN_IN, "another trainer": rows and 404}


@pytest.mark.parametrize(("rule", "method"), cases("learner"))
def test_a_learners_route_is_that_of_their_own_class(site: Site, rule: Rule, method: str) -> None:
    world = site.world(rule)
    url = address(rule, world)
    learner, other = (signed_in(site.app, int(world.values[who])) for who in ("learner", "other_learner"))
    prepare(rule, world, learner)
    form = typed(rule, world, learner, url) if method == "POST" else {}

    outcomes = {
        "another class's learner": outcome(ask(other, method, url)),
        "nobody": outcome(ask(Visitor(site.app), method, url)),
    }

    assert is_good(ask(learner, method, url, form))
    assert outcomes == {"another class's learner": 404, "nobody": SIGN_IN}
