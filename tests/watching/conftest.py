"""The log stream as it leaves the office, read back line by line."""

import io
import json
import logging

import pytest
from structlog.stdlib import ProcessorFormatter


@pytest.fixture
def logged():
    """All lines written so far, each parsed: a line that is no JSON fails the test."""
    handlers = logging.getLogger().handlers
    handler = next(h for h in handlers if isinstance(h.formatter, ProcessorFormatter))
    written = io.StringIO()
    before = handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    handler.setStream(before)
