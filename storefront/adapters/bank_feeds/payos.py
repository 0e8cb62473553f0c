"""payOS as a feed: transfers to links made elsewhere, told with their memo, for the shop to match."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NoReturn

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
from storefront.adapters.gateways.base import Unreadable
from storefront.adapters.gateways.environment import ENVIRONMENT, check_environment, mode_of
from storefront.adapters.gateways.payos_signing import data_signature, same
from storefront.infra.errors import Sentence
from storefront.infra.money import Money

SUCCESS = "00"
TEST_ORDER = "123"
"""The order number of the call with which payOS tries an address out."""


@dataclass(frozen=True, slots=True)
class PayosFeedSettings(FeedSettings):
    schema: ClassVar[tuple[SettingField, ...]] = (
        ENVIRONMENT,
        reading.ACCOUNT,
        SettingField("checksum_key", FieldType.TEXT, lazy_gettext("Checksum key"), secret=True),
    )

    environment: str = ""
    account: str = ""
    checksum_key: str = ""


class PayosFeed:
    code: ClassVar[str] = "payos"
    name: ClassVar[Sentence] = "payOS"
    capabilities: ClassVar[FeedCapabilities] = FeedCapabilities()
    settings: ClassVar[type[FeedSettings]] = PayosFeedSettings
    guide: ClassVar[Guide] = Guide(
        summary=lazy_gettext("For payment links you make at payOS yourself with the order's code."),
        costs=lazy_gettext("See payos.vn; transfers to the virtual account cost by number."),
        needs=(lazy_gettext("A payment channel at payOS."),),
        steps=(
            lazy_gettext("Copy the checksum key of your payment channel here."),
            lazy_gettext("Set the address shown here as webhook of the channel; payOS tries it at once."),
        ),
        addresses=True,
    )

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = PayosFeedSettings.read(values)

    @property
    def mode(self) -> Mode:
        return mode_of(self._settings.environment)

    @property
    def account(self) -> str:
        return self._settings.account

    def check(self) -> list[Problem]:
        problems = check_environment(self._settings.environment)
        problems += reading.check_account(self._settings.account)
        if not self._settings.checksum_key:
            problems.append(Problem("checksum_key", lazy_gettext("Enter the checksum key from payOS.")))
        return problems

    def read_callback(self, callback: Callback) -> list[Movement]:
        body = reading.json_object(callback.body)
        data, key = body.get("data"), self._settings.checksum_key
        if not key or not isinstance(data, dict):
            raise BadSignature("not in the form agreed")
        if not same(str(body.get("signature", "")), data_signature(key, data)):
            raise BadSignature("signature")
        if str(data.get("code", SUCCESS)) != SUCCESS or str(data.get("orderCode")) == TEST_ORDER:
            return []
        try:
            return [_movement(data)]
        except (KeyError, ValueError, TypeError) as error:
            raise Unreadable("signed, but not in the form agreed") from error

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """Whatever was kept is a success, also orders unknown here."""
        if Outcome.BAD_SIGNATURE in outcomes:
            return reading.answer(401, success=False)
        kept = Outcome.ERROR not in outcomes
        return reading.answer(200 if kept else 500, success=kept)

    def list_movements(self, since: datetime) -> NoReturn:
        raise NotOffered("payOS lists no movements")

    def health(self) -> Health:
        return Health(ok=True)


def _movement(data: Mapping[str, object]) -> Movement:
    return Movement(
        provider_id=reading.text(data, "reference"),
        account=reading.text(data, "accountNumber"),
        money=Money(reading.whole(data["amount"])),
        happened_at=reading.local_time(data["transactionDateTime"]),
        memo=reading.text(data, "description"),
        reference=reading.text(data, "reference"),
        sub_account=reading.text(data, "virtualAccountNumber"),
        counterparty=reading.text(data, "counterAccountName"),
    )
