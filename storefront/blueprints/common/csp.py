"""What a browser may load and where forms may go: one fixed policy a door, widened by name where needed."""

import secrets

from flask import Flask, Response, g, request

from storefront.blueprints.common.origin import door

_BASE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# The desk shows the shop in a frame and pictures before they are sent.
_DOORS = {"admin": {"frame-src": "'self'", "img-src": "'self' data: blob:"}}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Never no-referrer: on plain http the form's Origin would become "null" and the origin check refuse it.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_OVER_TLS = {
    # On plain http browsers ignore it, and complain in the console.
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Send the policy and the security headers with every answer."""
    app.after_request(add_headers)
    app.jinja_env.globals["style_nonce"] = style_nonce


def allow_forms_to(*origins: str) -> None:
    """Let this answer's forms, and their redirects, reach these origins (a gateway's pages)."""
    _widen("form-action", " ".join(("'self'", *origins)))


def allow_framing() -> None:
    """Let this answer be shown in a frame of the same origin (previews)."""
    _widen("frame-ancestors", "'self'")


def style_nonce() -> str:
    """A nonce for styles a script adds; only the rich-text page asks for one, and it is never cached."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
        _widen("style-src", f"'self' 'nonce-{g.style_nonce}'")
    nonce: str = g.style_nonce
    return nonce


def add_headers(response: Response) -> Response:
    """Add what the view has not set itself."""
    directives = {**_BASE, **_DOORS.get(door(), {}), **g.get("csp", {})}
    response.headers.setdefault(
        "Content-Security-Policy", "; ".join(f"{k} {v}" for k, v in directives.items())
    )
    for name, value in (_HEADERS | (_OVER_TLS if request.is_secure else {})).items():
        response.headers.setdefault(name, value)
    return response


def _widen(directive: str, sources: str) -> None:
    g.csp = {**g.get("csp", {}), directive: sources}
