"""What arrives holds no NUL: no person types it, PostgreSQL keeps none, and a driver that meets one fails."""

from __future__ import annotations

from wsgiref.types import WSGIEnvironment

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict

NUL = "\0"
NOWHERE = "/_nowhere"
"""An address nobody answers at."""


def clean_address(environ: WSGIEnvironment) -> None:
    """A path with a NUL is none of ours; from a query it falls away."""
    if NUL in environ.get("PATH_INFO", ""):
        environ["PATH_INFO"] = NOWHERE
    if "%00" in environ.get("QUERY_STRING", ""):
        environ["QUERY_STRING"] = environ["QUERY_STRING"].replace("%00", "")


class Incoming(Request):
    """A request whose form and names of files have no NUL."""

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        typed = list(self.form.items(multi=True))
        if any(NUL in text for pair in typed for text in pair):
            self.__dict__["form"] = ImmutableMultiDict(
                (name.replace(NUL, ""), value.replace(NUL, "")) for name, value in typed
            )
        for _, file in self.files.items(multi=True):
            file.filename = (file.filename or "").replace(NUL, "")


def init_app(app: Flask) -> None:
    """Read every request this way."""
    app.request_class = Incoming
