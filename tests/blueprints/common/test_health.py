from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_the_process_answers(client: FlaskClient):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_ready_names_each_part_and_nothing_else(client: FlaskClient):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {"database": True, "limits": True, "storage": True}


def test_a_part_that_is_away_makes_it_unready(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    settings = app.config["SETTINGS"]
    monkeypatch.setitem(app.config, "SETTINGS", type(settings)(redis_url="redis://127.0.0.1:1/0"))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["limits"]) == (503, False)


def test_asking_writes_no_file_and_a_folder_that_is_gone_is_told(client: FlaskClient, app: Flask):
    media = app.config["SETTINGS"].instance / "media"
    client.get("/readyz")
    stamps = media.stat().st_mtime_ns, [*media.rglob("*")]

    client.get("/readyz")
    same = (media.stat().st_mtime_ns, [*media.rglob("*")]) == stamps
    media.rename(media.with_name("away"))
    away = client.get("/readyz")
    media.with_name("away").rename(media)

    assert same
    assert (away.status_code, away.json["storage"]) == (503, False)


def test_figures_count_answers_and_jobs(client: FlaskClient):
    client.get("/healthz")

    text = client.get("/metrics").text

    assert 'storefront_requests_total{status="2xx"}' in text
    assert 'storefront_jobs{state="parked"} 0\n' in text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}),
        ("127.0.0.1", {"Forwarded": "for=a"}),
    ],
)
def test_figures_are_for_callers_on_this_machine_only(
    client: FlaskClient, address: str, headers: dict[str, str]
):
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == 404
