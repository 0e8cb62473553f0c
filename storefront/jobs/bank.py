"""Jobs of the shop's bank account: what a feed could not tell is asked for."""

from __future__ import annotations

from storefront.domain.settlement.catch_up import CATCH_UP, catch_up, feeds_to_ask
from storefront.domain.settlement.statements import take_handed_over
from storefront.infra import queue
from storefront.jobs.registry import Work


def ask_feed(work: Work) -> None:
    """Ask one provider for what it told nobody."""
    catch_up(int(work.payload["feed"]))


def take_statement(work: Work) -> None:
    """Take in the rows of a long statement."""
    take_handed_over(work.payload)


def ask_feeds() -> None:
    """A job for each feed that can be asked, so that a slow provider delays nobody else."""
    for shop_id, feed_id in feeds_to_ask():
        queue.enqueue(CATCH_UP, shop_id=shop_id, unique_key=f"{CATCH_UP}:{feed_id}", feed=str(feed_id))
