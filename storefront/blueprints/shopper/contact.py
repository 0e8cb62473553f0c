"""The contact form: straight to the owner's inbox, with a trap for robots that people never notice."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.respond import see_other
from storefront.blueprints.shopper.draw import drawn, private
from storefront.blueprints.shopper.trap import check_age, check_often, hidden_fields, is_robot
from storefront.blueprints.shopper.who_fields import who_fields
from storefront.domain.support.conversations import ask
from storefront.domain.theming.drops import ContactDrop, FieldDrop, LinkDrop
from storefront.infra.errors import Invalid
from storefront.infra.i18n import current_locale

bp = Blueprint("contact", __name__, url_prefix="/contact")


@bp.get("")
@open_to_all
def show() -> ResponseReturnValue:
    """The form, or thanks after it was sent."""
    drop = ContactDrop(
        shop_url("/contact"),
        _fields(),
        hidden=hidden_fields(),
        sent="sent" in request.args,
        links=(LinkDrop(_("Send a complaint"), shop_url("/complaints")),),
    )
    return drawn("contact", drop, title=_("Contact"), path="/contact")


@bp.post("")
@open_to_all
def send() -> ResponseReturnValue:
    """Hand the question to the owner. A robot is thanked, and nothing is kept."""
    sent = see_other(shop_url("/contact", {"sent": "1"}))
    if is_robot():
        return sent
    try:
        check_often("contact")
        check_age()
        ask(
            name=request.form.get("name", ""),
            body=request.form.get("message", ""),
            phone=request.form.get("phone", ""),
            email=request.form.get("email", ""),
            locale=current_locale(),
        )
    except Invalid as invalid:
        return _again(invalid.errors)
    return sent


def _again(errors: dict[str, list[str]]) -> ResponseReturnValue:
    errors = {"message" if name == "body" else name: told for name, told in errors.items()}
    linked = tuple(
        (f"field-{name}" if name else "field-message", sentence)
        for name, told in errors.items()
        for sentence in told
    )
    drop = ContactDrop(shop_url("/contact"), _fields(errors), errors=linked, hidden=hidden_fields())
    return private("contact", drop, status=422, title=_("Contact"))


def _fields(errors: dict[str, list[str]] | None = None) -> tuple[FieldDrop, ...]:
    told, typed = errors or {}, request.form
    question = FieldDrop(
        "message",
        _("Your question"),
        "textarea",
        value=typed.get("message", ""),
        errors=tuple(told.get("message", ())),
        required=True,
        maxlength=4000,
    )
    return (*who_fields(lambda name: typed.get(name, ""), told), question)
