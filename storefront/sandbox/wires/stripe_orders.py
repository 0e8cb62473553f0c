"""What a merchant may ask Stripe to collect, read and refused as Stripe does."""

from typing import Any
from urllib.parse import urlsplit

from storefront.sandbox.wires.stripe_asking import StripeError, need, only, whole

SMALLEST = 13_000
"""About half a US dollar."""
LARGEST = 99_999_999
SHORTEST, LONGEST = 30 * 60.0, 24 * 3600.0
SESSION = frozenset(
    {
        "mode",
        "line_items",
        "success_url",
        "cancel_url",
        "client_reference_id",
        "metadata",
        "payment_intent_data",
        "expires_at",
        "locale",
        "customer_email",
        "payment_method_types",
    }
)
INTENT = frozenset(
    {
        "amount",
        "currency",
        "description",
        "metadata",
        "capture_method",
        "payment_method_types",
        "payment_method_data",
        "confirm",
        "return_url",
    }
)


def session_order(asked: dict[str, Any], now: float) -> dict[str, Any]:
    """A payment as the sandbox's books keep it, of a Checkout Session's parameters."""
    only(asked, SESSION)
    if need(asked, "mode") != "payment":
        raise StripeError(400, "Only the mode payment is played here.", param="mode")
    items = need(asked, "line_items")
    prices = [item["price_data"] for item in items]
    amounts = [
        whole(price["unit_amount"], "unit_amount") * whole(item.get("quantity", 1), "quantity")
        for price, item in zip(prices, items, strict=True)
    ]
    for price in prices:
        _check_currency(price.get("currency", ""))
    intent = asked.get("payment_intent_data") or {}
    success, cancel = need(asked, "success_url"), asked.get("cancel_url") or asked["success_url"]
    return {
        "amount": _amount(sum(amounts)),
        "currency": "VND",
        "description": str(prices[0]["product_data"]["name"])[:255],
        "capture": _capture(intent.get("capture_method", "automatic")),
        "return_url": _address(success, "success_url"),
        "locale": "en" if asked.get("locale") == "en" else "vi",
        "expires_at": _end(asked.get("expires_at"), now),
        "facts": {
            "flow": "checkout",
            "client_reference_id": asked.get("client_reference_id"),
            "session_metadata": asked.get("metadata") or {},
            "metadata": intent.get("metadata") or {},
            "success_url": success,
            "cancel_url": _address(cancel, "cancel_url"),
            "refunds": {},
        },
    }


def intent_order(asked: dict[str, Any], now: float) -> dict[str, Any]:
    """The same of a PaymentIntent that is confirmed at once by a method with a page of its own."""
    only(asked, INTENT)
    _check_currency(need(asked, "currency"))
    method = (asked.get("payment_method_data") or {}).get("type", "")
    if asked.get("confirm") != "true" or not method or method == "card":
        words = "Here a PaymentIntent is confirmed when it is made, by a method that redirects."
        raise StripeError(400, words, param="payment_method_data")
    return {
        "amount": _amount(whole(need(asked, "amount"), "amount")),
        "currency": "VND",
        "description": str(asked.get("description") or "")[:255],
        "capture": _capture(asked.get("capture_method", "automatic")),
        "return_url": _address(need(asked, "return_url"), "return_url"),
        "locale": "vi",
        "expires_at": now + LONGEST,
        "facts": {"flow": "intent", "metadata": asked.get("metadata") or {}, "refunds": {}},
    }


def _amount(amount: int) -> int:
    if amount < SMALLEST:
        words = "The amount must convert to at least 50 cents."
        raise StripeError(400, words, code="amount_too_small", param="amount")
    if amount > LARGEST:
        raise StripeError(400, "Amount must be no more than ₫99,999,999.", code="amount_too_large")
    return amount


def _check_currency(currency: str) -> None:
    if currency != "vnd":
        raise StripeError(400, f"Invalid currency: {currency}. Only vnd is played here.", param="currency")


def _capture(method: str) -> str:
    if method not in ("automatic", "manual"):
        raise StripeError(400, f"Invalid capture_method: {method}", param="capture_method")
    return method


def _address(value: str, param: str) -> str:
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
        raise StripeError(400, "Not a valid URL", code="url_invalid", param=param)
    return value


def _end(given: str | None, now: float) -> float:
    if given is None:
        return now + LONGEST
    end = float(whole(given, "expires_at"))
    if not now + SHORTEST <= end <= now + LONGEST:
        words = "The expires_at timestamp must be between 30 minutes and 24 hours from now."
        raise StripeError(400, words, param="expires_at")
    return end
