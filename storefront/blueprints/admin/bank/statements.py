"""Uploaded statements: the file, which column is what, and what became of each row."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from storefront.blueprints.admin.bank.forms import ButtonForm, MappingForm, UploadForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.payments.statements import Layout, missing, read_rows
from storefront.domain.settlement import statements
from storefront.domain.settlement.statements import Plan
from storefront.domain.shops.counting import counted_mode
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.infra.paging import asc, paginate
from storefront.models.bank import Statement, StatementLine

bp = Blueprint("statements", __name__, url_prefix="/statements")

SHOWN = 5


@bp.get("/")
@need_permission("payments.view")
def index() -> ResponseReturnValue:
    """The latest uploads, and the form for another."""
    return page("admin/bank/statements.html", **_list(UploadForm(formdata=None)))


@bp.post("/")
@need_permission("orders.mark_paid")
def create() -> ResponseReturnValue:
    """Keep a file; a layout confirmed before needs no more questions."""
    form = UploadForm()
    if not form.validate():
        return invalid("admin/bank/statements.html", **_list(form))
    file = request.files["file"]
    try:
        statement, is_new = statements.upload(file.filename or "", file.read(), by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/bank/statements.html", **_list(form))
    if not is_new:
        flash(_("This file was uploaded before. Nothing was changed."))
    else:
        _take_known(statement)
    return _to(statement)


@bp.get("/<int:statement_id>")
@need_permission("payments.view")
def show(statement_id: int) -> ResponseReturnValue:
    """A draft's columns and problems, or what became of each row."""
    statement = statements.statement_by_id(statement_id)
    if statements.is_waiting(statement):
        return page("admin/bank/taking.html", nav="payments", statement=statement)
    if not statements.is_draft(statement):
        return _report(statement)
    table, layout = statements.table_of(statement)
    plan, _known = statements.plan_for(table, layout, _account())
    form = MappingForm(formdata=None, account=plan.account)
    return page("admin/bank/mapping.html", **_draft(statement, table, layout, plan, form))


@bp.post("/<int:statement_id>/taking")
@need_permission("orders.mark_paid")
def take(statement_id: int) -> ResponseReturnValue:
    """Read the rows as the owner says: all or none, or only the good ones."""
    statement = statements.statement_by_id(statement_id)
    table, layout = statements.table_of(statement)
    form = MappingForm()
    form.offer(layout.heading, {})
    plan = Plan(form.account.data or "", form.columns() if form.validate() else {})
    if form.errors:
        return invalid("admin/bank/mapping.html", **_draft(statement, table, layout, plan, form))
    whole = request.form.get("how") != "good"
    try:
        number = _take(statement, plan, len(table), whole=whole)
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/bank/mapping.html", **_draft(statement, table, layout, plan, form))
    except statements.StatementHasProblems as wrong:
        form.form_errors.append(str(wrong.message))
        return invalid("admin/bank/mapping.html", **_draft(statement, table, layout, plan, form))
    if number is not None:
        flash(ngettext("%(num)s row was taken in.", "%(num)s rows were taken in.", number), "good")
    return _to(statement)


@bp.get("/<int:statement_id>/taking")
@need_permission("payments.view")
def progress(statement_id: int) -> ResponseReturnValue:
    """Nothing new while the job works; then the way to what became of each row."""
    statement = statements.statement_by_id(statement_id)
    return ("", 204) if statements.is_waiting(statement) else _to(statement)


@bp.post("/<int:statement_id>/removal")
@need_permission("orders.mark_paid")
def remove(statement_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    statements.drop(statements.statement_by_id(statement_id), by=acting_user())
    flash(_("The file was thrown away. Nothing was taken in."))
    return see_other(url_for("admin.bank.statements.index"))


def _take_known(statement: Statement) -> None:
    """Take in a file of a known layout and account, if every row of it can be read."""
    table, layout = statements.table_of(statement)
    plan, known = statements.plan_for(table, layout)
    if not known or any(row.problem for row in _rows(table, layout, plan)):
        return
    if _take(statement, plan, len(table), whole=True) is not None:
        flash(_("We know this layout, so the statement was taken in at once."), "good")


def _take(statement: Statement, plan: Plan, rows: int, *, whole: bool) -> int | None:
    """How many rows were taken in; None when there are so many that a job does it."""
    mode, by = counted_mode(g.shop), acting_user()
    if rows > statements.AT_ONCE:
        statements.hand_over(statement, plan, mode, whole=whole, by=by)
        return None
    return sum(statements.take_in(statement, plan, mode, whole=whole, by=by).values())


def _rows(table: list[list[str]], layout: Layout, plan: Plan) -> list[Any]:
    return [] if missing(plan.columns) else read_rows(table, layout, plan.columns, plan.account)


def _draft(
    statement: Statement, table: list[list[str]], layout: Layout, plan: Plan, form: MappingForm
) -> dict[str, Any]:
    form.offer(layout.heading, plan.columns)
    rows = _rows(table, layout, plan)
    good = [row for row in rows if not row.problem]
    return {
        "nav": "payments",
        "statement": statement,
        "form": form,
        "button": ButtonForm(formdata=None),
        "sample": good[:SHOWN],
        "good": len(good),
        "problems": [row for row in rows if row.problem],
    }


def _report(statement: Statement) -> ResponseReturnValue:
    found = paginate(
        db.session(),
        statements.report_of(statement),
        asc(StatementLine.row),
        asc(StatementLine.id),
        cursor=request.args.get("cursor"),
        limit=50,
    )
    return page("admin/bank/report.html", nav="payments", statement=statement, found=found)


def _list(form: UploadForm) -> dict[str, Any]:
    return {
        "nav": "payments",
        "form": form,
        "may_upload": "orders.mark_paid" in g.permissions,
        "statements": [(row, statements.is_draft(row)) for row in statements.statements()],
    }


def _account() -> str:
    """The account the shop is paid on, as far as we know it."""
    return statements.usual_account(counted_mode(g.shop))


def _to(statement: Statement) -> ResponseReturnValue:
    return see_other(url_for("admin.bank.statements.show", statement_id=statement.id))
