"""How a number is taken: beside its limit, in ABBA order, the median of pairs."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

PAIRS = 5


@dataclass(frozen=True)
class Result:
    """One line of the table. `goal` says in words what `met` holds the figures against."""

    name: str
    ours: str
    limit: str
    ratio: str
    goal: str
    met: bool

    def __str__(self) -> str:
        verdict = "met" if self.met else "NOT MET"
        beside = f", limit {self.limit}, ratio {self.ratio}" if self.limit else ""
        return f"{self.name}: {self.ours}{beside}; goal {self.goal}: {verdict}"


def beside(
    name: str,
    ours: Callable[[], float],
    limit: Callable[[], float],
    *,
    unit: str,
    at_least: float,
    pairs: int = PAIRS,
) -> Result:
    """Rates (more is better) of ours and of the limit, in pairs whose order alternates.

    The ratio is the median of the pairs' ratios, so that a slow minute of the machine falls on
    both sides of a pair and not on one of them.
    """
    taken = []
    for number in range(pairs):
        first, second = (ours, limit) if number % 2 == 0 else (limit, ours)
        one, other = first(), second()
        taken.append((one, other) if number % 2 == 0 else (other, one))
    ratios = sorted(mine / theirs for mine, theirs in taken)
    ratio = statistics.median(ratios)
    return Result(
        name,
        ours=f"{statistics.median(mine for mine, _ in taken):,.0f} {unit}",
        limit=f"{statistics.median(theirs for _, theirs in taken):,.0f} {unit}",
        ratio=f"{ratio:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
        goal=f"at least {at_least:.2g} of the limit",
        met=ratio >= at_least,
    )


def milliseconds(
    name: str, job: Callable[[], object], *, at_most: float, times: int = 50
) -> Result:
    """The median time of one run, after a warm one."""
    job()
    taken = [seconds(job) * 1000 for _ in range(times)]
    median = statistics.median(taken)
    return Result(
        name,
        ours=f"{median:.2f} ms (slowest {max(taken):.1f})",
        limit="",
        ratio="",
        goal=f"at most {at_most:g} ms",
        met=median <= at_most,
    )


def seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start
