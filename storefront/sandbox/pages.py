"""The hosted pages: the pay page with its buttons, and the practice bank."""

import hashlib
import re
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug import Request, Response
from werkzeug.routing import Rule
from werkzeug.utils import redirect

from storefront.sandbox import bank, merchants, payments
from storefront.sandbox.errors import Refused
from storefront.sandbox.refunds import LONGEST_WAIT as LONGEST_REFUND
from storefront.sandbox.store import Store
from storefront.sandbox.wires import ALL, API_AT, WIRES
from storefront.sandbox.wires.base import Exchange
from storefront.sandbox.words import LANGUAGES, say

HERE = Path(__file__).parent
LONGEST_WAIT = 24 * 3600
PURSE = "practice_purse"
"""The cookie of a browser that has opened an account at the practice bank."""
PURSE_SECONDS = 30 * 24 * 3600
CLAIMS = {
    "paid": "succeeded",
    "twice": "succeeded",
    "reordered": "succeeded",
    "wrong": "succeeded",
    "broken": "succeeded",
    "charged_back": "succeeded",
    "refused": "failed",
    "failed_then_paid": "failed",
    "cancelled": "cancelled",
    "late": "pending",
    "abandoned": "pending",
}

WEATHER = ("fair", "down", "slow")
DOWN_SECONDS = 120.0
LONGEST_THOUGHT = 60.0
HOW = ("once", "twice", "late", "broken")
"""How the bank tells of a transfer."""

RULES = [
    Rule("/", endpoint="home", methods=["GET"]),
    Rule("/pay/<string:token>", endpoint="pay", methods=["GET"]),
    Rule("/pay/<string:token>", endpoint="choose", methods=["POST"]),
    Rule("/bank", endpoint="transfer", methods=["GET"]),
    Rule("/bank", endpoint="send", methods=["POST"]),
    Rule("/bank/mine/<string:token>", endpoint="purse", methods=["GET"]),
    Rule("/controls/<string:token>", endpoint="controls", methods=["GET"]),
    Rule("/controls/<string:token>", endpoint="set_controls", methods=["POST"]),
    Rule("/static/sandbox.css", endpoint="style", methods=["GET"]),
]


class Pages:
    """One method a page; all of them work without JavaScript and without signing in."""

    def __init__(self, store: Store, now: Callable[[], float], *, wake: Callable[[], None]) -> None:
        self._store = store
        self._now = now
        self._wake = wake
        self._sheet = (HERE / "static" / "sandbox.css").read_bytes()
        self._jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._jinja.filters["dong"] = lambda amount: f"{amount:,}".replace(",", ".") + "\u00a0₫"

    def message(self, request: Request, key: str, status: int, lang: str = "") -> Response:
        """A page with one sentence."""
        return self._page(request, "message.html", lang or _language(request), status=status, sentence=key)

    def home(self, exchange: Exchange) -> Response:
        """What this is, who is played here, and what a developer does with it."""
        played = [{"name": wire.name, "at": f"/{API_AT.get(wire.code, wire.code)}"} for wire in ALL]
        return self._page(exchange.request, "home.html", _language(exchange.request), wires=played)

    def style(self, exchange: Exchange) -> Response:
        answer = Response(self._sheet, content_type="text/css; charset=utf-8")
        answer.headers["Cache-Control"] = "public, max-age=3600"
        return answer

    def pay(self, exchange: Exchange, token: str) -> Response:
        with self._store.transaction() as db:
            payment = payments.find_by_token(db, token)
            return self._pay_page(exchange.request, db, payment)

    def choose(self, exchange: Exchange, token: str) -> Response:
        request = exchange.request
        form = request.form
        outcome, refunds = form.get("outcome", ""), form.get("refunds", "now")
        with self._store.transaction() as db:
            payment = payments.find_by_token(db, token)
            seconds, amount = _seconds(form.get("seconds", "15")), _whole(form.get("amount", "1"))
            if (
                outcome not in payments.OUTCOMES
                or refunds not in payments.REFUNDS
                or seconds is None
                or seconds > LONGEST_WAIT
                or not amount
            ):
                return self._pay_page(request, db, payment, problem="bad_form")
            try:
                payments.choose(db, payment, outcome, seconds=seconds, amount=amount, now=self._now())
            except Refused as error:
                return self._pay_page(request, db, payment, problem=error.code)
            under_way = min(seconds, LONGEST_REFUND)
            db.execute(
                "UPDATE payment SET refunds = ?, refunds_after = ? WHERE id = ?",
                (refunds, under_way, payment["id"]),
            )
            back = self._way_back(db, payment, CLAIMS[outcome])
        self._wake()
        return redirect(back, 303)

    def _pay_page(
        self, request: Request, db: sqlite3.Connection, payment: sqlite3.Row, problem: str = ""
    ) -> Response:
        lang = _language(request, payment["locale"])
        merchant = merchants.find(db, payment["merchant"])
        closed = "already_paid" if payments.is_settled(db, payment) else ""
        if not closed and self._now() >= payment["expires_at"]:
            closed = "expired"
        answer = self._page(
            request,
            "pay.html",
            lang,
            status=422 if problem == "bad_form" else 409 if problem else 200,
            payment=payment,
            shop=merchant["name"],
            company=WIRES[merchant["wire"]].name,
            outcomes=payments.outcomes(WIRES[merchant["wire"]].tells),
            controls=f"{request.script_root}/controls/{merchant['controls']}",
            closed=closed,
            problem="" if closed else problem,
            back=self._way_back(db, payment, "pending"),
        )
        shop = urlsplit(payment["return_url"])
        return _with_policy(answer, f"{shop.scheme}://{shop.netloc}")

    def _way_back(self, db: sqlite3.Connection, payment: sqlite3.Row, claims: str) -> str:
        """The shop's return address as its company signs it: a hint for the buyer, never proof of payment."""
        merchant = merchants.find(db, payment["merchant"])
        return WIRES[merchant["wire"]].way_back(payment, merchant, claims, self._now())

    def controls(self, exchange: Exchange, token: str) -> Response:
        with self._store.transaction() as db:
            merchant = merchants.by_controls(db, token)
        return self._controls_page(exchange.request, merchant)

    def set_controls(self, exchange: Exchange, token: str) -> Response:
        """Fair weather, off for a while, or slow by so many seconds."""
        form = exchange.request.form
        weather, thought = form.get("weather", ""), _seconds(form.get("seconds", "6"))
        good = weather in WEATHER and thought is not None and thought <= LONGEST_THOUGHT
        with self._store.transaction() as db:
            merchant = merchants.by_controls(db, token)
            if not good:
                return self._controls_page(exchange.request, merchant, "bad_form")
            merchants.set_weather(
                db,
                merchant["id"],
                down_until=self._now() + DOWN_SECONDS if weather == "down" else 0.0,
                slow=thought if weather == "slow" else 0.0,
            )
            merchant = merchants.by_controls(db, token)
        return self._controls_page(exchange.request, merchant)

    def _controls_page(self, request: Request, merchant: sqlite3.Row, problem: str = "") -> Response:
        weather = "down" if merchant["down_until"] > self._now() else "slow" if merchant["slow"] else "fair"
        company = WIRES[merchant["wire"]].name
        return self._page(
            request,
            "controls.html",
            _language(request),
            status=422 if problem else 200,
            shop=merchant["name"],
            company=company,
            weather=weather,
            thought=f"{merchant['slow'] or 6:g}",
            problem=problem,
        )

    def purse(self, exchange: Exchange, token: str) -> Response:
        """One's own account: what is in it, what came and went. From now on this browser pays from it."""
        request = exchange.request
        with self._store.transaction() as db:
            account = bank.purse(db, merchants.by_controls(db, token)["id"])
            if account is None:
                raise Refused(404, "not_found")
            moved = bank.history(db, account["number"])
        answer = self._page(request, "purse.html", _language(request), account=account, moved=moved)
        answer.set_cookie(
            PURSE,
            token,
            max_age=PURSE_SECONDS,
            path=request.script_root or "/",
            httponly=True,
            samesite="Lax",
            secure=request.scheme == "https",
        )
        return answer

    def transfer(self, exchange: Exchange) -> Response:
        request = exchange.request
        return self._bank_page(request, dict(request.args), problem="", status=200)

    def send(self, exchange: Exchange) -> Response:
        request, now = exchange.request, self._now()
        form = request.form
        how, seconds = form.get("how", "once"), _seconds(form.get("seconds", "15"))
        if how not in HOW or seconds is None or seconds > LONGEST_WAIT:
            return self._bank_page(request, dict(form), problem="bad_form", status=422)
        told = {"late": [seconds], "twice": [0, min(seconds, 1)]}.get(how, [0])
        try:
            with self._store.transaction() as db:
                purse = self._purse(db, request)
                transfer = bank.send(
                    db,
                    account=form.get("account", "").replace(" ", ""),
                    amount=_whole(form.get("amount", "")) or 0,
                    memo=form.get("memo", "").strip(),
                    payer=purse["holder"] if purse is not None else form.get("payer", "").strip(),
                    sender=purse["number"] if purse is not None else "",
                    key=_key(form),
                    now=now,
                    send=[now + delay for delay in told],
                    broken=how == "broken",
                )
        except Refused as error:
            problem = "wrong_number" if error.code == "amount" else error.code
            return self._bank_page(request, dict(form), problem=problem, status=error.status)
        self._wake()
        mine = request.cookies.get(PURSE, "") if transfer["sender"] else ""
        return self._page(request, "sent.html", _language(request), transfer=transfer, mine=mine)

    def _bank_page(self, request: Request, typed: dict[str, str], *, problem: str, status: int) -> Response:
        with self._store.transaction() as db:
            purse = self._purse(db, request)
        return self._page(
            request,
            "bank.html",
            _language(request),
            status=status,
            typed=typed,
            problem=problem,
            purse=purse,
            key=secrets.token_hex(8),
        )

    def _purse(self, db: sqlite3.Connection, request: Request) -> sqlite3.Row | None:
        """The account this browser pays from; None when it has opened none."""
        try:
            return bank.purse(db, merchants.by_controls(db, request.cookies.get(PURSE, ""))["id"])
        except Refused:
            return None

    def _page(self, request: Request, name: str, lang: str, status: int = 200, **facts: object) -> Response:
        html = self._jinja.get_template(name).render(
            t=partial(say, lang=lang),
            lang=lang,
            other_lang=next(one for one in LANGUAGES if one != lang),
            root=request.script_root,
            path=request.script_root + request.path,
            **facts,
        )
        return _with_policy(Response(html, status=status, content_type="text/html; charset=utf-8"), "")


def _key(form: Mapping[str, str]) -> str:
    """Under this money moves once: a form sent twice is one transfer, one changed in between another."""
    if not form.get("key"):
        return ""
    said = "\n".join(form.get(name, "").strip() for name in ("key", "account", "amount", "memo"))
    return hashlib.sha256(said.encode()).hexdigest()


def _with_policy(answer: Response, form_target: str) -> Response:
    """Browsers check every hop of a form's redirect, so the shop's origin is named; robots stay out."""
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {form_target}".rstrip()
    )
    return answer


def _language(request: Request, default: str = "vi") -> str:
    asked = request.args.get("lang", default)
    return asked if asked in LANGUAGES else "vi"


def _seconds(text: str) -> float | None:
    """Seconds as people type them, with a comma or a point before a part of one."""
    return float(text.replace(",", ".")) if re.fullmatch(r"\d{1,6}([.,]\d{1,3})?", text) else None


def _whole(text: str) -> int | None:
    """A whole number as people type it, with dots between thousands."""
    bare = text.replace(".", "").replace(" ", "").replace("\u00a0", "").removesuffix("₫")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 13 else None
