"""`theme check`: our themes pass, and each fault is found."""

import shutil
from pathlib import Path

import pytest

from storefront.domain.theming.check import Finding, check
from storefront.domain.theming.html_check import page_faults
from storefront.domain.theming.packages import BUILT_IN

TINY = Path(__file__).resolve().parents[2] / "themes/tiny"
SOUND = (
    '<!doctype html><html lang="vi"><head><title>a</title></head>'
    "<body><main><h1>a</h1>{}</main></body></html>"
)


def rules(found: list[Finding]) -> set[str]:
    return {finding.rule for finding in found if finding.level == "error"}


def test_the_built_in_theme_has_nothing_to_mend() -> None:
    assert check(BUILT_IN / "que") == []


def test_the_tiny_theme_has_no_error() -> None:
    assert rules(check(TINY)) == set()


@pytest.mark.parametrize(
    ("file", "text", "rule"),
    [
        ("theme.toml", 'id = "tiny"', "manifest"),
        ("tokens.json", '{"tokens": {"primary": "#ffeedd"}}', "contrast"),
        ("tokens.json", '{"tokens": {"primary": "red; }"}}', "tokens"),
        ("sections/error/section.html", "{% if %}", "compile"),
        ("sections/error/section.html", "<h1>{{ error.nothing }}</h1>", "render"),
        ("sections/error/section.html", "<h1>{{ t('no.such') }}</h1>", "words"),
        ("sections/error/section.html", "<p>no heading</p>", "html"),
        ("sections/error/section.html", '<h1 style="color:red">a</h1>', "html"),
        (
            "sections/error/schema.json",
            '{"name": "x", "settings": [{"id": "a", "type": "b", "label": "c"}]}',
            "schema",
        ),
        ("templates/404.json", '{"order": ["main"], "sections": {}}', "template"),
        ("assets/theme.css", "@import 'x';", "css"),
        ("assets/run.exe", "x", "extension"),
        ("assets/Big Name.css", "a{}", "name"),
        ("locales/en.json", '{"only.english": "x"}', "words"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, file: str, text: str, rule: str) -> None:
    copy = tmp_path / "tiny"
    shutil.copytree(TINY, copy)
    (copy / file).parent.mkdir(parents=True, exist_ok=True)
    (copy / file).write_text(text)

    found = check(copy)

    assert rule in rules(found)


@pytest.mark.parametrize(
    "fragment",
    [
        '<img src="/a.jpg" alt="">',
        '<img src="https://elsewhere/a.jpg" alt="" width="1" height="1">',
        "<h1>again</h1>",
        '<input name="q">',
        "<script>alert(1)</script>",
        '<a href="/" onclick="x">a</a>',
        "<div><p></div>",
        '<p id="a"></p><p id="a"></p>',
    ],
)
def test_a_faulty_page_is_found(fragment: str) -> None:
    assert page_faults(SOUND.format("")) == []
    assert page_faults(SOUND.format(fragment)) != []
