"""The checkout's two pages as the theme sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _

from storefront.domain.checkout.review import Review
from storefront.domain.checkout.steps import Checkout
from storefront.domain.payments.choices import PaymentChoice
from storefront.domain.places.units import is_unit, provinces, units
from storefront.domain.places.units import unit as unit_of
from storefront.domain.shipping.rates import DeliveryChoice, methods
from storefront.domain.theming.builders.cart import change_notices, line_drops
from storefront.domain.theming.builders.frame import Frame, policies, seller_facts
from storefront.domain.theming.builders.scene import Scene
from storefront.domain.theming.drops import (
    CheckoutDrop,
    ChoiceDrop,
    FactDrop,
    FieldDrop,
    NoticeDrop,
    ReviewDrop,
    TotalDrop,
)
from storefront.infra.phone import format_phone
from storefront.models.shipping import DeliveryKind, DeliveryMethod
from storefront.models.shop import TaxMethod


def checkout_drop(offer: Review, scene: Scene, *, key: str, checked: bool) -> CheckoutDrop:
    """The page of answers; what is wrong is told only once it was sent."""
    errors = offer.checkout.errors if checked else {}
    fields = _fields(offer, scene, errors)
    return CheckoutDrop(
        action=scene.url("/checkout"),
        fields={field.name: field for field in fields},
        lines=line_drops(offer.cart, scene),
        totals=total_drops(offer, scene),
        cart_url=scene.url("/cart"),
        errors=tuple(
            (f"field-{name or 'name'}", sentence) for name, told in errors.items() for sentence in told
        ),
        notices=change_notices(offer.cart),
        hidden=(("cart_key", key),),
    )


def review_drop(
    offer: Review, scene: Scene, frame: Frame, *, key: str, changed: Sequence[str] = ()
) -> ReviewDrop:
    """The last screen before the contract (consumer law article 22, e-commerce decree article 18)."""
    news = FieldDrop("news", _("Tell me when the shop has something new"), "checkbox", value="1")
    hours = offer.settings.answer_hours
    return ReviewDrop(
        action=scene.url("/checkout/review"),
        edit_url=scene.url("/checkout"),
        lines=line_drops(offer.cart, scene),
        totals=total_drops(offer, scene),
        recipient=_recipient(offer, scene),
        delivery=_delivery(offer),
        payment=(FactDrop(_("How you pay"), _payment_name(offer.payment)),),
        seller=seller_facts(frame),
        consents=(news,),
        terms=policies(frame, scene),
        answer_note=_(
            "The shop answers within %(hours)s hours. Without an answer the order ends by itself.",
            hours=hours,
        ),
        vat_note=_vat_note(offer),
        hidden=(
            ("cart_key", key),
            ("confirmed_total", str(offer.total)),
            ("digest", offer.digest),
        ),
        notices=tuple(NoticeDrop(sentence, "warning") for sentence in changed) or change_notices(offer.cart),
    )


def total_drops(offer: Review, scene: Scene) -> tuple[TotalDrop, ...]:
    """Goods, delivery, VAT where it is shown, and what is to be paid."""
    sums = offer.totals
    rows = [TotalDrop(_("Goods"), scene.money(sums.subtotal))]
    if offer.delivery:
        fee = scene.money(sums.shipping) if sums.shipping else _("Free")
        rows.append(TotalDrop(_("Delivery"), fee))
    else:
        rows.append(TotalDrop(_("Delivery"), _("by commune")))
    rows += [
        TotalDrop(_("VAT %(percent)s%% included", percent=row.percent), scene.money(row.vat))
        for row in sums.vat
    ]
    rows.append(TotalDrop(_("Total"), scene.money(sums.total), strong=True))
    if offer.deposit:
        rows += [
            TotalDrop(_("Deposit to pay now"), scene.money(offer.deposit), strong=True),
            TotalDrop(_("Paid later"), scene.money(offer.total - offer.deposit)),
        ]
    return tuple(rows)


def _fields(offer: Review, scene: Scene, errors: dict[str, list[str]]) -> list[FieldDrop]:
    checkout = offer.checkout
    province_code = _province(offer)
    fields = [
        _text(checkout, "name", _("Your name"), required=True, autocomplete="name"),
        _text(checkout, "phone", _("Phone"), "tel", required=True, autocomplete="tel", inputmode="tel"),
        _text(checkout, "email", _("Email"), "email", autocomplete="email"),
        _select("province", _("Province"), _provinces(province_code, scene.locale)),
        _select("commune", _("Commune or ward"), _communes(checkout, province_code, scene.locale)),
        _text(
            checkout,
            "street",
            _("House number, street, hamlet"),
            required=True,
            autocomplete="street-address",
        ),
        FieldDrop(
            "delivery", _("How the goods reach you"), "radio", required=True, choices=_ways(offer, scene)
        ),
        FieldDrop("payment", _("How you pay"), "radio", required=True, choices=_payments(offer)),
        _text(checkout, "note", _("Note for the shop"), "textarea"),
        *_invoice_fields(checkout),
    ]
    return [replace(field, errors=tuple(errors.get(field.name, ()))) for field in fields]


def _invoice_fields(checkout: Checkout) -> list[FieldDrop]:
    wanted = bool(checkout.typed["wants_invoice"])
    return [
        FieldDrop("wants_invoice", _("I need an invoice"), "checkbox", checked=wanted),
        _text(checkout, "invoice_name", _("Name on the invoice"), autocomplete="organization"),
        _text(checkout, "invoice_tax_code", _("Tax code"), inputmode="numeric"),
        _text(checkout, "invoice_address", _("Address on the invoice")),
        _text(checkout, "invoice_email", _("Email for the invoice"), "email"),
    ]


def _select(name: str, label: str, choices: tuple[ChoiceDrop, ...]) -> FieldDrop:
    return FieldDrop(name, label, "select", required=True, choices=choices)


def _text(checkout: Checkout, name: str, label: str, kind: str = "text", **extra: object) -> FieldDrop:
    return FieldDrop(name, label, kind, value=checkout.typed[name], **extra)  # type: ignore[arg-type]


def _province(offer: Review) -> str:
    """The province chosen, else that of the commune, else the shop's own: most buyers are neighbours."""
    typed, unit = offer.checkout.typed["province"], offer.checkout.unit
    if unit:
        return unit.province_code
    home = offer.profile.unit_code
    return typed or (unit_of(home).province_code if home and is_unit(home) else "")


def _provinces(chosen: str, locale: str) -> tuple[ChoiceDrop, ...]:
    known = (ChoiceDrop(each.code, each.label(locale), selected=each.code == chosen) for each in provinces())
    return (ChoiceDrop("", _("Choose a province"), selected=not chosen), *known)


def _communes(checkout: Checkout, province_code: str, locale: str) -> tuple[ChoiceDrop, ...]:
    chosen = checkout.unit.code if checkout.unit else ""
    offered = checkout.communes or units(province_code)
    known = (ChoiceDrop(each.code, each.label(locale), selected=each.code == chosen) for each in offered)
    return (ChoiceDrop("", _("Choose a commune"), selected=not chosen), *known)


def _ways(offer: Review, scene: Scene) -> tuple[ChoiceDrop, ...]:
    """Every way the shop has; those that do not reach the commune cannot be chosen."""
    priced = {choice.method_id: choice for choice in offer.delivery_choices}
    ways = methods()
    chosen = offer.checkout.delivery_method_id
    if chosen is None and ways:
        chosen = next((way.id for way in ways if way.kind is DeliveryKind.DELIVERY), ways[0].id)
    knows_place = offer.checkout.unit is not None
    return tuple(_way(way, priced.get(way.id), scene, chosen, knows_place) for way in ways)


def _way(
    way: DeliveryMethod, price: DeliveryChoice | None, scene: Scene, chosen: int | None, knows_place: bool
) -> ChoiceDrop:
    if price is not None:
        extra = scene.money(price.fee) if price.fee else _("Free")
    else:
        extra = _("does not go there") if knows_place else _("by commune")
    out_of_reach = price is None and knows_place
    return ChoiceDrop(
        str(way.id),
        way.name,
        description=way.promise,
        extra=extra,
        selected=way.id == chosen and not out_of_reach,
        disabled=out_of_reach,
    )


def _payments(offer: Review) -> tuple[ChoiceDrop, ...]:
    usable = [choice.value for choice in offer.payment_choices if not choice.is_down]
    chosen = offer.checkout.payment or next(iter(usable), "")
    return tuple(
        ChoiceDrop(
            choice.value,
            str(choice.name),
            description=str(choice.help),
            selected=choice.value == chosen and not choice.is_down,
            disabled=choice.is_down,
        )
        for choice in offer.payment_choices
    )


def _payment_name(choice: PaymentChoice | None) -> str:
    return str(choice.name) if choice else _("Nothing to pay")


def _recipient(offer: Review, scene: Scene) -> tuple[FactDrop, ...]:
    checkout = offer.checkout
    pickup = offer.delivery is not None and offer.delivery.kind is DeliveryKind.PICKUP
    lines = checkout.address.lines(scene.locale)[2:] if checkout.address and not pickup else []
    rows = (
        (_("Name"), checkout.name),
        (_("Phone"), format_phone(checkout.phone) if checkout.phone else ""),
        (_("Email"), checkout.email or ""),
        (_("Address"), ", ".join(lines)),
        (_("Note"), checkout.note),
    )
    invoice = checkout.invoice
    asked = (_("Invoice for"), f"{invoice.name}, {invoice.tax_code}" if invoice else "")
    return tuple(FactDrop(label, value) for label, value in (*rows, asked) if value)


def _delivery(offer: Review) -> tuple[FactDrop, ...]:
    if offer.delivery is None:
        return ()
    rows = [FactDrop(_("How"), offer.delivery.name)]
    return tuple([*rows, FactDrop(_("When"), offer.delivery.promise)] if offer.delivery.promise else rows)


def _vat_note(offer: Review) -> str:
    return _("Prices include VAT.") if offer.profile.tax_method is TaxMethod.DEDUCTION else ""
