"""The practice bank's own feed: transfers made by hand, told as the practice gateway tells its facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NoReturn

from flask_babel import lazy_gettext

from storefront.adapters.bank_feeds import reading
from storefront.adapters.bank_feeds.base import (
    Answer,
    BadSignature,
    Callback,
    FeedCapabilities,
    FeedSettings,
    FieldType,
    Guide,
    Health,
    Mode,
    Movement,
    NotOffered,
    Outcome,
    Problem,
    SettingField,
)
from storefront.adapters.gateways import practice_signing as signing
from storefront.adapters.gateways.base import Unreadable
from storefront.infra.errors import Sentence
from storefront.infra.money import Money


@dataclass(frozen=True, slots=True)
class PracticeFeedSettings(FeedSettings):
    """Issued by the sandbox; nobody types them. `page` is where the account's owner sees it and pays."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        SettingField("account", FieldType.HIDDEN, lazy_gettext("Practice account")),
        SettingField("page", FieldType.HIDDEN, lazy_gettext("Practice account"), required=False),
        SettingField("merchant", FieldType.HIDDEN, lazy_gettext("Practice merchant")),
        SettingField("secret", FieldType.HIDDEN, lazy_gettext("Practice secret"), secret=True),
    )

    account: str = ""
    page: str = ""
    merchant: str = ""
    secret: str = ""


class PracticeFeed:
    code: ClassVar[str] = "practice"
    name: ClassVar[Sentence] = lazy_gettext("Practice bank")
    capabilities: ClassVar[FeedCapabilities] = FeedCapabilities(sandboxed=True)
    settings: ClassVar[type[FeedSettings]] = PracticeFeedSettings
    guide: ClassVar[Guide] = Guide(summary=lazy_gettext("Practice money, to learn and to try things out."))

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = PracticeFeedSettings.read(values)

    @property
    def mode(self) -> Mode:
        return Mode.TEST

    @property
    def account(self) -> str:
        return self._settings.account

    def check(self) -> list[Problem]:
        mine = self._settings
        if mine.account and mine.merchant and mine.secret:
            return []
        return [Problem("", lazy_gettext("The practice bank is not connected yet. Connect it again."))]

    def read_callback(self, callback: Callback) -> list[Movement]:
        merchant, timestamp = callback.header("X-Practice-Merchant"), callback.header("X-Practice-Timestamp")
        right = signing.callback_signature(
            self._settings.secret,
            merchant=merchant,
            timestamp=timestamp,
            nonce=callback.header("X-Practice-Nonce"),
            body=callback.body,
        )
        if not self._settings.secret or not signing.same(callback.header("X-Practice-Signature"), right):
            raise BadSignature("signature")
        if merchant != self._settings.merchant or not signing.is_fresh(timestamp, callback.received_at):
            raise BadSignature("merchant or time")
        try:
            return [_movement(row) for row in reading.json_object(callback.body)["transfers"]]
        except (KeyError, ValueError, TypeError) as error:
            raise Unreadable("signed, but not in the form agreed") from error

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """As the practice gateway wants it."""
        kept = Outcome.ERROR not in outcomes and Outcome.BAD_SIGNATURE not in outcomes
        status = 401 if Outcome.BAD_SIGNATURE in outcomes else 200 if kept else 500
        return reading.answer(status, success=kept, word="received")

    def list_movements(self, since: datetime) -> NoReturn:
        raise NotOffered("the practice bank lists no movements")

    def health(self) -> Health:
        return Health(ok=True)


def _movement(row: Mapping[str, Any]) -> Movement:
    return Movement(
        provider_id=str(row["id"]),
        account=str(row["account"]),
        money=Money(row["amount"], row["currency"]),
        happened_at=datetime.fromisoformat(row["happened_at"]),
        memo=str(row["memo"]),
        reference=str(row["id"]),
        counterparty=str(row["payer"]),
    )
