"""How Stripe is asked and how it says no: form bodies with brackets, keys, accounts, Idempotency-Key."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from werkzeug import Request, Response

from storefront.sandbox import merchants, payments, signing
from storefront.sandbox.errors import Refused
from storefront.sandbox.wires.base import Exchange, facts, said

WIRE = "stripe"
LONGEST_KEY = 255


class StripeError(Exception):
    """An error in Stripe's own shape."""

    def __init__(self, status: int, message: str, **said: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": "invalid_request_error", "message": message} | said}


@dataclass(frozen=True, slots=True)
class Asked:
    """One call that is known to come from a merchant: its parameters and the books it may look into.

    `merchant` is whose payments are meant, `caller` whose key it was: a platform's for its accounts.
    """

    db: sqlite3.Connection
    merchant: sqlite3.Row
    caller: sqlite3.Row
    params: dict[str, Any]
    now: float
    exchange: Exchange
    expand: frozenset[str] = field(default_factory=frozenset)


def secret_key(merchant: sqlite3.Row) -> str:
    return f"sk_test_{merchant['login']}{merchant['secret']}"


def webhook_secret(merchant: sqlite3.Row) -> str:
    return "whsec_" + hashlib.sha256(b"webhook" + merchant["secret"].encode()).hexdigest()[:32]


def account_id(merchant: sqlite3.Row) -> str:
    return f"acct_{merchant['login']}"


def answer(exchange: Exchange, work: Callable[[Asked], dict[str, Any]]) -> Response:
    """Do what is asked for whoever shows a key; errors as Stripe words them, repeats as it replays them."""
    try:
        caller = _caller(exchange)
        with exchange.transaction() as db:
            payments.expire(db, exchange.now)
            body, replayed = _once(_asked(db, caller, exchange), work)
    except StripeError as error:
        return said(error.body, error.status)
    except Refused as error:
        return _refused(error)
    response = said(body)
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def need(params: dict[str, Any], name: str) -> Any:
    if name not in params:
        raise StripeError(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
    return params[name]


def whole(value: Any, param: str) -> int:
    text = str(value)
    if not text.removeprefix("-").isdigit() or not text.isascii():
        raise StripeError(400, f"Invalid integer: {text}", code="parameter_invalid_integer", param=param)
    return int(text)


def only(params: dict[str, Any], allowed: Iterable[str]) -> None:
    """Stripe knows its parameters and refuses others."""
    for name in params:
        if name not in allowed:
            raise StripeError(
                400, f"Received unknown parameter: {name}", code="parameter_unknown", param=name
            )


def missing(kind: str, reference: str) -> NoReturn:
    raise StripeError(404, f"No such {kind}: '{reference}'", code="resource_missing", param="id")


def unbracketed(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`a[b][0]=c` as nested values; numbered members become a list."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        first, *rest = name.replace("]", "").split("[")
        place = found
        for part, following in zip([first, *rest], rest, strict=False):
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise StripeError(400, f"Invalid parameter: {following}", param=following)
        place[(rest or [first])[-1]] = value
    return {name: _listed(value) for name, value in found.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if all(name.isdigit() for name in value):
        return [_listed(value[name]) for name in sorted(value, key=int)]
    return {name: _listed(member) for name, member in value.items()}


def _caller(exchange: Exchange) -> sqlite3.Row:
    """Whose secret key it is, as the bearer's token or as the user of basic authentication."""
    given = exchange.request.authorization
    key = (given.token or given.username or "") if given is not None else ""
    login = key.removeprefix("sk_test_")[:8]
    try:
        caller = exchange.merchant(WIRE, login)
    except Refused as error:
        if error.status != 401:
            raise
        raise StripeError(401, f"Invalid API Key provided: {key[:8]}***") from error
    if not signing.same(key, secret_key(caller)):
        raise StripeError(401, f"Invalid API Key provided: {key[:8]}***")
    return caller


def _asked(db: sqlite3.Connection, caller: sqlite3.Row, exchange: Exchange) -> Asked:
    request = exchange.request
    request.get_data()  # read and kept first: once a form is parsed, the raw body is gone
    pairs = request.args if request.method == "GET" else request.form
    params = unbracketed(pairs.items(multi=True))
    expand = frozenset(str(path) for path in params.pop("expand", []))
    merchant = _meant(db, caller, request)
    return Asked(db, merchant, caller, params, exchange.now, exchange, expand)


def _meant(db: sqlite3.Connection, caller: sqlite3.Row, request: Request) -> sqlite3.Row:
    """The caller, or the account of a platform that its header names."""
    account = request.headers.get("Stripe-Account", "")
    if not account or account == account_id(caller):
        return caller
    try:
        merchant = merchants.by_login(db, WIRE, account.removeprefix("acct_"))
    except Refused as error:
        raise _not_yours(account) from error
    if facts(merchant).get("platform") != caller["id"]:
        raise _not_yours(account)
    return merchant


def _not_yours(account: str) -> StripeError:
    words = f"The provided key does not have access to account '{account}' (or that account does not exist)."
    return StripeError(403, words, code="account_invalid")


def _once(asked: Asked, work: Callable[[Asked], dict[str, Any]]) -> tuple[dict[str, Any], bool]:
    """The answer, and whether it is the first one given again: same key, same parameters, same answer."""
    request = asked.exchange.request
    key = request.headers.get("Idempotency-Key", "")
    if request.method != "POST" or not key:
        return work(asked), False
    if len(key) > LONGEST_KEY:
        raise StripeError(400, "Idempotency keys are at most 255 characters long.")
    name = f"{asked.merchant['id']}:{key}"
    digest = hashlib.sha256(request.path.encode() + b"\n" + request.get_data()).hexdigest()
    row = asked.db.execute("SELECT answer FROM kept WHERE wire = ? AND id = ?", (WIRE, name)).fetchone()
    if row is not None:
        kept = json.loads(row["answer"])
        if kept["digest"] != digest:
            words = "Keys for idempotent requests can only be used with the same parameters."
            raise StripeError(400, words, type="idempotency_error")
        return kept["body"], True
    body = work(asked)
    kept_text = json.dumps({"digest": digest, "body": body}, ensure_ascii=False)
    asked.db.execute("INSERT INTO kept VALUES (?, ?, ?, ?)", (WIRE, name, kept_text, asked.now))
    return body, False


def _refused(error: Refused) -> Response:
    """The sandbox's own refusals: nobody home, or not possible in this state."""
    if error.status >= 500:
        return said({"error": {"type": "api_error", "message": error.code}}, error.status)
    if error.code == "more_than_was_paid":
        words = "Refund amount is greater than the unrefunded amount on the charge."
        return said(StripeError(400, words, code="refund_too_large", param="amount").body, 400)
    words = f"The object's state does not allow this: {error.code}."
    return said(StripeError(400, words, code="payment_intent_unexpected_state").body, 400)
