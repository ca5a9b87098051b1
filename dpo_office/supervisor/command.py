"""`manage.py office`, without Django: it must run when settings or a database are missing."""

import argparse
import os
import socket
import sys
from pathlib import Path

from dpo_office.supervisor import services, state, valkey
from dpo_office.supervisor.child import NotReady
from dpo_office.supervisor.office import Office

CHECKOUT = Path(__file__).resolve().parents[2]
HELP = "Run the office (PostgreSQL, Valkey, web, workers, beat) until it is told to stop."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, help="port of the pages (8000, or a free one)")
    parser.add_argument("--empty", action="store_true", help="start without the demo")
    parser.add_argument("--forget-demo", action="store_true", help="remove the demo's data")
    parser.add_argument("--durable", action="store_true", help="with --for: no speed for safety")
    parser.add_argument(
        "--for",
        dest="command",
        nargs=argparse.REMAINDER,
        help="start services of its own, run this command beside them, stop; the last option",
    )


def main(words: list[str]) -> int:
    """The exit code of `manage.py office` with these words."""
    parser = argparse.ArgumentParser(prog="manage.py office", description=HELP)
    add_arguments(parser)
    options = parser.parse_args(words)
    if options.command == []:
        parser.error("--for needs a command")
    if options.durable and not options.command:
        parser.error("--durable goes with --for")
    return obey(options)


def obey(options: argparse.Namespace) -> int:
    """Do it; a refusal is a sentence on standard error and the code 1."""
    try:
        if options.command:
            return services.run_beside(options.command, os.environ, durable=options.durable)
        if options.forget_demo:
            state.forget_demo(state.folder(CHECKOUT))
            return 0
        return Office(CHECKOUT, options.port or free_port(), empty=options.empty, say=_say).run()
    except (NotReady, state.InUse, state.NoDemo) as refusal:
        _say(str(refusal))
    except OSError as failure:
        _say(f"{failure.strerror}: {failure.filename or ''}")
    return 1


def free_port() -> int:
    """8000, or another when that is taken."""
    return valkey.free_port() if _taken(8000) else 8000


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port (1 to 65535)")
    if _taken(int(text)):
        raise argparse.ArgumentTypeError(f"port {text} is taken")
    return int(text)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201
