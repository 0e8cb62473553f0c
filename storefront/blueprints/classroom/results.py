"""What came of a class: sums, feedback, results after 30 and 90 days, and the list to take away."""

from __future__ import annotations

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.classroom.downloads import download
from storefront.blueprints.common.respond import page
from storefront.domain.workshops import export, feedback, figures, follow_up
from storefront.infra.sheets import CSV_TYPE, XLSX_TYPE
from storefront.infra.text import slugify

bp = Blueprint("results", __name__, url_prefix="/trainer/workshops/<int:workshop_id>/results")


@bp.get("/")
@need_trainer
def show() -> ResponseReturnValue:
    """The figures of the class."""
    found = figures.outcomes(g.workshop)
    return page(
        "classroom/results.html",
        sums=figures.sums(found),
        names=figures.FIGURES,
        found=found,
        seen=follow_up.of_workshop(g.workshop.id),
        days=follow_up.DAYS,
        questions=feedback.QUESTIONS,
        said=feedback.summary(g.workshop.id),
        fewest=feedback.FEWEST,
    )


@bp.get("/class.csv")
@need_trainer
def as_csv() -> ResponseReturnValue:
    """A learner a row, by nickname."""
    return download(export.class_csv(g.workshop), CSV_TYPE, f"{_name()}.csv")


@bp.get("/class.xlsx")
@need_trainer
def as_workbook() -> ResponseReturnValue:
    """The same as a workbook with definitions."""
    return download(export.class_workbook(g.workshop), XLSX_TYPE, f"{_name()}.xlsx")


def _name() -> str:
    return slugify(g.workshop.title) or "lop-tap-huan"
