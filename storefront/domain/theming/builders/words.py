"""What the shop says of its goods in another language than its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from storefront.domain.theming.builders.scene import Scene
from storefront.infra.db import db
from storefront.models.shop import Translation

Words = Mapping[int, Mapping[str, str]]
"""By product, then by field: name, summary, description, seo_title, seo_description."""


def goods_words(scene: Scene, product_ids: Iterable[int]) -> Words:
    """The translated fields of these goods in one statement; none is asked for in the shop's own language."""
    wanted = set(product_ids)
    if scene.locale == scene.own_locale or not wanted:
        return {}
    rows = db.session.execute(
        select(Translation.entity_id, Translation.field, Translation.words).where(
            Translation.entity == "product",
            Translation.lang == scene.locale,
            Translation.entity_id.in_(wanted),
            Translation.words != "",
        )
    )
    words: dict[int, dict[str, str]] = {}
    for product_id, field, text in rows:
        words.setdefault(product_id, {})[field] = text
    return words
