"""What VNPAY declares about itself: channels, what it can do, what the owner must enter and do."""

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import (
    Capabilities,
    Channel,
    FieldType,
    GatewaySettings,
    Guide,
    Instrument,
    SettingField,
    StepKind,
)
from storefront.adapters.gateways.environment import ENVIRONMENT
from storefront.infra.money import Money


@dataclass(frozen=True, slots=True)
class VnpaySettings(GatewaySettings):
    schema: ClassVar[tuple[SettingField, ...]] = (
        ENVIRONMENT,
        SettingField(
            "tmn_code",
            FieldType.TEXT,
            lazy_gettext("Terminal code (vnp_TmnCode)"),
            lazy_gettext("Eight letters or digits, in the mail with which VNPAY opened your terminal."),
        ),
        SettingField(
            "hash_secret",
            FieldType.TEXT,
            lazy_gettext("Hash secret (vnp_HashSecret)"),
            lazy_gettext("In the same mail. The test and the real terminal have different ones."),
            secret=True,
        ),
        SettingField(
            "pay_url",
            FieldType.TEXT,
            lazy_gettext("Address of VNPAY's pay page"),
            lazy_gettext("As VNPAY wrote it with your real terminal; leave it empty for the test one."),
            required=False,
        ),
        SettingField(
            "api_url",
            FieldType.TEXT,
            lazy_gettext("Address for questions and refunds"),
            lazy_gettext("As VNPAY wrote it with your real terminal; leave it empty for the test one."),
            required=False,
        ),
    )

    environment: str = ""
    tmn_code: str = ""
    hash_secret: str = ""
    pay_url: str = ""
    api_url: str = ""


CAPABILITIES = Capabilities(
    steps=frozenset({StepKind.REDIRECT}),
    channels=(
        Channel(
            "qr",
            Instrument.QR,
            lazy_gettext("VNPAY QR"),
            lazy_gettext("Scan with your banking app or VNPAY wallet."),
        ),
        Channel("domestic_card", Instrument.DOMESTIC_CARD, lazy_gettext("Domestic ATM card or account")),
        Channel("international_card", Instrument.INTERNATIONAL_CARD, lazy_gettext("International card")),
        Channel("any", Instrument.QR, lazy_gettext("Choose at VNPAY")),
    ),
    maximum=Money(9_999_999_999),
    intermediary=True,
    sandboxed=True,
    signed_link=True,
    notify=True,
    notify_failures=True,
    query=True,
    refund_full=True,
    refund_partial=True,
    refund_async=True,
)

GUIDE = Guide(
    summary=lazy_gettext("QR of every banking app, ATM cards and international cards, on VNPAY's page."),
    costs=lazy_gettext("A fee for each payment by your contract with VNPAY; no fee for the test terminal."),
    needs=(
        lazy_gettext("A business registration and a bank account in its name."),
        lazy_gettext("A contract with VNPAY, which opens a terminal for your shop."),
    ),
    steps=(
        lazy_gettext("Register at VNPAY and ask for a payment gateway terminal (PAY 2.1.0)."),
        lazy_gettext("Copy the terminal code and the hash secret from VNPAY's mail."),
        lazy_gettext("Send VNPAY the address below as the IPN address of your terminal."),
        lazy_gettext("Pay a small order yourself, then refund it."),
    ),
    addresses=True,
)
