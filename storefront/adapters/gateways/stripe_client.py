"""Stripe's own SDK, one client a call, through our one door for outgoing calls.

The SDK is imported inside functions: it costs a quarter of a second and most shops never need it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from storefront.adapters.gateways.base import GatewayRefused, GatewayUnavailable
from storefront.adapters.gateways.environment import PRACTICE, practice_api
from storefront.infra import http

if TYPE_CHECKING:
    import stripe

API_VERSION = "2026-10-28.endive"
TIMEOUT = 8.0
RETRIES = 1
"""Repeated by the SDK under the same Idempotency-Key, so that a short break of the line is not felt."""
LONGEST_REASON = 60

Object = dict[str, Any]

_BY_STATUS = {401: "authentication_error", 403: "permission_error"}


@dataclass(frozen=True, slots=True)
class StripeCalls:
    """Calls with one shop's key; with an `account`, for that connected account."""

    secret_key: str = field(repr=False)
    account: str
    environment: str

    def ask(self, call: Callable[[stripe.StripeClient], stripe.StripeObject]) -> Object:
        """One call's object as plain values.

        Raises GatewayUnavailable when what happened is unknown, GatewayRefused with Stripe's code.
        """
        import stripe

        try:
            return call(self._client()).to_dict()
        except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
            raise GatewayUnavailable(f"{type(error).__name__} {error.http_status or ''}".strip()) from error
        except stripe.StripeError as error:
            raise GatewayRefused(_code(error)) from error

    def _client(self) -> stripe.StripeClient:
        import stripe

        return stripe.StripeClient(
            self.secret_key,
            stripe_account=self.account or None,
            stripe_version=API_VERSION,
            base_addresses={"api": practice_api("stripe")} if self.environment == PRACTICE else None,
            max_network_retries=RETRIES,
            http_client=_door()(),
        )


def once(key: str) -> stripe.RequestOptions:
    """Options under which a repeated call is answered with the first answer."""
    return {"idempotency_key": key}


def _code(error: stripe.StripeError) -> str:
    """Stripe's own word for a refusal; its message is not kept, it may quote what was sent."""
    said = error.json_body.get("error", {}) if isinstance(error.json_body, Mapping) else {}
    code = said.get("decline_code") or said.get("code") or _BY_STATUS.get(error.http_status or 0)
    return str(code or said.get("type") or "invalid_request_error")[:LONGEST_REASON]


@cache
def _door() -> type[stripe.HTTPClient]:
    """The SDK's transport: `infra.http`, with its guard, its limits and its pinned addresses."""
    import stripe

    class Door(stripe.HTTPClient):
        name = "storefront"

        def request(
            self,
            method: str,
            url: str,
            headers: Mapping[str, str] | None,
            post_data: Any = None,
            *,
            _usage: list[str] | None = None,
        ) -> tuple[str, int, Mapping[str, str]]:
            body = post_data.encode() if isinstance(post_data, str) else post_data or b""
            try:
                answer = http.request(
                    method.upper(), url, headers=dict(headers or {}), body=body, timeout=TIMEOUT
                )
            except http.HttpError as error:
                again = isinstance(error, http.HttpTimeout)
                failed = stripe.APIConnectionError(str(error), should_retry=again)  # type: ignore[no-untyped-call]
                raise failed from error
            return answer.body.decode("utf-8", "replace"), answer.status, answer.headers

        def close(self) -> None:
            """Nothing stays open between calls."""

    return Door
