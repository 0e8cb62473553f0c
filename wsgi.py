"""For WSGI servers that look here."""

from storefront.wsgi import app

__all__ = ["app"]
