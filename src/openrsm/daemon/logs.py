"""The log of the service: set up once, for people, for programs, or for the journal."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Mapping
from typing import Final, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from openrsm.configuration.model import Log
from openrsm.domain.plain import shown, shown_lines

Form = Literal["console", "json", "journal"]

OURS: Final = "openrsm"
FOREIGN: Final = "dependency_message"
"""The action of lines that come from the libraries we use; they choose their own words."""

PRIORITIES: Final[Mapping[str, int]] = {"debug": 7, "info": 6, "warning": 4, "error": 3, "critical": 2}
"""The journal's, by level (sd-daemon(3))."""

log = structlog.get_logger(__name__)


def configure(settings: Log, environment: Mapping[str, str], out: TextIO = sys.stderr) -> None:
    """From now on everything that is logged is written to ``out``, by whomever it is logged."""
    form = settings.format if settings.format != "auto" else chosen(out, environment)
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    marks: list[Processor] = [structlog.stdlib.add_log_level, *_stamps(form), structlog.processors.format_exc_info]
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_as_foreign, *marks],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _in_order,
                _plain,
                _renderer(form, out),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(OURS).setLevel(level)
    structlog.configure(
        processors=[*marks, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    threading.excepthook = _thread_broke


def chosen(out: TextIO, environment: Mapping[str, str]) -> Form:
    """For people on a terminal, for the journal where that reads, else for programs."""
    if out.isatty():
        return "console"
    status = os.fstat(out.fileno())
    journal = environment.get("JOURNAL_STREAM") == f"{status.st_dev}:{status.st_ino}"
    return "journal" if journal else "json"


def _stamps(form: Form) -> list[Processor]:
    """The journal knows the time."""
    match form:
        case "console":
            return [structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False)]
        case "json":
            return [structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")]
        case "journal":
            return []


def _renderer(form: Form, out: TextIO) -> Processor:
    match form:
        case "console":
            return structlog.dev.ConsoleRenderer(colors=out.isatty(), sort_keys=False, pad_event_to=24)
        case "json":
            return structlog.processors.JSONRenderer(sort_keys=False, ensure_ascii=False)
        case "journal":
            return for_journal


def for_journal(_logger: WrappedLogger, _name: str, event: EventDict) -> str:
    """``<6>mounted medium=V00001L9 ...``; every line begins with its priority."""
    priority = PRIORITIES.get(event.pop("level", "info"), PRIORITIES["info"])
    exception = str(event.pop("exception", ""))
    text = str(event.pop("event", ""))
    fields = structlog.processors.LogfmtRenderer(bool_as_flag=False)(None, "", event)
    return "\n".join(f"<{priority}>{line}" for line in f"{text} {fields}\n{exception}".splitlines())


def _as_foreign(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    event.update(action=FOREIGN, logger=record.name)
    return event


def _in_order(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """When, how grave, what; then the fields as they were given."""
    first = [name for name in ("at", "level", "event", "action") if name in event]
    return {name: event[name] for name in (*first, *event)}


def _plain(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """No text of a stranger ends its line or steers the terminal of whoever reads; tracebacks have lines."""
    return {name: _written(name, value) for name, value in event.items()}


def _written(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    return shown_lines(value) if name == "exception" else shown(value)


def _thread_broke(broke: threading.ExceptHookArgs) -> None:
    if broke.exc_value is not None:
        name = broke.thread.name if broke.thread else ""
        log.error("a thread broke", action="thread_broke", thread=name, exc_info=broke.exc_value)
