"""Ids: never twice, never backwards, whatever the clock and however many processes."""

import datetime as dt
import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.infra import clock, ids
from storefront.infra.db import db
from storefront.infra.ids import COUNTS, IdMaker
from storefront.infra.queue import Job

NOON = dt.datetime(2026, 6, 1, 5, tzinfo=dt.UTC)
INSERT = """
import sys
from pathlib import Path
from sqlalchemy import insert
from storefront import create_app
from storefront.config import Settings
from storefront.infra import clock, ids, installation
from storefront.infra.db import db
from storefront.infra.queue import Job

app = create_app(Settings(instance=Path(sys.argv[1]), database_url=sys.argv[2], demo=True))
with app.app_context():
    installation.lease_node()
    for _ in range(5):
        moment = clock.now()
        db.session.execute(insert(Job), [
            {"id": ids.new_id(), "kind": "x", "shop_id": 0, "payload": {}, "run_at": moment,
             "created_at": moment}
            for _ in range(1000)
        ])
        db.session.commit()
"""


def test_a_full_millisecond_borrows_from_the_next() -> None:
    clock.freeze(NOON)
    maker = IdMaker()

    made = [maker.take() for _ in range(COUNTS + 5)]

    assert made == sorted(set(made))
    assert made[-1] >> 22 == ids.milliseconds(NOON) + 1


def test_a_clock_that_goes_back_does_not_bring_ids_back() -> None:
    maker = IdMaker()
    clock.freeze(NOON)
    before = maker.take()
    clock.freeze(NOON - dt.timedelta(hours=1))

    assert maker.take() > before


def test_a_maker_begins_above_the_mark_it_is_given() -> None:
    clock.freeze(NOON)
    mark = ids.milliseconds(NOON) + 5_000

    assert IdMaker(3, not_before=mark).take() >> 22 >= mark


def test_the_node_keeps_makers_of_one_moment_apart() -> None:
    clock.freeze(NOON)

    first, second = IdMaker(1), IdMaker(2)

    assert {first.take() for _ in range(100)}.isdisjoint(second.take() for _ in range(100))


def test_moments_before_2026_count_as_its_beginning() -> None:
    assert ids.milliseconds(dt.datetime(2025, 3, 1, tzinfo=dt.UTC)) == 0


def test_ids_fit_a_signed_column_for_sixty_years() -> None:
    clock.freeze(dt.datetime(2086, 1, 1, tzinfo=dt.UTC))

    assert IdMaker(ids.NODES - 1).take() < 2**63


@pytest.mark.committed
def test_two_processes_that_write_in_bulk_never_meet(committed_app: Flask) -> None:
    arguments = [committed_app.instance_path, committed_app.config["SETTINGS"].database_url]

    writers = [subprocess.Popen([sys.executable, "-c", INSERT, *arguments]) for _ in range(2)]
    codes = [writer.wait(120) for writer in writers]

    with committed_app.app_context():
        assert (codes, db.session.scalar(select(func.count()).select_from(Job))) == ([0, 0], 10_000)
