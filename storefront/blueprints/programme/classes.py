"""All workshops as platform staff see them: filtered, and their results taken away."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from sqlalchemy import Select, select

from storefront.blueprints.classroom.downloads import download
from storefront.blueprints.common.respond import page
from storefront.domain.workshops import export, register
from storefront.domain.workshops.words import TRACK_NAMES
from storefront.infra.db import db
from storefront.infra.errors import Conflict
from storefront.infra.paging import desc, paginate
from storefront.infra.sheets import CSV_TYPE, XLSX_TYPE
from storefront.infra.text import whole_number
from storefront.models.workshop import Track, Workshop

bp = Blueprint("classes", __name__, url_prefix="/classes")
MOST = 500
"""Workshops of one file."""


class TooManyClasses(Conflict):
    """A file of so many would leave some out without saying so."""

    code = "too_many_classes"
    message = lazy_gettext(
        "More than %(most)s classes fit. Choose a cohort, a venue or a donor, and take one file for each.",
        most=MOST,
    )


@bp.get("/")
def index() -> ResponseReturnValue:
    """The workshops, newest first."""
    found = paginate(
        db.session(),
        _wanted().order_by(None),
        desc(Workshop.starts_on),
        desc(Workshop.id),
        cursor=request.args.get("cursor"),
    )
    return page(
        "programme/classes.html",
        nav="training",
        workshops=found,
        wanted=request.args,
        tracks=TRACK_NAMES,
        choices={name: _names(name) for name in register.KINDS},
        query=request.query_string.decode(),
    )


@bp.get("/results.csv")
def as_csv() -> ResponseReturnValue:
    """The results of those that fit, small counts hidden."""
    return download(export.programme_csv(_all()), CSV_TYPE, "ket-qua.csv")


@bp.get("/results.xlsx")
def as_workbook() -> ResponseReturnValue:
    """The same as a workbook with definitions."""
    return download(export.programme_workbook(_all()), XLSX_TYPE, "ket-qua.xlsx")


def _all() -> list[Workshop]:
    found = list(db.session.scalars(_wanted().limit(MOST + 1)))
    if len(found) > MOST:
        raise TooManyClasses
    return found


def _wanted() -> Select[Workshop]:
    typed = request.args
    columns = {
        kind.column.key: chosen
        for name, kind in register.KINDS.items()
        if (chosen := whole_number(typed.get(name)))
    }
    statement = register.all_workshops(columns, typed.get("state", ""), typed.get("q", ""))
    track = typed.get("track", "")
    fits = track in {each.value for each in Track}
    return statement.where(Workshop.track == Track(track)) if fits else statement


def _names(name: str) -> list[tuple[int, str]]:
    model = register.KINDS[name].model
    return [
        (row.id, row.name) for row in db.session.execute(select(model.id, model.name).order_by(model.name))
    ]
