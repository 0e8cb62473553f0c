"""Stripe: foreign cards on Stripe's own page, in whole dong, with the shop's keys or by Connect.

Card data never touch our server, so the shopper pays on a Checkout Session's page; its PaymentIntent is
what is captured, let go, refunded and asked about. A shop with a redirect method of Stripe's (`alipay` and
such) may send shoppers straight there by a PaymentIntent that is confirmed here. VND has no decimals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, cast
from urllib.parse import urlencode, urljoin, urlsplit

from flask_babel import lazy_gettext

from storefront.adapters.gateways import stripe_ledger as ledger
from storefront.adapters.gateways.base import (
    Answer,
    Callback,
    Capabilities,
    Channel,
    Charge,
    EventKind,
    FieldType,
    GatewayEvent,
    GatewayRefused,
    GatewaySettings,
    GatewayUnavailable,
    Guide,
    Health,
    Hint,
    Instrument,
    Mode,
    NextStep,
    Outcome,
    PaymentFacts,
    Problem,
    Reason,
    RefundAnswer,
    RefundRequest,
    RefundState,
    SettingField,
    StepKind,
)
from storefront.adapters.gateways.environment import (
    ENVIRONMENT,
    PRACTICE,
    PRODUCTION,
    check_environment,
    mode_of,
)
from storefront.adapters.gateways.stripe_client import Object, StripeCalls, once
from storefront.adapters.gateways.stripe_events import DIRECT, Facts, told, verified
from storefront.adapters.gateways.stripe_words import GUIDE, REASONS
from storefront.infra.errors import Sentence
from storefront.infra.money import Money

if TYPE_CHECKING:
    from stripe.params import PaymentIntentCreateParams
    from stripe.params.checkout import SessionCreateParams

SHORTEST = timedelta(minutes=35)
LONGEST = timedelta(hours=23, minutes=55)
"""A session lives between 30 minutes and 24 hours from the moment Stripe makes it; calls take their time."""
_CLAIMS = frozenset({"succeeded", "failed", "cancelled"})
_REFUND_STATES = {"succeeded": RefundState.DONE, "failed": RefundState.FAILED, "canceled": RefundState.FAILED}


@dataclass(frozen=True, slots=True)
class StripeSettings(GatewaySettings):
    """The shop's own keys; with `account`, the platform's key acting for that connected account."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        ENVIRONMENT,
        SettingField(
            "secret_key",
            FieldType.TEXT,
            lazy_gettext("Secret key"),
            lazy_gettext("Begins with sk_ or rk_."),
            secret=True,
        ),
        SettingField(
            "webhook_secret",
            FieldType.TEXT,
            lazy_gettext("Signing secret of the webhook"),
            lazy_gettext("Begins with whsec_."),
            secret=True,
        ),
        SettingField(
            "account",
            FieldType.TEXT,
            lazy_gettext("Connected account"),
            lazy_gettext("Only when the keys are a platform's: acct_ and what follows."),
            required=False,
        ),
        SettingField(
            "redirect_method",
            FieldType.TEXT,
            lazy_gettext("Redirect method"),
            lazy_gettext(
                "Leave it empty for Stripe's card page. A name such as alipay sends buyers straight there."
            ),
            required=False,
        ),
    )

    environment: str = ""
    secret_key: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    account: str = ""
    redirect_method: str = ""


class Stripe:
    code: ClassVar[str] = "stripe"
    name: ClassVar[Sentence] = lazy_gettext("International card (Stripe)")
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.REDIRECT}),
        channels=(
            Channel(
                "checkout",
                Instrument.INTERNATIONAL_CARD,
                lazy_gettext("International card"),
                lazy_gettext("Visa, Mastercard and others, on Stripe's secure page."),
            ),
        ),
        maximum=Money(99_999_999),
        intermediary=True,
        sandboxed=True,
        notify=True,
        notify_failures=True,
        retried_there=True,
        notify_refunds=True,
        query=True,
        refund_full=True,
        refund_partial=True,
        refund_async=True,
        authorize=True,
        capture=True,
        void=True,
        hold=timedelta(days=7),
        charge_back=True,
    )
    settings: ClassVar[type[GatewaySettings]] = StripeSettings
    guide: ClassVar[Guide] = GUIDE
    reasons: ClassVar[Mapping[str, Reason]] = REASONS

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = StripeSettings.read(values)
        self._calls = StripeCalls(
            self._settings.secret_key, self._settings.account, self._settings.environment
        )
        self._facts = Facts(mode_of(self._settings.environment), self._settings.account)

    @property
    def mode(self) -> Mode | None:
        return mode_of(self._settings.environment)

    def check(self) -> list[Problem]:
        """Shapes of keys, and that test keys are not taken for real ones."""
        given, problems = self._settings, check_environment(self._settings.environment)
        kind = "live" if given.environment == PRODUCTION else "test"
        if not re.fullmatch(rf"[sr]k_{kind}_\w{{8,247}}", given.secret_key, re.ASCII):
            words = (
                lazy_gettext("Enter a key for real payments: sk_live_ and what follows.")
                if kind == "live"
                else lazy_gettext("Enter a key of the test environment: sk_test_ and what follows.")
            )
            problems.append(Problem("secret_key", words))
        if not re.fullmatch(r"whsec_\S{8,247}", given.webhook_secret, re.ASCII):
            problems.append(
                Problem("webhook_secret", lazy_gettext("Enter the signing secret: whsec_ and what follows."))
            )
        if given.account and not re.fullmatch(r"acct_\w{1,60}", given.account, re.ASCII):
            problems.append(Problem("account", lazy_gettext("An account's name begins with acct_.")))
        if given.redirect_method and not re.fullmatch(r"[a-z_]{2,40}", given.redirect_method):
            problems.append(
                Problem(
                    "redirect_method", lazy_gettext("Enter Stripe's own name of the method, such as alipay.")
                )
            )
        return problems

    def origins(self) -> tuple[str, ...]:
        """Stripe's pages; the sandbox plays them on the shop's own host."""
        if self._settings.environment == PRACTICE:
            return ()
        if self._settings.redirect_method:
            return ("https://hooks.stripe.com", "https://pm-redirects.stripe.com")
        return ("https://checkout.stripe.com",)

    def start(self, charge: Charge) -> NextStep:
        """The same charge asked for again within a day gets the same page."""
        if charge.mode is not self.mode:
            return NextStep(StepKind.REFUSED, reason="mode")
        try:
            return self._intent(charge) if self._settings.redirect_method else self._session(charge)
        except GatewayRefused as error:
            return NextStep(StepKind.REFUSED, reason=str(error))

    def _session(self, charge: Charge) -> NextStep:
        order = _session_order(charge)
        key = once(f"payment-{charge.public_number}-checkout")
        session = self._calls.ask(lambda client: client.v1.checkout.sessions.create(order, key))
        return NextStep(
            StepKind.REDIRECT,
            url=urljoin(charge.return_url, _text(session, "url")),
            provider_ref=_text(session, "id"),
            expires_at=datetime.fromtimestamp(session["expires_at"], UTC),
        )

    def _intent(self, charge: Charge) -> NextStep:
        order = _intent_order(charge, self._settings.redirect_method)
        key = once(f"payment-{charge.public_number}-intent")
        intent = self._calls.ask(lambda client: client.v1.payment_intents.create(order, key))
        redirect = (intent.get("next_action") or {}).get("redirect_to_url")
        if not redirect:
            return NextStep(StepKind.REFUSED, reason=ledger.refusal(intent), provider_ref=intent["id"])
        return NextStep(
            StepKind.REDIRECT,
            url=urljoin(charge.return_url, redirect["url"]),
            provider_ref=intent["id"],
            expires_at=charge.expires_at,
        )

    def read_return(self, query: Mapping[str, str]) -> Hint:
        """Stripe signs nothing on the way back: only a hint."""
        number, claims = query.get("number", ""), query.get("redirect_status") or query.get("result", "")
        known = number.isascii() and number.isdigit() and len(number) <= 16
        return Hint(int(number) if known else None, claims if claims in _CLAIMS else "pending", signed=False)

    def read_callback(self, callback: Callback) -> list[GatewayEvent]:
        event = verified(self._settings.webhook_secret, callback)
        return told(event, mode=mode_of(self._settings.environment), account=self._settings.account)

    def account_named(self, callback: Callback) -> str:
        """The connected account a verified call is about, empty for none. Raises BadSignature.

        For the platform's own endpoint: the account names the shop, whose settings then read the call.
        """
        return str(verified(self._settings.webhook_secret, callback).get("account") or "")

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """2xx for all that is kept; Stripe repeats the rest for three days."""
        if Outcome.BAD_SIGNATURE in outcomes:
            return Answer(400)
        return Answer(500 if Outcome.ERROR in outcomes else 200)

    def query(self, payment: PaymentFacts) -> list[GatewayEvent]:
        return ledger.facts(self._calls, self._facts, payment)

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """Looks for our refund first: an Idempotency-Key is forgotten after a day, metadata is not."""
        try:
            intent = ledger.intent_of(self._calls, request.payment)
            if intent is None:
                return RefundAnswer(RefundState.FAILED, reason="resource_missing")
            known = ledger.refund_of(self._calls, intent, request)
            return _refund_answer(known or ledger.ask_refund(self._calls, intent, request))
        except GatewayRefused as error:
            return RefundAnswer(RefundState.FAILED, reason=str(error))

    def query_refund(self, request: RefundRequest) -> RefundAnswer:
        """A refund Stripe never heard of has failed to be asked for: ask again by `refund`."""
        try:
            intent = ledger.intent_of(self._calls, request.payment)
            known = ledger.refund_of(self._calls, intent, request) if intent is not None else None
        except GatewayRefused as error:
            return RefundAnswer(RefundState.FAILED, reason=str(error))
        return _refund_answer(known) if known else RefundAnswer(RefundState.FAILED, reason="resource_missing")

    def capture(self, payment: PaymentFacts, money: Money) -> list[GatewayEvent]:
        """Take held money, all of it or part; Stripe lets the rest go."""
        intent = self._known(payment)
        key = once(f"payment-{payment.public_number}-capture-{money.amount}")
        try:
            self._calls.ask(
                lambda client: client.v1.payment_intents.capture(
                    intent["id"], {"amount_to_capture": money.amount}, key
                )
            )
        except GatewayRefused as refusal:
            return self._done_before(payment, refusal, EventKind.CHARGED, money)
        return self.query(payment)

    def cancel(self, payment: PaymentFacts) -> list[GatewayEvent]:
        """Expire a session that nobody has paid."""
        return self.void(payment)

    def void(self, payment: PaymentFacts) -> list[GatewayEvent]:
        """Let held money go; an attempt nobody has paid is closed, so that an old tab cannot pay it."""
        try:
            ledger.let_go(self._calls, payment)
        except GatewayRefused as refusal:
            return self._done_before(payment, refusal, EventKind.CANCELLED)
        return self.query(payment)

    def health(self) -> Health:
        try:
            self._calls.ask(lambda client: client.v1.balance.retrieve())
        except (GatewayUnavailable, GatewayRefused) as error:
            return Health(ok=False, reason=str(error))
        return Health(ok=True)

    def _known(self, payment: PaymentFacts) -> Object:
        intent = ledger.intent_of(self._calls, payment)
        if intent is None:
            raise GatewayRefused("resource_missing")
        return intent

    def _done_before(
        self, payment: PaymentFacts, refusal: GatewayRefused, kind: EventKind, money: Money | None = None
    ) -> list[GatewayEvent]:
        """The facts, when what was refused has been done already; raises the refusal otherwise."""
        facts = self.query(payment)
        if any(fact.kind is kind and money in (None, fact.money) for fact in facts):
            return facts
        raise refusal


def _session_order(charge: Charge) -> SessionCreateParams:
    metadata = ledger.metadata(charge.public_number, charge.memo)
    item = {
        "price_data": {
            "currency": charge.money.currency.lower(),
            "unit_amount": charge.money.amount,
            "product_data": {"name": charge.description},
        },
        "quantity": 1,
    }
    order = {
        "mode": "payment",
        "line_items": [item],
        "client_reference_id": str(charge.public_number),
        "metadata": metadata,
        "payment_intent_data": {
            "metadata": metadata,
            "description": charge.description,
            "capture_method": "manual" if charge.capture_later else "automatic",
        },
        "success_url": _back(charge, "succeeded") + "&session={CHECKOUT_SESSION_ID}",
        "cancel_url": _back(charge, "cancelled"),
        "expires_at": int(_end(charge).timestamp()),
        "locale": charge.locale if charge.locale in ("vi", "en") else "auto",
    }
    if charge.payer.email:
        order["customer_email"] = charge.payer.email
    return cast("SessionCreateParams", order)


def _intent_order(charge: Charge, method: str) -> PaymentIntentCreateParams:
    order = {
        "amount": charge.money.amount,
        "currency": charge.money.currency.lower(),
        "description": charge.description,
        "metadata": ledger.metadata(charge.public_number, charge.memo) | {"flow": DIRECT},
        "capture_method": "manual" if charge.capture_later else "automatic",
        "payment_method_types": [method],
        "payment_method_data": {"type": method},
        "confirm": True,
        "return_url": _back(charge, "pending"),
    }
    return cast("PaymentIntentCreateParams", order)


def _end(charge: Charge) -> datetime:
    """The charge's own end, moved into what Stripe allows; the same whenever it is asked."""
    return min(max(charge.expires_at, charge.created_at + SHORTEST), charge.created_at + LONGEST)


def _back(charge: Charge, claims: str) -> str:
    joint = "&" if urlsplit(charge.return_url).query else "?"
    return charge.return_url + joint + urlencode({"number": charge.public_number, "result": claims})


def _text(thing: Object, name: str) -> str:
    value = thing.get(name)
    if not isinstance(value, str):
        raise GatewayUnavailable(f"the answer has no {name}")
    return value


def _refund_answer(refund: Object) -> RefundAnswer:
    state = _REFUND_STATES.get(refund["status"], RefundState.PENDING)
    return RefundAnswer(state, provider_ref=refund["id"], reason=refund.get("failure_reason") or "")
