"""The answers of the one checkout page: everything typed is kept, also what is not good yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask_babel import gettext
from werkzeug.utils import cached_property

from storefront.domain.accounts.tax_ids import parse_tax_id
from storefront.domain.cart.lines import note_prices
from storefront.domain.cart.ownership import KEPT, CartAlreadyPlaced
from storefront.domain.places.address import Address
from storefront.domain.places.register import Unit
from storefront.domain.places.units import UnknownPlace, find_units, unit
from storefront.domain.theming.drops import CHECKOUT_FIELDS
from storefront.infra import clock
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.infra.phone import parse_phone
from storefront.infra.text import clean, clean_multiline
from storefront.models.cart import Cart

T = TypeVar("T")

FIELDS = (*CHECKOUT_FIELDS, "unit_code")
LONGEST = {"note": 1000, "street": 200, "invoice_address": 300}
USUAL_LONGEST = 160


@dataclass(frozen=True, slots=True)
class InvoiceRequest:
    """Who the invoice is for; the tax code is checked in form only."""

    name: str
    tax_code: str
    address: str
    email: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the order's snapshot."""
        return {
            "name": self.name,
            "tax_code": self.tax_code,
            "address": self.address,
            "email": self.email,
        }


@dataclass
class Checkout:
    """What was typed and what it means. Without `errors`, name, phone and either address or pickup stand.

    `delivery_method_id` and `payment` are what was chosen; whether they are offered is the review's matter.
    """

    typed: Mapping[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)
    name: str = ""
    phone: str = ""
    email: str | None = None
    unit: Unit | None = None
    street: str = ""
    delivery_method_id: int | None = None
    payment: str = ""
    note: str = ""
    invoice: InvoiceRequest | None = None
    communes: tuple[Unit, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the review can follow."""
        return not self.errors

    @cached_property
    def address(self) -> Address | None:
        """Where the goods go, with the names of today; None without a commune and street."""
        if self.unit is None or not self.street:
            return None
        return Address.in_unit(self.unit, recipient=self.name, phone=self.phone, street=self.street)

    def add_error(self, name: str, sentence: str) -> None:
        """One more thing to correct."""
        self.errors.setdefault(name, []).append(sentence)


def save(cart: Cart, answers: Mapping[str, str]) -> Checkout:
    """Keep what was typed and check it. Fields that were not sent keep what they had.

    Raises CartAlreadyPlaced. Wrong answers are no error: answer below 400, or nothing is kept.
    """
    cart = locked(cart)
    if cart.order_id is not None:
        raise CartAlreadyPlaced
    cart.checkout = {**cart.checkout, **{name: _typed(name, answers) for name in FIELDS if name in answers}}
    cart.retain_until = clock.now() + KEPT
    note_prices(cart)
    db.session.flush()
    return read(cart)


def read(cart: Cart) -> Checkout:
    """Check the answers the cart holds; writes nothing."""
    typed = {name: str(cart.checkout.get(name, "")) for name in FIELDS}
    checkout = Checkout(typed)
    _person(checkout)
    _place(checkout)
    _choices(checkout)
    if typed["wants_invoice"]:
        _invoice(checkout)
    return checkout


def _typed(name: str, answers: Mapping[str, str]) -> str:
    text = clean_multiline(answers[name]) if name == "note" else clean(answers[name])
    return text[: LONGEST.get(name, USUAL_LONGEST)]


def _person(checkout: Checkout) -> None:
    typed = checkout.typed
    checkout.name = typed["name"][:120]
    if not checkout.name:
        checkout.add_error("name", gettext("Enter your name."))
    checkout.phone = _parsed(checkout, "phone", parse_phone) or ""
    checkout.email = typed["email"] or None
    if checkout.email and not _looks_like_mail(checkout.email):
        checkout.add_error("email", gettext("This e-mail address does not look right."))
    checkout.note = typed["note"]


def _place(checkout: Checkout) -> None:
    """The commune chosen from the list, or the only one that what was typed can mean."""
    typed = checkout.typed
    checkout.street = typed["street"]
    if typed["unit_code"]:
        try:
            checkout.unit = unit(typed["unit_code"])
        except UnknownPlace as unknown:
            checkout.add_error("commune", str(unknown.message))
    elif typed["commune"]:
        found = [hit.unit for hit in find_units(typed["commune"], typed["province"] or None, limit=12)]
        checkout.communes = tuple(found)
        if len(found) == 1:
            checkout.unit = found[0]
        elif found:
            checkout.add_error("commune", gettext("Which of these communes is it? Choose one."))
        else:
            checkout.add_error("commune", gettext("We do not know this commune. Check how it is written."))


def _choices(checkout: Checkout) -> None:
    delivery = checkout.typed["delivery"]
    if delivery.isascii() and delivery.isdigit():
        checkout.delivery_method_id = int(delivery)
    else:
        checkout.add_error("delivery", gettext("Choose how the goods reach you."))
    checkout.payment = checkout.typed["payment"]


def _invoice(checkout: Checkout) -> None:
    typed = checkout.typed
    tax_id = _parsed(checkout, "invoice_tax_code", parse_tax_id)
    for name in ("invoice_name", "invoice_address"):
        if not typed[name]:
            checkout.add_error(name, gettext("Fill this in, so that the invoice can be made out."))
    email = typed["invoice_email"] or typed["email"]
    if not _looks_like_mail(email):
        checkout.add_error("invoice_email", gettext("Enter the e-mail address the invoice is sent to."))
    if tax_id:
        checkout.invoice = InvoiceRequest(
            typed["invoice_name"], tax_id.value, typed["invoice_address"], email
        )


def _parsed(checkout: Checkout, name: str, parse: Callable[[str, str], T]) -> T | None:
    try:
        return parse(checkout.typed[name], name)
    except Invalid as invalid:
        checkout.errors.update(invalid.errors)
        return None


def _looks_like_mail(text: str) -> bool:
    local, at, host = text.rpartition("@")
    return bool(local and at and "." in host.strip(".")) and " " not in text
