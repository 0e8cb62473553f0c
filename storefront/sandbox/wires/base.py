"""What one company's side of the wire is made of: its addresses, its calls to merchants, its way back."""

import json
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from werkzeug import Request, Response
from werkzeug.routing import Rule

from storefront.sandbox import merchants
from storefront.sandbox.errors import Refused
from storefront.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call to a merchant, built and signed at the moment it is sent."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a merchant is to be told: a fact of a payment, or a transfer.

    `broken` asks for a wrong signature.
    """

    merchant: sqlite3.Row
    payment: sqlite3.Row | None
    event: sqlite3.Row | None
    transfer: sqlite3.Row | None
    url: str
    broken: bool
    now: float


@dataclass(frozen=True, slots=True)
class Exchange:
    """One incoming call and what is needed to answer it."""

    request: Request
    store: Store
    now: float
    pages: str
    """Where people reach the hosted pages: a path on the shop's host or a whole address."""
    wake: Callable[[], None]

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        return self.store.transaction()

    def merchant(self, wire: str, login: str) -> sqlite3.Row:
        """The merchant with this name at the company, if its weather is fair.

        Raises Refused: 401 for a stranger, 503 while it is switched off; slow weather is waited for.
        """
        with self.transaction() as db:
            row = merchants.by_login(db, wire, login)
        if row["slow"]:
            time.sleep(row["slow"])
        if row["down_until"] > self.now:
            raise Refused(503, "switched_off")
        return row

    def json(self) -> dict[str, Any]:
        """The body as an object. Raises Refused 400."""
        try:
            said = json.loads(self.request.get_data())
        except ValueError as error:
            raise Refused(400, "not_json") from error
        if not isinstance(said, dict):
            raise Refused(400, "not_json")
        return said

    def pay_page(self, payment: sqlite3.Row) -> str:
        """The address at which a person decides what becomes of a payment."""
        return f"{self.pages}/pay/{payment['token']}"


class Wire(Protocol):
    """One company.

    `api` is answered on the sandbox's own listener only, below `/<code>`; `pages` (their endpoints begin with
    `page_`) also where the hosted pages are mounted. Endpoints name methods: `def create(self, exchange, …)`.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    api: ClassVar[Sequence[Rule]]
    pages: ClassVar[Sequence[Rule]]
    tells: ClassVar[frozenset[str]]
    """Kinds of facts that the company tells by itself; its pay page shows no button for what needs others."""
    gaps: ClassVar[tuple[float, ...]]
    """Seconds between repeated calls that were not taken."""

    def credentials(self, merchant: sqlite3.Row) -> dict[str, str]:
        """What the company gives a new merchant, by the names of the storefront's settings."""
        ...

    def call(self, telling: Telling) -> Call | None:
        """The call that tells it, or None where the company tells nothing of the kind."""
        ...

    def is_taken(self, status: int, body: bytes) -> bool:
        """Whether the merchant's answer ends the repeating."""
        ...

    def way_back(self, payment: sqlite3.Row, merchant: sqlite3.Row, claims: str, now: float) -> str:
        """Where the browser goes; `claims` is succeeded, failed, cancelled or pending."""
        ...


def facts(row: sqlite3.Row) -> dict[str, Any]:
    """What a wire kept with a payment or merchant of its own."""
    kept: dict[str, Any] = json.loads(row["facts"])
    return kept


def said(body: Mapping[str, Any], status: int = 200) -> Response:
    """A JSON answer."""
    return Response(json.dumps(body, ensure_ascii=False), status=status, content_type="application/json")
