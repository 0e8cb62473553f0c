"""What the routes of the class need to be tried: one file an area, each with the same four names.

`PLACES` other samples than the usual ones, `FORMS` what is typed, `PREPARED` the route that has to be used
first, and `add(world)`, which makes the area's rows and puts their ids into `world.values`. The world has a
workshop with its trainer (`trainer`), a learner (`learner`) and one of another workshop (`other_trainer`,
`other_learner`), all as user ids, and `workshop_id`, `learner_id`, `shop_slug`.
"""

from __future__ import annotations

from types import ModuleType

from tests.architecture.classroom import board, carry, classes, graduation, missions, papers, practice

AREAS: tuple[ModuleType, ...] = (classes, board, papers, practice, graduation, missions, carry)

PLACES = {name: sample for area in AREAS for name, sample in area.PLACES.items()}
FORMS = {name: typed for area in AREAS for name, typed in area.FORMS.items()}
PREPARED = {name: earlier for area in AREAS for name, earlier in area.PREPARED.items()}
