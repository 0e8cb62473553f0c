"""The shop's customers: found by name without marks or by phone, each with their orders."""

from __future__ import annotations

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from storefront.blueprints.admin.orders.faces import rows_of
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import page
from storefront.domain.customers.register import customer_by_id, find_customers
from storefront.domain.orders.queries import OrderFilter, orders
from storefront.domain.shops.counting import counted_mode
from storefront.infra.phone import format_phone

bp = Blueprint("customers", __name__, url_prefix="/customers")

SHOWN = 100


@bp.get("/")
@need_permission("customers.view")
def index() -> ResponseReturnValue:
    """Customers, the one who ordered last first."""
    text = request.args.get("q", "").strip()
    found = find_customers(text, limit=SHOWN)
    return page(
        "admin/customers/index.html", nav="customers", customers=found, text=text, format_phone=format_phone
    )


@bp.get("/<int:customer_id>")
@need_permission("customers.view")
def show(customer_id: int) -> ResponseReturnValue:
    """One customer and what they ordered."""
    customer = customer_by_id(customer_id)
    placed = orders(OrderFilter(counted_mode(g.shop), query=customer.phone))
    return page(
        "admin/customers/show.html",
        nav="customers",
        customer=customer,
        phone=format_phone(customer.phone),
        rows=rows_of(placed),
    )
