"""Who may talk to the sandbox: merchants with a secret, and the check of their signatures."""

import secrets
import sqlite3

from werkzeug import Request

from storefront.sandbox import signing
from storefront.sandbox.errors import Refused


def register(
    db: sqlite3.Connection, *, wire: str, reference: str, name: str, callback_url: str = ""
) -> sqlite3.Row:
    """A merchant of one company, with a login and a secret; the same reference gets the same one again."""
    login = str(secrets.randbelow(9 * 10**7) + 10**7)
    db.execute(
        "INSERT INTO merchant (id, wire, reference, login, name, secret, callback_url, controls) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (wire, reference) DO UPDATE SET callback_url = excluded.callback_url",
        (
            "M" + secrets.token_hex(8),
            wire,
            reference,
            login,
            name,
            secrets.token_hex(16).upper(),
            callback_url,
            secrets.token_urlsafe(24),
        ),
    )
    return db.execute("SELECT * FROM merchant WHERE wire = ? AND reference = ?", (wire, reference)).fetchone()


def by_login(db: sqlite3.Connection, wire: str, login: str) -> sqlite3.Row:
    """The merchant whom a company knows by this name. Raises Refused 401."""
    row = db.execute("SELECT * FROM merchant WHERE wire = ? AND login = ?", (wire, login)).fetchone()
    if row is None:
        raise Refused(401, "unknown_merchant")
    return row


def by_controls(db: sqlite3.Connection, token: str) -> sqlite3.Row:
    """The merchant whose weather this token moves. Raises Refused 404."""
    row = db.execute("SELECT * FROM merchant WHERE controls = ?", (token,)).fetchone()
    if row is None:
        raise Refused(404, "not_found")
    return row


def set_weather(db: sqlite3.Connection, merchant: str, *, down_until: float, slow: float) -> None:
    """Switch a merchant's gateway off until a moment, or let it answer after so many seconds."""
    db.execute("UPDATE merchant SET down_until = ?, slow = ? WHERE id = ?", (down_until, slow, merchant))


OF_A_MERCHANT = ("refund", "event", "payment", "account", "nonce")
"""Tables with rows of one merchant, those that point to others first."""


def forget(db: sqlite3.Connection, reference: str) -> int:
    """Delete the merchants of a shop at every company, with all they did; how many there were.

    What they sent to others stays there without a name.
    """
    rows = db.execute("SELECT id FROM merchant WHERE reference = ?", (reference,)).fetchall()
    for row in rows:
        mine = "SELECT number FROM account WHERE merchant = ?"
        db.execute("DELETE FROM delivery WHERE merchant = ?", (row["id"],))
        db.execute(f"DELETE FROM transfer WHERE account IN ({mine})", (row["id"],))
        db.execute(f"UPDATE transfer SET sender = '', payer = '' WHERE sender IN ({mine})", (row["id"],))
        for table in OF_A_MERCHANT:
            db.execute(f"DELETE FROM {table} WHERE merchant = ?", (row["id"],))
        db.execute("DELETE FROM merchant WHERE id = ?", (row["id"],))
    return len(rows)


def find(db: sqlite3.Connection, merchant: str) -> sqlite3.Row:
    row = db.execute("SELECT * FROM merchant WHERE id = ?", (merchant,)).fetchone()
    if row is None:
        raise Refused(401, "unknown_merchant")
    return row


def authenticate(db: sqlite3.Connection, request: Request, now: float) -> sqlite3.Row:
    """The merchant who signed this request, freshly and only once; raises Refused 401 otherwise."""
    merchant = find(db, request.headers.get("X-Practice-Merchant", ""))
    timestamp = request.headers.get("X-Practice-Timestamp", "")
    nonce = request.headers.get("X-Practice-Nonce", "")
    target = request.path + ("?" + request.query_string.decode() if request.query_string else "")
    text = signing.request_text(request.method, target, merchant["id"], timestamp, nonce, request.get_data())
    if not signing.same(
        signing.sign(merchant["secret"], text), request.headers.get("X-Practice-Signature", "")
    ):
        raise Refused(401, "bad_signature")
    if not timestamp.isdigit() or abs(now - int(timestamp)) > signing.TOLERANCE:
        raise Refused(401, "too_old")
    db.execute("DELETE FROM nonce WHERE seen_at < ?", (now - 2 * signing.TOLERANCE,))
    if db.execute("INSERT OR IGNORE INTO nonce VALUES (?, ?, ?)", (merchant["id"], nonce, now)).rowcount == 0:
        raise Refused(401, "replayed")
    return merchant
