"""Every page of every theme, in an empty shop, with one long-named product, and in a full shop."""

import itertools
from pathlib import Path

import pytest

from storefront.domain.theming import drops
from storefront.domain.theming.html_check import page_faults
from storefront.domain.theming.locales import words
from storefront.domain.theming.packages import get_theme, load_theme
from storefront.domain.theming.render import OutputTooLong, Renderer, bounded
from storefront.domain.theming.samples import LONG, SIZES, sample_contexts, sample_home_changes

THEMES = {"que": get_theme("que"), "tiny": load_theme(Path(__file__).resolve().parents[2] / "themes/tiny")}
RENDERERS = {
    (name, sandboxed): Renderer(theme, sandboxed=sandboxed, strict=True)
    for name, theme in THEMES.items()
    for sandboxed in (False, True)
}
CASES = list(itertools.product(THEMES, (False, True), SIZES, drops.TEMPLATE_DROPS))


@pytest.mark.parametrize(("theme", "sandboxed", "size", "template"), CASES)
def test_a_page_is_sound_html(theme: str, sandboxed: bool, size: str, template: str) -> None:
    context = sample_contexts(size)[template]

    html = RENDERERS[theme, sandboxed].render_page(template, context)

    assert page_faults(html, known_words=words(THEMES[theme], "vi")) == []


def test_the_sandbox_draws_the_very_same_page() -> None:
    context = sample_contexts("full")["home"]

    pages = [
        RENDERERS["que", way].render_page("home", context, sample_home_changes()) for way in (False, True)
    ]

    assert pages[0] == pages[1]


def test_a_long_name_stays_whole_in_the_page() -> None:
    html = RENDERERS["que", False].render_page("collection", sample_contexts("one")["collection"])

    assert LONG in html


def test_the_child_draws_its_own_section_and_its_parents_pages() -> None:
    error = RENDERERS["tiny", False].render_page("404", sample_contexts("full")["404"])
    cart = RENDERERS["tiny", False].render_page("cart", sample_contexts("full")["cart"])

    assert 'class="wrap tiny-error"' in error
    assert "Mật ong hoa rừng Pù Luông" in cart


def test_english_pages_speak_english() -> None:
    renderer = Renderer(get_theme("que"), "en", strict=True)

    html = renderer.render_page("cart", sample_contexts("full")["cart"])

    assert "Check out" in html
    assert "Tạm tính" not in html


def test_what_a_shopper_may_have_typed_is_escaped() -> None:
    context = sample_contexts("empty")["search"]
    search = drops.SearchDrop('"><script>alert(1)</script>', drops.CollectionDrop("", "/search"))

    html = RENDERERS["que", False].render_page("search", {**context, "search": search})

    assert "<script>alert" not in html


def test_structured_data_cannot_close_its_script() -> None:
    html = RENDERERS["que", False].render_page("home", sample_contexts("one")["home"])

    assert "a </script> b" not in html
    assert "a \\u003c/script\\u003e b" in html


def test_a_practice_shop_says_so_and_is_not_indexed() -> None:
    html = RENDERERS["que", False].render_page("home", sample_contexts("empty")["home"])

    assert 'class="band"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_owners_changes_reach_the_page() -> None:
    changes = {"order": ["hero"], "sections": {"hero": {"settings": {"heading": "Chào bạn"}}}}

    html = RENDERERS["que", False].render_page("home", sample_contexts("full")["home"], changes)

    assert "Chào bạn</h1>" in html
    assert 'class="visit"' not in html


def test_an_owners_link_never_becomes_a_script() -> None:
    changes = {"sections": {"hero": {"settings": {"button_link": "javascript:alert(1)"}}}}

    html = RENDERERS["que", False].render_page("home", sample_contexts("full")["home"], changes)

    assert "javascript:" not in html


def test_the_review_screen_shows_seller_amounts_and_both_buttons() -> None:
    html = RENDERERS["que", False].render_page("review", sample_contexts("full")["review"])

    assert "580.000\u00a0₫" in html
    assert "2802345678" in html
    assert ">Sửa</a>" in html
    assert ">Xác nhận đặt hàng</button>" in html


def test_partials_are_drawn_alone() -> None:
    context = sample_contexts("full")["cart"]

    html = RENDERERS["que", False].render_partial("cart-drawer", cart=context["cart"], shop=context["shop"])

    assert html.count('class="line"') == 3
    assert "<html" not in html


def test_a_sandboxed_page_has_an_end() -> None:
    endless = ("x" * 1024 for _ in range(10_000))

    with pytest.raises(OutputTooLong):
        bounded(endless)
