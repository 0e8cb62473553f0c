"""Each part's line for the operator, when it answers and when it does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from storefront import create_app
from storefront.infra import health
from tests import services
from tests.conftest import postgres_urls, settings_for

pytestmark = pytest.mark.committed


def line(app: Flask, name: str, **settings: object) -> health.Check:
    """The check of one part, with other settings."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], **settings)
    with app.app_context():
        return next(check for check in health.examine() if check.name == name)


def test_everything_answers_in_a_fresh_installation(committed_app: Flask):
    with committed_app.app_context():
        checks = health.examine()

    assert [check.detail for check in checks if not check.ok] == []


@pytest.mark.postgres
def test_the_owner_of_the_tables_is_no_role_to_serve_with(tmp_path: Path):
    owner = postgres_urls(f"h_{tmp_path.name}")["migration_database_url"]
    app = create_app(settings_for(tmp_path, database_url=owner))

    check = line(app, "database role")

    assert (check.ok, "storefront_owner must not" in check.detail) == (False, True)


def test_redis_that_answers_and_redis_that_does_not(committed_app: Flask):
    there = line(committed_app, "limits", redis_url=services.redis_server().url())
    away = line(committed_app, "limits", redis_url="redis://:secret@127.0.0.1:1/0")

    assert (there.ok, away.ok) == (True, False)
    assert "secret" not in away.detail


def test_mail_that_nobody_takes(committed_app: Flask):
    assert not line(committed_app, "mail", smtp_url="smtp://user:secret@127.0.0.1:1").ok


def test_a_sandbox_apart_that_is_away(committed_app: Flask):
    assert not line(committed_app, "sandbox", sandbox=True, sandbox_url="http://127.0.0.1:1").ok


def test_keys_that_others_may_read(committed_app: Flask):
    key = committed_app.config["SETTINGS"].instance / "keys" / "seal.keys"
    key.chmod(0o644)

    check = line(committed_app, "keys")

    assert (check.ok, "seal.keys" in check.detail) == (False, True)
