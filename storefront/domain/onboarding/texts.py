"""The pages of a new shop: its kit's own and the policies the law asks for, filled in from the answers.

A page is written anew when an answer changes, until the owner has changed its words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from flask_babel import gettext
from markupsafe import escape
from sqlalchemy import select

from storefront.adapters import gateways
from storefront.domain.onboarding import steps
from storefront.domain.onboarding.delivery import area_words
from storefront.domain.onboarding.identity import profile
from storefront.domain.onboarding.kits import Kit, kit, read_folder, say
from storefront.domain.places import units
from storefront.domain.shops.counting import counted_mode
from storefront.domain.shops.pages import PageData, create_page, edit_page
from storefront.domain.shops.settings import selling_rules
from storefront.domain.support.complaints import GOODS_DAYS, PAYMENT_DAYS
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.html import clean_html, plain_text
from storefront.infra.i18n import speaking
from storefront.infra.links import shop_public_url
from storefront.infra.money import Money, format_money
from storefront.infra.phone import format_phone
from storefront.models.page import Page, PageKind
from storefront.models.payment import PaymentMethod
from storefront.models.shipping import DeliveryKind, DeliveryMethod
from storefront.models.shop import Shop, ShopState

NOTEBOOK = "texts"
"""The wizard row that remembers what was written last, so that the owner's own words are never lost."""
NOT_YET = "[…]"
"""Stands where an answer is still missing."""
ABOUT_SLUG = "gioi-thieu"
REFUND_DAYS, PRIVACY_DAYS, RETENTION_YEARS = 7, 2, 3
_NAME = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Policy:
    """One page the law asks for; `laws` have act, article, valid_from and valid_to."""

    key: str
    slug: str
    titles: Mapping[str, str]
    laws: tuple[Mapping[str, Any], ...]
    sections: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as it should be written now."""

    slug: str
    title: str
    body: str
    kind: PageKind
    law: tuple[Mapping[str, Any], ...] = ()


@cache
def policies() -> dict[str, Policy]:
    """The policy templates by key, in the order their pages stand."""
    order = ("terms", "privacy", "delivery", "returns", "price", "payment", "complaints")
    found = {each["key"]: each for each in read_folder("policies")}
    return {key: _policy(found[key]) for key in order}


def write_pages(shop: Shop, *, by: events.Actor) -> list[Page]:
    """Make the pages that are missing, and write those anew whose words are still ours."""
    with speaking(shop.locale):
        known = answers(shop)
        drafts = [*_kit_pages(kit(shop.trade), shop.locale, known), *_policy_pages(shop.locale, known)]
    notebook = steps.kept(NOTEBOOK)
    standing = {page.slug: page for page in db.session.scalars(select(Page))}
    written = dict(notebook.answers)
    for position, draft in enumerate(drafts):
        page = standing.get(draft.slug)
        if page is not None and written.get(draft.slug) != _digest(page.body):
            continue
        page = _write(shop, page, draft, by=by)
        page.position = position
        written[draft.slug] = _digest(page.body)
    notebook.answers = written
    db.session.flush()
    return list(db.session.scalars(select(Page).order_by(Page.position, Page.id)))


def is_ours(page: Page) -> bool:
    """Whether the page still has the words we wrote, which follow the answers."""
    return steps.notes(NOTEBOOK).get(page.slug) == _digest(page.body)


def note_ours(page: Page) -> None:
    """Remember that a page's words are not the owner's, though no answer of theirs changes them."""
    notebook = steps.kept(NOTEBOOK)
    notebook.answers = {**notebook.answers, page.slug: _digest(page.body)}


def note_edited(shop: Shop, page: Page, *, by: events.Actor) -> None:
    """Record, after a policy was saved by its owner, how much of it is in their own words."""
    if page.kind.value not in policies():
        return
    share = own_share(shop, page)
    events.record(
        "policy.edited", page, by=by, kind=page.kind.value, own_share=share, published=page.published
    )


def own_share(shop: Shop, page: Page) -> int:
    """How far a policy differs from its starter text as it would be written now, in percent of its words."""
    with speaking(shop.locale):
        starter = _body(policies()[page.kind.value], shop.locale, answers(shop))
    ours, theirs = plain_text(clean_html(starter)).split(), plain_text(page.body).split()
    return 100 - round(100 * SequenceMatcher(None, ours, theirs, autojunk=False).ratio())


def answers(shop: Shop) -> dict[str, str]:
    """What the texts speak of, in the language in force; NOT_YET where the owner has not said it."""
    mine, rules = profile(), selling_rules()
    said = {
        "shop_name": shop.name,
        "shop_url": shop_public_url(shop.slug, "/"),
        "legal_name": mine.legal_name,
        "representative": mine.representative,
        "tax_id": mine.tax_id_masked or mine.registration_number,
        "address": address_line(),
        "phone": format_phone(mine.phone) if mine.phone else "",
        "email": mine.email or gettext("the contact page of this shop"),
        "opening_hours": mine.opening_hours or gettext("8:00 to 17:00 every day"),
        "complaint_answer_days": rules.complaint_answer_days,
        "complaint_goods_days": min(GOODS_DAYS, rules.complaint_resolve_days),
        "complaint_payment_days": min(PAYMENT_DAYS, rules.complaint_resolve_days),
        "complaint_resolution_days": rules.complaint_resolve_days,
        "privacy_answer_days": PRIVACY_DAYS,
        "order_retention_years": RETENTION_YEARS,
        "acceptance_hours": rules.answer_hours,
        "payment_hours": rules.transfer_hours,
        "payment_methods": _payment_methods(shop),
        "refund_days": REFUND_DAYS,
        "return_days": rules.return_days,
        "handling_time": gettext("1 working day"),
        "inspection_rule": gettext("you may look at the goods before you take them."),
        **_delivery_answers(),
    }
    return {name: str(value) if value else NOT_YET for name, value in said.items()}


def address_line() -> str:
    """Street, commune and province of the shop in one line; empty before they are known."""
    mine = profile()
    if not mine.unit_code:
        return ""
    unit = units.unit(mine.unit_code)
    province = units.province(unit.province_code).full_name
    return ", ".join(part for part in (mine.street, unit.full_name, province) if part)


def fill(text: str, known: Mapping[str, str]) -> str:
    """The text with its answers in place of their names."""
    return _NAME.sub(lambda match: known[match.group(1)], text)


def _delivery_answers() -> dict[str, str]:
    methods = [m for m in db.session.scalars(select(DeliveryMethod)) if m.enabled]
    brought = next((method for method in methods if method.kind is DeliveryKind.DELIVERY), None)
    if brought is None:
        pickup = gettext("pick-up at the shop only") if methods else ""
        return {"delivery_area": pickup, "delivery_time": pickup, "free_delivery_rule": " "}
    free = brought.zones[0].free_above if brought.zones else None
    rule = gettext("Delivery is free from %(amount)s.", amount=format_money(Money(free))) if free else " "
    return {
        "delivery_area": area_words(brought.zones),
        "delivery_time": brought.promise or gettext("1 to 3 days"),
        "free_delivery_rule": rule,
    }


def _payment_methods(shop: Shop) -> str:
    mine = PaymentMethod.enabled & (PaymentMethod.mode == counted_mode(shop))
    wanted = select(PaymentMethod).where(mine).order_by(PaymentMethod.position)
    names = [str(gateways.gateway(method.gateway).name) for method in db.session.scalars(wanted)]
    return ", ".join(_lower_first(name) for name in names)


def _lower_first(words: str) -> str:
    """Inside a sentence; a company's own way of writing its name (VNPAY, MoMo) stays."""
    first = words.split(" ")[0]
    return words[:1].lower() + words[1:] if first[1:].islower() else words


def _policy(data: Mapping[str, Any]) -> Policy:
    return Policy(data["key"], data["slug"], data["title"], tuple(data["laws"]), tuple(data["sections"]))


def _kit_pages(chosen: Kit, locale: str, known: Mapping[str, str]) -> list[Draft]:
    drafts = []
    for page in chosen.pages:
        blocks = [_paragraphs(page["paragraphs"][locale], known)] if "paragraphs" in page else []
        blocks += [_question(each, locale, known) for each in page.get("questions", ())]
        kind = PageKind.ABOUT if page["slug"] == ABOUT_SLUG else PageKind.FREE
        drafts.append(Draft(page["slug"], say(page["title"], locale), "".join(blocks), kind))
    return drafts


def _question(each: Mapping[str, Any], locale: str, known: Mapping[str, str]) -> str:
    heading = escape(say(each["question"], locale))
    return f"<h2>{heading}</h2>{_paragraphs([say(each['answer'], locale)], known)}"


def _policy_pages(locale: str, known: Mapping[str, str]) -> list[Draft]:
    drafts = []
    for key, policy in policies().items():
        body = _body(policy, locale, known)
        drafts.append(Draft(policy.slug, say(policy.titles, locale), body, PageKind(key), policy.laws))
    return drafts


def _body(policy: Policy, locale: str, known: Mapping[str, str]) -> str:
    return "".join(
        f"<h2>{escape(say(section['heading'], locale))}</h2>"
        + _paragraphs(section["paragraphs"].get(locale) or section["paragraphs"]["vi"], known)
        for section in policy.sections
    )


def _paragraphs(texts: Sequence[str], known: Mapping[str, str]) -> str:
    return "".join(f"<p>{escape(' '.join(fill(text, known).split()))}</p>" for text in texts)


def _write(shop: Shop, page: Page | None, draft: Draft, *, by: events.Actor) -> Page:
    data = PageData(draft.title, draft.body, slug=draft.slug)
    if page is None:
        return create_page(data, by=by, kind=draft.kind, law=draft.law)
    if _digest(page.body) == _digest(clean_html(draft.body)) and page.title == draft.title:
        return page
    edit_page(page, data, revision=page.revision, by=by)
    if shop.state is ShopState.DRAFT:
        # Nobody has read the earlier words, so what the shop opens with is its first edition.
        page.edition = 1
    return page


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]
