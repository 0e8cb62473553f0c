"""A rule is data: read with clear errors, and judged the same whatever order its events come in."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from flask import Flask

import storefront
from storefront.domain.workshops.missions import rules, sentences, syllabus, vocabulary
from storefront.domain.workshops.missions.checks import CHECKS
from storefront.domain.workshops.missions.tally import Happened, Tally, evaluate
from storefront.infra.i18n import speaking

START = dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)
PLACED = {"on": [{"topic": "order.accepted"}]}


def happened(id: int, topic: str, subject: int = 1, *, minute: int = 0, by: str = "user", **facts: object):
    """An event, so many minutes after the start."""
    return Happened(id, topic, START + dt.timedelta(minutes=minute), by, "any", subject, facts)


def judged(step: dict[str, object], *log: Happened) -> Tally:
    return evaluate(rules.read({"steps": [step]}), log)


@pytest.mark.parametrize(
    "step",
    [
        {"on": [{"topic": "order.eaten"}]},
        {"on": []},
        {"on": [{"topic": "order.accepted", "where": [{"fact": "colour", "equals": 1}]}]},
        {"on": [{"topic": "order.accepted", "by": "cat"}]},
        {"on": [{"topic": "order.placed", "where": [{"fact": "total", "at_least": "much"}]}]},
        {"on": [{"topic": "order.placed", "where": [{"fact": "mode", "in": []}]}]},
        {"on": [{"topic": "order.placed", "where": [{"fact": "mode"}]}]},
        {**PLACED, "count": 0},
        {**PLACED, "distinct": "fact:colour"},
        {**PLACED, "within": {"minutes": 0, "after": "order.placed"}},
        {**PLACED, "within": {"minutes": 5, "after": "order.eaten"}},
        {**PLACED, "check": "all_is_well"},
        {**PLACED, "check": "owner_block_complete", "count": 2},
    ],
)
def test_a_rule_that_means_nothing_is_refused_in_words(context: Flask, step: dict[str, object]):
    with pytest.raises(rules.WrongRule) as refused:
        rules.read({"steps": [step]})

    assert refused.value.errors["rule"][0]


def test_a_rule_has_steps(context: Flask):
    with pytest.raises(rules.WrongRule):
        rules.read({"steps": []})
    with pytest.raises(rules.WrongRule):
        rules.read({})


def test_what_is_read_is_written_as_it_was():
    stored = [mission["rule"] for lesson in syllabus.built_in() for mission in lesson["missions"]]

    assert [rules.to_data(rules.read(rule)) for rule in stored] == stored


def test_every_check_has_its_words():
    assert set(CHECKS) == set(vocabulary.checks())


def test_every_event_a_mission_may_speak_of_is_recorded_somewhere():
    code = "".join(
        path.read_text() for path in Path(storefront.__file__).parent.joinpath("domain").rglob("*.py")
    )

    unknown = {
        topic
        for topic in vocabulary.topics()
        if f'"{topic}"' not in code and f'f"{topic.partition(".")[0]}.{{' not in code
    }

    assert unknown == set()


def test_three_goods_are_three_different_ones():
    step = {"on": [{"topic": "product.published"}], "count": 3, "distinct": "subject"}
    twice = [happened(1, "product.published", 7), happened(2, "product.published", 7)]
    third = [happened(3, "product.published", 8), happened(4, "product.published", 9, minute=5)]

    assert judged(step, *twice).count == 1
    assert judged(step, *twice, *third) == Tally(3, ("0:7", "0:8", "0:9"), 4, START + dt.timedelta(minutes=5))


def test_the_same_log_in_any_order_and_twice_gives_the_same_answer():
    step = {"on": [{"topic": "product.published"}], "count": 2, "distinct": "subject"}
    log = [happened(number, "product.published", number, minute=number) for number in (1, 2, 3)]

    answers = {judged(step, *order, *order) for order in itertools.permutations(log)}

    assert answers == {judged(step, *log)}


@pytest.mark.parametrize(("minute", "in_time"), [(9, True), (10, True), (11, False)])
def test_ten_minutes_are_counted_from_the_order_of_the_same_subject(minute: int, in_time: bool):
    step = {**PLACED, "within": {"minutes": 10, "after": "order.placed", "through": "subject"}}
    log = [
        happened(1, "order.placed", 5),
        happened(2, "order.placed", 6, minute=minute),
        happened(3, "order.accepted", 5, minute=minute),
    ]

    assert (judged(step, *log).reached_at is not None) is in_time


def test_an_earlier_event_is_found_by_the_fact_that_names_it():
    step = {
        "on": [{"topic": "payment.succeeded"}],
        "within": {"minutes": 10, "after": "order.placed", "through": "fact:order"},
    }
    log = [happened(1, "order.placed", 5), happened(2, "payment.succeeded", 9, minute=3, order="5")]

    assert judged(step, *log).event_id == 2
    assert judged(step, happened(2, "payment.succeeded", 9, order="4"), log[0]).event_id is None


def test_time_in_which_the_class_stood_still_is_not_counted():
    rule = rules.read({"steps": [{**PLACED, "within": {"minutes": 10, "after": "order.placed"}}]})
    log = [happened(1, "order.placed"), happened(2, "order.accepted", minute=30)]

    tally = evaluate(rule, log, lambda start, end: end - start - dt.timedelta(minutes=25))

    assert tally.event_id == 2


@pytest.mark.parametrize(
    ("condition", "facts", "holds"),
    [
        ({"fact": "campaign", "is_not": "direct"}, {"campaign": "zalo"}, True),
        ({"fact": "campaign", "is_not": "direct"}, {}, False),
        ({"fact": "campaign", "in": ["zalo", "poster"]}, {"campaign": "poster"}, True),
        ({"fact": "campaign", "present": True}, {"campaign": ""}, False),
        ({"fact": "mobile", "equals": True}, {"mobile": True}, True),
        ({"fact": "mobile", "equals": False}, {}, False),
    ],
)
def test_conditions_are_held_against_the_facts(
    condition: dict[str, object], facts: dict[str, object], holds: bool
):
    step = {"on": [{"topic": "shop.visited", "where": [condition]}]}

    assert (judged(step, happened(1, "shop.visited", by="customer", **facts)).count == 1) is holds


def test_a_mission_of_the_learner_is_not_done_by_a_customer():
    step = {"on": [{"topic": "order.accepted", "by": "user"}]}

    assert judged(step, happened(1, "order.accepted", by="customer")).count == 0


@pytest.mark.parametrize(
    ("step", "vi", "en"),
    [
        (
            {"on": [{"topic": "product.published"}], "count": 3, "distinct": "subject"},
            "Khi 3 sản phẩm được đăng bán.",
            "When 3 products are put on sale.",
        ),
        (
            {**PLACED, "within": {"minutes": 10, "after": "order.placed"}},
            "Khi một đơn hàng được nhận trong vòng 10 phút sau khi một đơn hàng được đặt.",
            "When an order is confirmed within 10 minutes after an order is placed.",
        ),
        (
            {"on": [{"topic": "shop.visited", "where": [{"fact": "own_device", "equals": False}]}]},
            "Khi có người vào xem cửa hàng (không phải từ máy của chủ cửa hàng).",
            "When somebody visits the shop (not on the owner's own device).",
        ),
    ],
)
def test_a_rule_is_read_aloud(context: Flask, step: dict[str, object], vi: str, en: str):
    rule = rules.read({"steps": [step]})

    with speaking("vi"):
        assert sentences.sentence(rule) == vi
    with speaking("en"):
        assert sentences.sentence(rule) == en
