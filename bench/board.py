"""The trainer's board as somebody else sees it: asked for as its page asks, on a connection of its own."""

from __future__ import annotations

import re
import threading
import time

from tests.class_learner import Phone

EVERY = 0.5
"""Seconds between two looks, as in board.js."""
HEAD = re.compile(r'class="board__code"><abbr[^>]*>([^<]+)</abbr>')
ROW = re.compile(r'<tr id="place-\d+".*?</tr>', re.S)
NAME = re.compile(r'<a id="who-\d+"[^>]*>([^<]+)</a>')
DOT = re.compile(r"dot dot--(\w+)")
DONE = {"done", "late"}


class Board(threading.Thread):
    """Looks on until `stop()`; `shown` is when a learner's mission was first seen done."""

    def __init__(self, trainer: Phone, path: str) -> None:
        super().__init__(daemon=True)
        self.shown: dict[tuple[str, str], float] = {}
        self._trainer, self._path = trainer, path
        self._version = ""
        self._leaving = threading.Event()

    def run(self) -> None:
        while not self._leaving.is_set():
            began = time.monotonic()
            self.look()
            self._leaving.wait(max(0.0, EVERY - (time.monotonic() - began)))

    def stop(self) -> None:
        """Look once more, and leave."""
        self._leaving.set()
        self.join()
        self.look()

    def look(self) -> None:
        """Ask for what changed, and note what is done."""
        known = f"?seen={self._version}" if self._version else ""
        answer = self._trainer.ask("GET", f"{self._path}/rows{known}", (200, 204))
        seen = time.time()
        if answer.status_code == 204:
            return
        version = re.search(r'data-version="(\d+)"', answer.text)
        self._version = version[1] if version else ""
        codes = HEAD.findall(answer.text)
        for row in ROW.findall(answer.text):
            name = NAME.findall(row)[0]
            for code, word in zip(codes, DOT.findall(row), strict=True):
                if word in DONE:
                    self.shown.setdefault((name, code), seen)
