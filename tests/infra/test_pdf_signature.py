"""A signature inside a PDF: over every byte but itself, in the reach of any reader."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization.pkcs7 import load_der_pkcs7_certificates
from flask import Flask
from reportlab.pdfgen.canvas import Canvas

from storefront.infra import crypto
from storefront.infra.pdf_signature import signed

AT = dt.datetime(2026, 11, 22, 2, 30, tzinfo=dt.UTC)
NAME = "Sàn của các hộ làm nghề và hợp tác xã tỉnh Thanh Hoá, Việt Nam"
DIGEST = bytes.fromhex("06092a864886f70d01090431220420")
"""The attribute of a signature that holds the SHA-256 of what is signed."""


def paper(pages: int = 1) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for _page in range(pages):
        canvas.drawString(72, 72, "Paper")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def parts(pdf: bytes) -> tuple[bytes, bytes]:
    """What is signed, and the signature."""
    start, end, length = (int(one) for one in re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf).groups())  # type: ignore[union-attr]
    assert end + length == len(pdf)
    return pdf[:start] + pdf[end:], bytes.fromhex(pdf[start + 1 : end - 1].decode())


def elements(der: bytes) -> list[bytes]:
    """The elements that stand one after another in DER, each with its head."""
    found = []
    while der:
        head = 2 if der[1] < 0x80 else 2 + (der[1] & 0x7F)
        size = der[1] if der[1] < 0x80 else int.from_bytes(der[2:head])
        found.append(der[: head + size])
        der = der[head + size :]
    return found


def inside(element: bytes) -> list[bytes]:
    """The elements inside one."""
    return elements(element[2 if element[1] < 0x80 else 2 + (element[1] & 0x7F) :])


def test_the_signature_covers_every_byte_but_itself_and_is_made_by_our_key(context: Flask) -> None:
    pdf = signed(paper(), name=NAME, at=AT)

    content, der = parts(pdf)
    assert der[der.index(DIGEST) + len(DIGEST) :][:32] == hashlib.sha256(content).digest()
    whole = elements(der)[0]
    signed_data = inside(inside(whole)[1])[0]
    [signer] = inside(inside(signed_data)[-1])
    attributes, signature = inside(signer)[3], inside(signer)[5]
    [certificate] = load_der_pkcs7_certificates(whole)
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    # the attributes are signed as a set, whatever tag they carry in the file
    key.verify(signature[2:], b"\x31" + attributes[1:], ec.ECDSA(hashes.SHA256()))
    assert key == crypto.document_key().public_key()


def test_it_is_appended_and_what_was_there_stays(context: Flask) -> None:
    plain = paper()

    pdf = signed(plain, name=NAME, at=AT)

    assert pdf.startswith(plain)
    assert pdf.count(b"/Prev") == 1


def test_a_paper_of_two_pages_is_not_one_of_ours(context: Flask) -> None:
    with pytest.raises(ValueError, match="one page"):
        signed(paper(pages=2), name=NAME, at=AT)


def test_the_certificate_is_the_same_every_time(context: Flask) -> None:
    first, second = crypto.document_certificate(NAME), crypto.document_certificate(NAME)

    assert first == second
