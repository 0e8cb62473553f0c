"""What ZaloPay offers, and what its owner enters."""

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import lazy_gettext

from storefront.adapters.gateways.environment import ENVIRONMENT
from storefront.adapters.gateways.terms import (
    Capabilities,
    Channel,
    FieldType,
    GatewaySettings,
    Guide,
    Instrument,
    SettingField,
    StepKind,
)


@dataclass(frozen=True, slots=True)
class ZaloPaySettings(GatewaySettings):
    """The app's number, the key for our requests and the key for ZaloPay's calls."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        ENVIRONMENT,
        SettingField("app_id", FieldType.NUMBER, lazy_gettext("ZaloPay app ID")),
        SettingField("key1", FieldType.TEXT, lazy_gettext("Key1 (for requests)"), secret=True),
        SettingField("key2", FieldType.TEXT, lazy_gettext("Key2 (for callbacks)"), secret=True),
    )

    environment: str = ""
    app_id: str = ""
    key1: str = ""
    key2: str = ""


CAPABILITIES = Capabilities(
    steps=frozenset({StepKind.REDIRECT}),
    channels=(
        Channel("wallet", Instrument.WALLET, lazy_gettext("ZaloPay wallet")),
        Channel(
            "domestic", Instrument.DOMESTIC_CARD, lazy_gettext("Domestic card or account (through ZaloPay)")
        ),
        Channel(
            "international",
            Instrument.INTERNATIONAL_CARD,
            lazy_gettext("Visa, Mastercard, JCB (through ZaloPay)"),
        ),
        Channel("vietqr", Instrument.QR, lazy_gettext("VietQR (through ZaloPay)")),
        Channel("all", Instrument.WALLET, lazy_gettext("ZaloPay, choose how on ZaloPay's page")),
    ),
    intermediary=True,
    sandboxed=True,
    notify=True,
    query=True,
    refund_full=True,
    refund_partial=True,
    refund_async=True,
)
GUIDE = Guide(
    summary=lazy_gettext("Shoppers pay with the Zalo or ZaloPay app, a card, or any bank's app by VietQR."),
    costs=lazy_gettext("ZaloPay takes a share of each payment; your contract names it."),
    needs=(
        lazy_gettext("A ZaloPay merchant account for a registered household business or company"),
        lazy_gettext("An app created in ZaloPay's merchant portal"),
    ),
    steps=(
        lazy_gettext("Sign in to ZaloPay's merchant portal and open your app."),
        lazy_gettext("Copy app ID, key1 and key2 from there."),
        lazy_gettext("Enter them here, choose the environment they belong to, and check them."),
    ),
)
