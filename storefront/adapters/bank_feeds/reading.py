"""What the feeds share: fields that are the same everywhere, and the reading of their JSON."""

import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext

from storefront.adapters.bank_feeds.base import (
    Answer,
    BadSignature,
    FieldType,
    GatewayUnavailable,
    Problem,
    SettingField,
)
from storefront.infra import http
from storefront.infra.clock import VN

ACCOUNT = SettingField(
    "account",
    FieldType.TEXT,
    lazy_gettext("Account number"),
    lazy_gettext("The account whose movements are told; those of others are left aside."),
)
TIMEOUT = 10.0


def check_account(account: str) -> list[Problem]:
    """A problem when it is no account number."""
    if re.fullmatch(r"[0-9A-Za-z]{1,24}", account):
        return []
    return [
        Problem("account", lazy_gettext("An account number has up to 24 digits or letters, without spaces."))
    ]


def same(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def local_time(text: object) -> datetime:
    """A provider's local time without a zone, which is Vietnam's. Raises ValueError."""
    moment = datetime.fromisoformat(str(text).strip())
    return (moment if moment.utcoffset() is not None else moment.replace(tzinfo=VN)).astimezone(UTC)


def whole(value: object) -> int:
    """Whole dong from 180000, 180000.0 or "180000.00". Raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{value!r} is not an amount")
    text = str(value).strip()
    found = re.fullmatch(r"([+-]?\d+)(?:\.0*)?", text)
    if found is None:
        raise ValueError(f"{text!r} is not a whole amount")
    return int(found[1])


def balance(value: object) -> int | None:
    """A balance in dong; None where a bank tells none or only nought."""
    return None if value in (None, "") else whole(value) or None


def text(row: Mapping[str, Any], name: str) -> str:
    """A field as text, empty when it is missing or null."""
    value = row.get(name)
    return "" if value is None else str(value).strip()


def json_object(body: bytes) -> dict[str, Any]:
    """A call's body as an object. Raises BadSignature: it is not in the form agreed."""
    try:
        said = json.loads(body)
    except ValueError as error:
        raise BadSignature("not in the form agreed") from error
    if not isinstance(said, dict):
        raise BadSignature("not in the form agreed")
    return said


def answer(status: int, *, success: bool, word: str = "success") -> Answer:
    """A short JSON answer; `word` is the provider's for it."""
    body = json.dumps({word: success}).encode()
    return Answer(status, {"Content-Type": "application/json"}, body)


def fetch(url: str, authorization: str) -> dict[str, Any]:
    """GET a provider's JSON. Raises GatewayUnavailable unless it is a success."""
    try:
        said = http.request("GET", url, headers={"Authorization": authorization}, timeout=TIMEOUT)
        found = json.loads(said.body)
    except (http.HttpError, ValueError) as error:
        raise GatewayUnavailable(str(error)) from error
    if said.status != 200 or not isinstance(found, dict):
        raise GatewayUnavailable(f"status {said.status}")
    return found
