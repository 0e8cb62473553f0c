"""Practice reaches neither portal, figures, feeds nor search engines: by asking everything that is public.

What is public is read off the URL map, the portal's modules and the models. Something new fails here until it
stands in one of these lists.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping

import pytest
from flask import Flask
from sqlalchemy import String, select, update
from werkzeug.routing import Rule

from storefront.domain import portal
from storefront.domain.portal import directory
from storefront.domain.search_index import rows as search_rows
from storefront.infra import metrics
from storefront.infra.db import Base, db
from storefront.infra.tenancy import enter_shop, scoped_models
from storefront.jobs.subscriptions import DIRECTORY, HANDLERS
from storefront.models.portal import DirectoryEntry
from storefront.models.product import Product
from storefront.models.shop import Shop, ShopMode
from tests.architecture.conftest import Site
from tests.architecture.routes import RULES, address, cases
from tests.architecture.samples import PUBLIC
from tests.visitor import Visitor

WORD = "quakhongdau"
"""Stands in every text of the shop, and nowhere else."""

FORMS_AND_MACHINES = frozenset(
    {
        "classroom.certificate_check.index",
        "classroom.joining.back",
        "classroom.joining.by_code",
        "classroom.joining.show",
        "health.alive",
        "health.figures",
        "health.ready",
        "portal.message_box.show",
        "portal.sign_in.by_code",
        "portal.sign_in.enter_code",
        "portal.sign_in.forgotten",
        "portal.sign_in.new_password",
        "portal.sign_in.second",
        "portal.sign_in.show",
        "portal.sign_up.code",
        "portal.sign_up.show",
    }
)
"""Public pages of the platform that have no business with shops."""
SHOW_SHOPS: Mapping[str, tuple[str, ...]] = {
    "portal_home.about": ("",),
    "portal_home.home": ("",),
    "portal_home.shops": ("", f"?q={WORD}", "?trade=general", "?commune=14797", "?q=a&cursor="),
}
"""Pages that show shops, with the queries that narrow them down."""
FILES_OF_THE_PROGRAM = frozenset({"media.asset"})

READS: Mapping[str, Callable[[], object]] = {
    "directory.communes": directory.communes,
    "directory.find": lambda: directory.find(WORD).items,
    "directory.newest": lambda: directory.newest(limit=100),
    "directory.trades": directory.trades,
}
WRITES = frozenset({"directory.refresh", "directory.remove", "directory.real_shops"})
"""What the portal asks, and what its jobs write, and for whom."""

PROJECTIONS = {
    "directory_entry": "written by directory.refresh alone, which takes a practice shop's entry away",
    "follow_up": "of the real shop that a learner made of their practice shop, its live orders only",
    "learner_progress": "the class's own, shown to its trainers and its learner",
}
"""Tables read across shops, and why no practice leaves them; test_imports holds who may look into all."""


@pytest.fixture
def hidden(site: Site) -> Iterable[Site]:
    """The open practice shop carries the word in every text, and its jobs have run."""
    shop_id = site.worlds[ShopMode.PRACTICE].shop_id
    with site.app.app_context():
        say_everywhere(shop_id)
        refresh(shop_id)
    return site


def say_everywhere(shop_id: int) -> None:
    """Write the word into every free text of the shop."""
    db.session.execute(update(Shop).where(Shop.id == shop_id).values(name=f"Chợ {WORD}"))
    with enter_shop(shop_id):
        for model in scoped_models():
            texts = {name: f"{WORD} {name}" for name in free_texts(model)}
            if texts and model.__shopper_visible__:
                db.session.execute(update(model).values(**texts))
        for product in db.session.scalars(select(Product)):
            search_rows.write(product)
        db.session.commit()


def free_texts(model: type[Base]) -> list[str]:
    """Columns for words of people: no keys, codes or addresses are among them."""
    wanted = {"name", "title", "summary", "description", "body", "tagline", "story", "alt", "maker", "origin"}
    return [
        column.name
        for column in model.__table__.columns
        if isinstance(column.type, String) and column.name in wanted
    ]


def refresh(shop_id: int) -> None:
    """The job that keeps the directory, run in the shop as the worker runs it."""
    with enter_shop(shop_id):
        HANDLERS[DIRECTORY](None)  # type: ignore[arg-type]
        db.session.commit()


def shown(app: Flask, path: str) -> str:
    """A page without signing in, as it may differ for nobody."""
    return Visitor(app).get(path).text


def values(found: object) -> str:
    """All that a query answers, as text."""
    rows = found if isinstance(found, (list, tuple)) else [found]
    return " ".join(str(vars(row) if hasattr(row, "__dict__") else row) for row in rows)


def public_pages() -> set[str]:
    """Pages of the platform, not of one shop, that anybody may open."""
    return {
        rule.endpoint
        for rule in RULES
        if rule.endpoint in PUBLIC
        and "GET" in (rule.methods or ())
        and not rule.endpoint.startswith("shopper.")
    }


def test_every_public_page_is_known_here() -> None:
    assert public_pages() == FORMS_AND_MACHINES | FILES_OF_THE_PROGRAM | SHOW_SHOPS.keys()


def test_no_public_page_shows_a_practice_shop(hidden: Site) -> None:
    urls = [
        address(rule, hidden.worlds[ShopMode.REAL]) + query
        for rule in RULES
        if rule.endpoint in FORMS_AND_MACHINES | SHOW_SHOPS.keys() and "GET" in (rule.methods or ())
        for query in SHOW_SHOPS.get(rule.endpoint, ("",))
    ]
    strangers = ["/robots.txt", "/sitemap.xml", "/feed", "/feeds/products.xml"]

    telling = [url for url in [*urls, *strangers] if WORD in shown(hidden.app, url).replace(f'"{WORD}"', "")]

    assert telling == []


def test_the_directory_would_show_the_word_of_a_real_shop(site: Site) -> None:
    """Otherwise the tests above and below would prove nothing."""
    shop_id = site.worlds[ShopMode.REAL].shop_id
    with site.app.app_context():
        say_everywhere(shop_id)
        refresh(shop_id)

    assert f"Chợ {WORD}" in shown(site.app, f"/shops?q={WORD}")


def test_every_function_of_the_portal_is_known_here() -> None:
    found = {
        f"{module.name}.{name}"
        for module in pkgutil.iter_modules(portal.__path__)
        for name, member in inspect.getmembers(
            importlib.import_module(f"{portal.__name__}.{module.name}"), inspect.isfunction
        )
        if member.__module__ == f"{portal.__name__}.{module.name}" and not name.startswith("_")
    }

    assert found == READS.keys() | WRITES


def test_no_query_of_the_portal_knows_a_practice_shop(hidden: Site) -> None:
    with hidden.app.app_context():
        told = {name: values(read()) for name, read in READS.items()}

    assert [name for name, answer in told.items() if WORD in answer] == []


def test_the_job_takes_the_entry_of_a_practice_shop_away(site: Site) -> None:
    shop_id = site.worlds[ShopMode.PRACTICE].shop_id
    with site.app.app_context():
        entry = DirectoryEntry(shop_id=shop_id, slug="x", name=WORD, trade="food")
        entry.opened_at = entry.updated_at = site.worlds[ShopMode.PRACTICE].made_at
        db.session.add(entry)
        db.session.commit()

        refresh(shop_id)

        assert db.session.get(DirectoryEntry, shop_id) is None


def test_every_projection_is_known_here() -> None:
    found = {
        str(mapper.class_.__tablename__)
        for mapper in Base.registry.mappers
        if mapper.class_.__module__ == DirectoryEntry.__module__
        or (mapper.class_.__doc__ or "").startswith("Projection")
    }

    assert found == PROJECTIONS.keys()


def test_figures_of_the_process_name_no_shop(hidden: Site) -> None:
    with hidden.app.app_context():
        figures = metrics.exposition()
        slug = db.session.get_one(Shop, hidden.worlds[ShopMode.PRACTICE].shop_id).slug

    assert WORD not in figures and slug not in figures


OF_ANY_SHOP = ("shopper.files.stylesheet", "shopper.places.communes", "shopper.pages.unknown")
PAGES = [case for case in cases("public") if case.values[0].endpoint not in OF_ANY_SHOP]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("rule", "method"),
    [
        case
        for case in PAGES
        if case.values[1] == "GET" and case.values[0].endpoint.startswith("shopper.")  # type: ignore[attr-defined]
    ],
)
def test_search_engines_are_kept_out_of_a_practice_shop(site: Site, rule: Rule, method: str) -> None:
    answer = Visitor(site.app).get(address(rule, site.worlds[ShopMode.PRACTICE], shop=slug_of(site)))

    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "<html" not in answer.text or '<meta name="robots" content="noindex">' in answer.text
    assert answer.mimetype != "text/plain" or answer.text == "User-agent: *\nDisallow: /\n"


def test_a_practice_shop_has_no_map_for_search_engines(site: Site) -> None:
    assert Visitor(site.app).get(f"/s/{slug_of(site)}/sitemap.xml").status_code == 404


def slug_of(site: Site) -> str:
    return site.worlds[ShopMode.PRACTICE].values["slug"]
