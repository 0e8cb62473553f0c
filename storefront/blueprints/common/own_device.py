"""Devices of a shop's own people: a cookie on the shop's host says so, and their visits count apart.

The desk's "view the shop" is a POST; it leads to the shop with a short-lived pass, which becomes the cookie.
"""

from __future__ import annotations

import datetime as dt

from flask import Request, Response, current_app
from itsdangerous import BadSignature, Signer, TimestampSigner
from werkzeug.wrappers import Response as Answer

from storefront.models.shop import Shop

KEPT = dt.timedelta(days=365)
PASS_SECONDS = 120


def is_own_device(request: Request, shop: Shop) -> bool:
    """Whether the request comes from a device of the shop's owner, staff or trainer."""
    marked = request.cookies.get(_cookie_name(request, shop), "")
    return bool(marked) and _says(_signer(), marked, shop)


def device_pass(shop: Shop) -> str:
    """What the desk puts into `/own-device/<token>` on the shop's host; good for two minutes."""
    return _passes().sign(str(shop.id)).decode()


def is_device_pass(token: str, shop: Shop) -> bool:
    """Whether the desk of this shop has just made it."""
    try:
        return _passes().unsign(token, max_age=PASS_SECONDS).decode() == str(shop.id)
    except BadSignature:
        return False


def mark_device(request: Request, answer: Response | Answer, shop: Shop) -> None:
    """Let the browser say from now on that it is the shop's own."""
    answer.set_cookie(
        _cookie_name(request, shop),
        _signer().sign(str(shop.id)).decode(),
        max_age=int(KEPT.total_seconds()),
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def _cookie_name(request: Request, shop: Shop) -> str:
    return f"{'__Host-' if request.is_secure else ''}own-{shop.id}"


def _says(signer: Signer, signed: str, shop: Shop) -> bool:
    try:
        return signer.unsign(signed).decode() == str(shop.id)
    except BadSignature:
        return False


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="own-device")


def _passes() -> TimestampSigner:
    return TimestampSigner(str(current_app.secret_key), salt="own-device-pass")
