"""Small faces that every page shares: links, pictures, prices, form fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

FieldKind = Literal["text", "tel", "email", "number", "textarea", "select", "radio", "checkbox"]
NoticeKind = Literal["info", "success", "warning", "error"]


@dataclass(frozen=True, slots=True)
class LinkDrop:
    """A link whose address is already made; `children` is the second level of a menu."""

    label: str
    url: str
    current: bool = False
    children: tuple["LinkDrop", ...] = ()


MenuItemDrop = LinkDrop


@dataclass(frozen=True, slots=True)
class FactDrop:
    """One row of a `<dl>`; `url` makes the value a link, `copy` offers to copy it (or `copy_text`)."""

    label: str
    value: str
    url: str = ""
    copy: bool = False
    copy_text: str = ""


@dataclass(frozen=True, slots=True)
class NoticeDrop:
    """One sentence to the shopper: what happened and what to do."""

    text: str
    kind: NoticeKind = "info"
    url: str = ""
    url_label: str = ""


@dataclass(frozen=True)
class SourceDrop:
    """The renditions of one picture in one format, narrowest first, as (width in px, url)."""

    type: str
    candidates: tuple[tuple[int, str], ...]

    @cached_property
    def srcset(self) -> str:
        """The candidates as an HTML `srcset`."""
        return ", ".join(f"{url} {width}w" for width, url in self.candidates)


@dataclass(frozen=True, slots=True)
class PictureDrop:
    """A picture: `url` is the fallback, with its true size; `colour` stands in while it loads."""

    url: str
    width: int
    height: int
    alt: str
    colour: str = ""
    sources: tuple[SourceDrop, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceDrop:
    """A price with VAT: whole minor units beside the words shown; `compare_at` is a real earlier price."""

    amount: int
    display: str
    compare_at: str = ""
    percent_off: int = 0
    from_price: bool = False
    unit: str = ""
    on_request: bool = False


@dataclass(frozen=True, slots=True)
class BadgeDrop:
    """A word on a card: kind is `ocop`, `sale`, `soldout`, `new` or `plain`."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class RatingDrop:
    """An average as people write it ("4,8"), in whole stars (0 to 5) and the number of reviews."""

    display: str
    stars: int
    count: int


@dataclass(frozen=True, slots=True)
class QuantityDrop:
    """What a number input needs, as decimal strings with a point. Empty `maximum`: no limit."""

    value: str = "1"
    minimum: str = "1"
    maximum: str = ""
    step: str = "1"
    unit: str = ""


ONE = QuantityDrop()


@dataclass(frozen=True, slots=True)
class ChoiceDrop:
    """One option of a select, radio group or filter; `extra` stands at its right (a fee, a count)."""

    value: str
    label: str
    description: str = ""
    extra: str = ""
    selected: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class FieldDrop:
    """A form field with its words, value and errors; `autocomplete` and `inputmode` are HTML's tokens."""

    name: str
    label: str
    kind: FieldKind = "text"
    value: str = ""
    id: str = ""
    help: str = ""
    errors: tuple[str, ...] = ()
    required: bool = False
    checked: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    placeholder: str = ""
    maxlength: int = 0
    choices: tuple[ChoiceDrop, ...] = ()

    @property
    def html_id(self) -> str:
        """The id of the input; the error summary links to it."""
        return self.id or f"field-{self.name}"


@dataclass(frozen=True, slots=True)
class ActionDrop:
    """A button that posts: its own form with hidden fields; `kind` is `primary`, `plain` or `danger`."""

    label: str
    url: str
    kind: str = "plain"
    method: Literal["post", "get"] = "post"
    hidden: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class TotalDrop:
    """One row under a list of goods; `strong` marks what is to be paid."""

    label: str
    display: str
    strong: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class TimelineDrop:
    """One step of the life of an order or a complaint."""

    label: str
    state: Literal["done", "current", "todo", "stopped"] = "todo"
    time_display: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MetaDrop:
    """The head of a page. `title` at most 60 characters; `alternates` are (language, url).

    A script tells `visit_url` that somebody arrived; a page for one visitor has none.
    """

    title: str
    description: str = ""
    canonical_url: str = ""
    noindex: bool = False
    image_url: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    json_ld: tuple[Mapping[str, object], ...] = field(default=())
    refresh_seconds: int = 0
    visit_url: str = ""
