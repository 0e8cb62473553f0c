"""Mail leaves by SMTP: one plain-text letter at a time, under the same Message-ID when tried again."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, formatdate
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT = 15.0


class MailFailed(Exception):
    """The letter did not leave now; it may later."""


class MailRefused(Exception):
    """The server will never take this letter (no such mailbox)."""


@dataclass(frozen=True)
class Mail:
    """One letter. `sender_name` is the shop's or the platform's; `reference` becomes the Message-ID."""

    to: str
    subject: str
    body: str
    sender: str
    sender_name: str = ""
    reply_to: str = ""
    reference: str = ""


def send(mail: Mail, smtp_url: str) -> None:
    """Hand one letter to the server at `smtp://user:password@host:port` (`smtps://` for TLS from the start).

    On plain smtp the connection turns to TLS where the server offers it. Raises MailFailed, MailRefused.
    """
    url = urlsplit(smtp_url)
    try:
        with _connect(url) as server:
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(compose(mail))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        raise (MailRefused if _is_final(error) else MailFailed)(str(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed(str(error)) from error


def compose(mail: Mail) -> EmailMessage:
    """The letter as it travels."""
    message = EmailMessage()
    message["From"] = formataddr((mail.sender_name, mail.sender))
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate(localtime=False)
    message["Auto-Submitted"] = "auto-generated"
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    if mail.reference:
        message["Message-ID"] = f"<{mail.reference}@{mail.sender.rpartition('@')[2]}>"
    message.set_content(mail.body)
    return message


def _connect(url: SplitResult) -> smtplib.SMTP:
    host = url.hostname or "localhost"
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
    server = smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    return server


def _is_final(error: smtplib.SMTPException) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500
