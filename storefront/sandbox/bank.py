"""The practice bank: accounts issued to merchants, and transfers that a learner makes by hand."""

import re
import secrets
import sqlite3

from storefront.sandbox.errors import Refused

BIN = "999999"
LONGEST_MEMO = 210


def open_account(
    db: sqlite3.Connection, merchant: str, *, holder: str, feed_url: str, number: str = ""
) -> sqlite3.Row:
    """An account whose incoming money is told to `feed_url`; the same address gets the same account again.

    With a `number` that account is opened, or told to another address from now on.
    """
    number = number or "2" + "".join(secrets.choice("0123456789") for _ in range(11))
    db.execute(
        "INSERT INTO account (number, merchant, holder, feed_url) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (merchant, feed_url) DO UPDATE SET holder = excluded.holder "
        "ON CONFLICT (number) DO UPDATE SET holder = excluded.holder, feed_url = excluded.feed_url",
        (number, merchant, holder, feed_url),
    )
    return db.execute(
        "SELECT * FROM account WHERE merchant = ? AND feed_url = ?", (merchant, feed_url)
    ).fetchone()


def send(
    db: sqlite3.Connection,
    *,
    account: str,
    amount: int,
    memo: str,
    payer: str,
    now: float,
    send: list[float],
    broken: bool = False,
) -> sqlite3.Row:
    """Move practice money and tell the account's merchant at the moments of `send`; the transfer.

    Raises Refused for what no bank would take.
    """
    if not re.fullmatch(r"[0-9A-Za-z]{1,19}", account):
        raise Refused(422, "account")
    if not 0 < amount < 10**13:
        raise Refused(422, "amount")
    transfer = "FT" + secrets.token_hex(6).upper()
    db.execute("UPDATE account SET balance = balance + ? WHERE number = ?", (amount, account))
    owner = db.execute("SELECT * FROM account WHERE number = ?", (account,)).fetchone()
    db.execute(
        "INSERT INTO transfer (id, account, amount, balance, memo, payer, happened_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (transfer, account, amount, owner["balance"] if owner else 0, memo[:LONGEST_MEMO], payer[:70], now),
    )
    if owner is not None:
        db.executemany(
            "INSERT INTO delivery (merchant, url, transfer, broken, due_at) VALUES (?, ?, ?, ?, ?)",
            [(owner["merchant"], owner["feed_url"], transfer, int(broken), moment) for moment in send],
        )
    return db.execute("SELECT * FROM transfer WHERE id = ?", (transfer,)).fetchone()
