"""What every builder is told: how links are made here, in which language, and whether data is dear."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from storefront.domain.media.pictures import Picture
from storefront.domain.theming.drops import PictureDrop, SourceDrop
from storefront.infra.money import Money, format_money

Query = Mapping[str, str] | Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One page being drawn. `url(path, query)` makes links; `small` asks for little data (Save-Data).

    `locale` is the page's language, `own_locale` the one the shop writes in.
    """

    url: Callable[..., str]
    locale: str = "vi"
    own_locale: str = "vi"
    currency: str = "VND"
    small: bool = False

    def money(self, amount: int) -> str:
        """Minor units as people write them."""
        return format_money(Money(amount, self.currency), self.locale)

    def picture(self, picture: Picture | None) -> PictureDrop | None:
        """A picture of the media room for a theme; only its smallest sizes when data is dear."""
        return None if picture is None else _drop(picture, self.small)


@lru_cache(maxsize=2048)
def _drop(picture: Picture, small: bool) -> PictureDrop:
    """The same pictures stand on page after page, so what they are in HTML is kept."""
    most = 1 if small else None
    sources = tuple(SourceDrop(source.type, source.candidates[:most]) for source in picture.sources)
    url = _small_url(picture) if small and sources else picture.url
    return PictureDrop(url, picture.width, picture.height, picture.alt, picture.colour, sources)


def _small_url(picture: Picture) -> str:
    narrowest = picture.sources[0].candidates[0][1]
    return narrowest.rpartition(".")[0] + ".jpg"
