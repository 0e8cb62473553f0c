"""Graduation by full dumps of every table before and after, on both databases."""

from __future__ import annotations

from typing import Any

from flask import Flask

from storefront.domain.transfer.parcel import to_plain_value
from storefront.domain.transfer.rules import CHOICES, Anew, Kind
from storefront.domain.transfer.tables import SHOP, TABLES
from storefront.domain.workshops.graduation import GRADUATE, ask
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.installation import installation_id
from storefront.jobs.graduation import make_real
from storefront.jobs.worker import Worker
from storefront.models.platform import PLATFORM_TABLES
from storefront.models.shop import Shop, ShopHost
from storefront.models.workshop import Learner
from tests.domain.transfer.fates import Copied
from tests.domain.transfer.full_shop import Row, dump, fill, of_shop
from tests.factories import make_learner, make_shop

MADE_WITH_EVERY_SHOP = {"stock_location": 1, "shop_profile": 1, "shop_settings": 1}
WRITTEN_BY_THE_COPY = {"price_change": 1, "search_row": 1, "wizard_step": 4}
"""First price, row of the search index, and the steps of the wizard that need not be done again."""
TOLD = ("shop.renamed", "learner.graduated")
"""What the practice shop's log and the platform's say of it."""


ROWS_OF_THE_COPY = {"asset", "collection", "collection_product", "menu", "option", "page", "product"} | {
    *("product_image", "slug_redirect", "theme_setting", "translation", "variant")
}


class Story:
    """One graduation: what stood before, what stands after, and who is who."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            installation_id()
            learner = _learner()
            self.learner_id, self.practice_id = learner.id, learner.shop_id
            self.workshop_id, self.user_id = learner.workshop_id, learner.user_id
            fill(make_shop().id)
            ask(learner, CHOICES)
            db.session.commit()
            self.before, self.began = dump(), clock.now()
        Worker(app, topics={}, handlers={GRADUATE: make_real}, periodic=()).run_all()
        with app.app_context():
            self.after = dump()
            self.shop_id = db.session.get_one(Learner, self.learner_id).graduated_shop_id
            self.new, self.old = of_shop(self.after, self.shop_id), of_shop(self.before, self.practice_id)
        ids = (self.practice_id, self.shop_id)
        self.copied = Copied(Kind.GRADUATION, self.began, self.old, self.new, *ids)


def test_a_graduation_by_all_its_rows(committed_app: Flask) -> None:
    story = Story(committed_app)

    assert _changed_rows(story) == []
    assert _platform_changes(story) == {
        "job": ["added", "changed"],
        "learner": ["changed"],
        "membership": ["added"],
        "shop": ["added", "changed"],
        "shop_address": ["added", "added", "added", "gone", "gone"],
        "shop_version": ["added", "changed"],
        "workshop": ["changed"],
    }
    assert _changes_of("shop", story, story.practice_id) == {"slug": ("nha-tu", "nha-tu-tap")}
    assert _changes_of("learner", story, story.learner_id) == {"graduated_shop_id": (None, story.shop_id)}
    assert _changes_of("workshop", story, story.workshop_id) == {"board_version": (1, 2)}
    assert {name for name, rows in story.old.items() if not rows} == set()
    assert {name: len(rows) for name, rows in story.new.items() if rows} == {
        **dict.fromkeys(ROWS_OF_THE_COPY, 1),
        **MADE_WITH_EVERY_SHOP,
        **WRITTEN_BY_THE_COPY,
        "event": 6,
        "imported": len(ROWS_OF_THE_COPY) + 2,
    }
    assert story.copied.faults() == []
    assert _shop_faults(story) == []


def _learner() -> Learner:
    learner = make_learner()
    shop = db.session.get_one(Shop, learner.shop_id)
    shop.slug = "nha-tu"
    for slug in ("nha-tu", "nha-tu-cu"):
        db.session.add(ShopHost(shop_id=shop.id, kind="slug", value=slug, is_canonical=slug == shop.slug))
    db.session.flush()
    fill(shop.id)
    return learner


def _changed_rows(story: Story) -> list[str]:
    """Rows of shops that stood before and are gone, changed or added, but the two that say what happened."""
    faults = []
    for name in TABLES:
        before, after = _by_id(story.before[name]), _by_id(story.after[name])
        faults += [f"{name} {key} changed" for key, row in before.items() if after.get(key) != row]
        added = [row for key, row in after.items() if key not in before and row["shop_id"] != story.shop_id]
        faults += [f"{name} {row['topic']} added" for row in added if row.get("topic") not in TOLD]
        faults += [] if len(added) == (len(TOLD) if name == "event" else 0) else [f"{name} added {added}"]
    return faults


def _platform_changes(story: Story) -> dict[str, list[str]]:
    changes: dict[str, list[str]] = {}
    for name in sorted(PLATFORM_TABLES):
        before, after = _by_id(story.before[name]), _by_id(story.after[name])
        found = ["added" for key in after if key not in before]
        found += ["gone" for key in before if key not in after]
        found += ["changed" for key in before if key in after and before[key] != after[key]]
        if found:
            changes[name] = sorted(set(found) if name == "job" else found)
    return changes


def _changes_of(name: str, story: Story, row_id: int) -> Row:
    before = next(row for row in story.before[name] if row["id"] == row_id)
    after = next(row for row in story.after[name] if row["id"] == row_id)
    return {column: (before[column], after[column]) for column in before if before[column] != after[column]}


def _shop_faults(story: Story) -> list[str]:
    old = next(row for row in story.before["shop"] if row["id"] == story.practice_id)
    new = next(row for row in story.after["shop"] if row["id"] == story.shop_id)
    wanted = {
        **{column: old[column] for column in SHOP.copied(Kind.GRADUATION)},
        **SHOP.reset(Kind.GRADUATION),
    }
    return [
        f"shop.{column}"
        for column, value in wanted.items()
        if value is not Anew.NOW and to_plain_value(new[column]) != to_plain_value(value)
    ]


def _by_id(rows: list[Row]) -> dict[Any, Row]:
    return {(row.get("shop_id"), row.get("id"), row.get("node"), row.get("name")): row for row in rows}
