"""A signature inside a PDF (ISO 32000-1, 12.8), by the installation's own key; readers show it as one.

The certificate in it is signed by itself: it tells that nothing was changed and by whose key, and no
authority vouches for the name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder

from storefront.infra import crypto

ROOM = 4096
"""Hex digits kept free for the signature; one takes about 1,900."""
OPTIONS = [PKCS7Options.DetachedSignature, PKCS7Options.Binary, PKCS7Options.NoCapabilities]
_GAP = b"<" + b"0" * ROOM + b">"
_PAGE = re.compile(rb"(\d+) 0 obj\n(?:(?!endobj).)*?/Type /Page\b", re.S)
_RANGE = b"[0 %010d %010d %010d]"
HIDDEN_AND_LOCKED = 132


def signed(pdf: bytes, *, name: str, at: dt.datetime) -> bytes:
    """The PDF with a signature of `name` over all of it, appended as its newest part.

    For a file as reportlab writes it: one page, a plain table of objects. Raises ValueError for another.
    """
    prepared = pdf + _addition(pdf, name, at)
    start = prepared.index(_GAP, len(pdf))
    end = start + len(_GAP)
    ranged = prepared.replace(_RANGE % (0, 0, 0), _RANGE % (start, end, len(prepared) - end))
    digest = _signature(ranged[:start] + ranged[end:], name).hex().encode()
    if len(digest) > ROOM:
        raise ValueError("the signature is larger than its room")
    return b"".join((ranged[:start], b"<", digest.ljust(ROOM, b"0"), b">", ranged[end:]))


def _signature(content: bytes, name: str) -> bytes:
    key = crypto.document_key()
    builder = PKCS7SignatureBuilder().set_data(content)
    return builder.add_signer(crypto.document_certificate(name), key, hashes.SHA256()).sign(
        Encoding.DER, OPTIONS
    )


def _addition(pdf: bytes, name: str, at: dt.datetime) -> bytes:
    """The page and the catalogue once more with a field, the field, its signature, and a table of these."""
    root, page = _number(rb"/Root (\d+) 0 R", pdf), _number(_PAGE, pdf)
    size, before = _number(rb"/Size (\d+)", pdf), _number(rb"startxref\s+(\d+)", pdf)
    field, value = size, size + 1
    objects = {
        root: _with(pdf, root, b"/AcroForm << /Fields [%d 0 R] /SigFlags 3 >>" % field),
        page: _with(pdf, page, b"/Annots [%d 0 R]" % field),
        field: b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /F %d /Rect [0 0 0 0] /P %d 0 R "
        b"/V %d 0 R >>" % (HIDDEN_AND_LOCKED, page, value),
        value: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /M (D:%sZ) /Name <%s> "
        b"/ByteRange %s /Contents %s >>" % (_moment(at), _text(name), _RANGE % (0, 0, 0), _GAP),
    }
    body, table = _written(objects, len(pdf) + 1)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size + 2, root, before)
    return b"\n" + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(pdf) + 1 + len(body))


def _written(objects: Mapping[int, bytes], offset: int) -> tuple[bytes, bytes]:
    """The objects, and the table that tells where each begins."""
    body, table = b"", b"xref\n0 1\n0000000000 65535 f \n"
    for number, words in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, offset + len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    return body, table


def _with(pdf: bytes, number: int, entry: bytes) -> bytes:
    """A dictionary of the file with one more entry."""
    found = re.search(rb"\n%d 0 obj\n(<<.*?)>>\s*endobj" % number, pdf, re.S)
    if found is None:
        raise ValueError(f"no object {number}")
    return found[1] + entry + b" >>"


def _number(pattern: bytes | re.Pattern[bytes], pdf: bytes) -> int:
    found = re.findall(pattern, pdf)
    if len(found) != 1:
        raise ValueError(f"not a file of one page: {pattern!r}")
    return int(found[0])


def _moment(at: dt.datetime) -> bytes:
    return at.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S").encode()


def _text(words: str) -> bytes:
    return ("\ufeff" + words).encode("utf-16-be").hex().encode()
