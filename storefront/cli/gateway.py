"""`gateway verify FILE.json`: run signature vectors against the code that speaks to gateways."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from storefront import create_app
from storefront.cli.vectors import CHECKS
from storefront.cli.vectors.checks import Mismatch, Vector
from storefront.domain.payments.connect import NoPlatformKeys, open_platform_endpoint
from storefront.infra.db import db
from storefront.infra.links import public_url


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("gateway", help="check signature vectors against the gateways")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    verify = commands.add_parser("verify", help="run files of signature vectors")
    verify.add_argument("files", nargs="+", metavar="FILE.json")
    verify.set_defaults(run=run_verify)
    connect = commands.add_parser("connect", help="the platform's callback address at a gateway")
    connect.add_argument("code", help="a gateway of the setting STOREFRONT_CONNECT")
    connect.set_defaults(run=run_connect)


def run_connect(arguments: argparse.Namespace) -> int:
    """Print the address that the gateway's platform account must call; 1 when there are no keys."""
    with create_app().app_context():
        try:
            path = open_platform_endpoint(arguments.code)
        except NoPlatformKeys:
            print(f"STOREFRONT_CONNECT has no keys for {arguments.code}", file=sys.stderr)
            return 1
        db.session.commit()
        print(public_url(path))
    return 0


def run_verify(arguments: argparse.Namespace) -> int:
    """Check every file; 0 only when all of them ran and nothing failed."""
    results = [verify_file(path) for path in arguments.files]
    passed, failed = sum(result[0] for result in results), sum(result[1] for result in results)
    for _, _, lines in results:
        print(*lines, sep="\n", end="\n" if lines else "")
    print(f"{passed} passed, {failed} failed")
    every_file_ran = all(result[0] for result in results)
    return 0 if every_file_ran and not failed else 1


def verify_file(path: str | Path) -> tuple[int, int, list[str]]:
    """Run one file: how many passed, how many failed, a line for each failure. An unreadable file fails."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        key, vectors = content["key"], list(content["vectors"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        return 0, 1, [f"{path}: not a vector file: {type(error).__name__}: {error}"]
    lines = [line for vector in vectors if (line := _failure(key, vector))]
    if not vectors:
        lines.append(f"{path}: no vectors")
    return len(vectors) - len(lines) if vectors else 0, len(lines), lines


def _failure(key: str, vector: Vector) -> str:
    """Why a vector fails, named, or nothing."""
    name = f"{key}: {vector.get('id', '?') if isinstance(vector, Mapping) else vector}"
    try:
        check = CHECKS.get((key, vector["operation"]))
        if check is None:
            return f"{name}: unknown operation {vector['operation']!r} of {key!r}"
        check(vector)
    except Mismatch as error:
        return f"{name}: {error}"
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return f"{name}: unusable vector: {type(error).__name__}: {error}"
    return ""
