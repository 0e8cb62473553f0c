"""How a cause is told: a headline, one sentence of advice, and the key of the next button."""

from __future__ import annotations

from dataclasses import dataclass

from storefront.infra.errors import Sentence


@dataclass(frozen=True, slots=True)
class CauseWords:
    """What a person reads of a finding; `action` is a key of `words.ACTIONS`."""

    title: Sentence
    advice: Sentence
    action: str
