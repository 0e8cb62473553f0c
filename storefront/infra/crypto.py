"""Secrets at rest: sealed with rotatable keys and bound to the shop they belong to."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.x509.oid import NameOID
from flask import Flask, current_app
from sqlalchemy import LargeBinary, TypeDecorator
from sqlalchemy.engine import Dialect

from storefront.infra.tenancy import scope

EXTENSION = "storefront.keys"
SIGNING = "storefront.signing_key"
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_FROM, _UNTIL = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
"""The key has no end of its own: what it signed is to be checked for as long as somebody keeps the paper."""
_DOCUMENTS = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


class SealBroken(RuntimeError):
    """A sealed value was opened under another shop than the one it was sealed for."""


def init_app(app: Flask, folder: Path) -> None:
    """Read the keys of the instance, making them (0600) on the first start."""
    folder.mkdir(parents=True, exist_ok=True)
    app.secret_key = _key_file(folder / "session.key").splitlines()[0]
    app.extensions[EXTENSION] = _Ring(folder / "seal.keys")
    seed = base64.urlsafe_b64decode(_key_file(folder / "signing.key").strip())
    app.extensions[SIGNING] = Ed25519PrivateKey.from_private_bytes(seed)


class _Ring:
    """The sealing keys, newest first; read again when another process has added one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.keys = self.read()

    def read(self) -> MultiFernet:
        return MultiFernet([Fernet(line) for line in _key_file(self.path).splitlines() if line])

    def decrypt(self, sealed: bytes) -> bytes:
        try:
            return self.keys.decrypt(sealed)
        except InvalidToken:
            self.keys = self.read()
            return self.keys.decrypt(sealed)


def add_key() -> None:
    """Put a new sealing key before the others; what they sealed stays readable."""
    ring = _ring()
    _write(ring.path, Fernet.generate_key().decode() + "\n" + ring.path.read_text(encoding="ascii"))
    ring.keys = ring.read()


def forget_old_keys() -> None:
    """Keep the newest sealing key alone; only after everything was sealed with it."""
    ring = _ring()
    _write(ring.path, ring.path.read_text(encoding="ascii").splitlines()[0] + "\n")
    ring.keys = ring.read()


def sealed_anew(sealed: bytes) -> bytes:
    """The same secret under the newest key."""
    return _ring().keys.rotate(sealed)


def _write(path: Path, text: str) -> None:
    """Replace a key file whole, never readable by others for a moment."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
    os.replace(new, path)


def _ring() -> _Ring:
    ring: _Ring = current_app.extensions[EXTENSION]
    return ring


def _key_file(path: Path) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(Fernet.generate_key().decode() + "\n")
    return path.read_text(encoding="ascii")


def seal(plain: str, shop_id: int = 0) -> bytes:
    """Encrypt a text for one shop (0: the platform)."""
    return _ring().keys.encrypt(json.dumps([shop_id, plain]).encode())


def unseal(sealed: bytes, shop_id: int | None = None) -> str:
    """Decrypt; with a shop_id, raises SealBroken if it was sealed for another."""
    owner, plain = json.loads(_ring().decrypt(sealed))
    if shop_id is not None and owner != shop_id:
        raise SealBroken("sealed for another shop")
    return str(plain)


def derived(purpose: str) -> str:
    """An unguessable text for a purpose that this installation can make again, and nobody else can."""
    key = str(current_app.secret_key).encode()
    digest = hmac.new(key, b"derived:" + purpose.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def keyed_hash(*parts: object) -> str:
    """A hash in hex that nobody without this installation's key can make or search through."""
    secret = current_app.secret_key
    key = secret if isinstance(secret, bytes) else str(secret).encode()
    return hmac.new(key, json.dumps([str(part) for part in parts]).encode(), hashlib.sha256).hexdigest()


def sign(data: bytes) -> str:
    """This installation's Ed25519 signature over the data, base64."""
    key: Ed25519PrivateKey = current_app.extensions[SIGNING]
    return base64.b64encode(key.sign(data)).decode()


def public_key() -> str:
    """The key that checks this installation's signatures: 32 bytes, base64."""
    key: Ed25519PrivateKey = current_app.extensions[SIGNING]
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def document_key() -> ec.EllipticCurvePrivateKey:
    """The key that signs inside PDFs, as their readers know no Ed25519; made from the signing key."""
    key: Ed25519PrivateKey = current_app.extensions[SIGNING]
    digest = hmac.new(key.private_bytes_raw(), b"documents", hashlib.sha512).digest()
    return ec.derive_private_key(int.from_bytes(digest) % (_P256_ORDER - 1) + 1, ec.SECP256R1())


def document_certificate(name: str) -> x509.Certificate:
    """The certificate of that key, signed by itself; for one name always the same bytes."""
    key = document_key()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name.encode()[:64].decode(errors="ignore"))])
    return (
        x509.CertificateBuilder(subject, subject, key.public_key(), _serial(subject))
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_DOCUMENTS, critical=True)
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )


def _serial(name: x509.Name) -> int:
    """One number for one key and name, as no two certificates of an issuer may share theirs."""
    return int.from_bytes(hashlib.sha256(public_key().encode() + name.public_bytes()).digest()[:15]) or 1


def is_signed(data: bytes, signature: str, key: str) -> bool:
    """Whether the signature over the data was made with the private half of a public key."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(base64.b64decode(signature), data)
    except InvalidSignature:
        return False
    return True


class Sealed(TypeDecorator[str]):
    """A text column that the database only ever holds encrypted, bound to the shop in force."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else seal(value, _shop())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        current = scope()
        anywhere = current is None or current.everything or current.shop_id is None
        return unseal(bytes(value), None if anywhere else _shop())


class SealedPlatform(TypeDecorator[str]):
    """The same for tables of the platform: bound to no shop."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else seal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else unseal(bytes(value))


def _shop() -> int:
    current = scope()
    return (current.shop_id or 0) if current else 0
