"""What Stripe's calls tell, read without a net."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import stripe

from storefront.adapters.gateways.base import (
    BadSignature,
    Callback,
    EventKind,
    Mode,
    Outcome,
)
from storefront.adapters.gateways.stripe_cards import Stripe
from storefront.adapters.gateways.stripe_client import API_VERSION
from tests.adapters.gateways.stripe_telling import DISPUTE, INTENT, REFUND, SESSION, SETTINGS, told

ROOT = Path(__file__).parents[3]

OURS = Stripe(SETTINGS)


@pytest.mark.parametrize(
    ("type", "thing", "kind", "reference", "number"),
    [
        ("checkout.session.completed", SESSION, EventKind.CHARGED, "pi_1", 42),
        ("checkout.session.async_payment_succeeded", SESSION, EventKind.CHARGED, "pi_1", 42),
        ("checkout.session.async_payment_failed", SESSION, EventKind.FAILED, "cs_1", 42),
        ("checkout.session.expired", SESSION, EventKind.EXPIRED, "cs_1", 42),
        ("payment_intent.succeeded", INTENT, EventKind.CHARGED, "pi_1", 42),
        ("payment_intent.amount_capturable_updated", INTENT, EventKind.AUTHORIZED, "pi_1", 42),
        ("payment_intent.canceled", INTENT, EventKind.CANCELLED, "pi_1", 42),
        ("payment_intent.payment_failed", INTENT, EventKind.INFO, "ch_9", 42),
        ("charge.refunded", REFUND | {"amount_refunded": 5}, EventKind.INFO, "re_1:refunded:5", None),
        ("refund.created", REFUND, EventKind.REFUNDED, "re_1", None),
        ("refund.updated", REFUND, EventKind.REFUNDED, "re_1", None),
        ("refund.failed", REFUND | {"status": "failed"}, EventKind.REFUND_FAILED, "re_1", None),
        ("refund.updated", REFUND | {"status": "canceled"}, EventKind.REFUND_FAILED, "re_1", None),
        ("charge.dispute.created", DISPUTE, EventKind.CHARGED_BACK, "dp_1", None),
        ("charge.dispute.funds_withdrawn", DISPUTE, EventKind.CHARGED_BACK, "dp_1", None),
        (
            "charge.dispute.created",
            DISPUTE | {"status": "warning_needs_response"},
            EventKind.INFO,
            "dp_1:warning",
            None,
        ),
        ("charge.dispute.closed", DISPUTE | {"status": "won"}, EventKind.INFO, "dp_1", None),
        ("charge.dispute.closed", DISPUTE | {"status": "warning_closed"}, EventKind.INFO, "dp_1", None),
    ],
)
def test_each_event_is_the_fact_it_tells(
    type: str, thing: dict[str, Any], kind: EventKind, reference: str, number: int | None
) -> None:
    (event,) = OURS.read_callback(told(type, thing))

    assert (event.kind, event.provider_ref, event.public_number) == (kind, reference, number)
    assert event.happened_at == datetime.fromtimestamp(1_795_314_914, UTC)
    assert not event.reason or event.reason in OURS.reasons


@pytest.mark.parametrize(
    ("type", "thing"),
    [
        ("checkout.session.completed", SESSION | {"payment_status": "unpaid"}),
        ("checkout.session.completed", SESSION | {"payment_status": "no_payment_required"}),
        ("payment_intent.requires_action", INTENT),
        ("payment_intent.processing", INTENT),
        ("payment_intent.created", INTENT),
        ("payment_intent.amount_capturable_updated", INTENT | {"amount_capturable": 0}),
        ("refund.created", REFUND | {"status": "pending"}),
        ("refund.created", REFUND | {"balance_transaction": None}),
        ("refund.updated", REFUND | {"status": "requires_action"}),
        ("charge.succeeded", INTENT),
    ],
)
def test_what_decides_nothing_is_no_fact_and_is_received(type: str, thing: dict[str, Any]) -> None:
    assert OURS.read_callback(told(type, thing)) == []
    assert OURS.acknowledge([]).status == 200


def test_live_events_are_live_whatever_the_settings_say() -> None:
    (event,) = OURS.read_callback(told("payment_intent.succeeded", INTENT, livemode=True))

    assert event.mode is Mode.LIVE


def test_a_connected_accounts_event_is_nothing_of_a_shop_with_keys_of_its_own() -> None:
    assert OURS.read_callback(told("payment_intent.succeeded", INTENT, account="acct_other")) == []


@pytest.mark.parametrize(
    "thing", [{}, {"id": "pi_1"}, INTENT | {"amount_received": "180000"}, INTENT | {"metadata": "x"}]
)
def test_a_signed_object_in_another_form_is_refused(thing: dict[str, Any]) -> None:
    with pytest.raises(BadSignature, match="form"):
        OURS.read_callback(told("payment_intent.succeeded", thing))


@pytest.mark.parametrize(
    "header", ["", "t=,v1=00", "v1=00", "t=1795314914", "t=1795314914,v0=00", "t=x,v1=00"]
)
def test_a_header_without_time_or_signature_is_refused(header: str) -> None:
    call = Callback(
        "POST", {"Stripe-Signature": header}, {}, b"{}", datetime.fromtimestamp(1_795_314_914, UTC)
    )

    with pytest.raises(BadSignature):
        OURS.read_callback(call)


def test_stripe_hears_2xx_for_all_that_was_kept() -> None:
    assert OURS.acknowledge([Outcome.UNKNOWN_PAYMENT]).status == 200
    assert OURS.acknowledge([Outcome.ACCEPTED, Outcome.ERROR]).status == 500
    assert OURS.acknowledge([Outcome.BAD_SIGNATURE]).status == 400


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"environment": "production"}, "secret_key"),
        ({"environment": "test", "secret_key": "sk_live_12345678"}, "secret_key"),
        ({"secret_key": "pk_test_12345678"}, "secret_key"),
        ({"webhook_secret": "12345678"}, "webhook_secret"),
        ({"account": "gom"}, "account"),
        ({"redirect_method": "Ví điện tử"}, "redirect_method"),
        ({"environment": "moon"}, "environment"),
    ],
)
def test_each_wrong_setting_is_named(changes: dict[str, str], field: str) -> None:
    assert [problem.field for problem in Stripe(SETTINGS | changes).check()] == [field]


def test_no_secret_is_shown_where_programs_show_things() -> None:
    shown = repr(OURS._settings) + repr(OURS._calls)

    assert SETTINGS["secret_key"] not in shown
    assert SETTINGS["webhook_secret"] not in shown


def test_forms_may_lead_to_stripes_pages() -> None:
    live = SETTINGS | {"environment": "production"}

    assert Stripe(live).origins() == ("https://checkout.stripe.com",)
    assert len(Stripe(live | {"redirect_method": "alipay"}).origins()) == 2


def test_the_application_and_the_registry_leave_the_sdk_unimported() -> None:
    program = (
        "import sys; from storefront import create_app; from storefront.adapters.gateways import gateway;"
        "create_app(); gateway('stripe')({}).check(); print('stripe' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert done.stdout.strip() == "False"


def test_the_api_version_is_the_one_the_sdk_was_made_for() -> None:
    assert stripe.VERSION.startswith("16.1.")
    assert stripe.StripeClient("sk_test_x")._requestor._options.stripe_version == API_VERSION
