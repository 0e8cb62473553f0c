from __future__ import annotations

import pytest

from tests.blueprints.shopper.conftest import Stall
from tests.factories import make_collection, make_product


@pytest.fixture(autouse=True)
def goods(stall: Stall) -> None:
    with stall.inside():
        gai = make_product(name="Bánh gai Tứ Trụ", price=80_000)
        make_product(name="Nem chua")
        make_collection(gai, name="Bánh quê")


def test_words_without_marks_find_goods_with_them(stall: Stall) -> None:
    page = stall.get("/search?q=banh+gai").text

    assert "Bánh gai Tứ Trụ" in page
    assert "Nem chua" not in page


def test_a_small_mistake_is_put_right_and_can_be_insisted_on(stall: Stall) -> None:
    page = stall.get("/search?q=bnah+gai").text

    assert "Bánh gai Tứ Trụ" in page
    assert "exact=1" in page


def test_nothing_found_leads_to_the_collections(stall: Stall) -> None:
    page = stall.get("/search?q=zzzzqqq").text

    assert stall.url("/collections/banh-que") in page


def test_what_was_typed_is_shown_and_never_run(stall: Stall) -> None:
    page = stall.get("/search?q=<script>alert(1)</script>").text

    assert "<script>alert" not in page


def test_suggestions_come_as_a_list_for_the_box(stall: Stall) -> None:
    answer = stall.get("/search/suggest?q=ban").text

    assert "<html" not in answer
    assert stall.url("/products/banh-gai-tu-tru") in answer
    assert stall.url("/collections/banh-que") in answer


def test_suggestions_come_as_json_when_asked_for(stall: Stall) -> None:
    answer = stall.get("/search/suggest?q=nem", headers={"Accept": "application/json"})

    assert answer.json["suggestions"][0]["label"] == "Nem chua"


def test_a_place_beyond_every_number_begins_anew(stall: Stall) -> None:
    assert stall.get(f"/search?q=nem&after={'9' * 19}").status_code == 200
