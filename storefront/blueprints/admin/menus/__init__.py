"""Menus on the desk."""

from __future__ import annotations

from storefront.blueprints.admin.menus.editor import bp

__all__ = ["bp"]
