"""Step 8: the pages the law asks for, filled in from the answers, each to be read and changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from storefront.blueprints.admin.onboarding.forms import LicenceRow, PagesForm, PlainForm, WordsForm
from storefront.blueprints.admin.onboarding.frame import StepPage, progress, step_url
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.links import preview_url
from storefront.blueprints.common.respond import page as draw
from storefront.blueprints.common.respond import see_other
from storefront.domain.onboarding import steps, texts, words
from storefront.domain.onboarding.identity import profile, save_promises
from storefront.domain.onboarding.licences import Licence, licences, save_licences
from storefront.domain.shops.notification import STATES, state_of
from storefront.domain.shops.pages import PageChanged, PageData, edit_page, page_by_id, pages
from storefront.domain.shops.settings import selling_rules
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.infra.phone import format_phone
from storefront.infra.text import whole_number
from storefront.models.page import Page

bp = Blueprint("pages", __name__)
ADD = "licences-add"


def _context() -> dict[str, Any]:
    mine = profile()
    return {
        "pages": [_face(page) for page in pages()],
        "owner": mine,
        "phone": format_phone(mine.phone) if mine.phone else "",
        "address_line": texts.address_line(),
        "notified": STATES[state_of(mine)],
        "plain": PlainForm(formdata=None),
    }


STEP = StepPage("pages", _context)


@bp.get("/pages")
@need_permission("pages.edit")
def show() -> ResponseReturnValue:
    """All pages, the days they promise, and the papers of the trade."""
    rules = selling_rules()
    now = {name: getattr(rules, name) for name in PROMISES}
    now["licences"] = [asdict(each) for each in licences()]
    return STEP.draw(STEP.restored(PagesForm, **now))


@bp.post("/pages")
@need_permission("pages.edit")
def save() -> ResponseReturnValue:
    """Keep the promises and the papers, and write the pages that speak of them."""
    form = PagesForm()
    kept = STEP.keep()
    if kept is None and request.form.get("do") == ADD:
        form.licences.append_entry()
        return STEP.draw(form)
    return kept or STEP.apply(form, lambda: _apply(form)) or STEP.finish()


@bp.post("/pages/writing")
@need_permission("pages.edit")
def write() -> ResponseReturnValue:
    """Write the pages that are missing, without going on."""
    texts.write_pages(g.shop, by=acting_user())
    flash(_("The pages are written. Read them through once."), "good")
    return see_other(step_url("pages"))


@bp.get("/pages/<int:page_id>")
@need_permission("pages.edit")
def edit(page_id: int) -> ResponseReturnValue:
    """One page's words."""
    page = page_by_id(page_id)
    now = {"title": page.title, "words": words.to_plain(page.body), "revision": str(page.revision)}
    return _words_page(page, WordsForm(formdata=None, data=now))


@bp.post("/pages/<int:page_id>")
@need_permission("pages.edit")
def save_words(page_id: int) -> ResponseReturnValue:
    """Save one page's words; from then on they are the owner's and no answer changes them."""
    page, form = page_by_id(page_id), WordsForm()
    if not form.validate():
        return _words_page(page, form), 422
    data = PageData(form.title.data or "", words.to_html(form.words.data or ""), slug=page.slug)
    try:
        edit_page(page, data, revision=whole_number(form.revision.data) or 0, by=acting_user())
    except Invalid as error:
        form.add_errors(error.errors)
        return _words_page(page, form), 422
    except PageChanged as error:
        form.form_errors.append(str(error.message))
        form.revision.raw_data = [str(page.revision)]
        return _words_page(page, form), 409
    texts.note_edited(g.shop, page, by=acting_user())
    flash(_("Saved."), "good")
    return see_other(step_url("pages"))


PROMISES = ("return_days", "complaint_answer_days", "complaint_resolve_days")


def _apply(form: PagesForm) -> None:
    by = acting_user()
    save_promises(
        return_days=form.return_days.data or 0,
        complaint_answer_days=form.complaint_answer_days.data or 0,
        complaint_resolve_days=form.complaint_resolve_days.data or 0,
        by=by,
    )
    save_licences([_licence(row) for row in form.papers if row.counts], by=by)


def _licence(row: LicenceRow) -> Licence:
    return Licence(row.name.data or "", row.number.data or "", row.issued_on.data, row.issuer.data or "")


def _face(page: Page) -> dict[str, Any]:
    """A page as the list shows it; its body was cleaned when it was kept."""
    return {
        "id": page.id,
        "title": page.title,
        "body": Markup(page.body.replace("<h2>", "<h3>").replace("</h2>", "</h3>")),
        "preview": preview_url(g.shop, f"/pages/{page.slug}"),
        "law": page.law,
        "gaps": page.body.count(texts.NOT_YET),
        "ours": texts.is_ours(page),
        "plain": words.is_plain(page.body),
    }


def _words_page(page: Page, form: WordsForm) -> str:
    return draw(
        "admin/onboarding/words.html",
        step=steps.step("pages"),
        progress=progress("pages", steps.standing()),
        page=page,
        form=form,
        back=step_url("pages"),
    )
