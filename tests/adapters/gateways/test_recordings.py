"""Recorded talks of gateways with their companies, read again without a server."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import Gateway, Outcome
from storefront.adapters.gateways.testing import facts
from storefront.infra import http
from tests.adapters.gateways.recording import FOLDER, OUTCOMES, Tape, callback_of, charge_of, told

CLAIMS = {"paid": "succeeded", "refused": "failed", "cancelled": "cancelled"}
FILES = sorted(FOLDER.glob("*/*.json"))


@pytest.fixture(params=FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def kept(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    kept = json.loads(request.param.read_text(encoding="utf-8"))
    http.allow_inner(kept["inner"])
    yield kept
    http.allow_inner("")


@pytest.fixture
def made(kept: dict[str, Any]) -> Gateway:
    return gateway(kept["gateway"])(kept["settings"])


def test_the_same_charge_gives_the_same_address(kept: dict[str, Any], made: Gateway) -> None:
    assert made.start(charge_of(kept["charge"])).url == kept["start"]


def test_a_recorded_callback_is_understood_and_answered(kept: dict[str, Any], made: Gateway) -> None:
    events = made.read_callback(callback_of(kept["callback"]))

    assert [told(event) for event in events] == kept["callback"]["told"]
    assert [event.kind.value for event in events] == [OUTCOMES[kept["outcome"]]]
    assert made.acknowledge([Outcome.ACCEPTED]).body.decode() == kept["answer"]


def test_a_recorded_return_is_signed_and_claims_what_was_chosen(kept: dict[str, Any], made: Gateway) -> None:
    hint = made.read_return(kept["return"])

    assert (hint.signed, hint.claims) == (True, CLAIMS[kept["outcome"]])
    assert hint.public_number == kept["charge"]["public_number"]


def test_a_recorded_question_has_its_recorded_answer(
    kept: dict[str, Any], made: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "request", Tape(kept["query"]["exchanges"]).play)

    events = made.query(facts(charge_of(kept["charge"])))

    assert [told(event) for event in events] == kept["query"]["told"]
