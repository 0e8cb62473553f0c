"""Papers of an order as PDF files."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from storefront.blueprints.common.guards import need_permission
from storefront.domain.orders.documents import contract_pdf, packing_slip_pdf
from storefront.domain.orders.queries import order_by_number

bp = Blueprint("papers", __name__)


@bp.get("/<number>/packing-slip.pdf")
@need_permission("orders.view")
def packing_slip(number: str) -> ResponseReturnValue:
    """What goes into the parcel."""
    return _pdf(packing_slip_pdf(order_by_number(number)), f"phieu-dong-goi-{number}.pdf")


@bp.get("/<number>/contract.pdf")
@need_permission("orders.view")
def contract(number: str) -> ResponseReturnValue:
    """The contract as agreed."""
    return _pdf(contract_pdf(order_by_number(number)), f"hop-dong-{number}.pdf")


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)
