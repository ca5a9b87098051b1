"""The doors that lead up: a lower layer asks, a higher one has registered the answer.

Every app fills them in `AppConfig.ready()`; the app that needs them reads them; nobody
imports upward. No other way leads up but generic foreign keys.
"""

from collections.abc import Mapping
from typing import Any, Protocol


class Recorder(Protocol):
    """Writes an event to the trail; registered by `evidence`, asked by `organisation`."""

    def __call__(
        self,
        kind: str,
        about: Any = None,
        *,
        by: Any = None,
        facts: Mapping[str, Any] | None = None,
        values: Mapping[str, str] | None = None,
    ) -> Any: ...


class Door:
    """A place for one answer that a higher layer gives; asking an empty one is an error."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._answer: Any = None

    def fill(self, answer: Any) -> None:
        self._answer = answer

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._answer is None:
            raise LookupError(f"no app has filled the door {self.name!r}")
        return self._answer(*args, **kwargs)


record: Recorder = Door("record")
