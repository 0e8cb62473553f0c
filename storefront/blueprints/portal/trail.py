"""A learner's steps on their own account, where a class asks for a phone and an app and people get stuck."""

from __future__ import annotations

from flask_login import current_user

from storefront.blueprints.common.session import me
from storefront.domain.workshops.people import learning_now
from storefront.infra import trail


def follow_learner() -> None:
    """Before a request of the account's pages: it is a step of the learner, if a class of theirs runs."""
    learner = learning_now(me()) if current_user.is_authenticated else None
    if learner:
        trail.follow(trail.Walker(learner_id=learner.id))
