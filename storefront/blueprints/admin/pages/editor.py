"""The list of pages, and the form of one; a policy whose words change becomes a new edition."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.pages.forms import PageForm, PressForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.links import preview_url
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.blueprints.common.simple_text import to_html, to_text
from storefront.domain.onboarding.texts import note_edited
from storefront.domain.shops.pages import (
    PageChanged,
    PageData,
    create_page,
    delete_page,
    edit_page,
    page_by_id,
    pages,
)
from storefront.infra.dates import format_date
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale
from storefront.infra.text import whole_number
from storefront.models.page import Page, PageKind

bp = Blueprint("pages", __name__, url_prefix="/pages")

PAGE = "admin/pages/form.html"


@bp.get("/")
@need_permission("pages.view")
def index() -> ResponseReturnValue:
    """The shop's pages: its own, and those the law asks for."""
    found = pages()
    return page(
        "admin/pages/index.html",
        nav="pages",
        own=[each for each in found if not is_policy(each)],
        policies=[(each, edition_words(each), laws_of(each)) for each in found if is_policy(each)],
    )


@bp.get("/new")
@need_permission("pages.edit")
def new() -> ResponseReturnValue:
    """An empty form."""
    return page(PAGE, **_face(PageForm(formdata=None, revision="0"), None))


@bp.get("/<int:page_id>")
@need_permission("pages.edit")
def show(page_id: int) -> ResponseReturnValue:
    """The page in its form."""
    found = page_by_id(page_id)
    form = PageForm(
        formdata=None,
        obj=found,
        revision=str(found.revision),
    )
    form.effective_from.data = None
    form.body.data = to_text(found.body)
    return page(PAGE, **_face(form, found))


@bp.post("/")
@need_permission("pages.edit")
def create() -> ResponseReturnValue:
    """Make a page of the owner's own."""
    form = PageForm()
    if not form.validate():
        return invalid(PAGE, **_face(form, None))
    try:
        made = create_page(_data(form), by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid(PAGE, **_face(form, None))
    db.session.flush()
    return _saved(made)


@bp.post("/<int:page_id>")
@need_permission("pages.edit")
def update(page_id: int) -> ResponseReturnValue:
    """Save the form."""
    found, form = page_by_id(page_id), PageForm()
    if not form.validate():
        return invalid(PAGE, **_face(form, found))
    try:
        edit_page(found, _data(form), revision=whole_number(form.revision.data) or 0, by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid(PAGE, **_face(form, found))
    except PageChanged as changed:
        form.revision.data = str(found.revision)
        theirs = [(_("Title"), found.title), (_("Words"), to_text(found.body))]
        return page(PAGE, **_face(form, found), changed=changed.message, theirs=theirs), 409
    note_edited(g.shop, found, by=acting_user())
    return _saved(found)


@bp.post("/<int:page_id>/removal")
@need_permission("pages.edit")
def create_removal(page_id: int) -> ResponseReturnValue:
    """Remove one of the owner's own pages."""
    found = page_by_id(page_id)
    if PressForm().validate():
        delete_page(found, by=acting_user())
        flash(_("%(name)s is removed.", name=found.title), "good")
    return see_other(url_for("admin.pages.index"))


def is_policy(found: Page) -> bool:
    """Whether the law asks for the page, so that its editions count."""
    return found.kind not in (PageKind.FREE, PageKind.ABOUT)


def edition_words(found: Page) -> str:
    """Which edition it is, and since when."""
    if found.effective_from is None:
        return _("Edition %(number)s", number=found.edition)
    since = format_date(found.effective_from, current_locale())
    return _("Edition %(number)s, in force from %(day)s", number=found.edition, day=since)


def laws_of(found: Page) -> str:
    """The acts and articles that ask for the page."""
    named = ([each.get("act"), each.get("article")] for each in found.law)
    return "; ".join(", ".join(part for part in parts if part) for parts in named)


def _data(form: PageForm) -> PageData:
    return PageData(
        title=form.title.data or "",
        body=to_html(form.body.data or ""),
        slug=form.slug.data or "",
        published=form.published.data,
        seo_description=form.seo_description.data,
        effective_from=form.effective_from.data,
    )


def _face(form: PageForm, found: Page | None) -> dict[str, Any]:
    policy = found is not None and is_policy(found)
    return {
        "nav": "pages",
        "form": form,
        "found": found,
        "policy": policy,
        "edition": edition_words(found) if found and policy else "",
        "laws": laws_of(found) if found and policy else "",
        "preview": preview_url(g.shop, f"/pages/{found.slug}") if found else "",
        "removable": found is not None and found.kind is PageKind.FREE,
    }


def _saved(found: Page) -> ResponseReturnValue:
    flash(_("%(name)s is saved.", name=found.title), "good")
    return see_other(url_for("admin.pages.show", page_id=found.id))
