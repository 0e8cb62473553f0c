"""The sandbox's own desk: merchants of every company, and accounts at the practice bank."""

from collections.abc import Sequence
from typing import ClassVar

from werkzeug import Response
from werkzeug.routing import Rule

from storefront.sandbox import accounts, bank, merchants, reading, signing
from storefront.sandbox.errors import Refused
from storefront.sandbox.wires import REPORTERS, WIRES
from storefront.sandbox.wires.base import Exchange, said


class Api:
    """`health` is open, `register` and `forget` need the bootstrap key, an account a merchant's signature."""

    api: ClassVar[Sequence[Rule]] = (
        Rule("/health", endpoint="health", methods=["GET"]),
        Rule("/merchants", endpoint="register", methods=["POST"]),
        Rule("/merchants/<string:reference>", endpoint="forget", methods=["DELETE"]),
        Rule("/accounts", endpoint="open_account", methods=["POST"]),
    )

    def __init__(self, bootstrap_key: str) -> None:
        self._bootstrap_key = bootstrap_key

    def health(self, exchange: Exchange) -> Response:
        return said({"ok": True})

    def register(self, exchange: Exchange) -> Response:
        """A merchant of one company, with the settings that company would issue."""
        self._check_key(exchange)
        asked = exchange.json()
        wire = WIRES.get(str(asked.get("wire", "practice")))
        if wire is None:
            raise Refused(422, "wire")
        told = reading.address(asked, "callback_url") if asked.get("callback_url") else ""
        reference, name = reading.text(asked, "reference"), reading.text(asked, "name")
        with exchange.transaction() as db:
            row = merchants.register(db, wire=wire.code, reference=reference, name=name, callback_url=told)
            if wire.code in REPORTERS:
                accounts.open_for(db, row)
        controls = f"{exchange.pages}/controls/{row['controls']}"
        return said({"settings": wire.credentials(row), "controls": controls}, 201)

    def forget(self, exchange: Exchange, reference: str) -> Response:
        """Delete a shop's merchants at every company, with all they did."""
        self._check_key(exchange)
        with exchange.transaction() as db:
            return said({"forgotten": merchants.forget(db, reference)})

    def _check_key(self, exchange: Exchange) -> None:
        given = exchange.request.headers.get("X-Practice-Bootstrap", "")
        if not self._bootstrap_key or not signing.same(given, self._bootstrap_key):
            raise Refused(401, "bad_bootstrap_key")

    def open_account(self, exchange: Exchange) -> Response:
        """An account at the practice bank whose movements the merchant's company reports."""
        asked = exchange.json()
        holder, feed_url = reading.text(asked, "holder"), reading.address(asked, "feed_url")
        opening = reading.whole(asked, "opening") if asked.get("opening") else 0
        with exchange.transaction() as db:
            merchant = merchants.authenticate(db, exchange.request, exchange.now)
            row = bank.open_account(db, merchant["id"], holder=holder, feed_url=feed_url, opening=opening)
        page = f"{exchange.pages}/bank/mine/{merchant['controls']}"
        opened = {"bank_bin": bank.BIN, "account": row["number"], "holder": row["holder"], "page": page}
        return said(opened, 201)
