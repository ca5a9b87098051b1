"""The log stream: JSON lines in UTC with a request id, never a personal value, never a token.

Addresses are told by the name of their route, since a path or a query may carry a search word
or a reference; people by their number.
"""

import contextlib
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

import structlog
from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("office.web")


def processors() -> list[Any]:
    """What each line passes through, ours and those of libraries alike."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_traceback_values,
    ]


def without_traceback_values(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Keep where an exception arose and its type; drop its message, which may quote data (A8)."""
    failure = event.pop("exc_info", None)
    if failure is True:
        failure = sys.exc_info()
    error = failure[1] if isinstance(failure, tuple) else failure
    if error:
        event["failure"] = type(error).__name__
        event["where"] = list(_frames(error))
    return event


def _frames(error: BaseException) -> list[str]:
    frames, trace = [], error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_qualname}:{trace.tb_lineno}")
        trace = trace.tb_next
    return frames[-12:]


class RequestLog:
    """Middleware: one line per request, and its id in every line that it causes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=uuid.uuid4().hex)
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        user = getattr(request, "user", None)
        log.info(
            "request",
            method=request.method,
            route=match.view_name if match else None,
            status=response.status_code,
            milliseconds=round((time.monotonic() - began) * 1000),
            user=user.pk if user and user.is_authenticated else None,
        )
        return response


def configuration(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything as JSON to standard output."""
    renderer = structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    renderer,
                ],
                "foreign_pre_chain": [*processors(), numbers_only],
                "use_get_message": False,
                "pass_foreign_args": True,
            }
        },
        "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stream"], "level": level},
        "loggers": {
            # Django's own would mail pages with the values of local variables (A8).
            "django": {"handlers": [], "level": "INFO"},
            # These quote paths, arguments, SQL and messages of errors.
            "django.request": {"level": "CRITICAL"},
            "celery.app.trace": {"level": "CRITICAL"},  # dpo_office.task_log tells instead
            "django.db.backends": {"level": "CRITICAL"},
            # Gunicorn's own handler would write addresses and messages of errors.
            "gunicorn.error": {"handlers": [], "propagate": True},
        },
    }


def numbers_only(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A library's line keeps its words and numbers; what else it fills in may be personal."""
    filled = event.pop("positional_args", ())
    if isinstance(filled, Mapping):
        masked: Any = {name: _masked(value) for name, value in filled.items()}
    else:
        masked = tuple(map(_masked, filled))
    if masked:
        with contextlib.suppress(TypeError, ValueError, KeyError):
            event["event"] %= masked
    return event


def _masked(value: object) -> object:
    return value if isinstance(value, int | float) else "*"


def last_resort() -> None:
    """What nothing else has caught is told as a line of the log, without its message."""
    sys.excepthook = lambda kind, error, trace: log.critical("died", exc_info=error)
    threading.excepthook = lambda died: log.critical("thread_died", exc_info=died.exc_value)


@receiver(got_request_exception)
def tell_of_failure(sender: Any, **_: Any) -> None:
    """An error that became a page 500: where it arose, with the request's id."""
    log.error("request_failed", exc_info=True)
