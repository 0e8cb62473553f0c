"""Mobile money: the shopper sends from the phone account to the shop's number; the owner sees it and says so.

No operator's interface for merchants is confirmed (of Viettel's only the signing scheme is known), so none is
invented here: this gateway shows what to send where and waits. One with an interface is a file of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import (
    Capabilities,
    Channel,
    Charge,
    FieldType,
    GatewaySettings,
    Guide,
    Instrument,
    Mode,
    NextStep,
    Patience,
    Problem,
    SettingField,
    StepKind,
    Transfer,
)
from storefront.adapters.gateways.by_hand import ByHand
from storefront.infra.errors import Sentence
from storefront.infra.money import Money

OPERATORS = {"viettel": "Viettel Money", "vnpt": "VNPT Money", "mobifone": "MobiFone Money"}
PRACTICE_NUMBER = "0000 000 000"
"""A number that nobody has, so that no learner sends real money."""


@dataclass(frozen=True, slots=True)
class MobileMoneySettings(GatewaySettings):
    """Where the money goes."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        SettingField(
            "operator",
            FieldType.CHOICE,
            lazy_gettext("Operator"),
            choices=tuple(OPERATORS.items()),
        ),
        SettingField(
            "number",
            FieldType.TEXT,
            lazy_gettext("Phone number of the account"),
            lazy_gettext("Customers send the money to this number."),
        ),
        SettingField(
            "holder",
            FieldType.TEXT,
            lazy_gettext("Account holder"),
            lazy_gettext("As the app shows it; shoppers compare it before they pay."),
        ),
    )

    operator: str = ""
    number: str = ""
    holder: str = ""


class MobileMoney(ByHand):
    code: ClassVar[str] = "mobile_money"
    name: ClassVar[Sentence] = lazy_gettext("Mobile Money")
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.WAIT, StepKind.REFUSED}),
        channels=(
            Channel(
                "account",
                Instrument.MOBILE_MONEY,
                lazy_gettext("Mobile Money"),
                lazy_gettext("Send from your phone's money account; the shop confirms it."),
            ),
        ),
        minimum=Money(1_000),
        maximum=Money(10_000_000),
        patience=Patience.TRANSFER,
        sandboxed=True,
        offline=True,
        refund_manual=True,
    )
    settings: ClassVar[type[GatewaySettings]] = MobileMoneySettings
    guide: ClassVar[Guide] = Guide(
        summary=lazy_gettext("Customers without a bank account pay from the money account of their phone."),
        costs=lazy_gettext("The operator's fee; see the contract of your account."),
        needs=(lazy_gettext("A Mobile Money or merchant account with the operator."),),
        steps=(
            lazy_gettext("Enter the operator, the number and the name the app shows."),
            lazy_gettext("When the money has come, mark the order as paid; nobody tells us by machine."),
        ),
    )

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = MobileMoneySettings.read(values)

    def check(self) -> list[Problem]:
        mine, problems = self._settings, []
        if mine.operator not in OPERATORS:
            problems.append(Problem("operator", lazy_gettext("Choose the operator from the list.")))
        if not re.fullmatch(r"(0|\+84)\d{9}", re.sub(r"[\s.]", "", mine.number)):
            problems.append(Problem("number", lazy_gettext("Enter a mobile number of ten digits.")))
        if not mine.holder:
            problems.append(Problem("holder", lazy_gettext("Enter the name of the account holder.")))
        return problems

    def start(self, charge: Charge) -> NextStep:
        mine = self._settings
        if mine.operator not in OPERATORS:
            return NextStep(StepKind.REFUSED, reason="settings", expires_at=charge.expires_at)
        number = PRACTICE_NUMBER if charge.mode is Mode.TEST else mine.number
        return NextStep(
            StepKind.WAIT,
            transfer=Transfer("", OPERATORS[mine.operator], number, mine.holder, charge.money, charge.memo),
            instructions=lazy_gettext(
                "Open your phone's money app, send the sum to this number and keep the message as it is."
            ),
            expires_at=charge.expires_at,
        )
