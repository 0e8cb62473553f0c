"""Files of gateways and couriers: uploaded, their columns confirmed once, taken in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from storefront.blueprints.admin.reconciliation.forms import (
    KIND_NAMES,
    ButtonForm,
    MappingForm,
    UploadForm,
)
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.payments.arrange import in_order
from storefront.domain.reconciliation import layouts, statements
from storefront.domain.reconciliation.statements import Plan
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.models.bank import Statement, StatementKind

bp = Blueprint("files", __name__, url_prefix="/files")

SHOWN = 5


@bp.get("/")
@need_permission("payments.view")
def index() -> ResponseReturnValue:
    """The latest files, and the form for another."""
    return page("admin/reconciliation/files.html", **_list(UploadForm(formdata=None)))


@bp.post("/")
@need_permission("orders.mark_paid")
def create() -> ResponseReturnValue:
    """Keep a file; a layout confirmed before needs no more questions."""
    form = UploadForm()
    if not form.validate():
        return invalid("admin/reconciliation/files.html", **_list(form))
    file = request.files["file"]
    try:
        statement, is_new = statements.upload(
            StatementKind(form.kind.data),
            form.source.data or "",
            file.filename or "",
            file.read(),
            by=acting_user(),
        )
        if is_new:
            _take_known(statement)
        else:
            flash(_("This file was uploaded before. Nothing was changed."))
    except Invalid as wrong:
        form.add_errors({"file": [text for texts in wrong.errors.values() for text in texts]})
        return invalid("admin/reconciliation/files.html", **_list(form))
    return _to(statement)


@bp.get("/<int:file_id>")
@need_permission("payments.view")
def show(file_id: int) -> ResponseReturnValue:
    """A draft's columns, or what was taken in."""
    statement = statements.file_by_id(file_id)
    if not statements.is_draft(statement):
        return page("admin/reconciliation/file.html", **_taken(statement))
    return page("admin/reconciliation/mapping.html", **_draft(statement, MappingForm(formdata=None)))


@bp.post("/<int:file_id>/taking")
@need_permission("orders.mark_paid")
def take(file_id: int) -> ResponseReturnValue:
    """Read the rows as the owner says, all or none."""
    statement = statements.file_by_id(file_id)
    form = MappingForm()
    face = _draft(statement, form)
    if not form.validate():
        return invalid("admin/reconciliation/mapping.html", **face)
    try:
        number = statements.take_in(statement, form.plan(), by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/reconciliation/mapping.html", **face)
    flash(ngettext("%(num)s row was taken in.", "%(num)s rows were taken in.", number), "good")
    return _to(statement)


@bp.post("/<int:file_id>/removal")
@need_permission("orders.mark_paid")
def remove(file_id: int) -> ResponseReturnValue:
    """Throw a file away, with what it told."""
    statements.drop(statements.file_by_id(file_id), by=acting_user())
    flash(_("The file was thrown away."))
    return see_other(url_for("admin.reconciliation.files.index"))


def _take_known(statement: Statement) -> None:
    _table, layout = statements.table_of(statement)
    plan, known = statements.plan_for(statement, layout)
    if known:
        statements.take_in(statement, plan, by=acting_user())
        flash(_("We know this layout, so the file was taken in at once."), "good")


def _draft(statement: Statement, form: MappingForm) -> dict[str, Any]:
    table, layout = statements.table_of(statement)
    plan, _known = statements.plan_for(statement, layout)
    form.offer(layout.heading, plan)
    return {**_taken(statement), "form": form, "sample": _sample(table, layout, plan)}


def _sample(table: list[list[str]], layout: layouts.Layout, plan: Plan) -> list[layouts.Told]:
    if layouts.missing(plan.columns):
        return []
    rows = layouts.read_rows(table, layout, plan.columns)
    return [row.told for row in rows if row.told is not None][:SHOWN]


def _taken(statement: Statement) -> dict[str, Any]:
    return {
        "nav": "payments",
        "file": statement,
        "kind": KIND_NAMES[statement.kind],
        "button": ButtonForm(formdata=None),
        "may_act": "orders.mark_paid" in g.permissions,
    }


def _list(form: UploadForm) -> dict[str, Any]:
    return {
        "nav": "payments",
        "form": form,
        "may_act": "orders.mark_paid" in g.permissions,
        "sources": [method.gateway for method in in_order()],
        "files": [(file, KIND_NAMES[file.kind], statements.is_draft(file)) for file in statements.files()],
    }


def _to(statement: Statement) -> ResponseReturnValue:
    return see_other(url_for("admin.reconciliation.files.show", file_id=statement.id))
