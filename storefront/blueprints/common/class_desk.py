"""The desk of a practice shop that belongs to a class: its trail, its pauses, its visits, its news."""

from __future__ import annotations

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user

from storefront.blueprints.common.lesson_words import Beside
from storefront.blueprints.common.origin import SAFE
from storefront.blueprints.common.respond import page, wants_json
from storefront.domain.accounts.permissions import LOOKING, STAFF_HELP
from storefront.domain.workshops.news import News, learner_at_desk, news_for
from storefront.domain.workshops.visits import HELP, visit_at
from storefront.infra import trail
from storefront.infra.errors import Conflict, Forbidden, NotFound
from storefront.infra.events import Actor, ActorKind
from storefront.models.shop import Shop
from storefront.models.workshop import Learner

MEMBERS_ONLY = frozenset({"admin.practice_phone"})
"""Pages with people's own codes, which no guest reads."""

OWN_DATA = frozenset({"admin.setup.who", "admin.notification"})
"""Pages with the number of a person's own papers; they open to help that was agreed to, not to a look."""


class OwnData(Forbidden):
    """A trainer who only looks came to a page with the learner's own data."""

    code = "own_data"
    message = lazy_gettext("This page holds the learner's own papers. Ask the learner whether you may help.")


class OnlyLooking(Forbidden):
    """A trainer who looks at a learner's shop sent a form."""

    code = "only_looking"
    message = lazy_gettext("You are only looking at this shop. Ask the learner whether you may help.")


class ClassPaused(Conflict):
    """A learner's script sent something while the class was paused."""

    code = "class_paused"
    message = lazy_gettext("The class is paused. Send it again when it goes on; nothing is lost.")


def enter_as_trainer(shop: Shop) -> None:
    """Let a trainer in whose visit is announced or agreed to. Raises NotFound, Forbidden."""
    g.visit = visit = visit_at(shop, current_user._get_current_object())
    if visit is None:
        raise NotFound
    if request.blueprint in MEMBERS_ONLY:
        raise Forbidden
    if visit.kind == HELP:
        g.permissions = STAFF_HELP
        g._actor = Actor(ActorKind.USER, current_user.id, on_behalf_of=visit.learner.user_id)
    elif request.blueprint in OWN_DATA:
        raise OwnData
    elif request.method in SAFE:
        # what the learner has before their eyes, forms too, though without a button that would be refused
        g.permissions, g.readable = LOOKING, STAFF_HELP
    else:
        raise OnlyLooking


def enter_as_learner(shop: Shop) -> ResponseReturnValue | None:
    """Follow a member of a practice shop, who may be a learner; while their class is paused, forms wait."""
    trail.follow(trail.Walker(shop_id=shop.id, user_id=current_user.id))
    if request.method in SAFE:
        return None
    learner = _learner(shop)
    if learner is None or learner.workshop.paused_at is None:
        return None
    trail.unfollow()
    if wants_json():
        raise ClassPaused
    typed = [(name, value) for name, values in request.form.lists() for value in values]
    return page("classroom/paused.html", typed=typed, files=bool(request.files)), 409


def news() -> News | None:
    """What the learner's class says above the desk's pages; only the layout of practice shops asks."""
    learner = _learner(g.shop) if g.membership else None
    return news_for(learner) if learner else None


def lesson() -> Beside | None:
    """The lesson beside the desk and the wizard of a learner's own practice shop."""
    learner = _learner(g.shop) if g.membership else None
    return Beside.of(learner) if learner else None


def _learner(shop: Shop) -> Learner | None:
    if "learner_here" not in g:
        g.learner_here = learner_at_desk(shop.id, current_user.id)
    learner: Learner | None = g.learner_here
    return learner
