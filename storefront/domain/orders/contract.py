"""The contract an order is: its facts in a fixed form, and the mark by which a copy can be checked."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from storefront.models.order import Order


def contract(order: Order) -> dict[str, Any]:
    """What was agreed, from the order's own copies only; the same for ever."""
    return {
        "number": order.number,
        "placed_at": order.placed_at.isoformat(timespec="seconds"),
        "currency": order.currency,
        "seller": order.seller,
        "buyer": order.buyer,
        "lines": [
            {
                "product": line.product_name,
                "variant": line.variant_title,
                "sku": line.sku,
                "unit": line.unit,
                "unit_price": line.unit_price,
                "quantity": line.quantity,
                "amount": line.amount,
                "tax_rate": line.tax_rate,
            }
            for line in order.line_items
        ],
        "delivery": order.delivery,
        "payment": order.payment_choice,
        "subtotal": order.subtotal,
        "discount": order.discount,
        "shipping_fee": order.shipping_fee,
        "tax_lines": order.tax_lines,
        "total": order.total,
        "note": order.customer_note,
        "invoice": order.invoice_request,
        "terms": order.terms,
    }


def contract_hash(order: Order) -> str:
    """SHA-256 in hex over the contract as JSON with sorted keys and without spaces."""
    text = json.dumps(contract(order), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
