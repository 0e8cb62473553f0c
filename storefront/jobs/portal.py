"""Jobs of the portal: keep the directory in step with the shops."""

from __future__ import annotations

from storefront.domain.portal import directory
from storefront.jobs.registry import Work


def refresh(_work: Work) -> None:
    """Write the shop's entry anew."""
    directory.refresh()
