"""Who looks in, by count and never by name: one event a day for each way people came."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from sqlalchemy import select

from storefront.domain.shops.settings import selling_rules
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.models.shop import Shop

TOPIC = "shop.visited"
DIRECT, OTHER = "direct", "other"
SHARED = ("zalo", "facebook", "poster")
"""The tags that the desk's own links and its poster carry."""
MOST_A_DAY = 40
"""Tags are typed by anybody; beyond so many a day, new ones are one."""
_TAG = re.compile(r"[a-z0-9][a-z0-9_-]{0,23}")


def note_visit(shop: Shop, campaign: str, *, mobile: bool, own_device: bool) -> bool:
    """Record that somebody came to the shop in force; False when the same was noted today already."""
    tag = tag_of(campaign)
    facts = {"campaign": tag, "mobile": mobile, "own_device": own_device}
    if facts in _today():
        return False
    locked(selling_rules())
    known = _today()
    if len(known) >= MOST_A_DAY:
        facts["campaign"] = tag if tag in (DIRECT, *SHARED) else OTHER
    if facts in known:
        return False
    events.record(TOPIC, shop, by=events.CUSTOMER, **facts)
    return True


def tag_of(campaign: str) -> str:
    """The campaign as it is counted: "direct" without one, "other" for what is no plain tag."""
    folded = campaign.strip().lower()
    if not folded:
        return DIRECT
    return folded if _TAG.fullmatch(folded) else OTHER


def visit_days(days: int = 7) -> list[tuple[str, int]]:
    """For each campaign on how many of the last days strangers came by it, the most first."""
    first = clock.today_vn() - dt.timedelta(days=days - 1)
    seen = {
        (event.facts["campaign"], clock.to_vn(event.at).date())
        for event in _since(clock.vn_day_bounds(first)[0])
        if not event.facts["own_device"]
    }
    return Counter(campaign for campaign, _day in sorted(seen)).most_common()


def _today() -> list[dict[str, object]]:
    return [event.facts for event in _since(clock.vn_day_bounds(clock.today_vn())[0])]


def _since(start: dt.datetime) -> list[events.Event]:
    wanted = select(events.Event).where(events.Event.topic == TOPIC, events.Event.at >= start)
    return list(db.session.scalars(wanted))
