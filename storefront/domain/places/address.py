"""An address as a person gave it, with the names the places had on that day."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from storefront.domain.places.register import Unit
from storefront.domain.places.units import province
from storefront.infra.phone import format_phone


class AddressSource(StrEnum):
    """How the commune came into the address."""

    TYPED = "typed"
    CONVERTED = "converted"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class LegacyPlace:
    """The same place on the three-level map, which carriers still use."""

    province: str
    district: str
    commune: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where to send something; names are copied, so that later changes of the map do not touch it."""

    recipient: str
    phone: str
    street: str
    unit_code: str
    unit_name: str
    province_code: str
    province_name: str
    source: AddressSource = AddressSource.TYPED
    legacy: LegacyPlace | None = None

    @classmethod
    def in_unit(
        cls,
        unit: Unit,
        *,
        recipient: str,
        phone: str,
        street: str,
        source: AddressSource = AddressSource.TYPED,
        legacy: LegacyPlace | None = None,
    ) -> "Address":
        """An address in a commune of today, with the names of today; `phone` in E.164."""
        return cls(
            recipient=recipient,
            phone=phone,
            street=street,
            unit_code=unit.code,
            unit_name=unit.full_name,
            province_code=unit.province_code,
            province_name=province(unit.province_code).full_name,
            source=source,
            legacy=legacy,
        )

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Address":
        """The address kept in a snapshot by `to_dict`."""
        legacy = stored["legacy"]
        return cls(
            **{
                **stored,
                "source": AddressSource(stored["source"]),
                "legacy": LegacyPlace(**legacy) if legacy else None,
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a JSON snapshot."""
        return {**asdict(self), "source": self.source.value}

    def lines(self, locale: str = "vi") -> list[str]:
        """The lines to print; names stay Vietnamese, since a postman reads them."""
        place = f"{self.unit_name}, {self.province_name}"
        country = ["Vietnam"] if locale == "en" else []
        return [self.recipient, format_phone(self.phone), self.street, place, *country]
