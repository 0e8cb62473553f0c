"""A signature inside a PDF: over every byte but itself, in the reach of any reader."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import PdfSignatureStatus, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from reportlab.pdfgen.canvas import Canvas

from storefront.infra import crypto
from storefront.infra.pdf_signature import signed

NAME = "Sàn của các hộ làm nghề và hợp tác xã tỉnh Thanh Hoá, Việt Nam"


def paper(pages: int = 1) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for _page in range(pages):
        canvas.drawString(72, 72, "Paper")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def read(pdf: bytes) -> PdfSignatureStatus:
    """What a reader finds that trusts the certificate in the file; browsers may run a loop in this thread."""
    [found] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    trusting = ValidationContext(trust_roots=[found.signer_cert])
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(validate_pdf_signature, found, trusting).result()


@pytest.mark.parametrize("pages", [1, 2])
def test_a_reader_finds_the_whole_file_signed_by_our_key(context: Flask, pages: int) -> None:
    pdf = signed(paper(pages), name=NAME)

    found = read(pdf)
    assert (found.intact, found.valid, found.coverage) == (True, True, SignatureCoverageLevel.ENTIRE_FILE)
    assert found.signing_cert.dump() == crypto.document_certificate(NAME).public_bytes(Encoding.DER)


def test_a_changed_byte_is_found(context: Flask) -> None:
    pdf = signed(paper(), name=NAME)

    changed = pdf.replace(b"/Producer", b"/Xroducer", 1)

    assert changed != pdf
    assert read(changed).intact is False


def test_it_is_appended_and_what_was_there_stays(context: Flask) -> None:
    plain = paper()

    assert signed(plain, name=NAME).startswith(plain)


def test_the_certificate_is_the_same_every_time(context: Flask) -> None:
    first, second = crypto.document_certificate(NAME), crypto.document_certificate(NAME)

    assert first == second
