"""Pages of words on the desk."""

from __future__ import annotations

from storefront.blueprints.admin.pages.editor import bp

__all__ = ["bp"]
