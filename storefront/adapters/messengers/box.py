"""Keeps messages instead of sending them: the message box outside production, a practice shop's phone."""

from __future__ import annotations

from storefront.adapters.messengers.base import Letter, Outcome


class Box:
    """Sends nothing; the message row itself is what people read."""

    code = "box"

    def send(self, letter: Letter) -> Outcome:
        """Keep it."""
        return Outcome.KEPT
