"""From the cart to the order's own page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from .basics import (
    ONE,
    ActionDrop,
    FactDrop,
    FieldDrop,
    LinkDrop,
    NoticeDrop,
    PictureDrop,
    PriceDrop,
    QuantityDrop,
    TimelineDrop,
    TotalDrop,
)


@dataclass(frozen=True, slots=True)
class CartLineDrop:
    """One line of a cart, a review or an order. `id` names its inputs; `quantity_display` is "2 hộp"."""

    id: str
    title: str
    url: str
    price: PriceDrop
    total: str
    quantity: QuantityDrop = ONE
    quantity_display: str = ""
    variant_title: str = ""
    picture: PictureDrop | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CartDrop:
    """The cart. Its form posts `quantity-<line id>`, or a button `remove=<line id>`, to `action`."""

    action: str
    lines: tuple[CartLineDrop, ...] = ()
    count: int = 0
    totals: tuple[TotalDrop, ...] = ()
    notices: tuple[NoticeDrop, ...] = ()
    checkout_url: str = ""
    continue_url: str = ""
    delivery_note: str = ""
    added: str = ""


@dataclass(frozen=True, slots=True)
class CheckoutDrop:
    """One page, three fieldsets. `fields` by name: see CHECKOUT_FIELDS; `errors` are (field id, sentence)."""

    action: str
    fields: Mapping[str, FieldDrop]
    lines: tuple[CartLineDrop, ...]
    totals: tuple[TotalDrop, ...]
    cart_url: str
    errors: tuple[tuple[str, str], ...] = ()
    notices: tuple[NoticeDrop, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()


CHECKOUT_FIELDS = (
    "name",
    "phone",
    "email",
    "province",
    "commune",
    "street",
    "delivery",
    "payment",
    "note",
    "wants_invoice",
    "invoice_name",
    "invoice_tax_code",
    "invoice_address",
    "invoice_email",
)


@dataclass(frozen=True, slots=True)
class ReviewDrop:
    """The last screen before the contract: everything the law wants seen, then edit or confirm."""

    action: str
    edit_url: str
    lines: tuple[CartLineDrop, ...]
    totals: tuple[TotalDrop, ...]
    recipient: tuple[FactDrop, ...]
    delivery: tuple[FactDrop, ...]
    payment: tuple[FactDrop, ...]
    seller: tuple[FactDrop, ...]
    consents: tuple[FieldDrop, ...] = ()
    terms: tuple[LinkDrop, ...] = ()
    answer_note: str = ""
    vat_note: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    notices: tuple[NoticeDrop, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentDrop:
    """How to pay this order now; `qr` is an SVG made here, `rows` what to copy by hand."""

    title: str
    text: str = ""
    state: Literal["none", "waiting", "paid", "failed"] = "none"
    qr: Markup | None = None
    qr_label: str = ""
    rows: tuple[FactDrop, ...] = ()
    deadline_display: str = ""
    actions: tuple[ActionDrop, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderDrop:
    """The order's page behind its token: state, timeline, payment, goods, what can still be done."""

    number: str
    title: str
    state: str
    placed_display: str
    lines: tuple[CartLineDrop, ...]
    totals: tuple[TotalDrop, ...]
    message: str = ""
    timeline: tuple[TimelineDrop, ...] = ()
    payment: PaymentDrop | None = None
    recipient: tuple[FactDrop, ...] = ()
    seller: tuple[FactDrop, ...] = ()
    actions: tuple[ActionDrop, ...] = ()
    contract_url: str = ""
    contact: tuple[LinkDrop, ...] = ()
    notices: tuple[NoticeDrop, ...] = field(default=())
