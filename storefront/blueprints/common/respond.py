"""How views answer: a page, a form with its errors, JSON when asked, a redirect that stays at home."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from storefront.infra.dates import format_date, format_datetime
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.infra.quantity import format_quantity


def init_app(app: Flask) -> None:
    """Tell every template which language it speaks, and how that language writes times, sums and amounts."""
    app.jinja_env.globals["current_locale"] = current_locale
    app.jinja_env.filters.update(day=_day, moment=_moment, money=_money, quantity=_quantity)


def page(template: str, **context: Any) -> str:
    """Render one template."""
    return render_template(template, **context)


def invalid(template: str, **context: Any) -> tuple[str, int]:
    """The same page again, with what was typed and what is wrong: 422."""
    return page(template, **context), 422


def see_other(url: str) -> Response:
    """After a POST: go and look there, by GET."""
    return redirect(url, 303)


def moved(url: str) -> Response:
    """It lives elsewhere now; asked again each time, as owners take addresses back."""
    answer = redirect(url, 308)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def back_or(default: str) -> Response:
    """Return to the form's or address's `next` when it lies on this host, else to `default`."""
    return see_other(safe_next(default))


def safe_next(default: str) -> str:
    """The address in `next`, if it is a path on this host; else `default`."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    # Browsers read a backslash as a slash, and skip control signs: "/\\evil.example" leaves the host.
    stays = (
        wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    )
    return wanted if stays and not parts.netloc and not parts.scheme else default


def wants_json() -> bool:
    """True when the caller prefers JSON to a page (a script's fetch, the API)."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def answer(template: str, data: dict[str, Any], **context: Any) -> ResponseReturnValue:
    """The page, or `data` as JSON when that is what was asked for. Vary says that it depends on Accept."""
    response = jsonify(data) if wants_json() else Response(page(template, **context), mimetype="text/html")
    response.vary.add("Accept")
    return response


def _day(moment: date | datetime) -> str:
    return format_date(moment, current_locale())


def _moment(moment: datetime) -> str:
    return format_datetime(moment, current_locale())


def _money(amount: int, currency: str = "VND") -> str:
    return format_money(Money(amount, currency), current_locale())


def _quantity(thousandths: int) -> str:
    return format_quantity(thousandths, current_locale())
