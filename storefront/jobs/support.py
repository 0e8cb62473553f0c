"""Conversations and complaints, later: those whose time is over are forgotten."""

from __future__ import annotations

from storefront.domain.support import complaints, conversations
from storefront.infra.db import db


def forget_expired() -> None:
    """Delete conversations after twelve months and complaints after three years, in every shop."""
    conversations.forget_expired()
    complaints.forget_expired()
    db.session.commit()
