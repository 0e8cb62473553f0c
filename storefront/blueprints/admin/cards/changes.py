"""What is done to one card: money put on, corrections, blocking, terms, the end."""

from __future__ import annotations

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.cards.forms import (
    ButtonForm,
    CorrectionForm,
    TermsForm,
    TopUpForm,
    WriteOffForm,
)
from storefront.blueprints.admin.cards.listing import face
from storefront.blueprints.common.forms import BaseForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, see_other
from storefront.domain.payments import cards, stored_value
from storefront.domain.payments.cards import card_by_id
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.models.stored_value import StoredCard

bp = Blueprint("changes", __name__, url_prefix="/<int:card_id>")


@bp.post("/top-ups")
@need_permission("cards.edit")
def create_top_up(card_id: int) -> ResponseReturnValue:
    """Put money on."""
    card, form = card_by_id(card_id), TopUpForm()
    if not form.validate():
        return _again(card, top_up=form)
    try:
        stored_value.top_up(
            card, form.amount.data, key=_key(form), by=acting_user(), note=form.note.data or ""
        )
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return _again(card, top_up=form)
    flash(_("The money is on the card."), "good")
    return _to(card)


@bp.post("/corrections")
@need_permission("cards.edit")
def create_correction(card_id: int) -> ResponseReturnValue:
    """Put a booking right."""
    card, form = card_by_id(card_id), CorrectionForm()
    if not form.validate():
        return _again(card, correction=form)
    amount = form.sum.data if form.way.data == "add" else -form.sum.data
    try:
        stored_value.correct(card, amount, reason=form.reason.data or "", key=_key(form), by=acting_user())
    except Invalid as wrong:
        form.add_errors({"sum": wrong.errors.get("amount", []), **wrong.errors})
        return _again(card, correction=form)
    except stored_value.NotEnoughOnCard as refused:
        form.add_errors({"sum": [str(refused.message)]})
        return _again(card, correction=form)
    flash(_("The correction is booked."), "good")
    return _to(card)


@bp.post("/blocking")
@need_permission("cards.edit")
def create_blocking(card_id: int) -> ResponseReturnValue:
    """Let nothing be paid with it."""
    card = card_by_id(card_id)
    if ButtonForm().validate():
        cards.block(card, by=acting_user())
        flash(_("The card is blocked."), "good")
    return _to(card)


@bp.post("/unblocking")
@need_permission("cards.edit")
def create_unblocking(card_id: int) -> ResponseReturnValue:
    """Let it be used again."""
    card = card_by_id(card_id)
    if ButtonForm().validate():
        cards.unblock(card, by=acting_user())
        flash(_("The card can be used again."), "good")
    return _to(card)


@bp.post("/terms")
@need_permission("cards.edit")
def create_terms(card_id: int) -> ResponseReturnValue:
    """Change holder, plate, fleet, limits and end."""
    card, form = card_by_id(card_id), TermsForm()
    form.offer()
    if not form.validate():
        return _again(card, terms=form)
    try:
        cards.change(card, form.terms(card.kind), by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return _again(card, terms=form)
    flash(_("Saved."), "good")
    return _to(card)


@bp.post("/write-off")
@need_permission("cards.edit")
def create_write_off(card_id: int) -> ResponseReturnValue:
    """Take what an expired card still holds off the books."""
    card, form = card_by_id(card_id), WriteOffForm()
    if not form.validate():
        return _again(card, write_off=form)
    try:
        cards.write_off(card, reason=form.reason.data or "", by=acting_user())
    except Invalid as wrong:
        form.add_errors({"reason": [str(wrong.message)]})
        return _again(card, write_off=form)
    flash(_("The rest is written off."), "good")
    return _to(card)


def _key(form: TopUpForm | CorrectionForm) -> str:
    return f"desk:{form.form_key.data or ''}"[:80]


def _again(card: StoredCard, **forms: BaseForm) -> ResponseReturnValue:
    return invalid("admin/cards/show.html", **face(card, **forms))


def _to(card: StoredCard) -> ResponseReturnValue:
    return see_other(url_for("admin.cards.listing.show", card_id=card.id))
