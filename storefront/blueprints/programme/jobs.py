"""Jobs that failed too often and wait for a person: seen, and run again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.blueprints.common import respond
from storefront.blueprints.portal.accounts import PlainForm
from storefront.infra import queue
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.models.shop import Shop

bp = Blueprint("jobs", __name__, url_prefix="/jobs")


@bp.get("")
def index() -> ResponseReturnValue:
    """Parked jobs, newest first."""
    jobs = queue.parked()
    owners = db.session.execute(select(Shop.id, Shop.name).where(Shop.id.in_({job.shop_id for job in jobs})))
    return respond.page(
        "programme/jobs.html",
        nav="jobs",
        jobs=jobs,
        shop_names={one.id: one.name for one in owners},
        plain=PlainForm(),
    )


@bp.post("/<int:job_id>/another-try")
def run_again(job_id: int) -> ResponseReturnValue:
    """Let it run now."""
    if not queue.run_again(job_id):
        raise NotFound
    flash(_("The job will run again in a moment."), "good")
    return redirect(url_for(".index"), 303)
