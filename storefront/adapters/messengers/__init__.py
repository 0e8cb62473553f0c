"""The ways messages leave. An SMS or Zalo provider is one more file here and one line in `messenger_for`."""

from __future__ import annotations

from storefront.adapters.messengers.base import Channel, Messenger
from storefront.adapters.messengers.box import Box
from storefront.adapters.messengers.smtp import Smtp


def messenger_for(channel: Channel, *, smtp_url: str, mail_from: str, keep: bool) -> Messenger | None:
    """The messenger of a channel; None where nobody can send that way and keeping it would help nobody.

    `keep` is true outside production, where the message box shows what would have been sent.
    """
    if channel is Channel.EMAIL and smtp_url:
        return Smtp(smtp_url, mail_from)
    return Box() if keep else None
