"""The shop's pages about payment follow the ways in use."""

from __future__ import annotations

from flask import g
from sqlalchemy import select

from storefront.domain.onboarding import texts
from storefront.infra.db import db
from storefront.infra.events import acting_user
from storefront.models.page import Page, PageKind


def pages_follow() -> None:
    """Name the ways now in use on the pages that stand and that nobody rewrote."""
    if db.session.scalar(select(Page.id).where(Page.kind == PageKind.PAYMENT)) is not None:
        texts.write_pages(g.shop, by=acting_user())
