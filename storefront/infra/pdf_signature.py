"""A signature inside a PDF (PAdES, ETSI EN 319 142-1), by the installation's own key; readers show it as one.

The certificate in it is signed by itself: it tells that nothing was changed and by whose key, and no
authority vouches for the name. pyHanko is imported inside the function: it costs half a second and 45 MiB,
and most processes never sign.
"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from storefront.infra import crypto

FIELD = "Signature"


def signed(pdf: bytes, *, name: str) -> bytes:
    """The PDF with a signature of `name` over all of it, appended as its newest part.

    It carries no moment of its own: no authority's clock vouches for one, and the paper says its day.
    """
    key = crypto.document_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = crypto.document_certificate(name).public_bytes(Encoding.DER)
    # pyHanko runs an event loop, and a thread can have but one
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(_signed, pdf, name, key, certificate).result()


def _signed(pdf: bytes, name: str, key: bytes, certificate: bytes) -> bytes:
    from asn1crypto import keys, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    meant = signers.PdfSignatureMetadata(
        field_name=FIELD, name=name, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    target = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meant, signer=signer)
    return bytes(target.getbuffer())
