"""What a person does on the sandbox's pages, done for a practice customer: over HTTP, by the same forms."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from storefront.adapters.gateways.base import GatewayRefused, GatewayUnavailable
from storefront.infra import http

BANK = "/sandbox/bank"
TIMEOUT = 8.0
DONE = (200, 303)
ALREADY_PAID = 409


def press(pay_url: str, outcome: str, **typed: object) -> None:
    """Press a button of a payment's page; one that is paid already stays as it is.

    Raises GatewayRefused when the payment has ended, GatewayUnavailable when the sandbox does not answer.
    """
    status = _post(urlsplit(pay_url).path, {"outcome": outcome, **typed})
    if status not in (*DONE, ALREADY_PAID):
        raise GatewayRefused(str(status))


def transfer(*, account: str, amount: int, memo: str, payer: str, key: str) -> None:
    """Move practice money; a second time under the same `key` nothing more moves. Amount in đồng.

    Raises GatewayRefused, GatewayUnavailable.
    """
    typed = {"account": account, "amount": amount, "memo": memo, "payer": payer, "key": key, "how": "once"}
    status = _post(BANK, typed)
    if status not in DONE:
        raise GatewayRefused(str(status))


def _post(path: str, typed: dict[str, object]) -> int:
    if not http.inner_base():
        raise GatewayUnavailable("the practice gateway is switched off")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(typed).encode()
    try:
        answer = http.request("POST", http.inner_base() + path, headers=headers, body=body, timeout=TIMEOUT)
    except http.HttpError as error:
        raise GatewayUnavailable(str(error)) from error
    if answer.status >= 500:
        raise GatewayUnavailable(f"status {answer.status}")
    return answer.status
