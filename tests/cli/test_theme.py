import json
import shutil
from pathlib import Path

import pytest

from storefront.cli import run

THEMES = Path(__file__).parents[2] / "storefront/themes"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of a built-in theme with a script from elsewhere in its styles."""
    folder = tmp_path / "broken"
    shutil.copytree(THEMES / "que", folder)
    (folder / "assets/extra.css").write_text("@import 'https://example.com/a.css';", encoding="utf-8")
    return folder


def test_the_built_in_theme_has_no_errors(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["theme", "check", str(THEMES / "que")])

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 errors, ")


def test_a_fault_is_one_line_with_its_remedy_and_code_1(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["theme", "check", str(broken)])

    assert code == 1
    assert "error: assets/extra.css: remove @import: nothing from elsewhere [css]" in capsys.readouterr().out


def test_findings_can_be_read_by_programs(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["theme", "check", "--json", str(broken)])

    found = json.loads(capsys.readouterr().out)
    assert {"level": "error", "file": "assets/extra.css", "rule": "css"}.items() <= found[0].items()


def test_a_folder_that_is_no_theme_is_said_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["theme", "check", str(tmp_path)])

    assert code == 1
    assert capsys.readouterr().out.startswith("error: theme.toml: ")
