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
from storefront.domain.onboarding.goods import count_own, count_samples
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


_DECREE = "Nghị định 248/2026/NĐ-CP, Điều"
_OWNER = f"{_DECREE} 4"
_WHO = lazy_gettext("Buyers must see who sells to them before they order.")


def _owner(
    code: str,
    title: LazyString,
    holds: Callable[[Facts], bool],
    *,
    why: LazyString = _WHO,
    step: str = "who",
    blocks: bool = True,
) -> Requirement:
    """Something the law wants known of the owner."""
    return Requirement(code, step, blocks, title, why, _OWNER, LAW, holds)


def _page(
    kind: PageKind,
    title: LazyString,
    why: LazyString,
    law: str,
    *,
    holds: Callable[[Facts], bool] | None = None,
) -> Requirement:
    """A page the law wants written."""
    return Requirement(kind.value, "pages", True, title, why, law, LAW, holds or _policy(kind))


def _sense(
    code: str, step: str, title: LazyString, why: LazyString, holds: Callable[[Facts], bool]
) -> Requirement:
    """Something only good sense asks for."""
    return Requirement(code, step, False, title, why, "", None, holds)


REQUIREMENTS: tuple[Requirement, ...] = (
    _owner("legal_name", lazy_gettext("Legal name of the seller"), lambda it: bool(it.profile.legal_name)),
    _owner("address", lazy_gettext("Address of the head office"), _address),
    _owner("representative", lazy_gettext("Legal representative"),
           lambda it: bool(it.profile.representative)),
    _owner("tax_or_registration", lazy_gettext("Tax code or registration number"), _number),
    _owner("phone", lazy_gettext("Phone number"), lambda it: bool(it.profile.phone),
           why=lazy_gettext("Buyers must be able to reach the seller.")),
    _page(PageKind.PRIVACY, lazy_gettext("Privacy policy with its eight points"),
          lazy_gettext("Buyers must know what happens to their name, phone and address."),
          f"{_DECREE} 5; Luật 91/2025/QH15", holds=_privacy),
    _page(PageKind.TERMS, lazy_gettext("Terms: rights and duties of both sides"),
          lazy_gettext("An order is a contract; both sides must know its terms."), f"{_DECREE} 6"),
    _page(PageKind.COMPLAINTS, lazy_gettext("Complaints, with days to answer and to settle"),
          lazy_gettext("Buyers must know where to turn and how long it takes."), f"{_DECREE} 7",
          holds=_complaints),
    _page(PageKind.PRICE, lazy_gettext("How prices are shown"),
          lazy_gettext("All fees must be known before the order is confirmed."), f"{_DECREE} 8"),
    _page(PageKind.PAYMENT, lazy_gettext("Payment and refunds"),
          lazy_gettext("Buyers must know when money is taken and how it comes back."), f"{_DECREE} 10"),
    _page(PageKind.DELIVERY, lazy_gettext("Delivery"),
          lazy_gettext("Buyers must know where, when and for how much goods are brought."), f"{_DECREE} 13"),
    _page(PageKind.RETURNS, lazy_gettext("Returns"),
          lazy_gettext("Buyers must know what they may send back and who pays for it."), f"{_DECREE} 14"),
    Requirement("notification", "pages", False, lazy_gettext("Notification to the authority"),
                lazy_gettext(
                    "A shop that takes orders is notified at online.gov.vn; the province confirms it."
                ),
                f"Luật 122/2025/QH15, Điều 14; {_DECREE} 24", LAW,
                lambda it: it.profile.notification_state in ("submitted", "confirmed")),
    _owner("food_licence", lazy_gettext("Food safety certificate"), _licensed("food"), step="pages",
           blocks=False, why=lazy_gettext("Food that needs it may not be sold without its number.")),
    _owner("stay_licence", lazy_gettext("Papers for lodging or tours"), _licensed("stay"), step="pages",
           blocks=False,
           why=lazy_gettext("Lodging and tours that need papers may not be sold without their number.")),
    _owner("email", lazy_gettext("E-mail address"), lambda it: bool(it.profile.email), blocks=False,
           why=lazy_gettext("Some buyers write rather than call.")),
    _sense("goods", "goods", lazy_gettext("At least one product of your own"),
           lazy_gettext("Without goods nobody can order."), lambda it: count_own() > 0),
    _sense("samples", "goods", lazy_gettext("Sample goods are still shown"),
           lazy_gettext("Buyers would order what you do not sell."), lambda it: not count_samples()),
    _sense("ways_of_delivery", "delivery", lazy_gettext("A way to get the goods"),
           lazy_gettext("Without pickup or delivery nobody can order."), lambda it: bool(methods())),
    _sense("ways_of_payment", "payment", lazy_gettext("A way to pay"),
           lazy_gettext("Without a way to pay nobody can order."), lambda it: it.pays),
)  # fmt: skip
