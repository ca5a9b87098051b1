"""The folder in which an office of this checkout keeps what is its own: `.office`."""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TextIO

LONGEST_SOCKET = 80  # of the 107 bytes that the kernel allows, without the socket's own name


class InUse(RuntimeError):
    """An office runs from that folder."""


class NoDemo(RuntimeError):
    """The folder holds somebody's own data."""


def folder(checkout: Path) -> Path:
    """`.office` in the checkout, or what OFFICE_STATE names."""
    return Path(os.environ.get("OFFICE_STATE") or checkout / ".office").absolute()


def hold(state: Path) -> TextIO:
    """Make the folder and be the only office in it, until the answer is closed. Raises InUse."""
    state.mkdir(parents=True, exist_ok=True)
    state.chmod(0o711)  # the database's account must reach its own folder
    lock = (state / "lock").open("w")
    for _ in range(20):  # somebody may be looking whether we run
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        time.sleep(0.05)
    lock.close()
    raise InUse(f"An office runs from {state} already.")


def runs(state: Path) -> bool:
    """Whether an office holds that folder now."""
    try:
        with (state / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def running_services(state: Path) -> dict[str, str]:
    """The addresses and key files of the office that runs there; empty when none does."""
    try:
        lines = (state / "services.env").read_text().splitlines() if runs(state) else []
    except OSError:
        return {}
    return dict(line.split("=", 1) for line in lines)


def write_services(state: Path, values: dict[str, str]) -> None:
    """What another command of this checkout needs to reach the running office."""
    path = state / "services.env"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())


def is_demo(state: Path, *, empty: bool) -> bool:
    """Whether the office there is a demo; its first start decides that. Raises NoDemo, InUse."""
    kind = state / "kind"
    if not kind.exists():
        kind.write_text("empty\n" if empty else "demo\n")
    demo = kind.read_text().strip() == "demo"
    if demo and empty:
        raise NoDemo("This office holds the demo. Forget it first: make demo-reset")
    return demo


def forget_demo(state: Path) -> None:
    """Remove the demo's folder. Raises InUse when it runs, NoDemo when it holds other data."""
    if not state.exists():
        return
    with hold(state):
        kind = state / "kind"
        if kind.exists() and kind.read_text().strip() != "demo":
            raise NoDemo(f"{state} holds no demo but an office's own data; it is left alone.")
        shutil.rmtree(state)


def sockets(state: Path) -> Path:
    """A folder for sockets: in `state`, or a new one in /tmp where that path is too long."""
    inside = state / "run"
    if len(str(inside)) < LONGEST_SOCKET:
        inside.mkdir(parents=True, exist_ok=True)
        return inside
    if inside.is_symlink():  # what a killed office left
        shutil.rmtree(inside.readlink(), ignore_errors=True)
        inside.unlink()
    outside = Path(tempfile.mkdtemp(prefix="office-", dir="/tmp"))
    outside.chmod(0o711)
    inside.symlink_to(outside)
    return outside
