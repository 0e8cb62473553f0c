"""Practice in a class, later: its shops' money, and what practice customers do next."""

from __future__ import annotations

from flask import current_app

from storefront.domain.workshops import money
from storefront.domain.workshops.customers import playing
from storefront.infra.db import db
from storefront.infra.links import public_url
from storefront.jobs.registry import Work
from storefront.models.shop import Shop


def connect_money(work: Work) -> None:
    """Give a learner's shop its practice gateway and bank account."""
    shop = db.session.get_one(Shop, work.shop_id)
    money.connect_money(shop, bootstrap_key=current_app.config["SANDBOX_KEY"], public_url=public_url(""))


def visit(work: Work) -> None:
    """Let one practice customer do the next thing."""
    playing.play(int(work.payload["visit"]), int(work.payload["step"]), tries=work.tries)
