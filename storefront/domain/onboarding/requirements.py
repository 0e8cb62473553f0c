"""What a shop needs before it opens: one table of what the law wants, and of what is only advised."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from flask_babel import LazyString, lazy_gettext
from sqlalchemy import select

from storefront.domain.onboarding import texts
from storefront.domain.onboarding.goods import own_goods, samples
from storefront.domain.onboarding.identity import profile
from storefront.domain.onboarding.kits import say
from storefront.domain.shipping.rates import methods
from storefront.domain.shops.counting import counted_mode
from storefront.infra.db import db
from storefront.infra.html import plain_text
from storefront.infra.text import fold
from storefront.models.page import Page, PageKind
from storefront.models.payment import PaymentMethod
from storefront.models.shop import Shop, ShopProfile

LAW = dt.date(2026, 7, 1)
"""The first day of Law 122/2025/QH15 and Decree 248/2026/NĐ-CP."""
FEWEST_WORDS = 60
_DEADLINE = re.compile(r"\d+\s+(?:ngày|giờ|day|hour|working)")


@dataclass(frozen=True)
class Facts:
    """The shop as it stands, read once for all requirements."""

    shop: Shop
    profile: ShopProfile = field(default_factory=profile)

    @cached_property
    def pages(self) -> dict[PageKind, Page]:
        """The published pages the law asks for, by kind."""
        wanted = select(Page).where(Page.kind != PageKind.FREE, Page.published)
        return {page.kind: page for page in db.session.scalars(wanted)}

    def words(self, kind: PageKind) -> str:
        """What a page says; empty when there is none."""
        page = self.pages.get(kind)
        return plain_text(page.body) if page else ""

    @property
    def pays(self) -> bool:
        """Whether a shopper has a way to pay; a real shop's practice money is for test orders."""
        mine = PaymentMethod.enabled & (PaymentMethod.mode == counted_mode(self.shop))
        return db.session.scalar(select(PaymentMethod.id).where(mine).limit(1)) is not None

    def mended_at(self, requirement: Requirement) -> str:
        """The wizard's step to go to: a page with gaps waits for the answers of another step."""
        if texts.NOT_YET not in self._page_words(requirement.code):
            return requirement.step
        answered = {"who": bool(self.profile.legal_name), "delivery": bool(methods()), "payment": self.pays}
        return next((step for step, done in answered.items() if not done), requirement.step)

    def _page_words(self, code: str) -> str:
        return next((plain_text(page.body) for kind, page in self.pages.items() if kind.value == code), "")


@dataclass(frozen=True)
class Requirement:
    """One thing a shop needs: `holds` looks at the facts; `law` with its first day, empty for good sense."""

    code: str
    step: str
    blocks: bool
    title: LazyString
    why: LazyString
    law: str
    valid_from: dt.date | None
    holds: Callable[[Facts], bool]


def missing_points(facts: Facts) -> list[str]:
    """Headings of the eight points of the privacy policy that its page no longer has."""
    said = fold(facts.words(PageKind.PRIVACY))
    headings = [say(s["heading"], facts.shop.locale) for s in texts.policies()["privacy"].sections]
    return [heading for heading in headings if fold(heading) not in said]


def _policy(kind: PageKind) -> Callable[[Facts], bool]:
    def holds(facts: Facts) -> bool:
        words = facts.words(kind)
        return len(words.split()) >= FEWEST_WORDS and texts.NOT_YET not in words

    return holds


def _privacy(facts: Facts) -> bool:
    return _policy(PageKind.PRIVACY)(facts) and not missing_points(facts)


def _complaints(facts: Facts) -> bool:
    return (
        _policy(PageKind.COMPLAINTS)(facts) and len(_DEADLINE.findall(facts.words(PageKind.COMPLAINTS))) > 1
    )


def _address(facts: Facts) -> bool:
    return bool(facts.profile.unit_code and facts.profile.street)


def _number(facts: Facts) -> bool:
    return bool(facts.profile.tax_id or facts.profile.registration_number)


def _licensed(trade: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.shop.trade != trade or bool(facts.profile.licences)


_OWNER = "Nghị định 248/2026/NĐ-CP, Điều 4"
_WHO = lazy_gettext("Buyers must see who sells to them before they order.")
REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        "legal_name", "who", True, lazy_gettext("Legal name of the seller"), _WHO, _OWNER, LAW,
        lambda facts: bool(facts.profile.legal_name),
    ),
    Requirement(
        "address", "who", True, lazy_gettext("Address of the head office"), _WHO, _OWNER, LAW, _address,
    ),
    Requirement(
        "representative", "who", True, lazy_gettext("Legal representative"), _WHO, _OWNER, LAW,
        lambda facts: bool(facts.profile.representative),
    ),
    Requirement(
        "tax_or_registration", "who", True, lazy_gettext("Tax code or registration number"), _WHO, _OWNER,
        LAW, _number,
    ),
    Requirement(
        "phone", "who", True, lazy_gettext("Phone number"),
        lazy_gettext("Buyers must be able to reach the seller."), _OWNER, LAW,
        lambda facts: bool(facts.profile.phone),
    ),
    Requirement(
        "privacy", "pages", True, lazy_gettext("Privacy policy with its eight points"),
        lazy_gettext("Buyers must know what happens to their name, phone and address."),
        "Nghị định 248/2026/NĐ-CP, Điều 5; Luật 91/2025/QH15", LAW, _privacy,
    ),
    Requirement(
        "terms", "pages", True, lazy_gettext("Terms: rights and duties of both sides"),
        lazy_gettext("An order is a contract; both sides must know its terms."),
        "Nghị định 248/2026/NĐ-CP, Điều 6", LAW, _policy(PageKind.TERMS),
    ),
    Requirement(
        "complaints", "pages", True, lazy_gettext("Complaints, with days to answer and to settle"),
        lazy_gettext("Buyers must know where to turn and how long it takes."),
        "Nghị định 248/2026/NĐ-CP, Điều 7", LAW, _complaints,
    ),
    Requirement(
        "price", "pages", True, lazy_gettext("How prices are shown"),
        lazy_gettext("All fees must be known before the order is confirmed."),
        "Nghị định 248/2026/NĐ-CP, Điều 8", LAW, _policy(PageKind.PRICE),
    ),
    Requirement(
        "payment", "pages", True, lazy_gettext("Payment and refunds"),
        lazy_gettext("Buyers must know when money is taken and how it comes back."),
        "Nghị định 248/2026/NĐ-CP, Điều 10", LAW, _policy(PageKind.PAYMENT),
    ),
    Requirement(
        "delivery", "pages", True, lazy_gettext("Delivery"),
        lazy_gettext("Buyers must know where, when and for how much goods are brought."),
        "Nghị định 248/2026/NĐ-CP, Điều 13", LAW, _policy(PageKind.DELIVERY),
    ),
    Requirement(
        "returns", "pages", True, lazy_gettext("Returns"),
        lazy_gettext("Buyers must know what they may send back and who pays for it."),
        "Nghị định 248/2026/NĐ-CP, Điều 14", LAW, _policy(PageKind.RETURNS),
    ),
    Requirement(
        "notification", "pages", False, lazy_gettext("Notification to the authority"),
        lazy_gettext("A shop that takes orders is notified at online.gov.vn; the province confirms it."),
        "Luật 122/2025/QH15, Điều 14; Nghị định 248/2026/NĐ-CP, Điều 24", LAW,
        lambda facts: facts.profile.notification_state in ("submitted", "confirmed"),
    ),
    Requirement(
        "food_licence", "pages", False, lazy_gettext("Food safety certificate"),
        lazy_gettext("Food that needs it may not be sold without its number."), _OWNER, LAW,
        _licensed("food"),
    ),
    Requirement(
        "stay_licence", "pages", False, lazy_gettext("Papers for lodging or tours"),
        lazy_gettext("Lodging and tours that need papers may not be sold without their number."), _OWNER, LAW,
        _licensed("stay"),
    ),
    Requirement(
        "email", "who", False, lazy_gettext("E-mail address"),
        lazy_gettext("Some buyers write rather than call."), _OWNER, LAW,
        lambda facts: bool(facts.profile.email),
    ),
    Requirement(
        "goods", "goods", False, lazy_gettext("At least one product of your own"),
        lazy_gettext("Without goods nobody can order."), "", None, lambda facts: bool(own_goods()),
    ),
    Requirement(
        "samples", "goods", False, lazy_gettext("Sample goods are still shown"),
        lazy_gettext("Buyers would order what you do not sell."), "", None, lambda facts: not samples(),
    ),
    Requirement(
        "ways_of_delivery", "delivery", False, lazy_gettext("A way to get the goods"),
        lazy_gettext("Without pickup or delivery nobody can order."), "", None, lambda facts: bool(methods()),
    ),
    Requirement(
        "ways_of_payment", "payment", False, lazy_gettext("A way to pay"),
        lazy_gettext("Without a way to pay nobody can order."), "", None,
        lambda facts: facts.pays,
    ),
)  # fmt: skip
