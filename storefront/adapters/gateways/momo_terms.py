"""What MoMo offers, and what its owner enters."""

from dataclasses import dataclass
from datetime import timedelta
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
from storefront.infra.errors import Sentence
from storefront.infra.money import Money

_LIMIT_HELP = lazy_gettext("In đồng. Leave it empty to keep MoMo's published limit.")


def _limit(id: str, label: Sentence) -> SettingField:
    return SettingField(id, FieldType.NUMBER, label, _LIMIT_HELP, required=False)


@dataclass(frozen=True, slots=True)
class MomoSettings(GatewaySettings):
    """MoMo's three keys, and the limits of the shop's own contract where they differ."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        ENVIRONMENT,
        SettingField("partner_code", FieldType.TEXT, lazy_gettext("Partner code")),
        SettingField("access_key", FieldType.TEXT, lazy_gettext("Access key")),
        SettingField("secret_key", FieldType.TEXT, lazy_gettext("MoMo secret key"), secret=True),
        _limit("wallet_maximum", lazy_gettext("Most a shopper may pay from the MoMo wallet")),
        _limit("atm_maximum", lazy_gettext("Most a shopper may pay by domestic card")),
        _limit("card_maximum", lazy_gettext("Most a shopper may pay by international card")),
    )

    environment: str = ""
    partner_code: str = ""
    access_key: str = ""
    secret_key: str = ""
    wallet_maximum: str = ""
    atm_maximum: str = ""
    card_maximum: str = ""


CAPABILITIES = Capabilities(
    steps=frozenset({StepKind.REDIRECT}),
    channels=(
        Channel("wallet", Instrument.WALLET, lazy_gettext("MoMo wallet")),
        Channel(
            "atm",
            Instrument.DOMESTIC_CARD,
            lazy_gettext("Domestic ATM card (through MoMo)"),
            minimum=Money(10_000),
        ),
        Channel(
            "card",
            Instrument.INTERNATIONAL_CARD,
            lazy_gettext("Visa, Mastercard, JCB (through MoMo)"),
            maximum=Money(10_000_000),
        ),
        Channel("all", Instrument.WALLET, lazy_gettext("MoMo, choose how on MoMo's page")),
    ),
    minimum=Money(1_000),
    maximum=Money(50_000_000),
    intermediary=True,
    sandboxed=True,
    notify=True,
    notify_failures=True,
    notify_once=True,
    query=True,
    refund_full=True,
    refund_partial=True,
    refund_async=True,
    authorize=True,
    capture=True,
    void=True,
    hold=timedelta(days=7),
)

GUIDE = Guide(
    summary=lazy_gettext("Shoppers pay with the MoMo app, or with a card on MoMo's page."),
    costs=lazy_gettext("MoMo takes a share of each payment; your contract names it."),
    needs=(
        lazy_gettext("A MoMo business account for a registered household business or company"),
        lazy_gettext("A signed contract for online payments"),
    ),
    steps=(
        lazy_gettext("Sign in to MoMo's business portal and open the integration page."),
        lazy_gettext("Copy partner code, access key and secret key from there."),
        lazy_gettext("Enter them here with the matching environment and check them."),
    ),
)
