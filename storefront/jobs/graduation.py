"""Graduation, later: the copy of a practice shop into a real one."""

from __future__ import annotations

from storefront.domain.transfer.rules import Part
from storefront.domain.workshops.graduation import graduate
from storefront.jobs.registry import Work


def make_real(work: Work) -> None:
    """Make the learner's real shop with the parts that were chosen; harmless twice."""
    graduate(int(work.payload["learner"]), [Part(part) for part in work.payload["parts"]])
