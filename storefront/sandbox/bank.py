"""The practice bank: accounts issued to merchants, and transfers that a learner makes by hand."""

import re
import secrets
import sqlite3

from storefront.sandbox.errors import Refused

BIN = "999999"
LONGEST_MEMO = 210
SHOWN = 20


def open_account(
    db: sqlite3.Connection,
    merchant: str,
    *,
    holder: str,
    feed_url: str,
    number: str = "",
    opening: int = 0,
) -> sqlite3.Row:
    """An account whose incoming money is told to `feed_url`; the same address gets the same account again.

    With a `number` that account is opened, or told to another address from now on. `opening` is the practice
    money in a new one.
    """
    number = number or "2" + "".join(secrets.choice("0123456789") for _ in range(11))
    db.execute(
        "INSERT INTO account (number, merchant, holder, feed_url, balance) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (merchant, feed_url) DO UPDATE SET holder = excluded.holder "
        "ON CONFLICT (number) DO UPDATE SET holder = excluded.holder, feed_url = excluded.feed_url",
        (number, merchant, holder, feed_url, opening),
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
    sender: str = "",
    key: str = "",
) -> sqlite3.Row:
    """Move practice money and tell the account's merchant at the moments of `send`; the transfer.

    From a `sender`'s account it moves only what is there, and only to an account of this bank; without one it
    comes from nowhere. A second sending under the same `key` is the first one. Raises Refused for what no
    bank would take.
    """
    done = _sent_under(db, key)
    if done:
        return _transfer(db, done)
    if not re.fullmatch(r"[0-9A-Za-z]{1,19}", account):
        raise Refused(422, "account")
    if not 0 < amount < 10**13:
        raise Refused(422, "amount")
    owner = db.execute("SELECT * FROM account WHERE number = ?", (account,)).fetchone()
    if sender:
        _take(db, sender, amount, known=owner is not None)
    transfer = "FT" + secrets.token_hex(6).upper()
    if key:
        db.execute("INSERT INTO kept VALUES ('bank', ?, ?, ?)", (key, transfer, now))
    db.execute("UPDATE account SET balance = balance + ? WHERE number = ?", (amount, account))
    balance = _balance(db, account)
    db.execute(
        "INSERT INTO transfer (id, account, amount, balance, memo, payer, happened_at, sender) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (transfer, account, amount, balance, memo[:LONGEST_MEMO], payer[:70], now, sender),
    )
    if owner is not None:
        db.executemany(
            "INSERT INTO delivery (merchant, url, transfer, broken, due_at) VALUES (?, ?, ?, ?, ?)",
            [(owner["merchant"], owner["feed_url"], transfer, int(broken), moment) for moment in send],
        )
    return _transfer(db, transfer)


def purse(db: sqlite3.Connection, merchant: str) -> sqlite3.Row | None:
    """The account a merchant pays from: the one opened last."""
    return db.execute(
        "SELECT * FROM account WHERE merchant = ? ORDER BY rowid DESC LIMIT 1", (merchant,)
    ).fetchone()


def history(db: sqlite3.Connection, account: str) -> list[sqlite3.Row]:
    """What came into an account and left it, newest first."""
    return db.execute(
        "SELECT * FROM transfer WHERE account = ? OR sender = ? ORDER BY serial DESC LIMIT ?",
        (account, account, SHOWN),
    ).fetchall()


def _sent_under(db: sqlite3.Connection, key: str) -> str:
    """The transfer that was sent under a key before; empty when there is none."""
    found = db.execute("SELECT answer FROM kept WHERE wire = 'bank' AND id = ?", (key,)).fetchone()
    return str(found["answer"]) if key and found is not None else ""


def _take(db: sqlite3.Connection, account: str, amount: int, *, known: bool) -> None:
    """Take money out of an account for one that this bank must know."""
    if not known:
        raise Refused(422, "unknown_account")
    taken = db.execute(
        "UPDATE account SET balance = balance - ? WHERE number = ? AND balance >= ?",
        (amount, account, amount),
    )
    if taken.rowcount == 0:
        raise Refused(409, "too_little")


def _balance(db: sqlite3.Connection, account: str) -> int:
    """What is in an account; nothing in one that is not this bank's."""
    found = db.execute("SELECT balance FROM account WHERE number = ?", (account,)).fetchone()
    return int(found["balance"]) if found is not None else 0


def _transfer(db: sqlite3.Connection, transfer: str) -> sqlite3.Row:
    return db.execute("SELECT * FROM transfer WHERE id = ?", (transfer,)).fetchone()
