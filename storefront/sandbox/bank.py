"""The practice bank: accounts issued to merchants, and transfers that a learner makes by hand."""

import json
import re
import secrets
import sqlite3

from storefront.sandbox.errors import Refused
from storefront.sandbox.payments import moment

BIN = "999999"
LONGEST_MEMO = 210


def open_account(db: sqlite3.Connection, merchant: str, *, holder: str, feed_url: str) -> sqlite3.Row:
    """An account whose incoming money is told to `feed_url`; the same address gets the same account again."""
    db.execute(
        "INSERT INTO account (number, merchant, holder, feed_url) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (merchant, feed_url) DO UPDATE SET holder = excluded.holder",
        ("2" + "".join(secrets.choice("0123456789") for _ in range(11)), merchant, holder, feed_url),
    )
    return db.execute(
        "SELECT * FROM account WHERE merchant = ? AND feed_url = ?", (merchant, feed_url)
    ).fetchone()


def send(
    db: sqlite3.Connection, *, account: str, amount: int, memo: str, payer: str, now: float
) -> dict[str, object]:
    """Move practice money and tell the account's merchant. Raises Refused for what no bank would take."""
    if not re.fullmatch(r"[0-9A-Za-z]{1,19}", account):
        raise Refused(422, "account")
    if not 0 < amount < 10**13:
        raise Refused(422, "amount")
    transfer: dict[str, object] = {
        "id": "FT" + secrets.token_hex(6).upper(),
        "bank_bin": BIN,
        "account": account,
        "amount": amount,
        "currency": "VND",
        "memo": memo[:LONGEST_MEMO],
        "payer": payer[:70],
        "happened_at": moment(now),
    }
    db.execute(
        "INSERT INTO transfer (id, account, amount, memo, payer, happened_at) VALUES (?, ?, ?, ?, ?, ?)",
        (transfer["id"], account, amount, transfer["memo"], transfer["payer"], now),
    )
    owner = db.execute("SELECT * FROM account WHERE number = ?", (account,)).fetchone()
    if owner is not None:
        body = {"version": 1, "mode": "test", "merchant": owner["merchant"], "transfers": [transfer]}
        db.execute(
            "INSERT INTO delivery (merchant, url, body, due_at) VALUES (?, ?, ?, ?)",
            (owner["merchant"], owner["feed_url"], json.dumps(body, ensure_ascii=False), now),
        )
    return transfer
