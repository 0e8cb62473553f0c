"""Whole addresses for messages and posters: from the operator's setting, never from a request's Host."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import current_app

from storefront.config import Settings
from storefront.infra.i18n import DEFAULT


def public_url(path: str, locale: str = DEFAULT) -> str:
    """The address people type for a path of the platform; English lives under /en."""
    return f"{_base()}{_language(locale)}{path}"


def lasting_url(path: str) -> str | None:
    """The address for a paper that is kept for years: None where ours is only good in one room's network."""
    settings = _settings()
    if settings.home_url:
        return f"{settings.home_url.rstrip('/')}{path}"
    return None if settings.lan and _is_bare(urlsplit(_base()).hostname or "") else public_url(path)


def _is_bare(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def shop_public_url(slug: str, path: str, locale: str = DEFAULT, *, domain: str | None = None) -> str:
    """A shop's page; `domain` is the shop's own canonical host, when it has one."""
    base = urlsplit(_base())
    if domain:
        return f"{base.scheme}://{domain}{_language(locale)}{path}"
    if _settings().wildcard_dns:
        return f"{base.scheme}://{slug}.{base.netloc}{_language(locale)}{path}"
    return f"{_base()}{_language(locale)}/s/{slug}{path}"


def _base() -> str:
    return (_settings().public_url or "http://localhost:8000").rstrip("/")


def _language(locale: str) -> str:
    return "" if locale == DEFAULT else f"/{locale}"


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
