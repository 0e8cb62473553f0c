"""The file that notifies the shop at online.gov.vn, filled in from what the owner has said already."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from sqlalchemy import func, select

from storefront.domain.onboarding import requirements, texts
from storefront.domain.onboarding.identity import profile
from storefront.domain.onboarding.kits import kit
from storefront.domain.onboarding.licences import licences
from storefront.domain.shops import notification
from storefront.domain.shops.pages import policies
from storefront.domain.shops.resolve import canonical_domain
from storefront.infra import clock, events
from storefront.infra.dates import format_date
from storefront.infra.db import db
from storefront.infra.errors import Conflict, Sentence
from storefront.infra.i18n import DEFAULT, current_locale, speaking
from storefront.infra.links import shop_public_url
from storefront.infra.pdf import Block, Document, Facts, Table, Text
from storefront.infra.phone import format_phone
from storefront.models.product import Product, ProductState
from storefront.models.shop import LegalType, Shop

MISSING = "…………………………"
"""A line to write on: the owner has not said it yet."""
FUNCTIONS: dict[str, tuple[Sentence, bool]] = {
    "DatHang": (lazy_gettext("Ordering on the website"), True),
    "LienLacTrucTuyen": (lazy_gettext("Contact and answers on the website"), True),
    "Livestream": (lazy_gettext("Selling by live video"), False),
    "TuDongGiaoKet": (lazy_gettext("Contracts concluded without a person"), False),
}
"""The authority's names of functions, and whether a shop of ours has them."""
LEGAL_TYPES: dict[LegalType, Sentence] = {
    LegalType.INDIVIDUAL: lazy_gettext("Individual"),
    LegalType.HOUSEHOLD: lazy_gettext("Household business"),
    LegalType.COOPERATIVE: lazy_gettext("Cooperative"),
    LegalType.COMPANY: lazy_gettext("Company"),
}


class OwnerUnknown(Conflict):
    """The law wants more known of the owner than the file says."""

    code = "owner_unknown"
    message = lazy_gettext("The file still lacks what the law wants known of the owner. Fill that in first.")


def lacking(shop: Shop) -> list[Sentence]:
    """What the law wants known of the owner and nobody has said."""
    facts = requirements.Facts(shop)
    wanted = (each for each in requirements.REQUIREMENTS if each.blocks and each.step == "who")
    return [each.title for each in wanted if not each.holds(facts)]


def prepare(shop: Shop, *, by: events.Actor) -> None:
    """The file is complete and ready to be sent. Raises OwnerUnknown, WrongStep."""
    if lacking(shop):
        raise OwnerUnknown
    notification.prepare(by=by)


def dossier(shop: Shop) -> Document:
    """The whole file as a printable document, in Vietnamese for the authority whoever prints it.

    What is missing is a line to write on.
    """
    with speaking(DEFAULT):
        return _document(shop)


def _document(shop: Shop) -> Document:
    return Document(
        title=gettext("Notification of an online shop"),
        subtitle=_subtitle(shop),
        blocks=[
            Facts(gettext("1. Owner"), _owner()),
            Facts(gettext("2. The website"), _website(shop)),
            Facts(gettext("3. Goods and services"), _goods(shop)),
            _functions(),
            _policies(shop),
            Facts(gettext("6. Licences of the trade"), _licences()),
            Facts(gettext("7. Contact for this file"), _contact()),
            Text(
                gettext(
                    "Check every line against your papers, then enter it at online.gov.vn. The file code and"
                    " the answer are noted on the same page of your desk."
                ),
                note=True,
            ),
        ],
        footer=shop.name,
        author=profile().legal_name or shop.name,
        locale=current_locale(),
    )


def unanswered() -> int:
    """How many lines of the owner's part are still empty."""
    return sum(value == MISSING for _label, value in _owner())


def _subtitle(shop: Shop) -> str:
    day = format_date(clock.today_vn(), current_locale())
    words = gettext("Made on %(day)s from the data of the shop", day=day)
    practice = gettext("PRACTICE, not to be sent")
    return f"{words} · {practice}" if shop.is_practice else words


def _owner() -> list[tuple[str, str]]:
    mine = profile()
    kind = str(LEGAL_TYPES[mine.legal_type]) if mine.legal_type else ""
    registered = format_date(mine.registered_on, current_locale()) if mine.registered_on else ""
    rows = [
        (gettext("Kind of owner"), kind),
        (gettext("Name"), mine.legal_name),
        (gettext("Representative"), mine.representative),
        (gettext("Tax code"), mine.tax_id),
        (gettext("Registration number"), mine.registration_number or mine.tax_id),
        (gettext("Date of issue"), registered),
        (gettext("Place of issue"), mine.registered_at),
        (gettext("Address"), texts.address_line()),
    ]
    return [(label, value or MISSING) for label, value in rows]


def _website(shop: Shop) -> list[tuple[str, str]]:
    url = shop_public_url(shop.slug, "/", domain=canonical_domain(shop.id))
    opened = format_date(clock.to_vn(shop.opened_at).date(), current_locale()) if shop.opened_at else ""
    return [
        (gettext("Name of the shop"), shop.name),
        (gettext("Address on the net"), url),
        (gettext("Open since"), opened or gettext("not open yet")),
    ]


def _goods(shop: Shop) -> list[tuple[str, str]]:
    kinds = select(func.count(Product.id)).where(
        Product.state == ProductState.ACTIVE, Product.is_sample.is_(False)
    )
    names = select(Product.name).where(Product.state == ProductState.ACTIVE, Product.is_sample.is_(False))
    some = db.session.scalars(names.order_by(Product.position, Product.id).limit(8)).all()
    return [
        (gettext("Trade"), kit(shop.trade).name(current_locale())),
        (gettext("Products on sale"), str(db.session.scalar(kinds) or 0)),
        (gettext("Among them"), ", ".join(some) or MISSING),
    ]


def _functions() -> Table:
    yes, no = gettext("Yes"), gettext("No")
    rows = [(code, str(name), yes if used else no) for code, (name, used) in FUNCTIONS.items()]
    columns = (gettext("4. Functions"), "", gettext("Used"))
    return Table(columns, rows, widths=(0.3, 0.5, 0.2))


def _policies(shop: Shop) -> Block:
    domain = canonical_domain(shop.id)
    rows = [
        (page.title, shop_public_url(shop.slug, f"/pages/{page.slug}", domain=domain)) for page in policies()
    ]
    return Facts(gettext("5. Policies shown on the website"), rows or [("", MISSING)])


def _licences() -> list[tuple[str, str]]:
    rows = []
    for each in licences():
        day = format_date(each.issued_on, current_locale()) if each.issued_on else ""
        rows.append((each.name, ", ".join(part for part in (each.number, day, each.issuer) if part)))
    return rows or [("", gettext("None noted"))]


def _contact() -> list[tuple[str, str]]:
    mine = profile()
    rows = [
        (gettext("Person"), mine.representative),
        (gettext("Phone"), format_phone(mine.phone) if mine.phone else ""),
        (gettext("E-mail"), mine.email),
    ]
    return [(label, value or MISSING) for label, value in rows]
