"""Signed webhooks as Stripe's own SDK would sign them, of objects made here."""

import json
from datetime import UTC, datetime
from typing import Any

import stripe

from storefront.adapters.gateways.base import Callback

SECRET = "whsec_test_secret_made_up"
SETTINGS = {"environment": "test", "secret_key": "sk_test_12345678", "webhook_secret": SECRET}
NOW = 1_795_314_914
OURS = {"number": "42", "memo": "DH7K3M9Q", "flow": "checkout"}

SESSION = {
    "id": "cs_1",
    "object": "checkout.session",
    "amount_total": 180_000,
    "currency": "vnd",
    "created": 1,
    "expires_at": 2,
    "metadata": OURS,
    "payment_intent": "pi_1",
    "payment_status": "paid",
}
INTENT = {
    "id": "pi_1",
    "object": "payment_intent",
    "amount": 180_000,
    "amount_capturable": 180_000,
    "amount_received": 180_000,
    "currency": "vnd",
    "created": 1,
    "latest_charge": "ch_1",
    "metadata": OURS,
    "last_payment_error": {"code": "card_declined", "decline_code": "do_not_honor", "charge": "ch_9"},
}
REFUND = {
    "id": "re_1",
    "object": "refund",
    "amount": 5,
    "currency": "vnd",
    "created": 1,
    "metadata": {},
    "payment_intent": "pi_1",
    "status": "succeeded",
}
DISPUTE = {
    "id": "dp_1",
    "object": "dispute",
    "amount": 180_000,
    "currency": "vnd",
    "created": 1,
    "metadata": {},
    "payment_intent": "pi_1",
    "reason": "product_not_received",
    "status": "needs_response",
}


def told(type: str, thing: dict[str, Any], **more: Any) -> Callback:
    """A fresh webhook about an object."""
    event = {
        "id": "evt_1",
        "object": "event",
        "created": NOW,
        "type": type,
        "data": {"object": thing},
        **more,
    }
    body = json.dumps(event)
    header = stripe.WebhookSignature.generate_signature_header(body, SECRET, timestamp=NOW)
    return Callback("POST", {"Stripe-Signature": header}, {}, body.encode(), datetime.fromtimestamp(NOW, UTC))
