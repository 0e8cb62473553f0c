"""The one check every unsafe request passes: it comes from a page of this very origin."""

from flask import Flask, request

from storefront.infra.errors import Forbidden

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
EXEMPT = frozenset({"hooks", "api"})


class ForeignOrigin(Forbidden):
    """The form was sent from another site, or by a program that does not say where it comes from."""

    code = "foreign_origin"


def init_app(app: Flask) -> None:
    """Refuse unsafe requests from other origins; `hooks` and `api` prove themselves by signature and key."""
    app.before_request(check_origin)


def check_origin() -> None:
    """Raise ForeignOrigin unless the request is safe, exempt or from our own origin."""
    if request.method in SAFE or door() in EXEMPT or is_same_origin():
        return
    raise ForeignOrigin


def is_same_origin() -> bool:
    """What the browser itself says: `Sec-Fetch-Site`, or `Origin` on plain http and in older browsers."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def door() -> str:
    """The name of the front door (the outermost blueprint) that answers, or an empty string."""
    return (request.blueprint or "").split(".")[0]
