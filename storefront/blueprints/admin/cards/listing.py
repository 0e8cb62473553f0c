"""The shop's cards, and one card with its history."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from storefront.blueprints.admin.cards.forms import (
    KINDS,
    ButtonForm,
    CardFilterForm,
    CorrectionForm,
    TopUpForm,
    WriteOffForm,
    terms_form,
)
from storefront.blueprints.common.forms import BaseForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.paging import desc, paginate
from storefront.blueprints.common.respond import page
from storefront.domain.payments.card_statements import history
from storefront.domain.payments.cards import card_by_id, cards
from storefront.domain.payments.record import new_form_key
from storefront.domain.payments.stored_value import is_blocked, is_expired, spendable
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.stored_value import StoredCard, StoredCardKind

bp = Blueprint("listing", __name__)
PER_PAGE = 30


@bp.get("/")
@need_permission("cards.view")
def index() -> ResponseReturnValue:
    """The shop's cards, newest first."""
    form = CardFilterForm(request.args)
    good = form.validate()
    wanted = cards(
        text=form.q.data or "",
        kind=StoredCardKind(form.kind.data) if good and form.kind.data else None,
        state=(form.state.data or "") if good else "",
    )
    found = paginate(
        db.session, wanted, desc(StoredCard.id), cursor=request.args.get("cursor"), limit=PER_PAGE
    )
    filtered = any(request.args.get(name) for name in ("q", "kind", "state"))
    return page(
        "admin/cards/index.html",
        nav="cards",
        form=form,
        found=found,
        filtered=filtered,
        kinds=KINDS,
        is_blocked=is_blocked,
        is_expired=is_expired,
    )


@bp.get("/<int:card_id>")
@need_permission("cards.view")
def show(card_id: int) -> ResponseReturnValue:
    """One card: its figures, its forms, its history."""
    return page("admin/cards/show.html", **face(card_by_id(card_id)))


def face(card: StoredCard, **forms: BaseForm) -> dict[str, Any]:
    """Everything the page of one card shows."""
    blank = {
        "top_up": TopUpForm(formdata=None, form_key=new_form_key()),
        "correction": CorrectionForm(formdata=None, form_key=new_form_key()),
        "terms": terms_form(card),
        "write_off": WriteOffForm(formdata=None),
        "button": ButtonForm(formdata=None),
    }
    return {
        "nav": "cards",
        "card": card,
        "kind": KINDS[card.kind],
        "usable": spendable(card),
        "blocked": is_blocked(card),
        "expired": is_expired(card),
        "history": history(card),
        "month": clock.today_vn().strftime("%Y-%m"),
        "forms_of": {**blank, **forms},
    }
