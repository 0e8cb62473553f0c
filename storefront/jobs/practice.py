"""Practice in a class, later: its shops' money, what practice customers do next, and how practice ends."""

from __future__ import annotations

from flask import current_app

from storefront.adapters.gateways import practice_client
from storefront.domain.workshops import money
from storefront.domain.workshops.carry import uploads
from storefront.domain.workshops.cleaning import archive, reset
from storefront.domain.workshops.customers import playing
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.links import public_url
from storefront.jobs.registry import Work
from storefront.models.shop import Shop
from storefront.models.workshop import Learner, Workshop


def connect_money(work: Work) -> None:
    """Give a learner's shop its practice gateway and bank account."""
    shop = db.session.get_one(Shop, work.shop_id)
    money.connect_money(shop, bootstrap_key=current_app.config["SANDBOX_KEY"], public_url=public_url(""))


def visit(work: Work) -> None:
    """Let one practice customer do the next thing."""
    playing.play(int(work.payload["visit"]), int(work.payload["step"]), tries=work.tries)


def begin_anew(work: Work) -> None:
    """Empty a learner's practice shop and seed it again."""
    learner = db.session.get_one(Learner, int(work.payload["learner"]))
    by = events.Actor(events.ActorKind.USER, work.payload["by"])
    reset.reset(learner, forget_progress=bool(work.payload["forget_progress"]), by=by)


def delete_practice(work: Work) -> None:
    """Delete the practice of one learner of a class."""
    workshop = db.session.get_one(Workshop, int(work.payload["workshop"]))
    archive.delete_next(workshop, int(work.payload["after"]))


def forget_merchant(work: Work) -> None:
    """Have the sandbox forget a practice shop that is gone."""
    practice_client.forget_merchant(work.payload["shop"], bootstrap_key=current_app.config["SANDBOX_KEY"])


def delete_old_practice() -> None:
    """Begin to delete the practice data of classes that ended long enough ago, and forget carried files."""
    uploads.forget_old()
    for workshop in archive.due():
        archive.ask_for_deletion(workshop, by=events.JOB)
    db.session.commit()
