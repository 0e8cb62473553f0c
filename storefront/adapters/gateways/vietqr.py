"""VietQR: the text inside a NAPAS 247 transfer code (EMVCo merchant-presented TLV), and its picture.

Source: NAPAS "QR switching" specification 1.5.2 as quoted in public libraries;
vectors in tests/vectors/vietqr.json.
"""

import binascii
import io
import re
from dataclasses import dataclass, field

import segno

from storefront.infra.text import ascii_upper

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
TO_CARD = "QRIBFTTC"
LONGEST_PURPOSE = 25

_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_BIN = re.compile(r"[0-9]{6}")
_AMOUNT = re.compile(r"[0-9]{1,13}")
_PRINTABLE = re.compile(r"[ -~]{1,25}")
_READ_TAGS = frozenset({"00", "01", "38", "52", "53", "54", "58", "59", "60", "62", "63"})


class InvalidVietQR(ValueError):
    """The text is no VietQR transfer code, or a code cannot be built from these parts."""


@dataclass(frozen=True, slots=True)
class VietQR:
    """A decoded code. `amount` is in dong, None when the payer types it; `additional` is tag 62 by sub-id."""

    bin: str
    account: str
    service: str
    amount: int | None
    crc: str
    point_of_initiation: str | None = None
    mcc: str | None = None
    currency: str = "704"
    country: str = "VN"
    merchant_name: str | None = None
    merchant_city: str | None = None
    additional: dict[str, str] = field(default_factory=dict)
    other_tags: list[str] = field(default_factory=list)

    @property
    def purpose(self) -> str | None:
        return self.additional.get("08")


def build(
    *,
    bin: str,
    account: str,
    amount: int | None = None,
    purpose: str = "",
    bill: str = "",
    service: str = TO_ACCOUNT,
) -> str:
    """A transfer's payload; dynamic (12) when an amount is set, else static (11). Raises `InvalidVietQR`."""
    _require(_BIN.fullmatch(bin), "bin")
    _require(_ACCOUNT.fullmatch(account), "account")
    _require(service in (TO_ACCOUNT, TO_CARD), "service")
    _require(amount is None or 0 < amount < 10**13, "amount")
    _require(all(not text or _PRINTABLE.fullmatch(text) for text in (purpose, bill)), "purpose or bill")
    receiver = _tlv("00", bin) + _tlv("01", account)
    body = (
        _tlv("00", "01")
        + _tlv("01", "11" if amount is None else "12")
        + _tlv("38", _tlv("00", GUID) + _tlv("01", receiver) + _tlv("02", service))
        + _tlv("53", "704")
        + _tlv("54", "" if amount is None else str(amount))
        + _tlv("58", "VN")
        + _tlv("62", _tlv("01", bill) + _tlv("08", purpose))
        + "6304"
    )
    return body + crc(body)


def parse(payload: str) -> VietQR:
    """Decode strictly: structure, checksum and scheme must all be right. Raises `InvalidVietQR`."""
    tags = _objects(payload)
    _require(next(iter(tags), "") == "00" and tags["00"] == "01", "format")
    _require(next(reversed(tags)) == "63" and payload[-4:] == crc(payload[:-4]), "crc")
    _require("38" in tags, "no tag 38")
    _require(tags.get("53") == "704" and tags.get("58") == "VN", "currency or country")
    _require(tags.get("01", "12") in ("11", "12"), "point of initiation")
    _require(re.fullmatch(r"[0-9]{4}", tags.get("52", "0000")), "merchant category")
    amount = tags.get("54")
    _require(amount is None or _AMOUNT.fullmatch(amount), "amount")
    bin, account, service = _receiver(tags["38"])
    return VietQR(
        bin=bin,
        account=account,
        service=service,
        amount=None if amount is None else int(amount),
        crc=tags["63"],
        point_of_initiation=tags.get("01"),
        mcc=tags.get("52"),
        merchant_name=tags.get("59"),
        merchant_city=tags.get("60"),
        additional=_objects(tags["62"]) if "62" in tags else {},
        other_tags=[tag for tag in tags if tag not in _READ_TAGS],
    )


def crc(data: str) -> str:
    """CRC-16/CCITT-FALSE over the UTF-8 bytes, as four upper-case hex digits."""
    return f"{binascii.crc_hqx(data.encode(), 0xFFFF):04X}"


def purpose_text(text: str) -> str:
    """A memo as banks let it through: capitals without marks, digits, single spaces, 25 characters."""
    return ascii_upper(text)[:LONGEST_PURPOSE].rstrip()


def svg(payload: str) -> str:
    """The code as an inline SVG without fixed size, black on white so that it scans in dark pages too."""
    code = segno.make_qr(payload, error="m", boost_error=False)
    return code.svg_inline(border=4, light="#fff", dark="#000", omitsize=True)


def png(payload: str, scale: int = 8) -> bytes:
    """The code as a PNG for saving to a phone's pictures; `scale` is pixels a module."""
    picture = io.BytesIO()
    segno.make_qr(payload, error="m", boost_error=False).save(picture, kind="png", scale=scale, border=4)
    return picture.getvalue()


def _receiver(template: str) -> tuple[str, str, str]:
    parts = _objects(template)
    _require(parts.get("00") == GUID, "guid")
    receiver = _objects(parts.get("01", ""))
    bin, account, service = receiver.get("00", ""), receiver.get("01", ""), parts.get("02", "")
    _require(_BIN.fullmatch(bin), "bin")
    _require(_ACCOUNT.fullmatch(account), "account")
    _require(service in (TO_ACCOUNT, TO_CARD), "service")
    return bin, account, service


def _objects(text: str) -> dict[str, str]:
    """Split ID, length and value until the text ends exactly; lengths count characters."""
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        head = text[position : position + 4]
        _require(re.fullmatch(r"[0-9]{4}", head) and head[2:] != "00", "id or length")
        end = position + 4 + int(head[2:])
        _require(end <= len(text), "length past the end")
        _require(head[:2] not in found, "duplicated id")
        found[head[:2]] = text[position + 4 : end]
        position = end
    return found


def _tlv(tag: str, value: str) -> str:
    """An object, or nothing for an empty value."""
    _require(len(value) <= 99, f"tag {tag} too long")
    return f"{tag}{len(value):02d}{value}" if value else ""


def _require(holds: object, what: str) -> None:
    if not holds:
        raise InvalidVietQR(what)
