"""Papers of an order: the contract the law lets the shopper keep, and the slip that goes into the parcel.

Both are made from the order's own copies, as documents that a page or a PDF can show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from storefront.adapters.gateways import gateway
from storefront.domain.orders.contract import contract_hash
from storefront.domain.orders.deadlines import NOTHING_TO_PAY
from storefront.domain.payments.choices import channel_code, gateway_code
from storefront.domain.places.address import Address
from storefront.infra.dates import format_datetime
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.infra.pdf import Document, Facts, Table, Text, draw
from storefront.infra.phone import format_phone
from storefront.infra.quantity import format_quantity
from storefront.models.order import LineItem, Order


def contract_pdf(order: Order) -> bytes:
    """The contract as a PDF in the language in force."""
    return draw(contract_document(order))


def packing_slip_pdf(order: Order) -> bytes:
    """The packing slip as a PDF: what is in the parcel and to whom, without prices."""
    return draw(packing_slip(order))


def contract_document(order: Order) -> Document:
    """Seller, buyer, goods, sums, delivery, payment and terms as agreed, with the mark to check a copy by."""
    mark = order.contract_hash or contract_hash(order)
    return Document(
        title=gettext("Sales contract for order #%(number)s", number=order.number),
        subtitle=gettext("Placed at %(moment)s", moment=_moment(order)),
        blocks=[
            _seller(order),
            _buyer(order),
            _goods(order),
            *_vat(order),
            Facts(gettext("Delivery and payment"), _ways(order)),
            *_invoice(order),
            *_terms(order),
            Text(gettext("Check mark of this contract (SHA-256): %(mark)s", mark=mark), note=True),
        ],
        footer=f"{order.seller['name']} · #{order.number}",
        author=str(order.seller["legal_name"]),
        locale=current_locale(),
    )


def packing_slip(order: Order) -> Document:
    """What to put into the parcel."""
    rows = [
        (_name(line), line.sku or "", f"{format_quantity(line.quantity, current_locale())} {line.unit}")
        for line in order.line_items
    ]
    columns = (gettext("Goods"), gettext("SKU"), gettext("Quantity"))
    note = [Facts(gettext("Note"), [("", order.customer_note)])] if order.customer_note else []
    return Document(
        title=gettext("Packing slip for order #%(number)s", number=order.number),
        subtitle=gettext("Placed at %(moment)s", moment=_moment(order)),
        blocks=[
            Facts(gettext("Recipient"), _person(order.buyer)),
            Table(columns, rows, widths=(0.6, 0.2, 0.2), right=frozenset({2})),
            Facts(gettext("Delivery and payment"), _ways(order)),
            *note,
            Facts(gettext("Sender"), _person(order.seller)),
        ],
        footer=f"{order.seller['name']} · #{order.number}",
        author=str(order.seller["legal_name"]),
        locale=current_locale(),
    )


def address_lines(person: Mapping[str, Any]) -> list[str]:
    """The address in a snapshot of buyer or seller, as lines; none when there is none."""
    stored = person.get("address")
    if stored:
        return Address.from_dict(stored).lines(current_locale())[2:]
    place = ", ".join(str(person[key]) for key in ("unit_name", "province_name") if person.get(key))
    return [line for line in (person.get("street"), place) if line]


def payment_words(order: Order) -> str:
    """How the shopper chose to pay."""
    if order.payment_choice == NOTHING_TO_PAY:
        return str(gettext("Nothing to pay"))
    able, channel = gateway(gateway_code(order.payment_choice)), channel_code(order.payment_choice)
    chosen = able.capabilities.channel(channel) if channel else None
    return str(chosen.label if chosen else able.name)


def _seller(order: Order) -> Facts:
    seller = order.seller
    rows = [
        (gettext("Seller"), seller["legal_name"]),
        (gettext("Shop"), seller["name"]),
        (gettext("Representative"), seller.get("representative")),
        (gettext("Tax code"), seller.get("tax_id")),
        (gettext("Registration number"), seller.get("registration_number")),
        (gettext("Address"), "\n".join(address_lines(seller))),
        (gettext("Phone"), format_phone(seller["phone"]) if seller.get("phone") else ""),
        (gettext("E-mail"), seller.get("email")),
    ]
    return Facts(gettext("Seller"), [(label, str(value)) for label, value in rows if value])


def _buyer(order: Order) -> Facts:
    return Facts(gettext("Buyer"), _person(order.buyer))


def _person(person: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = [
        (gettext("Name"), person["name"]),
        (gettext("Phone"), format_phone(person["phone"]) if person.get("phone") else ""),
        (gettext("E-mail"), person.get("email")),
        (gettext("Address"), "\n".join(address_lines(person))),
    ]
    return [(str(label), str(value)) for label, value in rows if value]


def _goods(order: Order) -> Table:
    locale = current_locale()
    columns = (gettext("Goods"), gettext("Quantity"), gettext("Unit price"), gettext("Amount"))
    rows = [
        (
            _name(line),
            f"{format_quantity(line.quantity, locale)} {line.unit}",
            _money(order, line.unit_price),
            _money(order, line.amount),
        )
        for line in order.line_items
    ]
    sums = [
        (gettext("Goods in all"), order.subtotal),
        *([(gettext("Discount"), -order.discount)] if order.discount else []),
        (gettext("Delivery fee"), order.shipping_fee),
        (gettext("Total, VAT included"), order.total),
    ]
    return Table(
        columns,
        rows,
        widths=(0.46, 0.16, 0.19, 0.19),
        right=frozenset({1, 2, 3}),
        sums=[(label, _money(order, amount)) for label, amount in sums],
    )


def _vat(order: Order) -> list[Text]:
    return [
        Text(
            gettext(
                "VAT %(percent)s%% included: %(vat)s of %(gross)s.",
                percent=row["percent"],
                vat=_money(order, row["vat"]),
                gross=_money(order, row["gross"]),
            ),
            note=True,
        )
        for row in order.tax_lines
    ]


def _ways(order: Order) -> list[tuple[str, str]]:
    delivery = order.delivery
    way = " · ".join(part for part in (delivery.get("name"), delivery.get("promise")) if part)
    return [
        (gettext("Delivery"), way or gettext("None")),
        (gettext("Payment"), payment_words(order)),
    ]


def _invoice(order: Order) -> list[Facts]:
    wanted = order.invoice_request
    if not wanted:
        return []
    rows = [
        (gettext("Company"), wanted["name"]),
        (gettext("Tax code"), wanted["tax_code"]),
        (gettext("Address"), wanted["address"]),
        (gettext("E-mail"), wanted["email"]),
    ]
    return [Facts(gettext("Invoice asked for"), rows)]


def _terms(order: Order) -> list[Text]:
    if not order.terms:
        return []
    names = [
        gettext("%(title)s (edition %(edition)s)", title=page["title"], edition=page["edition"])
        for page in order.terms.values()
    ]
    return [
        Text(gettext("These terms are part of the contract: %(names)s.", names="; ".join(names)), note=True)
    ]


def _name(line: LineItem) -> str:
    return f"{line.product_name} ({line.variant_title})" if line.variant_title else line.product_name


def _money(order: Order, amount: int) -> str:
    return format_money(Money(amount, order.currency), current_locale())


def _moment(order: Order) -> str:
    return format_datetime(order.placed_at, current_locale())
