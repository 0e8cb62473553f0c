from __future__ import annotations

from collections.abc import Callable

from storefront.infra.db import db
from storefront.models.theme import ThemeSetting
from tests.blueprints.shopper.conftest import Stall, links
from tests.factories import make_asset, make_product


def test_a_picture_is_sent_once_and_kept_for_ever(stall: Stall) -> None:
    with stall.inside():
        key = make_asset().key

    first = stall.get(f"/media/{key}")
    again = stall.get(f"/media/{key}", headers={"If-None-Match": first.headers["ETag"]})

    assert first.mimetype == "image/jpeg"
    assert "immutable" in first.headers["Cache-Control"]
    assert again.status_code == 304


def test_a_shops_host_serves_no_other_shops_pictures(open_stall: Callable[..., Stall]) -> None:
    mine, other = open_stall(), open_stall()
    with other.inside():
        key = make_asset().key

    assert other.get(f"/media/{key}").status_code == 200
    assert mine.get(f"/media/{key}").status_code == 404


def test_a_key_that_is_none_of_ours_is_not_found(stall: Stall) -> None:
    assert stall.get(f"/media/shop/{stall.shop_id}/../../storefront.sqlite3").status_code == 404


def test_the_style_sheet_lives_under_its_hash(stall: Stall) -> None:
    sheet = next(link for link in links(stall.get("/").text) if link.endswith(".css"))

    answer = stall.client.get(sheet)

    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "/static/vendor/" in answer.text
    assert stall.get("/_t/000000000000.css").status_code == 404


def test_another_colour_is_another_sheet(stall: Stall) -> None:
    before = next(link for link in links(stall.get("/").text) if link.endswith(".css"))
    with stall.inside():
        chosen = {"tokens": {"primary": "#0E6374"}}
        db.session.add(ThemeSetting(theme_id="que", template="", published=chosen))

    after = next(link for link in links(stall.get("/").text) if link.endswith(".css"))

    assert after != before
    assert "#0E6374" in stall.client.get(after).text


def test_a_themes_script_and_icons_are_served_on_every_host(stall: Stall) -> None:
    page = stall.client.get("/", base_url=f"http://{stall.slug}.localhost/").text
    icons = next(link for link in links(page) if "icons" in link).partition("#")[0]

    answer = stall.client.get(icons, base_url=f"http://{stall.slug}.localhost/")

    assert answer.mimetype == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_sitemap_names_every_page_worth_finding(stall: Stall) -> None:
    with stall.inside():
        make_product(name="Nem chua")

    answer = stall.get("/sitemap.xml").text

    assert f"<loc>http://localhost:8000/s/{stall.slug}/products/nem-chua</loc>" in answer
    assert f"<loc>http://localhost:8000/en/s/{stall.slug}/products/nem-chua</loc>" in answer


def test_robots_stay_out_of_what_is_a_shoppers_own(stall: Stall) -> None:
    rules = stall.get("/robots.txt").text

    assert "Disallow: /checkout" in rules
    assert "Sitemap: http://localhost:8000/s/" in rules
