"""Complaints: a form, for an order or without one, and behind a link where a complaint stands."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.respond import see_other
from storefront.blueprints.shopper.draw import drawn, private
from storefront.blueprints.shopper.trap import check_age, check_often, hidden_fields, is_robot
from storefront.blueprints.shopper.who_fields import who_fields
from storefront.domain.orders.tokens import order_by_token
from storefront.domain.support import complaints
from storefront.domain.support.complaints import KINDS, STATES, Grievance
from storefront.domain.theming.drops import (
    ChoiceDrop,
    ContactDrop,
    FactDrop,
    FieldDrop,
    LinkDrop,
    TimelineDrop,
)
from storefront.infra.dates import format_datetime
from storefront.infra.errors import Invalid
from storefront.infra.i18n import current_locale
from storefront.models.complaint import Complaint, ComplaintState
from storefront.models.order import Order

bp = Blueprint("complaints", __name__)


@bp.get("/complaints")
@open_to_all
def new() -> ResponseReturnValue:
    """The form for everybody."""
    return drawn("contact", _form(shop_url("/complaints")), title=_("Send a complaint"), path="/complaints")


@bp.post("/complaints")
@open_to_all
def create() -> ResponseReturnValue:
    """Take a complaint in; a robot is thanked, and nothing is kept."""
    return _receive(shop_url("/complaints"), None)


@bp.get("/orders/<token>/complaint")
@open_to_all
def new_for_order(token: str) -> ResponseReturnValue:
    """The form for one order; who it is is known."""
    order = order_by_token(token)
    return private("contact", _form(_order_url(token), order), title=_("Send a complaint"))


@bp.post("/orders/<token>/complaint")
@open_to_all
def create_for_order(token: str) -> ResponseReturnValue:
    """Take in a complaint about an order."""
    return _receive(_order_url(token), order_by_token(token))


@bp.get("/complaints/<token>")
@open_to_all
def show(token: str) -> ResponseReturnValue:
    """Where the complaint stands."""
    complaint = complaints.complaint_by_token(token)
    title = _("Complaint %(code)s", code=complaint.code)
    return private("contact", _state(complaint, title), title=title)


def complaint_url(complaint: Complaint) -> str:
    """The page by which the shopper follows it."""
    return shop_url(f"/complaints/{complaints.complaint_token(complaint)}")


def _receive(here: str, order: Order | None) -> ResponseReturnValue:
    if is_robot():
        return see_other(shop_url("/"))
    try:
        check_often("complaint")
        if order is None:
            check_age()
        received = complaints.receive(_said(), order=order)
    except Invalid as invalid:
        return private("contact", _form(here, order, invalid.errors), status=422, title=_("Send a complaint"))
    return see_other(complaint_url(received))


def _said() -> Grievance:
    typed = request.form
    return Grievance(
        kind=typed.get("kind", ""),
        body=typed.get("body", ""),
        name=typed.get("name", ""),
        phone=typed.get("phone", ""),
        email=typed.get("email", ""),
        locale=current_locale(),
    )


def _form(here: str, order: Order | None = None, errors: dict[str, list[str]] | None = None) -> ContactDrop:
    told = errors or {}
    return ContactDrop(
        here,
        _fields(order, told),
        errors=tuple(
            (f"field-{name or 'body'}", sentence)
            for name, sentences in told.items()
            for sentence in sentences
        ),
        hidden=hidden_fields(),
        title=_("Complaint about order #%(number)s", number=order.number) if order else _("Send a complaint"),
        text=_(
            "Say what went wrong. You get a code and a page that shows what the shop answers, and by when."
        ),
        button=_("Send the complaint"),
    )


def _fields(order: Order | None, told: dict[str, list[str]]) -> tuple[FieldDrop, ...]:
    buyer = order.buyer if order else {}

    def value(name: str) -> str:
        return str(request.form.get(name, buyer.get(name) or ""))

    kinds = tuple(ChoiceDrop(key, str(label), selected=key == value("kind")) for key, label in KINDS.items())
    return (
        FieldDrop(
            "kind",
            _("What is it about?"),
            "radio",
            choices=kinds,
            required=True,
            errors=tuple(told.get("kind", ())),
        ),
        FieldDrop(
            "body",
            _("What went wrong, and what would put it right?"),
            "textarea",
            value=value("body"),
            required=True,
            maxlength=4000,
            errors=tuple(told.get("body", ())),
        ),
        *who_fields(value, told),
    )


def _state(complaint: Complaint, title: str) -> ContactDrop:
    return ContactDrop(
        "",
        (),
        title=title,
        text=_("Keep this page's address, or say the code to the shop. It shows what was answered."),
        facts=_facts(complaint),
        timeline=_steps(complaint),
        links=(LinkDrop(_("Home"), shop_url("/")),),
    )


def _facts(complaint: Complaint) -> tuple[FactDrop, ...]:
    rows = (
        (_("Complaint's code"), complaint.code),
        (_("What it is about"), str(KINDS[complaint.kind])),
        (_("State"), str(STATES[complaint.state])),
        (_("What you wrote"), complaint.body),
        (_("Answer of the shop"), complaint.answer),
        (_("Outcome"), complaint.resolution),
    )
    return tuple(FactDrop(label, value) for label, value in rows if value)


def _steps(complaint: Complaint) -> tuple[TimelineDrop, ...]:
    locale = current_locale()
    received = TimelineDrop(_("Received"), "done", format_datetime(complaint.created_at, locale))
    answered, ended = complaint.answered_at, complaint.closed_at
    answer = TimelineDrop(
        _("Answer of the shop"),
        "done" if answered else "current",
        format_datetime(answered, locale) if answered else _until(complaint.answer_by, locale),
    )
    label = STATES[complaint.state] if ended else _("Settled")
    state = "stopped" if complaint.state is ComplaintState.REJECTED else "done"
    end = TimelineDrop(
        str(label),
        state if ended else "current" if answered else "todo",  # type: ignore[arg-type]
        format_datetime(ended, locale) if ended else _until(complaint.resolve_by, locale),
    )
    return received, answer, end


def _until(moment: dt.datetime, locale: str) -> str:
    return _("at the latest %(moment)s", moment=format_datetime(moment, locale))


def _order_url(token: str) -> str:
    return shop_url(f"/orders/{token}/complaint")
