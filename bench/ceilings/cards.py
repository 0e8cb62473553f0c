"""Ceiling (b): the smallest Flask view that reads 24 products in one Core statement and draws 24 cards."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import BigInteger, Column, MetaData, String, Table, create_engine, select

PAGE = """<!doctype html>
<html lang="vi">
<title>Cards</title>
<ul>
{% for each in products %}
  <li>
    <a href="/products/{{ each.slug }}"><h2>{{ each.name }}</h2></a>
    <p>{{ "{:,}".format(each.from_price) }} ₫{% if each.origin %}, {{ each.origin }}{% endif %}</p>
  </li>
{% endfor %}
</ul>
</html>
"""

PRODUCT = Table(
    "product",
    MetaData(),
    Column("shop_id", BigInteger),
    Column("slug", String),
    Column("name", String),
    Column("from_price", BigInteger),
    Column("origin", String),
    Column("position", BigInteger),
)
CARDS = select(PRODUCT.c.slug, PRODUCT.c.name, PRODUCT.c.from_price, PRODUCT.c.origin).limit(24)


def cards_app(database: Path) -> Flask:
    """The application over a shop's database."""
    engine = create_engine(f"sqlite:///{database}", connect_args={"check_same_thread": False})
    app = Flask("cards")
    app.jinja_loader = DictLoader({"cards.html": PAGE})

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def cards(path: str) -> str:
        with engine.connect() as connection:
            return render_template("cards.html", products=connection.execute(CARDS).all())

    return app
