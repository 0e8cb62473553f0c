from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from storefront.infra import clock, trail
from storefront.infra.trail import Step, Trail, Walker


def step(status: int = 200) -> Step:
    return Step(Walker(learner_id=1), clock.now(), "admin.dashboard.show", "GET", status)


def test_a_full_queue_drops_and_counts() -> None:
    one = Trail(bound=2)

    for _ in range(5):
        one.put(step())

    assert one.dropped == 3


def test_a_flush_writes_everything_in_one_batch(context: Flask) -> None:
    one, batches = Trail(), []
    one.put(step())
    one.put(step(422))

    written = one.flush(batches.append)

    assert written == one.written == 2
    assert [[each.status for each in batch] for batch in batches] == [[200, 422]]
    assert one.flush(batches.append) == 0


def test_a_batch_that_cannot_be_written_is_counted_and_hinders_nobody(context: Flask) -> None:
    one = Trail()
    one.put(step())

    def broken(_steps: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    assert one.flush(broken) == 0
    assert (one.written, one.dropped) == (0, 1)
    assert one.flush(broken) == 0


def answered(app: Flask, status: int, walker: Walker | None = None, **options: object) -> list[Step]:
    """The steps that one request leaves; what others left in the shared app is of no account."""
    found: list[Step] = []
    with app.app_context():
        trail.trail_of(app).flush([].extend)
    with app.test_request_context("/sign-in", **options):
        if walker:
            trail.follow(walker)
            trail.note_errors(["ProductForm.price:wrong"])
        app.process_response(app.response_class("", status))
    with app.app_context():
        trail.trail_of(app).flush(found.extend)
    return found


def test_who_is_not_followed_leaves_no_step(context: Flask) -> None:
    assert answered(context, 200, method="POST") == []


def test_a_form_leaves_its_address_its_answer_and_its_codes(context: Flask) -> None:
    walker = Walker(shop_id=5, user_id=6)

    [left] = answered(context, 422, walker, method="POST", data={"price": "sáu mươi"})

    assert (left.walker, left.method, left.status) == (walker, "POST", 422)
    assert left.errors == ("ProductForm.price:wrong",)
    assert "sáu mươi" not in repr(left)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Dest": "iframe"}, {"Accept": "application/json"}])
def test_what_a_script_or_a_frame_asks_for_is_no_step(context: Flask, headers: dict[str, str]) -> None:
    assert answered(context, 200, Walker(learner_id=1), headers=headers) == []


def test_the_writer_writes_what_waits_before_it_leaves(context: Flask) -> None:
    written: list[Step] = []
    writer = trail.Writer(context, written.extend)
    writer.start()
    trail.trail_of(context).put(step(500))

    writer.stop()

    assert [each.status for each in written] == [500]
    assert not writer.is_alive()
