import json
from pathlib import Path
from typing import Any

import pytest

from storefront.cli import run
from storefront.cli.gateway import verify_file

VECTORS = Path(__file__).parents[1] / "vectors"


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.json")), ids=lambda path: path.stem)
def test_all_vectors_pass(path: Path) -> None:
    count = json.loads(path.read_text(encoding="utf-8"))["count"]

    assert verify_file(path) == (count, 0, [])


def test_the_command_prints_the_count_and_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["gateway", "verify", str(VECTORS / "vietqr.json")])

    assert (code, capsys.readouterr().out) == (0, "21 passed, 0 failed\n")


def changed(tmp_path: Path, key: str, **changes: Any) -> Path:
    """A file with one vector of ours, changed."""
    content = json.loads((VECTORS / f"{key}.json").read_text(encoding="utf-8"))
    path = tmp_path / "changed.json"
    path.write_text(json.dumps({"key": key, "vectors": [content["vectors"][0] | changes]}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"operation": "encode"}, "unknown operation 'encode' of 'vietqr'"),
        ({"expect_valid": False}, "accepted, should be refused"),
        ({"expected": {"bin": "970404"}}, "bin is '970403', expected '970404'"),
        ({"expected": {"no_such_field": None}}, "no_such_field"),
        ({"expected": {}}, "nothing expected"),
        ({"input": {"payload": "x"}}, "refused, should be accepted"),
        ({"input": {}}, "unusable vector"),
        ({"build_input": {"bin": "970403", "account": "1"}}, "payload is"),
        ({"build_input": {"colour": "red"}}, "unusable vector"),
    ],
)
def test_a_vector_that_does_not_hold_fails_by_name(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    passed, failed, lines = verify_file(changed(tmp_path, "vietqr", **changes))

    assert (passed, failed) == (0, 1)
    assert lines[0].startswith("vietqr: vietqr-01") and said in lines[0]


def test_the_signing_string_in_the_file_is_never_used(tmp_path: Path) -> None:
    assert verify_file(changed(tmp_path, "practice", signing_string="nonsense"))[:2] == (1, 0)
    assert verify_file(changed(tmp_path, "practice", secret="another"))[:2] == (0, 1)


def test_a_key_we_do_not_know_fails(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"key": "shell_money", "vectors": [{"id": "a", "operation": "sign"}]}')

    assert verify_file(path) == (0, 1, ["shell_money: a: unknown operation 'sign' of 'shell_money'"])


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"key": "vietqr"}', '{"key": "vietqr", "vectors": []}'])
def test_a_file_in_which_nothing_runs_ends_with_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    path = tmp_path / "empty.json"
    path.write_text(content)

    assert run(["gateway", "verify", str(path)]) == 1
    assert capsys.readouterr().out.endswith("0 passed, 1 failed\n")


def test_one_missing_file_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gateway", "verify", str(VECTORS / "vietqr.json"), "no-such-file.json"]) == 1
    assert capsys.readouterr().out.endswith("21 passed, 1 failed\n")
