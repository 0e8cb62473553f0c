"""The notification's file: for the authority, so in Vietnamese; what nobody said is a line to write on."""

from __future__ import annotations

from storefront.domain.onboarding.dossier import MISSING, dossier, unanswered
from storefront.infra.i18n import speaking
from storefront.infra.pdf import Facts
from storefront.models.shop import Shop


def test_the_file_is_vietnamese_whoever_prints_it(draft: Shop):
    with speaking("en"):
        made = dossier(draft)

    heads = [block.heading for block in made.blocks if isinstance(block, Facts)]
    assert made.locale == "vi"
    assert heads[0] == "1. Chủ sở hữu"


def test_a_line_is_left_to_write_on_for_whatever_is_missing(draft: Shop):
    owner = dossier(draft).blocks[0]

    assert isinstance(owner, Facts)
    assert [value for _label, value in owner.rows].count(MISSING) == unanswered() > 0
