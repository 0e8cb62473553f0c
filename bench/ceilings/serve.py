"""Ceilings (a) and (b), served as the product is: granian with the same interface and threads.

Run: python -m bench.ceilings.serve --port 8001 --body 40000
     python -m bench.ceilings.serve --port 8001 --database storefront.sqlite3
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from granian import Granian
from granian.constants import Interfaces

from bench.ceilings.cards import cards_app
from storefront.config import Settings


def constant_app(size: int) -> WSGIApplication:
    """Answers every request with the same bytes."""
    body = b"x" * size
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(size))]

    def answer(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", list(headers))
        return [body]

    return answer


def main() -> None:
    """Serve one of the two until a signal comes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--body", type=int, default=0, help="bytes of the constant answer")
    parser.add_argument("--database", type=Path, help="the shop's database: serve cards of it")
    arguments = parser.parse_args()
    database, size = arguments.database, arguments.body
    app: Any = cards_app(database) if database else constant_app(size)
    Granian(
        "bench",
        address="127.0.0.1",
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=Settings.threads,
        log_enabled=False,
        websockets=False,
    ).serve(target_loader=lambda *_: app, wrap_loader=False)


if __name__ == "__main__":
    main()
