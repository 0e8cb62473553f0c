"""New cards: their codes are shown once, and printed from the page that shows them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, make_response, request
from flask.typing import ResponseReturnValue

from storefront.blueprints.admin.cards.forms import KINDS, ButtonForm, IssueForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.links import public_shop_url
from storefront.blueprints.common.respond import invalid, page
from storefront.domain.payments.card_papers import codes_pdf
from storefront.domain.payments.cards import IssuedCard, codes_of_this_shop, issue
from storefront.domain.payments.record import new_form_key
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.infra.tokens import spaced_card_code
from storefront.models.stored_value import StoredCardKind

bp = Blueprint("issuing", __name__)
BALANCE = "/cards/balance"


@bp.get("/new")
@need_permission("cards.edit")
def new() -> ResponseReturnValue:
    """The form."""
    form = IssueForm(formdata=None, form_key=new_form_key(), fleet=request.args.get("fleet", ""))
    return page("admin/cards/new.html", **_face(form))


@bp.post("/")
@need_permission("cards.edit")
def create() -> ResponseReturnValue:
    """Issue them and show their codes: this page cannot be opened again."""
    form = IssueForm()
    face = _face(form)
    if not form.validate():
        return invalid("admin/cards/new.html", **face)
    terms = form.terms(StoredCardKind(form.kind.data), amount=form.amount.data, with_pin=form.with_pin.data)
    try:
        made = issue(
            g.shop,
            terms,
            key=form.form_key.data or "",
            by=acting_user(),
            count=form.count.data,
            note=form.note.data or "",
        )
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/cards/new.html", **face)
    return _once(
        make_response(
            page(
                "admin/cards/issued.html",
                nav="cards",
                made=made,
                spaced=spaced_card_code,
                button=ButtonForm(formdata=None),
            )
        )
    )


@bp.post("/codes.pdf")
@need_permission("cards.edit")
def create_paper() -> ResponseReturnValue:
    """The codes just shown, to be printed and cut; only cards of this shop are drawn."""
    pins = dict(zip(request.form.getlist("code"), request.form.getlist("pin"), strict=False))
    found = codes_of_this_shop(request.form.getlist("code"))
    made = [IssuedCard(card, code, pins.get(code, "")) for card, code in found]
    pdf = codes_pdf(g.shop.name, made, check_at=public_shop_url(g.shop, BALANCE))
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="ma-the.pdf"'
    return _once(answer)


def _once(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _face(form: IssueForm) -> dict[str, Any]:
    form.offer()
    return {"nav": "cards", "form": form, "kinds": KINDS}
