"""Bank lines: found, matched to an order, set aside, and taken back again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.bank.forms import ButtonForm, LineFilterForm, MatchForm, UploadForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.orders.queries import order_by_number
from storefront.domain.orders.tokens import OrderNotFound
from storefront.domain.payments.bank_feeds import feeds
from storefront.domain.settlement import line_matches, line_queries
from storefront.domain.shops.counting import counted_mode
from storefront.infra.db import db
from storefront.infra.events import acting_user
from storefront.infra.paging import desc, paginate
from storefront.models.bank import BankLine, LineState
from storefront.models.payment import Payment

bp = Blueprint("lines", __name__)


@bp.get("/")
@need_permission("payments.view")
def index() -> ResponseReturnValue:
    """Lines, the latest first."""
    form = LineFilterForm(request.args)
    form.validate()
    found = paginate(
        db.session(),
        line_queries.bank_lines(_wanted(form)),
        desc(BankLine.happened_at),
        desc(BankLine.id),
        cursor=request.args.get("cursor"),
    )
    return page(
        "admin/bank/index.html",
        nav="payments",
        form=form,
        found=found,
        rows=_faces(list(found.items)),
        filtered=any(request.args.get(name) for name in ("q", "state", "since", "until")),
        feeds=[feed for feed in feeds() if feed.enabled],
        upload=UploadForm(formdata=None),
    )


@bp.get("/lines/<int:line_id>")
@need_permission("payments.view")
def show(line_id: int) -> ResponseReturnValue:
    """One line, with the orders it may pay."""
    return page("admin/bank/line.html", **_face(line_matches.line_by_id(line_id), MatchForm(formdata=None)))


@bp.post("/lines/<int:line_id>/match")
@need_permission("orders.mark_paid")
def create_match(line_id: int) -> ResponseReturnValue:
    """A person says which order it pays."""
    line = line_matches.line_by_id(line_id)
    form = MatchForm()
    if not form.validate():
        return invalid("admin/bank/line.html", **_face(line, form))
    try:
        order = order_by_number((form.number.data or "").lstrip("#"))
    except OrderNotFound:
        form.number.errors = [_("No order has this number.")]
        return invalid("admin/bank/line.html", **_face(line, form))
    line_matches.match_by_hand(line, line_matches.payment_for(order), by=acting_user())
    flash(_("The money is recorded for order %(number)s.", number=order.number), "good")
    return _to(line)


@bp.post("/lines/<int:line_id>/setting-aside")
@need_permission("orders.mark_paid")
def create_setting_aside(line_id: int) -> ResponseReturnValue:
    """It pays no order."""
    line = line_matches.line_by_id(line_id)
    line_matches.set_aside(line, by=acting_user())
    flash(_("The line is set aside. You can take it up again."), "good")
    return _to(line)


@bp.post("/lines/<int:line_id>/undoing")
@need_permission("orders.mark_paid")
def create_undoing(line_id: int) -> ResponseReturnValue:
    """Take the match or the setting aside back."""
    line = line_matches.line_by_id(line_id)
    line_matches.undo(line, by=acting_user())
    flash(_("The line is open again."), "good")
    return _to(line)


def _to(line: BankLine) -> ResponseReturnValue:
    return see_other(url_for("admin.bank.lines.show", line_id=line.id))


def _wanted(form: LineFilterForm) -> line_queries.LineFilter:
    state = "" if form.state.errors else form.state.data
    return line_queries.LineFilter(
        mode=counted_mode(g.shop),
        query=form.q.data or "",
        state=LineState(state) if state else None,
        first_day=form.since.data,
        last_day=form.until.data,
    )


def _faces(lines: list[BankLine]) -> list[dict[str, Any]]:
    paid = {line.payment_id for line in lines if line.payment_id is not None}
    numbers = {row.id: row.number for row in db.session.execute(line_queries.order_numbers(paid))}
    return [
        {
            "line": line,
            "words": line_queries.VERDICTS.get(line.verdict, ""),
            "state": line_queries.STATES[line.state],
            "number": numbers.get(line.payment_id or 0, ""),
        }
        for line in lines
    ]


def _face(line: BankLine, form: MatchForm) -> dict[str, Any]:
    likely = line_matches.suggestions(line) if line.state is LineState.OPEN else []
    return {
        "nav": "payments",
        "row": _faces([line])[0],
        "likely": [_likely(payment) for payment in likely],
        "form": form,
        "button": ButtonForm(formdata=None),
        "may_match": "orders.mark_paid" in g.permissions,
        "may_undo": line.state is LineState.MATCHED or line.verdict == line_matches.SET_ASIDE,
    }


def _likely(payment: Payment) -> dict[str, Any]:
    order = payment.order
    return {
        "number": order.number,
        "buyer": order.buyer.get("name", ""),
        "due": payment.amount - payment.captured,
        "code": payment.memo_code,
        "since": payment.created_at,
    }
