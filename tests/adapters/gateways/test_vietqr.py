import json
from pathlib import Path
from typing import Any

import pytest

from storefront.adapters.gateways import vietqr
from storefront.adapters.gateways.vietqr import InvalidVietQR, build, crc, parse, purpose_text

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "vietqr.json").read_text(encoding="utf-8")
)["vectors"]
DECODES = [vector for vector in VECTORS if vector["operation"] == "decode"]
RIGHT = [vector for vector in DECODES if vector["expect_valid"]]
WRONG = [vector for vector in DECODES if not vector["expect_valid"]]
BUILDS = [vector for vector in DECODES if "build_input" in vector]
CRCS = [vector for vector in VECTORS if vector["operation"] == "crc"]


def named(vector: dict[str, Any]) -> str:
    return str(vector["id"])


@pytest.mark.parametrize("vector", RIGHT, ids=named)
def test_a_right_code_is_read_whole(vector: dict[str, Any]) -> None:
    code = parse(vector["input"]["payload"])

    assert {name: getattr(code, name) for name in vector["expected"]} == vector["expected"]


@pytest.mark.parametrize("vector", WRONG, ids=named)
def test_a_wrong_code_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(InvalidVietQR):
        parse(vector["input"]["payload"])


@pytest.mark.parametrize("vector", BUILDS, ids=named)
def test_the_same_parts_build_the_same_code(vector: dict[str, Any]) -> None:
    assert build(**vector["build_input"]) == vector["input"]["payload"]


@pytest.mark.parametrize("vector", CRCS, ids=named)
def test_checksums(vector: dict[str, Any]) -> None:
    assert crc(vector["input"]["data"]) == vector["expected"]["crc"]


RECEIVER = "38540010A00000072701240006970423011000999999990208QRIBFTTA"


def sealed(body: str) -> str:
    return body + "6304" + crc(body + "6304")


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "0002",
        sealed(f"000201{RECEIVER}53037045802VN5303704"),
        sealed(f"{RECEIVER}00020153037045802VN"),
        sealed(f"000201{RECEIVER}53038405802VN"),
        sealed(f"000201{RECEIVER}53037045802US"),
        sealed(f"000201010213{RECEIVER}53037045802VN"),
        sealed(f"000201{RECEIVER}530370454051.5005802VN"),
        sealed(f"000201{RECEIVER}53037045400" + "5802VN"),
        sealed(f"000201{RECEIVER}5303704٥٤02105802VN"),
        sealed(f"000201{RECEIVER}53037045802VN6205089"),
        sealed("00020138520010A00000072701240006970423011000999999990206QRPUSH53037045802VN"),
        sealed(f"000201{RECEIVER}53037045802VN") + "00",
        sealed(f"000201{RECEIVER}53037045802VN").swapcase(),
    ],
)
def test_what_no_bank_should_read_is_refused(payload: str) -> None:
    with pytest.raises(InvalidVietQR):
        parse(payload)


def test_unknown_tags_and_any_order_are_read() -> None:
    code = parse(sealed(f"0002015802VN5303704{RECEIVER}8004MOMO"))

    assert (code.account, code.other_tags) == ("0099999999", ["80"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"bin": "97043"},
        {"bin": "97042a"},
        {"account": ""},
        {"account": "12345678901234567890"},
        {"account": "123 456"},
        {"amount": 0},
        {"amount": -1},
        {"amount": 10**13},
        {"purpose": "ĐH 1042"},
        {"purpose": "A" * 26},
        {"service": "QRPUSH"},
    ],
)
def test_wrong_parts_build_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidVietQR):
        build(**{"bin": "970423", "account": "0099999999", **wrong})


@pytest.mark.parametrize(
    ("typed", "memo"),
    [
        ("Đơn hàng #1042", "DON HANG 1042"),
        ("dh-7k3m 9q", "DH 7K3M 9Q"),
        ("A" * 24 + " B C", "A" * 24),
        ("日本", ""),
    ],
)
def test_a_memo_is_what_banks_let_through(typed: str, memo: str) -> None:
    assert purpose_text(typed) == memo


def test_the_picture_is_drawn_here_without_inline_styles() -> None:
    payload = build(bin="970423", account="0099999999", amount=180_000, purpose="DH000123")

    picture, photo = vietqr.svg(payload), vietqr.png(payload)

    assert picture.startswith("<svg") and "style=" not in picture and "http://www.w3.org" not in picture[200:]
    assert photo.startswith(b"\x89PNG")
