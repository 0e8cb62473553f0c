"""What a reader can select and copy in a PDF of ours: the text by each font's own table of letters."""

from __future__ import annotations

import base64
import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*?)\s*endstream", re.S)
_SHOWN = re.compile(rb"/(F\d+(?:\+\d+)?) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj|T\*", re.S)
_PAIRS = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """All text of a PDF, pieces joined by spaces."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    letters = {name: _letters(objects, number) for name, number in _fonts(pdf).items()}
    pages = [_content(body) for body in objects.values() if b"stream" in body and b"/Length1" not in body]
    return " ".join(piece for page in pages for piece in _pieces(page, letters))


def _fonts(pdf: bytes) -> dict[bytes, int]:
    return {name: int(number) for name, number in re.findall(rb"/(F\d+(?:\+\d+)?) (\d+) 0 R", pdf)}


def _letters(objects: dict[int, bytes], number: int) -> dict[int, str]:
    table = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
    pairs = _PAIRS.findall(_content(objects[int(table[1])])) if table else []
    return {int(code, 16): bytes.fromhex(word.decode()).decode("utf-16-be") for code, word in pairs}


def _content(body: bytes) -> bytes:
    raw = _STREAM.search(body)[1]  # type: ignore[index]
    if b"ASCII85Decode" in body:
        raw = base64.a85decode(raw.removesuffix(b"~>"))
    return zlib.decompress(raw) if b"FlateDecode" in body else raw


def _pieces(page: bytes, letters: dict[bytes, dict[int, str]]) -> list[str]:
    known: dict[int, str] = {}
    pieces = []
    for font, shown in _SHOWN.findall(page):
        if font:
            known = letters.get(font, {})
        elif shown:
            pieces.append("".join(known.get(code, chr(code)) for code in _unescaped(shown)))
    return pieces


def _unescaped(shown: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        if found[1].isdigit():
            return bytes([int(found[1], 8)])
        return _ESCAPES.get(found[1], found[1])

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, shown, flags=re.S)
