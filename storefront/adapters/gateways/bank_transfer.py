"""Bank transfer by VietQR: one code for each payment, drawn here; the owner confirms what arrived.

A practice payment goes to the practice bank, whose BIN no real bank has, so that no banking app can pay it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import lazy_gettext

from storefront.adapters.gateways import vietqr
from storefront.adapters.gateways.banks import PRACTICE_BANK, Bank, find_bank
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

# The practice bank takes transfers to any account; only a registered one is told about them.
PRACTICE_ACCOUNT = "1000000000"


@dataclass(frozen=True, slots=True)
class BankTransferSettings(GatewaySettings):
    """`practice_account` is filled in by us when the practice bank has issued one."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        SettingField("bank_bin", FieldType.BANK, lazy_gettext("Bank")),
        SettingField(
            "account",
            FieldType.TEXT,
            lazy_gettext("Account number"),
            lazy_gettext("Copy it from your banking app, with any zeros at the front."),
        ),
        SettingField(
            "holder",
            FieldType.TEXT,
            lazy_gettext("Account holder"),
            lazy_gettext("As the bank writes it; shoppers compare it before they pay."),
        ),
        SettingField("practice_account", FieldType.HIDDEN, lazy_gettext("Practice account"), required=False),
    )

    bank_bin: str = ""
    account: str = ""
    holder: str = ""
    practice_account: str = ""


class BankTransfer(ByHand):
    code: ClassVar[str] = "bank_transfer"
    name: ClassVar[Sentence] = lazy_gettext("Bank transfer (VietQR)")
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.QR}),
        channels=(
            Channel(
                "vietqr",
                Instrument.TRANSFER,
                lazy_gettext("Bank transfer (VietQR)"),
                lazy_gettext("Scan a QR code with your banking app, straight to the shop's account."),
            ),
        ),
        maximum=Money(9_999_999_999_999),
        patience=Patience.TRANSFER,
        sandboxed=True,
        offline=True,
        refund_manual=True,
        unaddressed_transfers=True,
    )
    settings: ClassVar[type[GatewaySettings]] = BankTransferSettings
    guide: ClassVar[Guide] = Guide(
        summary=lazy_gettext("The customer scans a code and pays straight into your account."),
        costs=lazy_gettext("Free for you and mostly free for the customer."),
        needs=(lazy_gettext("A bank account in the firm's or owner's name."),),
        steps=(
            lazy_gettext("Enter the bank, the account number and the holder."),
            lazy_gettext("Scan the code shown with your own banking app and compare the name."),
            lazy_gettext("Connect a feed of your account, or mark payments as received yourself."),
        ),
    )

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = BankTransferSettings.read(values)

    def check(self) -> list[Problem]:
        mine = self._settings
        problems = []
        # only we name the practice bank, together with the account it issued
        practice = bool(mine.practice_account) and mine.bank_bin == PRACTICE_BANK.bin
        if find_bank(mine.bank_bin) is None and not practice:
            problems.append(Problem("bank_bin", lazy_gettext("Choose your bank from the list.")))
        if not re.fullmatch(r"[0-9A-Za-z]{1,19}", mine.account):
            problems.append(
                Problem(
                    "account",
                    lazy_gettext("An account number has up to 19 digits or letters, without spaces."),
                )
            )
        if not mine.holder:
            problems.append(Problem("holder", lazy_gettext("Enter the name of the account holder.")))
        return problems

    def start(self, charge: Charge) -> NextStep:
        bank, account = self._receiver(charge.mode)
        if bank is None or charge.money.currency != "VND":
            return NextStep(StepKind.REFUSED, reason="settings")
        payload = vietqr.build(
            bin=bank.bin,
            account=account,
            amount=charge.money.amount,
            purpose=vietqr.purpose_text(charge.memo),
        )
        return NextStep(
            StepKind.QR,
            qr=payload,
            transfer=Transfer(
                bank.bin, bank.short_name, account, self._settings.holder, charge.money, charge.memo
            ),
            instructions=lazy_gettext(
                "Open your banking app, scan the code and keep the amount and the message as they are."
            ),
            expires_at=charge.expires_at,
        )

    def check_qr(self) -> str:
        """The owner's own account as a code without an amount, for the desk only. Raises `InvalidVietQR`."""
        return vietqr.build(bin=self._settings.bank_bin, account=self._settings.account)

    def _receiver(self, mode: Mode) -> tuple[Bank | None, str]:
        if mode is Mode.TEST:
            return PRACTICE_BANK, self._settings.practice_account or PRACTICE_ACCOUNT
        return find_bank(self._settings.bank_bin), self._settings.account
