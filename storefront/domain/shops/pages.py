"""Pages of words, the policies among them, and the menus that lead through the shop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.shops import redirects
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.html import clean_html, plain_text
from storefront.infra.text import clean
from storefront.models.page import Page, PageKind

FALLBACK_SLUG = "trang"


class PageNotFound(NotFound):
    """No such page in this shop, or it is not published."""

    code = "page_not_found"


class PageChanged(Conflict):
    """Somebody saved the page after this form was opened."""

    code = "page_changed"
    message = lazy_gettext(
        "This page was saved on another device in the meantime. What you typed is kept below: compare, and"
        " save again."
    )


class PageIsNeeded(Conflict):
    """A policy page cannot be deleted, as the law asks for it."""

    code = "page_is_needed"
    message = lazy_gettext("The law asks for this page. You can change its words but not delete it.")


@dataclass(frozen=True, slots=True)
class PageData:
    """A whole page form. `effective_from` None: a policy whose words change is in force from today."""

    title: str
    body: str = ""
    slug: str = ""
    published: bool = True
    seo_description: str | None = None
    effective_from: dt.date | None = None


def create_page(
    data: PageData,
    *,
    by: events.Actor,
    kind: PageKind = PageKind.FREE,
    law: Sequence[Mapping[str, Any]] = (),
) -> Page:
    """Make a page; a policy begins with its first edition. Raises Invalid."""
    title = _checked_title(data)
    page = Page(title=title, kind=kind, law=[dict(each) for each in law])
    page.slug = redirects.free_slug(Page, data.slug or data.title, fallback=FALLBACK_SLUG)
    redirects.clear(page)
    page.body, page.published = clean_html(data.body), data.published
    page.seo_description = clean(data.seo_description or "") or None
    if kind is not PageKind.FREE:
        page.effective_from = data.effective_from or clock.today_vn()
    db.session.add(page)
    events.record("page.created", page, by=by, kind=kind.value)
    return page


def edit_page(page: Page, data: PageData, *, revision: int, by: events.Actor) -> None:
    """Save the form over the revision it was opened with; changed words of a policy are a new edition.

    Raises PageChanged and Invalid.
    """
    title, body = _checked_title(data), clean_html(data.body)
    page = locked(page)
    if page.revision != revision:
        raise PageChanged
    new_words = plain_text(body) != plain_text(page.body) or title != page.title
    if page.kind is not PageKind.FREE and new_words:
        page.edition += 1
        page.effective_from = data.effective_from or clock.today_vn()
    if data.slug and data.slug != page.slug:
        slug = redirects.free_slug(Page, data.slug, fallback=FALLBACK_SLUG, keep_id=page.id)
        redirects.move(page, slug)
    page.title, page.body, page.published = title, body, data.published or page.kind is not PageKind.FREE
    page.seo_description = clean(data.seo_description or "") or None
    page.revision += 1
    events.record("page.edited", page, by=by, edition=page.edition)


def delete_page(page: Page, *, by: events.Actor) -> None:
    """Remove one of the owner's own pages. Raises PageIsNeeded for a policy."""
    page = locked(page)
    if page.kind is not PageKind.FREE:
        raise PageIsNeeded
    events.record("page.deleted", page, by=by)
    db.session.delete(page)


def page_by_slug(slug: str) -> Page:
    """A published page. Raises PageNotFound; `redirects.moved_to(Page, slug)` knows former slugs."""
    page = db.session.scalars(select(Page).where(Page.slug == slug, Page.published)).one_or_none()
    if page is None:
        raise PageNotFound
    return page


def page_by_id(page_id: int) -> Page:
    """Any page of the shop, for the desk. Raises PageNotFound."""
    page = db.session.scalars(select(Page).where(Page.id == page_id)).one_or_none()
    if page is None:
        raise PageNotFound
    return page


def pages() -> list[Page]:
    """Every page of the shop, in order."""
    return list(db.session.scalars(select(Page).order_by(Page.position, Page.id)))


def policies() -> list[Page]:
    """The published pages the law asks for, in order."""
    wanted = select(Page).where(Page.kind.not_in([PageKind.FREE, PageKind.ABOUT]), Page.published)
    return list(db.session.scalars(wanted.order_by(Page.position, Page.id)))


def _checked_title(data: PageData) -> str:
    title = clean(data.title)
    if not title:
        raise Invalid.field("title", lazy_gettext("Enter the page's title."))
    if len(title) > 160:
        raise Invalid.field("title", lazy_gettext("This title is too long: at most 160 characters."))
    return title
