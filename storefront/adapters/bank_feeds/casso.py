"""Casso: tells movements of the shop's account; by token (webhook v1) or by signature (webhook v2)."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from flask_babel import lazy_gettext

from storefront.adapters.bank_feeds import reading
from storefront.adapters.bank_feeds.base import (
    Answer,
    BadSignature,
    Callback,
    FeedCapabilities,
    FeedSettings,
    FieldType,
    GatewayUnavailable,
    Guide,
    Health,
    Mode,
    Movement,
    NotOffered,
    Outcome,
    Problem,
    SettingField,
)
from storefront.adapters.gateways.base import Unreadable
from storefront.adapters.gateways.environment import (
    ENVIRONMENT,
    PRACTICE,
    check_environment,
    mode_of,
    practice_api,
)
from storefront.infra import clock
from storefront.infra.errors import Sentence
from storefront.infra.money import Money

API = "https://oauth.casso.vn"
V1, V2 = "v1", "v2"
STRICT, PATIENT = "300", "86400"
"""Seconds a signature may be old; Casso documents none, and whether a repeat is signed anew is not known."""
PAGE_SIZE = 100
MOST_PAGES = 50
_SIGNATURE = re.compile(r"t=(\d{1,16}),\s*v1=([0-9a-f]{128})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CassoSettings(FeedSettings):
    """`api_key` is for asking Casso; without it only its calls are heard."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        ENVIRONMENT,
        reading.ACCOUNT,
        SettingField(
            "version",
            FieldType.CHOICE,
            lazy_gettext("Webhook version"),
            choices=((V2, "Webhook v2"), (V1, "Webhook v1")),
        ),
        SettingField(
            "secret",
            FieldType.TEXT,
            lazy_gettext("Signature key (v2) or secure token (v1)"),
            secret=True,
        ),
        SettingField(
            "tolerance",
            FieldType.CHOICE,
            lazy_gettext("How old a signature may be"),
            lazy_gettext("Choose a day if calls that Casso repeats are refused."),
            required=False,
            choices=((STRICT, lazy_gettext("Five minutes")), (PATIENT, lazy_gettext("A day"))),
        ),
        SettingField(
            "api_key",
            FieldType.TEXT,
            lazy_gettext("API key"),
            lazy_gettext("With it we ask Casso once an hour for what it could not tell us."),
            secret=True,
            required=False,
        ),
    )

    environment: str = ""
    account: str = ""
    version: str = ""
    secret: str = ""
    tolerance: str = ""
    api_key: str = ""


class Casso:
    code: ClassVar[str] = "casso"
    name: ClassVar[Sentence] = "Casso"
    capabilities: ClassVar[FeedCapabilities] = FeedCapabilities(lists=True, balance=True, sandboxed=True)
    settings: ClassVar[type[FeedSettings]] = CassoSettings
    guide: ClassVar[Guide] = Guide(
        summary=lazy_gettext("Casso tells the shop within minutes what came into your bank account."),
        costs=lazy_gettext("A monthly plan by number of transactions; see casso.vn."),
        needs=(lazy_gettext("An account at Casso, connected to your bank account."),),
        steps=(
            lazy_gettext("At Casso, open Integrations and add a webhook."),
            lazy_gettext("Copy the address shown here into it."),
            lazy_gettext("Copy its signature key here; for webhook v1 enter the same token on both sides."),
            lazy_gettext("Press Casso's test button, then transfer 2,000 ₫ to yourself."),
        ),
        addresses=True,
    )

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = CassoSettings.read(values)

    @property
    def mode(self) -> Mode:
        return mode_of(self._settings.environment)

    @property
    def account(self) -> str:
        return self._settings.account

    def check(self) -> list[Problem]:
        mine = self._settings
        problems = check_environment(mine.environment) + reading.check_account(mine.account)
        if mine.version not in (V1, V2):
            problems.append(Problem("version", lazy_gettext("Choose the version of the webhook at Casso.")))
        if not mine.secret:
            problems.append(
                Problem("secret", lazy_gettext("Enter the key or token of the webhook at Casso."))
            )
        return problems

    def read_callback(self, callback: Callback) -> list[Movement]:
        """Movements of one call; Casso's test call, whose id is 0, tells none."""
        rows = self._token_rows(callback) if self._settings.version == V1 else self._signed_rows(callback)
        try:
            return [_movement(row) for row in rows if reading.text(row, "id") != "0"]
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise Unreadable("proved, but not in the form agreed") from error

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """Whatever was kept is a success, also money nobody can place."""
        if Outcome.BAD_SIGNATURE in outcomes:
            return reading.answer(401, success=False)
        kept = Outcome.ERROR not in outcomes
        return reading.answer(200 if kept else 500, success=kept)

    def list_movements(self, since: datetime) -> list[Movement]:
        if not self._settings.api_key:
            raise NotOffered("no API key")
        found: list[Movement] = []
        for page in range(1, MOST_PAGES + 1):
            said = self._page(since, page)
            try:
                found += [_movement(row) for row in said["data"]["records"]]
                last = page >= int(said["data"].get("totalPages") or 1)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                raise GatewayUnavailable("an answer in another form than agreed") from error
            if last:
                break
        return [movement for movement in found if movement.happened_at >= since]

    def health(self) -> Health:
        if not self._settings.api_key:
            return Health(ok=True)
        try:
            self._page(clock.now(), 1)
        except GatewayUnavailable as error:
            return Health(ok=False, reason=str(error))
        return Health(ok=True)

    def _page(self, since: datetime, page: int) -> dict[str, Any]:
        base = practice_api(self.code) if self._settings.environment == PRACTICE else API
        asked = {
            "fromDate": clock.to_vn(since).date().isoformat(),
            "page": str(page),
            "pageSize": str(PAGE_SIZE),
            "sort": "ASC",
        }
        return reading.fetch(f"{base}/v2/transactions?{urlencode(asked)}", f"Apikey {self._settings.api_key}")

    def _token_rows(self, callback: Callback) -> list[Mapping[str, Any]]:
        given = callback.header("secure-token")
        if not self._settings.secret or not reading.same(given, self._settings.secret):
            raise BadSignature("token")
        rows = reading.json_object(callback.body).get("data")
        return rows if isinstance(rows, list) else []

    def _signed_rows(self, callback: Callback) -> list[Mapping[str, Any]]:
        found = _SIGNATURE.fullmatch(callback.header("X-Casso-Signature").strip())
        if not self._settings.secret or found is None:
            raise BadSignature("signature")
        body = _parsed(callback.body)
        stamp, given = found[1], found[2].lower()
        plain, escaped = webhook_signatures(self._settings.secret, stamp, body)
        if not (reading.same(given, plain) or reading.same(given, escaped)):
            raise BadSignature("signature")
        age = abs(callback.received_at.timestamp() - int(stamp) / 1000)
        if age > int(PATIENT if self._settings.tolerance == PATIENT else STRICT):
            raise BadSignature("time")
        rows = body.get("data")
        return rows if isinstance(rows, list) else [rows] if isinstance(rows, dict) else []


def webhook_signatures(secret: str, stamp: str, body: Mapping[str, Any]) -> tuple[str, str]:
    """Both readings of webhook v2: text and slashes as they are, and escaped as PHP does; lower-case hex."""
    plain = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    escaped = json.dumps(body, separators=(",", ":"), sort_keys=True).replace("/", "\\/")
    one, other = (
        hmac.new(secret.encode(), f"{stamp}.{text}".encode(), hashlib.sha512).hexdigest()
        for text in (plain, escaped)
    )
    return one, other


def _parsed(body: bytes) -> dict[str, Any]:
    """The body, with numbers as JavaScript would write them again: 5.0 as 5."""
    try:
        said = json.loads(body, parse_float=_number)
    except ValueError as error:
        raise BadSignature("not in the form agreed") from error
    if not isinstance(said, dict):
        raise BadSignature("not in the form agreed")
    return said


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _movement(row: Mapping[str, Any]) -> Movement:
    """A row of webhook v1 or v2, or of the list; each names its fields otherwise."""
    number = reading.text(row, "id")
    return Movement(
        provider_id="" if number == "0" else number,
        account=_first(row, "accountNumber", "bankSubAccId", "subAccId", "bank_sub_acc_id"),
        money=Money(reading.whole(row["amount"])),
        happened_at=reading.local_time(_first(row, "transactionDateTime", "when")),
        memo=reading.text(row, "description"),
        reference=_first(row, "reference", "tid"),
        balance=reading.balance(_first(row, "runningBalance", "cusumBalance", "cusum_balance")),
        sub_account=_first(row, "virtualAccountNumber", "virtualAccount"),
        counterparty=_first(row, "counterAccountName", "corresponsiveName"),
    )


def _first(row: Mapping[str, Any], *names: str) -> str:
    return next((found for name in names if (found := reading.text(row, name))), "")
