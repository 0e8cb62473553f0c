"""Accounts whose movements a company reports: issued with its merchant, found again by its login."""

import hashlib
import hmac
import sqlite3
from datetime import datetime, timedelta, timezone

from storefront.sandbox import bank

VIETNAM = timezone(timedelta(hours=7))
MOST = 1000


def number_of(merchant: sqlite3.Row) -> str:
    """The account number a merchant of a reporting company gets."""
    return "3" + str(merchant["login"]).zfill(11)


def open_for(db: sqlite3.Connection, merchant: sqlite3.Row) -> None:
    """Open the merchant's account; its movements are told to the address the merchant registered."""
    bank.open_account(
        db,
        merchant["id"],
        holder=merchant["name"],
        feed_url=merchant["callback_url"],
        number=number_of(merchant),
    )


def movements(db: sqlite3.Connection, merchant: sqlite3.Row, since: float) -> list[sqlite3.Row]:
    """What came into the merchant's account since a moment, oldest first."""
    return db.execute(
        "SELECT * FROM transfer WHERE account = ? AND happened_at >= ? ORDER BY serial LIMIT ?",
        (number_of(merchant), since, MOST),
    ).fetchall()


def derived(merchant: sqlite3.Row, purpose: str) -> str:
    """Another secret of the merchant's, beginning with its login so that it is found by it."""
    key = hmac.new(merchant["secret"].encode(), purpose.encode(), hashlib.sha256).hexdigest()
    return f"{merchant['login']}-{key[:40]}"


def local_time(seconds: float) -> str:
    """As Vietnamese companies write it: local, without a zone."""
    return datetime.fromtimestamp(seconds, VIETNAM).strftime("%Y-%m-%d %H:%M:%S")


def from_local_time(text: str) -> float:
    """Seconds from a local date or time; long ago when it is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).timestamp()
    except ValueError:
        return 0.0
