"""SePay: tells every movement of the shop's account by a signed or keyed call (its webhook documentation).

The shop chooses how SePay proves itself: an API key or an HMAC signature; calls without either are refused.
"""

import hashlib
import hmac
from base64 import b64encode
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

API = "https://my.sepay.vn"
API_KEY, HMAC = "api_key", "hmac"
TOLERANCE_SECONDS = 300
LISTED = 1000


@dataclass(frozen=True, slots=True)
class SepaySettings(FeedSettings):
    """`token` is for asking SePay; without it only its calls are heard."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        ENVIRONMENT,
        reading.ACCOUNT,
        SettingField(
            "auth",
            FieldType.CHOICE,
            lazy_gettext("How SePay proves itself"),
            lazy_gettext("The same choice as on the webhook's page at SePay. No proof is not accepted."),
            choices=((HMAC, lazy_gettext("HMAC-SHA256 signature")), (API_KEY, lazy_gettext("API key"))),
        ),
        SettingField(
            "secret", FieldType.TEXT, lazy_gettext("The signature's secret or the key"), secret=True
        ),
        SettingField(
            "token",
            FieldType.TEXT,
            lazy_gettext("API token"),
            lazy_gettext("With it we ask SePay once an hour for what it could not tell us."),
            secret=True,
            required=False,
        ),
    )

    environment: str = ""
    account: str = ""
    auth: str = ""
    secret: str = ""
    token: str = ""


class Sepay:
    code: ClassVar[str] = "sepay"
    name: ClassVar[Sentence] = "SePay"
    capabilities: ClassVar[FeedCapabilities] = FeedCapabilities(lists=True, balance=True, sandboxed=True)
    settings: ClassVar[type[FeedSettings]] = SepaySettings
    guide: ClassVar[Guide] = Guide(
        summary=lazy_gettext("SePay tells the shop within seconds what came into your bank account."),
        costs=lazy_gettext("A monthly plan by number of transactions, with a free one; see sepay.vn."),
        needs=(lazy_gettext("An account at SePay, connected to your bank account."),),
        steps=(
            lazy_gettext("At SePay, open Integrate webhooks and add one for money coming in."),
            lazy_gettext("Copy the address shown here into it."),
            lazy_gettext("Choose HMAC-SHA256 or API key there, and enter the same secret here."),
            lazy_gettext("Transfer 2,000 ₫ to yourself and see it arrive under Bank lines."),
        ),
        addresses=True,
    )

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = SepaySettings.read(values)

    @property
    def mode(self) -> Mode:
        return mode_of(self._settings.environment)

    @property
    def account(self) -> str:
        return self._settings.account

    def check(self) -> list[Problem]:
        mine = self._settings
        problems = check_environment(mine.environment) + reading.check_account(mine.account)
        if mine.auth not in (API_KEY, HMAC):
            problems.append(
                Problem("auth", lazy_gettext("Choose a signature or a key; SePay without proof is refused."))
            )
        if not mine.secret:
            problems.append(Problem("secret", lazy_gettext("Enter the secret you set at SePay.")))
        return problems

    def read_callback(self, callback: Callback) -> list[Movement]:
        self._prove(callback)
        row = reading.json_object(callback.body)
        try:
            return [_movement(row)]
        except (KeyError, ValueError, TypeError) as error:
            raise Unreadable("proved, but not in the form agreed") from error

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """Whatever was kept is a success, also money nobody can place; else SePay calls again."""
        if Outcome.BAD_SIGNATURE in outcomes:
            return reading.answer(401, success=False)
        kept = Outcome.ERROR not in outcomes
        return reading.answer(200 if kept else 500, success=kept)

    def list_movements(self, since: datetime) -> list[Movement]:
        if not self._settings.token:
            raise NotOffered("no API token")
        asked = {
            "account_number": self._settings.account,
            "transaction_date_min": clock.to_vn(since).strftime("%Y-%m-%d %H:%M:%S"),
            "limit": str(LISTED),
        }
        said = reading.fetch(
            f"{self._base()}/userapi/transactions/list?{urlencode(asked)}", f"Bearer {self._settings.token}"
        )
        try:
            return [_listed(row) for row in said["transactions"]]
        except (KeyError, ValueError, TypeError) as error:
            raise GatewayUnavailable("an answer in another form than agreed") from error

    def health(self) -> Health:
        if not self._settings.token:
            return Health(ok=True)
        try:
            self.list_movements(clock.now())
        except GatewayUnavailable as error:
            return Health(ok=False, reason=str(error))
        return Health(ok=True)

    def _base(self) -> str:
        return practice_api(self.code) if self._settings.environment == PRACTICE else API

    def _prove(self, callback: Callback) -> None:
        secret = self._settings.secret
        if not secret:
            raise BadSignature("no secret is set")
        if self._settings.auth == API_KEY:
            if not reading.same(callback.header("Authorization"), f"Apikey {secret}"):
                raise BadSignature("key")
            return
        stamp = callback.header("X-SePay-Timestamp")
        if not reading.same(
            callback.header("X-SePay-Signature"), webhook_signature(secret, stamp, callback.body)
        ):
            raise BadSignature("signature")
        is_number = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12
        if not is_number or abs(callback.received_at.timestamp() - int(stamp)) > TOLERANCE_SECONDS:
            raise BadSignature("time")


def webhook_signature(secret: str, timestamp: str, body: bytes) -> str:
    """`sha256=` and HMAC-SHA256 in hex over timestamp, a dot and the raw body."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def checkout_signature(secret: str, fields: Mapping[str, str]) -> str:
    """SePay's own payment page: base64 HMAC-SHA256 over `field=value` by commas, in the form's order."""
    signed = ",".join(f"{name}={value}" for name, value in fields.items() if name != "signature")
    return b64encode(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()).decode()


def _movement(row: Mapping[str, Any]) -> Movement:
    amount = abs(reading.whole(row["transferAmount"]))
    number = reading.text(row, "id")
    return Movement(
        provider_id="" if number == "0" else number,
        account=reading.text(row, "accountNumber"),
        money=Money(amount if row["transferType"] == "in" else -amount),
        happened_at=reading.local_time(row["transactionDate"]),
        memo=reading.text(row, "content") or reading.text(row, "description"),
        reference=reading.text(row, "referenceCode"),
        balance=reading.balance(row.get("accumulated")),
        sub_account=reading.text(row, "subAccount"),
    )


def _listed(row: Mapping[str, Any]) -> Movement:
    amount = reading.whole(row["amount_in"]) - reading.whole(row["amount_out"])
    return Movement(
        provider_id=reading.text(row, "id"),
        account=reading.text(row, "account_number"),
        money=Money(amount),
        happened_at=reading.local_time(row["transaction_date"]),
        memo=reading.text(row, "transaction_content"),
        reference=reading.text(row, "reference_number"),
        balance=reading.balance(row.get("accumulated")),
        sub_account=reading.text(row, "sub_account"),
    )
