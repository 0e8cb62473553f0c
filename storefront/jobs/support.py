"""Conversations, later: those whose time is over are forgotten."""

from __future__ import annotations

from storefront.domain.support import conversations
from storefront.infra.db import db


def forget_expired() -> None:
    """Delete conversations kept for their twelve months, in every shop."""
    conversations.forget_expired()
    db.session.commit()
