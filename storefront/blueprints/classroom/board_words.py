"""The live board in words: pages, errors and reasons as a trainer would say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from babel.dates import format_timedelta
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from storefront.blueprints.common.forms import BaseForm
from storefront.domain.workshops.presence import Seen
from storefront.domain.workshops.stuck import Kind, Reason
from storefront.infra.errors import AppError
from storefront.infra.i18n import current_locale

Words = LazyString | str

PAGES: dict[str, Words] = {
    "admin.bank": lazy_gettext("Bank statements"),
    "admin.cards": lazy_gettext("Cards"),
    "admin.collections": lazy_gettext("Collections"),
    "admin.complaints": lazy_gettext("Complaints"),
    "admin.customers": lazy_gettext("Customers"),
    "admin.dashboard": lazy_gettext("Overview"),
    "admin.fee_check": lazy_gettext("Try the delivery fee"),
    "admin.inbox": lazy_gettext("Inbox"),
    "admin.menus": lazy_gettext("Menus"),
    "admin.model_shop": lazy_gettext("A model for classes"),
    "admin.notification": lazy_gettext("Notification to the authority"),
    "admin.orders": lazy_gettext("One order"),
    "admin.orders.listing": lazy_gettext("List of orders"),
    "admin.orders.money": lazy_gettext("An order's money"),
    "admin.orders.payments": lazy_gettext("An order's payments"),
    "admin.pages": lazy_gettext("Pages"),
    "admin.payments": lazy_gettext("Getting paid"),
    "admin.pictures": lazy_gettext("Sending pictures"),
    "admin.practice_phone": lazy_gettext("Practice phone"),
    "admin.products": lazy_gettext("One product"),
    "admin.products.listing": lazy_gettext("List of products"),
    "admin.reconciliation": lazy_gettext("Reconciliation"),
    "admin.settings": lazy_gettext("Settings"),
    "admin.setup": lazy_gettext("Setting up the shop"),
    "admin.setup.address": lazy_gettext("Setting up: name and address"),
    "admin.setup.delivery": lazy_gettext("Setting up: delivery"),
    "admin.setup.done": lazy_gettext("Setting up: the shop is open"),
    "admin.setup.goods": lazy_gettext("Setting up: goods"),
    "admin.setup.look": lazy_gettext("Setting up: the look"),
    "admin.setup.pages": lazy_gettext("Setting up: pages"),
    "admin.setup.payment": lazy_gettext("Setting up: getting paid"),
    "admin.setup.review": lazy_gettext("Setting up: last look"),
    "admin.setup.trade": lazy_gettext("Setting up: the trade"),
    "admin.setup.who": lazy_gettext("Setting up: who sells"),
    "admin.stock": lazy_gettext("Stock"),
    "admin.team": lazy_gettext("Team"),
    "admin.till": lazy_gettext("The till"),
    "admin.visits": lazy_gettext("Visits to the shop"),
    "admin": lazy_gettext("The desk"),
    "classroom.bank": lazy_gettext("Practice bank"),
    "classroom.graduation": lazy_gettext("A shop of one's own"),
    "classroom.learning": lazy_gettext("Lessons"),
    "classroom.my_certificate": lazy_gettext("Certificate"),
    "classroom.my_feedback": lazy_gettext("Feedback"),
    "classroom": lazy_gettext("Class page"),
    "portal.account": lazy_gettext("My account"),
    "portal.account.add_identity": lazy_gettext("Proving a phone or e-mail"),
    "portal.account.confirm_app": lazy_gettext("The app for the second step"),
    "portal.account.enrol_app": lazy_gettext("The app for the second step"),
    "portal.account.prove_identity": lazy_gettext("Proving a phone or e-mail"),
    "portal.account.start_app": lazy_gettext("The app for the second step"),
    "portal.account.verify_identity": lazy_gettext("Proving a phone or e-mail"),
    "portal.practice_phone": lazy_gettext("Practice phone"),
}
"""The beginning of an endpoint -> what the page is called; the longest that fits counts."""

_KINDS = {"empty": lazy_gettext("left empty"), "wrong": lazy_gettext("not right")}


def page_words(endpoint: str) -> str:
    """The page behind an endpoint."""
    return _page_in(endpoint, current_locale())


@lru_cache(maxsize=2048)
def _page_in(endpoint: str, _locale: str) -> str:
    """A board of thirty tells the same few pages again and again: the words once for each language."""
    parts = endpoint.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return str(next((PAGES[name] for name in names if name in PAGES), _("Another page")))


def title_of(words: dict[str, Any] | None) -> str:
    """A lesson's or mission's words in the reader's language, else in Vietnamese."""
    return str((words or {}).get(current_locale()) or (words or {}).get("vi") or "")


def for_long(since: dt.datetime, now: dt.datetime) -> str:
    """How long it has been: `5 phút`."""
    return _long_in(_minutes(since, now), current_locale())


def since_words(since: dt.datetime, now: dt.datetime) -> str:
    """For how long something goes on: `trong 5 phút`."""
    return _since_in(_minutes(since, now), current_locale())


def ago_words(at: dt.datetime, now: dt.datetime) -> str:
    """How long ago something was: `5 phút trước`."""
    return _ago_in(_minutes(at, now), current_locale())


def _minutes(since: dt.datetime, now: dt.datetime) -> int:
    return max(round((now - since).total_seconds() / 60), 1)


@lru_cache(maxsize=2048)
def _long_in(minutes: int, locale: str) -> str:
    passed = dt.timedelta(minutes=minutes)
    return format_timedelta(passed, granularity="minute", threshold=1.5, locale=locale)


@lru_cache(maxsize=2048)
def _since_in(minutes: int, locale: str) -> str:
    return str(_("for %(time)s", time=_long_in(minutes, locale)))


@lru_cache(maxsize=2048)
def _ago_in(minutes: int, locale: str) -> str:
    return str(_("%(time)s ago", time=_long_in(minutes, locale)))


def error_words(code: str) -> str:
    """A code of the trail: a field with what was wrong about it, or an error's own sentence."""
    return _error_in(code, current_locale())


@lru_cache(maxsize=512)
def _error_in(code: str, _locale: str) -> str:
    form, _dot, rest = code.partition(".")
    name, colon, kind = rest.partition(":")
    if not colon:
        return str(_sentences().get(code, _("something went wrong")))
    label = _labels().get((form, name))
    return f"{label}: {_KINDS[kind]}" if label and kind in _KINDS else str(_("the whole form"))


def errors_words(step: Seen) -> str:
    """Everything that was wrong at one step; empty when nothing is known."""
    return "; ".join(dict.fromkeys(error_words(code) for code in step.errors))


def step_words(step: Seen) -> str:
    """What happened at one step, as the answer tells it."""
    if step.status >= 500:
        return _("An error of the system (%(status)s)", status=step.status)
    if step.status == 422:
        return _("The form was refused")
    if step.status >= 400:
        return _("The page was refused (%(status)s)", status=step.status)
    return _("Sent a form") if step.method == "POST" else _("Opened the page")


def reason_words(reason: Reason, now: dt.datetime) -> str:
    """Why a learner needs somebody, and since when."""
    long = for_long(reason.since, now)
    if reason.kind is Kind.HAND:
        return _("Hand raised for %(time)s", time=long)
    if reason.kind is Kind.OVER_TIME:
        return _("%(time)s over the mission's time", time=long)
    if reason.kind is Kind.IDLE or reason.step is None:
        return _("Nothing done for %(time)s", time=long)
    page = page_words(reason.step.endpoint)
    if reason.kind is Kind.ERROR:
        return _("Error %(status)s at “%(page)s”", status=reason.step.status, page=page)
    return _(
        "Form refused %(number)s times at “%(page)s”, for %(time)s",
        number=reason.times,
        page=page,
        time=long,
    )


@cache
def _labels() -> dict[tuple[str, str], Words]:
    """Labels of all fields by form and name; the classes themselves know them."""
    found: dict[tuple[str, str], Words] = {}
    for form in _below(BaseForm):
        for name in dir(form):
            field = getattr(form, name, None)
            label = _label(field)
            if label is not None:
                found[(form.__name__, name)] = label
    return found


def _label(field: Any) -> Words | None:
    if not hasattr(field, "field_class"):
        return None
    given: Words | None = field.kwargs.get("label") or (field.args[0] if field.args else None)
    return given if isinstance(given, str | LazyString) else None


@cache
def _sentences() -> dict[str, Words]:
    return {error.code: error.message for error in _below(AppError)}


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
