"""Logs: one JSON object a line for machines, short lines for people at a terminal; never personal data."""

from __future__ import annotations

import io
import logging
import logging.config
import re
from types import TracebackType
from typing import Any, TextIO

import structlog
from flask import Flask, g, has_app_context, has_request_context, request
from structlog.typing import EventDict, WrappedLogger

from storefront.infra import tokens
from storefront.infra.tenancy import scope

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
TALKATIVE = ("httpx", "httpcore", "stripe")
VALUES = re.compile(r"^DETAIL:.*?(?=^HINT|^CONTEXT|^\[SQL|^\(Background|^$|\Z)", re.MULTILINE | re.DOTALL)
"""Where PostgreSQL tells the values of the row it refused."""


def set_up(level: str, *, for_people: bool) -> None:
    """Send everything that is logged to stderr, with the request and the shop it belongs to."""
    renderer: Any = (
        structlog.dev.ConsoleRenderer(exception_formatter=_traceback_without_values)
        if for_people
        else structlog.processors.JSONRenderer()
    )
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_whereabouts,
    ]
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if not for_people:
        last.append(structlog.processors.ExceptionRenderer(without_values))
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*shared, structlog.stdlib.ExtraAdder()],
        "processors": [*last, renderer],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"storefront": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "storefront"}},
            "root": {"handlers": ["stderr"], "level": level},
            # a line for every outgoing call, with its whole address or even its body, says too much
            "loggers": {name: {"level": "WARNING"} for name in TALKATIVE},
        }
    )


def _traceback_without_values(stream: TextIO, exc_info: ExcInfo) -> None:
    whole = io.StringIO()
    structlog.dev.plain_traceback(whole, exc_info)
    stream.write(VALUES.sub("DETAIL: left out\n", whole.getvalue()))


def without_values(exc_info: ExcInfo) -> str:
    """The traceback as one text, without a row's values."""
    text = io.StringIO()
    _traceback_without_values(text, exc_info)
    return text.getvalue().strip()


class QuietAboutLinks(Flask):
    """Logs a failure by its endpoint: the paths of orders and callbacks carry tokens that open them."""

    def log_exception(self, exc_info: ExcInfo | tuple[None, None, None]) -> None:
        self.logger.error("failed at %s [%s]", request.endpoint, request.method, exc_info=exc_info)


def init_app(app: Flask) -> None:
    """Give each request an id, which its log lines carry."""
    app.before_request(_name_request)


def _name_request() -> None:
    g.request_id = tokens.new_token()[:16]


def _add_whereabouts(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if has_request_context():
        event["request"] = g.get("request_id", "")
        event["endpoint"] = request.endpoint
    current = scope() if has_app_context() else None
    if current is not None and current.shop_id is not None:
        event["shop"] = current.shop_id
    return event
