"""What the practice shops of a class begin with."""

from __future__ import annotations

from collections.abc import Sequence

from storefront.domain.onboarding.kits import GENERAL, Kit, kit, kits
from storefront.domain.workshops import model_shops
from storefront.models.workshop import Workshop


def offered() -> Sequence[Kit]:
    """Every kit a trainer may choose for a class."""
    return [*kits(), *model_shops.chosen_from()]


def kits_for(workshop: Workshop) -> list[Kit]:
    """The kits chosen for a class, in their order; the general one if what was chosen is no more."""
    models = model_shops.chosen_from([key for key in workshop.kits if key.startswith(model_shops.PREFIX)])
    chosen = [each for each in [*kits(), *models] if each.key in workshop.kits]
    return chosen or [kit(GENERAL)]


def kit_for(workshop: Workshop, key: str) -> Kit:
    """The kit of this key, or the first of the class."""
    mine = kits_for(workshop)
    return next((each for each in mine if each.key == key), mine[0])
