"""What is on the shelves, and one variant's ledger."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from storefront.blueprints.admin.stock.forms import (
    CountForm,
    FreeingForm,
    ReceiveForm,
    StockFilterForm,
    WarningForm,
)
from storefront.blueprints.common.forms import BaseForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import page
from storefront.domain.inventory.queries import holders, ledger, stock_row, stock_rows, variant_by_id
from storefront.domain.payments.record import new_form_key
from storefront.models.stock import MovementKind

bp = Blueprint("listing", __name__)

KINDS = {
    MovementKind.RESERVE: lazy_gettext("Held for an order"),
    MovementKind.RELEASE: lazy_gettext("Free again"),
    MovementKind.FULFIL: lazy_gettext("Sent"),
    MovementKind.RETURN: lazy_gettext("Came back"),
    MovementKind.COUNT: lazy_gettext("Counted"),
    MovementKind.RECEIVE: lazy_gettext("Came in"),
}


@bp.get("/")
@need_permission("products.view")
def index() -> ResponseReturnValue:
    """Every variant whose stock is counted."""
    form = StockFilterForm(request.args)
    good = form.validate()
    only = (form.only.data or "") if good else ""
    found = stock_rows(text=form.q.data or "", only=only, cursor=request.args.get("cursor"))
    filtered = bool(form.q.data or only)
    return page("admin/stock/index.html", nav="stock", form=form, found=found, filtered=filtered)


@bp.get("/<int:variant_id>")
@need_permission("products.view")
def show(variant_id: int) -> ResponseReturnValue:
    """One variant: its figures, its forms, its ledger."""
    return page("admin/stock/show.html", **face(variant_id))


def face(variant_id: int, **forms: BaseForm) -> dict[str, Any]:
    """Everything the page of one variant shows. Raises VariantNotFound."""
    variant_by_id(variant_id)
    row = stock_row(variant_id)
    blank = {
        "count": CountForm(formdata=None),
        "receive": ReceiveForm(formdata=None, form_key=new_form_key()),
        "freeing": FreeingForm(formdata=None),
        "warning": WarningForm(formdata=None, low_at=row.low_at),
    }
    return {
        "nav": "stock",
        "row": row,
        "movements": ledger(variant_id),
        "kinds": KINDS,
        "holders": holders(variant_id),
        "forms_of": {**blank, **forms},
    }
