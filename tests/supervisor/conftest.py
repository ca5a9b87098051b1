"""Offices that really run; those of a module are shared, since one takes seconds to open."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.supervisor.running import RunningOffice, new_folder, tidy


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """What the shared office is given; a module may say otherwise."""
    return {}


@pytest.fixture(scope="module")
def office(environment: dict[str, str]) -> Iterator[RunningOffice]:
    """An open office without demo."""
    running = RunningOffice(new_folder(), "--empty", **environment)
    try:
        yield running.open()
    finally:
        tidy(running)


@pytest.fixture
def start() -> Iterator[Callable[..., RunningOffice]]:
    """Starts offices with the words and environment that a test wants; stops them."""
    started = []

    def begin(*words: str, state: Path | None = None, **environment: str) -> RunningOffice:
        started.append(RunningOffice(state or new_folder(), *(words or ["--empty"]), **environment))
        return started[-1]

    yield begin
    for running in started:
        tidy(running)
