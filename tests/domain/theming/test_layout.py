"""Templates, the owner's differences, and what they point to."""

import pytest

from storefront.domain.theming.layout import page_layout, references
from storefront.domain.theming.packages import Theme, ThemeError, load_theme


def test_settings_are_complete_from_the_start(que: Theme) -> None:
    hero = page_layout(que, "home").sections[0]

    assert hero.settings["eyebrow"] == "t:hero.eyebrow"
    assert hero.settings["heading"] == ""


def test_a_value_the_schema_refuses_falls_back_on_the_default(que: Theme) -> None:
    changes = {"sections": {"best": {"settings": {"count": 99, "unknown": "x"}}}}

    best = next(section for section in page_layout(que, "home", changes).sections if section.id == "best")

    assert best.settings["count"] == 8
    assert "unknown" not in best.settings


def test_a_hidden_section_is_left_out(que: Theme) -> None:
    layout = page_layout(que, "home", {"sections": {"trust": {"hidden": True}}})

    assert "trust" not in {section.id for section in layout.sections}


def test_an_owner_may_add_a_section_of_a_known_type(que: Theme) -> None:
    added = {"more": {"type": "featured-products"}, "bad": {"type": "no-such"}}

    layout = page_layout(que, "home", {"order": ["hero", "more", "bad"], "sections": added})

    assert [section.id for section in layout.sections] == ["hero", "more"]


def test_references_name_what_must_be_loaded(que: Theme) -> None:
    changes = {
        "sections": {"gifts": {"settings": {"collection": "qua"}}, "hero": {"settings": {"picture": "77"}}}
    }

    assert references(que, page_layout(que, "home", changes)) == {"collection": {"qua"}, "image": {"77"}}


def test_a_theme_without_its_parent_says_so(tmp_path) -> None:
    manifest = 'id = "a"\nversion = "1.0.0"\napi = "1"\nparent = "no-such"\n[name]\nvi = "A"\n'
    (tmp_path / "theme.toml").write_text(manifest)

    with pytest.raises(ThemeError, match="no-such"):
        load_theme(tmp_path)


def test_an_asset_is_found_only_by_its_hashed_name(que: Theme) -> None:
    hashed = que.assets["theme.js"]

    assert que.asset_file(hashed) == que.folders[0] / "assets/theme.js"
    assert que.asset_file("theme.js") is None
    assert que.asset_file("../theme.toml") is None
