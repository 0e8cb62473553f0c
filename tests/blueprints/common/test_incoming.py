"""PostgreSQL takes no NUL; SQLite keeps it, so what the pages were given is looked at."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.test import EnvironBuilder

from storefront import create_app
from storefront.blueprints.common import incoming
from storefront.infra.db import db
from tests.conftest import postgres_urls, settings_for
from tests.factories import make_shop
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (
            {"PATH_INFO": "/s/mat\0ong", "QUERY_STRING": "a=1"},
            {"PATH_INFO": "/_nowhere", "QUERY_STRING": "a=1"},
        ),
        ({"PATH_INFO": "/", "QUERY_STRING": "q=m%00am"}, {"PATH_INFO": "/", "QUERY_STRING": "q=mam"}),
    ],
)
def test_an_address_with_a_nul_is_none_of_ours_and_a_query_loses_it(
    given: dict[str, str], left: dict[str, str]
) -> None:
    incoming.clean_address(given)

    assert given == left


def test_a_nul_in_a_form_or_a_files_name_falls_away() -> None:
    sent = {"name": "Ho\0a", "file": (BytesIO(b"x"), "a\0nh.jpg")}

    request = incoming.Incoming(EnvironBuilder(method="POST", data=sent).get_environ())

    assert request.form.to_dict() == {"name": "Hoa"}
    assert request.files["file"].filename == "anh.jpg"


@pytest.mark.postgres
def test_on_postgresql_nobody_meets_a_fault(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, **postgres_urls(f"t_nul_{os.getpid()}")))
    with app.app_context():
        shop = f"/s/{make_shop().slug}"
        db.session.commit()
    visitor = Visitor(app)

    statuses = [
        visitor.get(f"{shop}/products/mat%00ong").status_code,
        visitor.get("/s/mat%00ong/").status_code,
        visitor.get(f"{shop}/search?q=mat%00ong").status_code,
        visitor.post("/sign-in", {"name": "09123\x0045678", "password": "a\0b"}).status_code,
    ]

    assert statuses == [404, 404, 200, 422]
