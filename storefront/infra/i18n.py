"""Languages: Vietnamese has no prefix, English lives under /en/; a message speaks its reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import Babel, force_locale

LOCALES = ("vi", "en")
DEFAULT = "vi"
ENVIRON = "storefront.lang"
TRANSLATIONS = Path(__file__).parent.parent / "translations"


def init_app(app: Flask) -> None:
    """Choose each answer's language."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=current_locale)


def current_locale() -> str:
    """The language in force: the one spoken in, the address's, or Vietnamese."""
    spoken = g.get("_locale") if has_app_context() else None
    if spoken:
        return str(spoken)
    return str(request.environ.get(ENVIRON, DEFAULT)) if has_request_context() else DEFAULT


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Say what follows in another language, such as that of a message's reader."""
    before = g.get("_locale")
    g._locale = locale if locale in LOCALES else DEFAULT
    try:
        with force_locale(g._locale):
            yield
    finally:
        g._locale = before
