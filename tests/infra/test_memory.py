import psutil

from storefront.infra import memory

PIECE = 64 * 1024
"""Bytes; small enough that the C library keeps freed pieces instead of unmapping each."""
PIECES = 640


def test_what_was_freed_goes_back_to_the_system():
    held = [bytearray(PIECE) for _piece in range(PIECES)]
    last = bytearray(PIECE)
    freed = PIECE * len(held)
    held.clear()
    before = resident()

    memory.give_back()

    assert before - resident() > freed / 2
    assert len(last) == PIECE


def resident() -> int:
    """Bytes of this process in memory."""
    return int(psutil.Process().memory_info().rss)
