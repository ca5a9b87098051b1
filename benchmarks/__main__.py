"""`python -m benchmarks [NAME ...]`: run benchmarks in a database of their own, print ratios."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connection

FRAME = {"__main__", "measuring", "million", "table"}
NAMES = sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]))
BENCHMARKS = [name for name in NAMES if name not in FRAME]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument("--scale", type=float, default=1.0, help="0.01: a hundredth of the rows")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return given


@contextmanager
def own_database() -> Iterator[None]:
    """A migrated database beside the one in use, removed afterwards."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.close_pool()
        connection.creation.destroy_test_db(name, verbosity=0)


def say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Each module has `run(scale)`, which yields results as they are taken."""
    given = arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dpo_office.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    from benchmarks import table

    results = []
    with own_database():
        say(table.machine())
        for name in given.names or BENCHMARKS:
            for result in importlib.import_module(f"benchmarks.{name}").run(given.scale):
                say(result)
                results.append(result)
        if given.write:
            table.write(results)
    return 0 if all(result.met for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
