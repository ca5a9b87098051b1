"""The table in docs/benchmarks.md: written only when asked; lines of other runs stay."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import django
from django.db import connection

from benchmarks.measuring import Result

FILE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

`make bench` measures; each figure stands beside a limit that was taken in the same run, in pairs of
alternating order, and is the median of them. Only ratios travel from one machine to another.
`.venv/bin/python manage.py office --for .venv/bin/python -m benchmarks --write` writes this table.

| what | ours | limit | ratio | goal | met | taken |
|---|---|---|---|---|---|---|
"""


def machine() -> str:
    """What the numbers were taken on, without the machine's name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        postgres, fsync = cursor.fetchone()
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return (
        f"{_processor()}, {os.cpu_count()} cores, {pages / 2**30:.0f} GiB; "
        f"PostgreSQL {postgres.split()[0]} (fsync {fsync}), Python {platform.python_version()}, "
        f"Django {django.get_version()}"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def write(results: list[Result], file: Path = FILE) -> None:
    """Put the results into the table; the lines of benchmarks that were not run stay."""
    taken = f"{datetime.now(UTC):%Y-%m-%d}"
    rows = _rows(file)
    for r in results:
        met = "yes" if r.met else "**no**"
        cells = (r.name, r.ours, r.limit or "-", r.ratio or "-", r.goal, met, taken)
        rows[r.name] = f"| {' | '.join(cells)} |"
    foot = f"\nThe newest lines were taken on: {machine()}.\n"
    file.write_text(HEAD + "\n".join(rows.values()) + "\n" + foot)


def _rows(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = [line for line in file.read_text().splitlines() if line.startswith("| ")]
    return {line.split("|")[1].strip(): line for line in lines[1:]}
