"""E-mail through the operator's SMTP server."""

from __future__ import annotations

from dataclasses import dataclass

from storefront.adapters.messengers.base import Letter, NeverSent, NotSentYet, Outcome
from storefront.infra import mailer


@dataclass(frozen=True)
class Smtp:
    """`url` is STOREFRONT_SMTP_URL, `sender` the platform's address; shops appear by name and Reply-To."""

    url: str
    sender: str
    code: str = "smtp"

    def send(self, letter: Letter) -> Outcome:
        """Hand the letter to the server."""
        mail = mailer.Mail(
            to=letter.to,
            subject=letter.subject,
            body=letter.body,
            sender=self.sender,
            sender_name=letter.sender_name,
            reply_to=letter.reply_to,
            reference=letter.reference,
        )
        try:
            mailer.send(mail, self.url)
        except mailer.MailRefused as error:
            raise NeverSent(str(error)) from error
        except mailer.MailFailed as error:
            raise NotSentYet(str(error)) from error
        return Outcome.SENT
