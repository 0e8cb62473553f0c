"""The beacon: counted once a day, blind to robots, and told when the device is the shop's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from storefront.blueprints.common.own_device import device_pass
from storefront.infra.db import db
from storefront.infra.events import Event
from tests.blueprints.shopper.conftest import SAME_ORIGIN, Stall

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


def arrive(stall: Stall, agent: str = PHONE, **told: str) -> int:
    headers = {**SAME_ORIGIN, "User-Agent": agent}
    answer = stall.client.post(stall.url("/visits"), data=told, headers=headers)
    assert "Set-Cookie" not in answer.headers
    return answer.status_code


def told(stall: Stall) -> list[dict[str, object]]:
    with stall.inside():
        wanted = select(Event.facts).where(Event.topic == "shop.visited").order_by(Event.id)
        return list(db.session.scalars(wanted))


def test_a_phone_that_comes_twice_is_one_visit(stall: Stall) -> None:
    answers = [arrive(stall, c="zalo"), arrive(stall, c="zalo"), arrive(stall, DESKTOP)]

    assert answers == [204, 204, 204]
    assert told(stall) == [
        {"campaign": "zalo", "mobile": True, "own_device": False},
        {"campaign": "direct", "mobile": False, "own_device": False},
    ]


@pytest.mark.parametrize(
    "agent", ["Googlebot/2.1", "facebookexternalhit/1.1", "Mozilla/5.0 HeadlessChrome/126.0"]
)
def test_robots_and_previews_are_no_visitors(stall: Stall, agent: str) -> None:
    assert arrive(stall, agent) == 204

    assert told(stall) == []


def test_a_page_of_another_site_cannot_count(stall: Stall) -> None:
    answer = stall.client.post(stall.url("/visits"), headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert told(stall) == []


def test_the_page_names_the_beacon_and_private_pages_do_not(stall: Stall) -> None:
    assert f'data-visit="{stall.url("/visits")}"' in stall.get("/?c=zalo").text
    assert "data-visit" not in stall.get("/cart").text


def test_the_pass_of_the_desk_marks_the_device(stall: Stall) -> None:
    with stall.inside() as shop:
        token = device_pass(shop)

    marked = stall.get(f"/own-device/{token}")
    arrive(stall)

    assert marked.location == stall.url("/")
    assert told(stall) == [{"campaign": "direct", "mobile": True, "own_device": True}]


def test_a_pass_of_another_shop_marks_nothing(open_stall: Callable[..., Stall]) -> None:
    mine, other = open_stall(), open_stall()
    with other.inside() as shop:
        token = device_pass(shop)

    answer = mine.get(f"/own-device/{token}")

    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers
