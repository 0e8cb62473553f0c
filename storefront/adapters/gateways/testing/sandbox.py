"""The companies that the sandbox plays: a merchant of theirs, and a person at their hosted page."""

import secrets
from urllib.parse import urlsplit

import httpx

from storefront.adapters.gateways.practice_client import register_merchant

BOOTSTRAP_KEY = "a key for tests only"


def merchant_settings(code: str, callback_url: str = "") -> dict[str, str]:
    """A new merchant of one of the sandbox's companies; some know its callback address from the contract."""
    return register_merchant(
        reference=secrets.token_hex(8),
        name="Gốm Tam Thọ",
        bootstrap_key=BOOTSTRAP_KEY,
        wire=code,
        callback_url=callback_url,
    )


def press(sandbox: str, url: str, outcome: str, **choices: str | int) -> str:
    """Open the hosted page and press a button there; where the browser is sent next.

    `choices`: `seconds` until late money comes, `amount` of a wrong one, what becomes of `refunds`.
    Raises httpx.HTTPError when nobody answers or shows the page, ValueError when the choice is not taken.
    """
    form = {"outcome": outcome, "seconds": 1, "amount": 1, "refunds": "now", **choices}
    page = httpx.get(sandbox + urlsplit(url)._replace(scheme="", netloc="").geturl(), follow_redirects=True)
    page.raise_for_status()
    answer = httpx.post(page.url, data=form)
    if answer.status_code != 303:
        raise ValueError(f"{page.url} answered {answer.status_code}: {answer.text}")
    return answer.headers["Location"]
