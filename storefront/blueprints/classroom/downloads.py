"""Files to take away from a class."""

from __future__ import annotations

from flask import Response

PDF_TYPE = "application/pdf"
ZIP_TYPE = "application/zip"


def download(data: bytes, content_type: str, name: str) -> Response:
    """A file with its name; held by nobody on the way, as names of people are in it."""
    answer = Response(data, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
