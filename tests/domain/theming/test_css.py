"""The sheet: small, minified, hashed, and readable colours in every palette."""

import gzip

import pytest

from storefront.domain.theming.contrast import contrast, nearest_passing
from storefront.domain.theming.css import build_sheet, minify
from storefront.domain.theming.packages import Theme, ThemeError, get_theme
from storefront.domain.theming.tokens import contrast_faults, custom_properties, palettes, tokens_for


def test_que_has_three_palettes(que: Theme) -> None:
    assert palettes(que) == ["dat-nung", "la-chuoi", "qua-gac"]


@pytest.mark.parametrize("palette", palettes(get_theme("que")))
def test_every_palette_can_be_read(que: Theme, palette: str) -> None:
    assert list(contrast_faults(tokens_for(que, palette), strict=True)) == []


def test_a_faint_colour_is_found_and_a_passing_shade_offered(que: Theme) -> None:
    tokens = tokens_for(que) | {"primary": "#ffb38a"}

    faults = list(contrast_faults(tokens))

    assert ("primary", "bg") in {(fault.colour, fault.ground) for fault in faults}
    assert all(contrast(fault.suggestion, tokens[fault.ground]) >= fault.needed for fault in faults)


def test_a_colour_that_passes_is_left_alone() -> None:
    assert nearest_passing("#9a3412", "#fffbf3") == "#9a3412"


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_sheet_and_the_script_keep_their_budgets(que: Theme) -> None:
    css = gzip.compress(build_sheet(que).css.encode())
    script = gzip.compress(que.text("assets/theme.js").encode())

    assert len(css) <= 10 * 1024
    assert len(script) <= 6 * 1024


def test_the_fonts_keep_their_budget(que: Theme) -> None:
    from_sheet = {part.split(")")[0] for part in build_sheet(que).css.split("url(")[1:]}
    root = que.folders[0].parents[1]

    total = sum((root / url.removeprefix("/")).stat().st_size for url in from_sheet)

    assert len(from_sheet) == 4
    assert total <= 52_000


def test_save_data_sends_no_fonts(que: Theme) -> None:
    assert "@font-face" not in build_sheet(que, fonts=False).css


def test_a_changed_token_changes_the_hash(que: Theme) -> None:
    plain, changed = build_sheet(que), build_sheet(que, changes={"primary": "#7c2d12"})

    assert plain.hash != changed.hash
    assert "--primary:#7c2d12" in changed.css


def test_an_owner_changes_only_what_the_theme_allows(que: Theme) -> None:
    changes = {"ink": "#ff0000", "primary": "red;} body { display: none", "radius": "url(//elsewhere)"}

    assert tokens_for(que, changes=changes) == tokens_for(que)


def test_an_unsafe_token_never_reaches_a_sheet() -> None:
    with pytest.raises(ThemeError):
        custom_properties({"bg": "#fff;} body{"})


def test_the_child_keeps_its_parents_other_tokens(tiny: Theme) -> None:
    tokens = tokens_for(tiny)

    assert tokens["primary"] == "#1d4ed8"
    assert tokens["ink"] == "#2a1d12"


def test_minifying_keeps_meaning() -> None:
    css = (
        "/* note */ a :hover { color: red ; }\n@media (min-width: 2rem) and (x: y) { b { content: 'a ; b' } }"
    )

    assert minify(css) == "a :hover{color:red}@media (min-width:2rem) and (x:y){b{content:'a ; b'}}"
