"""The lesson at hand as pages show it: beside the desk of a practice shop, and in the class."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storefront.domain.workshops.missions.queries import Chapter, chapters_of, current
from storefront.domain.workshops.missions.vocabulary import say
from storefront.infra.i18n import current_locale
from storefront.models.workshop import Learner


def in_words(words: Mapping[str, Any]) -> str:
    """Words of a lesson or mission in the reader's language, Vietnamese where it has none of its own."""
    return str(say(words, current_locale())) if words else ""


@dataclass(frozen=True, slots=True)
class Beside:
    """The current lesson of a learner; `mark` changes when what is shown does."""

    workshop_id: int
    chapter: Chapter
    done: int
    total: int
    mark: str

    @classmethod
    def of(cls, learner: Learner) -> Beside | None:
        """The learner's panel now; None in a class without lessons."""
        chapters = chapters_of(learner)
        chapter = current(chapters)
        if chapter is None:
            return None
        tasks = [task for each in chapters for task in each.tasks]
        shown = [
            (task.mission.id, task.mission.revision, task.state, task.count, task.minutes_left)
            for task in tasks
        ]
        lesson = chapter.lesson.id, chapter.lesson.revision
        mark = hashlib.sha256(repr((lesson, shown)).encode()).hexdigest()[:12]
        done, total = sum(each.done for each in chapters), sum(len(each.counted) for each in chapters)
        return cls(learner.workshop_id, chapter, done, total, mark)
