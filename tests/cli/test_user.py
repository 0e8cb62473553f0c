import io
import sys
from pathlib import Path

import pytest

from storefront import create_app
from storefront.cli import run
from storefront.config import read_settings
from storefront.domain.accounts.identities import user_of
from storefront.domain.accounts.names import parse_name
from storefront.infra import clock, migrate, queue
from storefront.infra.db import db
from storefront.infra.queue import Job


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STOREFRONT_INSTANCE", str(tmp_path))
    monkeypatch.setenv("STOREFRONT_ARGON2_FAST", "1")
    migrate.upgrade(read_settings().sqlalchemy_url)
    return tmp_path


def create(monkeypatch: pytest.MonkeyPatch, *arguments: str, password: str = "mat-ong-rung-1") -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    return run(["user", "create", *arguments])


def test_the_first_of_the_staff_is_made_from_the_terminal(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert create(monkeypatch, "minh@example.com", "--called", "Minh", "--staff") == 0

    with create_app().app_context():
        user = user_of(parse_name("minh@example.com"))
        assert user is not None
        assert (user.name, user.is_staff) == ("Minh", True)


def test_a_weak_password_is_refused_in_words(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert create(monkeypatch, "minh@example.com", password="12345678") == 1
    assert capsys.readouterr().err


def test_parked_jobs_are_listed_and_run_again(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with create_app().app_context():
        job_id = queue.enqueue("orders.lapse", shop_id=0)
        job = db.session.get_one(Job, job_id)
        job.parked_at, job.last_error = clock.now(), "NoResultFound: gone"
        db.session.commit()

    codes = [run(["jobs", "parked"]), run(["jobs", "run-again"]), run(["jobs", "run-again", str(job_id)])]

    assert codes == [0, 0, 1]
    assert "NoResultFound: gone" in capsys.readouterr().out
