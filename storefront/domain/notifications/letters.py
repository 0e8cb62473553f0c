"""Messages as text: a template in the reader's language, its first line the subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import gettext as _

from storefront.infra.dates import format_datetime
from storefront.infra.i18n import current_locale, speaking
from storefront.infra.money import Money, format_money
from storefront.infra.quantity import format_quantity

TEMPLATES = (
    "code",
    "reset",
    "invitation",
    "order_received",
    "order_new",
    "order_accepted",
    "order_declined",
    "order_cancelled",
    "order_shipped",
    "payment_received",
    "payment_reminder",
    "order_lapsed",
    "question_received",
    "question_answered",
    "money_look",
    "shop_suspended",
    "class_invitation",
    "certificate_issued",
    "complaint_new",
    "complaint_received",
    "complaint_answered",
    "complaint_closed",
)


class Text(NamedTuple):
    """A message ready to be read."""

    subject: str
    body: str


def write(
    template: str, *, locale: str, params: Mapping[str, Any], name: str = "", letter: bool = True
) -> Text:
    """The message in the reader's language; a letter greets by name, a phone's message does not."""
    with speaking(locale):
        drawn = current_app.jinja_env.get_template(f"email/{template}.txt").render(
            **params, money=_money, moment=_moment, quantity=_quantity, site=site_name()
        )
        subject, _line, body = drawn.strip().partition("\n")
        body = body.strip()
        if letter:
            greeting = _("Hello %(name)s,", name=name) if name else _("Hello,")
            body = f"{greeting}\n\n{body}\n\n{params.get('shop_name') or site_name()}\n"
    return Text(subject.strip(), body)


def site_name() -> str:
    """The platform's own name."""
    name: str = current_app.config["SETTINGS"].name
    return name


def _money(amount: int, currency: str = "VND") -> str:
    return format_money(Money(amount, currency), current_locale())


def _moment(moment: dt.datetime) -> str:
    return format_datetime(moment, current_locale())


def _quantity(thousandths: int) -> str:
    return format_quantity(thousandths, current_locale())
