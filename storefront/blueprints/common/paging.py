"""Pages of a list for the doors; the rooms below page by the same means."""

from storefront.infra.paging import Key, NoSuchPage, Page, asc, desc, paginate

__all__ = ["Key", "NoSuchPage", "Page", "asc", "desc", "paginate"]
