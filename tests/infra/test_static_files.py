import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.infra.static_files import StaticFiles, StaticMiddleware, asset_url, init_app, plain_name

SHEET = "@font-face{src:url(../fonts/a.woff2)}" + "body{margin:0}" * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "static"
    (root / "css").mkdir(parents=True)
    (root / "fonts").mkdir()
    (root / "css" / "a.css").write_text(SHEET)
    (root / "fonts" / "a.woff2").write_bytes(b"font one")
    return root


@pytest.fixture
def files(folder: Path, tmp_path: Path) -> StaticFiles:
    files = StaticFiles(tmp_path / "cache")
    files.add_folder("", folder)
    return files


@pytest.fixture
def client(files: StaticFiles) -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.wsgi_app = StaticMiddleware(app.wsgi_app, files)
    return app.test_client()


def test_an_address_carries_the_hash_of_the_content(files: StaticFiles) -> None:
    url = files.url("css/a.css")

    assert url.startswith("/static/css/a.")
    assert plain_name(url) == "css/a.css"


def test_a_sheet_names_its_font_by_hash_and_changes_its_own_name_with_it(
    files: StaticFiles, folder: Path, tmp_path: Path
) -> None:
    before = files.url("css/a.css")

    (folder / "fonts" / "a.woff2").write_bytes(b"font two")
    renewed = StaticFiles(tmp_path / "cache")
    renewed.add_folder("", folder)

    assert renewed.url("css/a.css") != before
    assert renewed.url("fonts/a.woff2").encode() in renewed.file_at(renewed.url("css/a.css")).read_bytes()


def test_an_unknown_file_is_an_error_for_whoever_writes_the_page(files: StaticFiles) -> None:
    with pytest.raises(KeyError):
        files.url("css/missing.css")


def test_a_file_is_served_for_ever_with_its_hash_as_etag(client: FlaskClient, files: StaticFiles) -> None:
    url = files.url("css/a.css")

    answer = client.get(url)

    assert answer.headers["Cache-Control"] == "max-age=31536000, immutable"
    assert answer.headers["ETag"].strip('"') in url
    assert answer.content_type == 'text/css; charset="utf-8"'


def test_the_same_etag_saves_the_body(client: FlaskClient, files: StaticFiles) -> None:
    url = files.url("css/a.css")
    etag = client.get(url).headers["ETag"]

    answer = client.get(url, headers={"If-None-Match": etag})

    assert answer.status_code == 304


def test_bodies_are_packed_for_browsers_that_take_it(client: FlaskClient, files: StaticFiles) -> None:
    url = files.url("css/a.css")

    plain = client.get(url).data
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    smallest = client.get(url, headers={"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(packed.data) == plain
    assert smallest.headers["Content-Encoding"] == "br"
    assert brotli.decompress(smallest.data) == plain


def test_a_range_of_a_file_can_be_asked_for(client: FlaskClient, files: StaticFiles) -> None:
    answer = client.get(files.url("fonts/a.woff2"), headers={"Range": "bytes=0-3"})

    assert (answer.status_code, answer.data) == (206, b"font")


@pytest.mark.parametrize("path", ["css/a.css", "css/a.000000000000.css", "../a.css", "x.000000000000.css"])
def test_any_other_address_goes_on_to_the_application(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/static/{path}")

    assert answer.status_code == 404


def test_a_theme_can_add_its_assets(files: StaticFiles, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "icons.svg").write_text("<svg/>")

    files.add_folder("themes/que", theme)

    assert files.url("themes/que/icons.svg").startswith("/static/themes/que/icons.")


def test_every_file_of_the_package_can_be_published(tmp_path: Path) -> None:
    app = Flask(__name__, static_folder=None)
    files = init_app(app, cache=tmp_path)

    with app.app_context():
        urls = [asset_url(name) for name in files.names()]

    assert len(urls) == len(set(urls))
    assert any(url.startswith("/static/css/desk.") for url in urls)


@pytest.mark.parametrize(
    ("name", "kilobytes"),
    [("css/desk.css", 14), ("css/portal.css", 6), ("js/desk.js", 8), ("icons.svg", 8)],
)
def test_a_sheet_stays_within_its_budget(tmp_path: Path, name: str, kilobytes: int) -> None:
    files = init_app(Flask(__name__, static_folder=None), cache=tmp_path)

    body = files.file_at(files.url(name)).read_bytes()

    assert len(gzip.compress(body, 9)) <= kilobytes * 1000
