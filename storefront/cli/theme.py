"""`theme check DIR`: what an author must mend before a shop may use a theme."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from storefront.domain.theming.check import Finding, check


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("theme", help="check a theme's folder")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    checking = commands.add_parser("check", help="what to mend, each finding with its remedy")
    checking.add_argument("folder", type=Path, metavar="DIR")
    checking.add_argument("--json", action="store_true", help="the findings as JSON, for other programs")
    checking.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 when one of them is an error, as a shop may not use the theme then."""
    found = check(arguments.folder)
    print(as_json(found) if arguments.json else as_lines(found))
    return 1 if any(finding.level == "error" for finding in found) else 0


def as_json(found: Sequence[Finding]) -> str:
    """The findings as one JSON list."""
    return json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2)


def as_lines(found: Sequence[Finding]) -> str:
    """A line for each finding, and last how many there are of each kind."""
    lines = [f"{finding.level}: {finding.file}: {finding.message} [{finding.rule}]" for finding in found]
    counts = {
        level: sum(finding.level == level for finding in found) for level in ("error", "warning", "hint")
    }
    summary = ", ".join(f"{count} {level}{'' if count == 1 else 's'}" for level, count in counts.items())
    return "\n".join([*lines, summary])
