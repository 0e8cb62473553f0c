"""A month: its four columns and sums, what does not fit, closing and reopening, export."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from storefront.blueprints.admin.reconciliation.faces import face_of, month_name, pair_rows
from storefront.blueprints.admin.reconciliation.forms import ButtonForm, ClosingForm, FindingFilterForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.reconciliation import export, month
from storefront.domain.shops.counting import counted_mode
from storefront.infra.db import db
from storefront.infra.events import acting_user
from storefront.infra.paging import asc, paginate
from storefront.infra.sheets import CSV_TYPE, XLSX_TYPE
from storefront.models.payment import Review

bp = Blueprint("months", __name__)

SHOWN = 25


@bp.get("/")
@need_permission("payments.view")
def index() -> ResponseReturnValue:
    """The month before this one, whose files are there by now."""
    return see_other(url_for("admin.reconciliation.months.show", month_of=month.months()[1]))


@bp.post("/opening")
@need_permission("payments.view")
def create_opening() -> ResponseReturnValue:
    """Open last month's report; that it was opened is noted."""
    last = month.months()[1]
    month.note_opened(g.shop, last, by=acting_user())
    return _to(last)


@bp.get("/<month_of>")
@need_permission("payments.view")
def show(month_of: str) -> ResponseReturnValue:
    """The month as it stands now."""
    return page("admin/reconciliation/month.html", **_face(month_of, ClosingForm(formdata=None)))


@bp.post("/<month_of>/look")
@need_permission("orders.mark_paid")
def create_look(month_of: str) -> ResponseReturnValue:
    """Match everything that was told so far."""
    result = month.look_through(month_of, counted_mode(g.shop), by=acting_user())
    found = len(result.findings)
    if found:
        flash(ngettext("%(num)s thing does not fit.", "%(num)s things do not fit.", found))
    else:
        flash(_("Everything fits."), "good")
    return _to(month_of)


@bp.post("/<month_of>/closing")
@need_permission("orders.mark_paid")
def create_closing(month_of: str) -> ResponseReturnValue:
    """Close the month; with open findings only with a reason."""
    form = ClosingForm()
    if not form.validate():
        return invalid("admin/reconciliation/month.html", **_face(month_of, form))
    try:
        month.close(month_of, counted_mode(g.shop), reason=form.reason.data or "", by=acting_user())
    except month.FindingsAreOpen as wrong:
        form.reason.errors = [str(wrong.message)]
        return invalid("admin/reconciliation/month.html", **_face(month_of, form))
    flash(_("The month is closed. Its sums are kept as they are now."), "good")
    return _to(month_of)


@bp.post("/<month_of>/reopening")
@need_permission("orders.mark_paid")
def create_reopening(month_of: str) -> ResponseReturnValue:
    """Open a closed month again."""
    month.reopen(month_of, by=acting_user())
    flash(_("The month is open again."))
    return _to(month_of)


@bp.get("/<month_of>/doi-soat.xlsx")
@need_permission("payments.view")
def workbook(month_of: str) -> ResponseReturnValue:
    """Sums and findings as a workbook."""
    _loaded, result = month.figures(month_of, counted_mode(g.shop))
    return _download(export.as_workbook(result.sums, _all(month_of)), f"doi-soat-{month_of}.xlsx", XLSX_TYPE)


@bp.get("/<month_of>/doi-soat.csv")
@need_permission("payments.view")
def table(month_of: str) -> ResponseReturnValue:
    """Findings as CSV."""
    month.span_of(month_of)
    return _download(export.as_csv(_all(month_of)), f"doi-soat-{month_of}.csv", CSV_TYPE)


def _all(month_of: str) -> list[Review]:
    every = month.findings(month_of, still_open=False).order_by(Review.id)
    return list(db.session.scalars(every))


def _download(data: bytes, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type=kind, headers=headers)


def _face(month_of: str, form: ClosingForm) -> dict[str, Any]:
    loaded, result = month.figures(month_of, counted_mode(g.shop))
    counts = month.counts(month_of)
    filters = FindingFilterForm(formdata=request.args)
    filters.offer(counts)
    cause, everything = filters.cause.data or "", filters.shown.data == "all"
    found = paginate(
        db.session(),
        month.findings(month_of, cause=cause, still_open=not everything),
        asc(Review.id),
        cursor=request.args.get("cursor"),
        limit=SHOWN,
    )
    return {
        "nav": "payments",
        "month": month_of,
        "month_name": month_name(month_of),
        "months": [(name, month_name(name)) for name in month.months()],
        "sums": result.sums,
        "pairs": pair_rows(result.sums),
        "unheard": loaded.unheard,
        "filters": filters,
        "waiting": sum(counts.values()),
        "found": found,
        "rows": [face_of(review) for review in found.items],
        "filtered": bool(cause or everything),
        "closed": month.closed(month_of),
        "form": form,
        "button": ButtonForm(formdata=None),
        "may_act": "orders.mark_paid" in g.permissions,
    }


def _to(month_of: str) -> ResponseReturnValue:
    return see_other(url_for("admin.reconciliation.months.show", month_of=month_of))
