"""Who may talk to the sandbox: merchants with a secret, and the check of their signatures."""

import secrets
import sqlite3

from werkzeug import Request

from storefront.sandbox import signing
from storefront.sandbox.errors import Refused


def register(db: sqlite3.Connection, *, reference: str, name: str) -> sqlite3.Row:
    """A merchant with a secret; the same reference gets the same merchant again."""
    db.execute(
        "INSERT INTO merchant (id, reference, name, secret) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (reference) DO NOTHING",
        ("M" + secrets.token_hex(8), reference, name, secrets.token_urlsafe(32)),
    )
    return db.execute("SELECT * FROM merchant WHERE reference = ?", (reference,)).fetchone()


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
