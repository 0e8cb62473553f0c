"""A learner's practice money: the account at the practice bank, and classmates' shops to spend it in."""

from __future__ import annotations

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from storefront.blueprints.classroom.door import need_learner
from storefront.blueprints.common import respond
from storefront.domain.workshops import money

bp = Blueprint("bank", __name__, url_prefix="/class/<int:workshop_id>/bank")


@bp.get("/")
@need_learner
def show() -> ResponseReturnValue:
    """The way to the account, and where it can be spent."""
    return respond.page(
        "classroom/bank.html",
        nav="class",
        account=money.bank_page_of(g.learner),
        shops=money.classmates_shops(g.learner),
    )
