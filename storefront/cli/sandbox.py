"""`sandbox`: the practice gateway and bank in a process of their own, for STOREFRONT_SANDBOX_URL."""

from __future__ import annotations

import argparse

from storefront.app import create_app
from storefront.config import read_settings
from storefront.infra import server
from storefront.sandbox import serve_sandbox


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("sandbox", help="run the practice gateways in a process of their own")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve the sandbox until SIGINT or SIGTERM, with the key this installation's servers know."""
    settings = read_settings()
    server.usable_instance(settings.instance)
    key = settings.sandbox_key or create_app(settings).config["SANDBOX_KEY"]
    port = server.free_port(arguments.host, arguments.port)
    serve_sandbox(arguments.host, port, settings.instance / "sandbox.sqlite3", bootstrap_key=key)
    return 0
