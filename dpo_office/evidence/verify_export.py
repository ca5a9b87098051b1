#!/usr/bin/env python3
"""Verify an exported trail: python3 verify.py EXPORT.zip [--key FINGERPRINT]

Needs Python 3.8 or later and gpg, nothing else, and shares no code with the office: it is a second
opinion. It names what is missing, altered or inserted, and exits with 1 if there is anything.

Without --key it says by which keys the export is signed. Compare them with the fingerprint that the
office publishes elsewhere: whoever makes an export can put any key into it.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

COLUMNS = (
    "id", "lineage", "xid", "nonce", "at", "happened_at", "kind", "actor", "about_type", "about",
    "facts", "commitments",
)  # fmt: skip
BAD = {"BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "NODATA"}


def leaf_of(event):
    """The hash of an event: 00, then its columns as one line (docs/trail.md)."""
    written = dict(event, kind=json.dumps(event["kind"], ensure_ascii=False))
    values = ("" if written[name] is None else str(written[name]) for name in COLUMNS)
    return hashlib.sha256(b"\0" + "|".join(["event 1", *values]).encode()).hexdigest()


def root_of(leaves):
    """The Merkle root, RFC 6962 section 2.1."""
    level = [bytes.fromhex(leaf) for leaf in leaves]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2])  # noqa: B905  # Python 3.8 has no strict
        odd = level[-1:] if len(level) % 2 else []
        level = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs] + odd
    return level[0].hex() if level else hashlib.sha256().hexdigest()


class Keys:
    """The export's public keys in a home of their own; those that may sign by fingerprint."""

    def __init__(self, accepted):
        self.home, self.accepted = tempfile.mkdtemp(prefix="verify-", dir="/tmp"), set(accepted)
        self.offered = set()

    def take(self, armored):
        for words in self._gpg("--import", data=armored):
            if words[0] == "IMPORT_OK":
                self.offered.add(words[2])

    def fault(self, data, signature):
        """Why the signature does not vouch for the data; empty when it does."""
        path = Path(self.home, "signature.asc")
        path.write_text(signature, encoding="utf-8")
        lines = self._gpg("--verify", "--", str(path), "-", data=data)
        said = [words[0] for words in lines]
        valid = [words[-1] for words in lines if words[0] == "VALIDSIG"]
        if BAD & set(said) or said.count("GOODSIG") != 1 or len(valid) != 1:
            told = ", ".join(sorted(BAD & set(said))) or "none that is good"
            return f"its signature does not hold ({told})"
        if valid[0] not in (self.accepted or self.offered):
            return f"it is signed by another key: {valid[0]}"
        return ""

    def close(self):
        subprocess.run(["gpgconf", "--homedir", self.home, "--kill", "all"], check=False)
        shutil.rmtree(self.home, ignore_errors=True)

    def _gpg(self, *words, data):
        command = ["gpg", "--homedir", self.home, "--batch", "--no-tty", "--status-fd", "1"]
        command += ["--disable-dirmngr", "--no-auto-key-retrieve", *words]
        done = subprocess.run(
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        prefix, lines = b"[GNUPG:] ", done.stdout.splitlines()
        return [line[len(prefix) :].decode().split() for line in lines if line.startswith(prefix)]


class Export:
    """An archive and what is wrong with it."""

    def __init__(self, archive, keys):
        self.archive, self.keys, self.events, self.seals, self.withheld = archive, keys, 0, 0, 0
        self.manifest = {}

    def faults(self):
        for name in self.archive.namelist():
            if name.startswith("keys/"):
                self.keys.take(self.archive.read(name))
        missing = {"manifest.json", "manifest.json.asc", "seals.jsonl", "events.jsonl"}
        missing -= set(self.archive.namelist())
        if missing:
            yield f"The export has no {', '.join(sorted(missing))}."
            return
        yield from self._manifest()
        yield from self._runs()

    def _manifest(self):
        raw = self.archive.read("manifest.json")
        fault = self.keys.fault(raw, self.archive.read("manifest.json.asc").decode())
        if fault:
            yield f"The manifest: {fault}."
        self.manifest = json.loads(raw)
        listed = self.manifest["files"]
        for name in self.archive.namelist():
            if name not in listed and name not in ("manifest.json", "manifest.json.asc"):
                yield f"{name} was added to the export."
        for name, digest in listed.items():
            if name not in self.archive.namelist():
                yield f"{name} is missing from the export."
            elif self._digest(name) != digest:
                yield f"{name} is not the file that was signed."

    def _digest(self, name):
        digest = hashlib.sha256()
        with self.archive.open(name) as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
        return digest.hexdigest()

    def _lines(self, name):
        with self.archive.open(name) as file:
            for raw in file:
                yield json.loads(raw)

    def _runs(self):
        """Seal by seal, and the events of each beside it."""
        expected = iter(n for a, b in self.manifest["seals"] for n in range(a, b + 1))
        events, before = Peekable(self._lines("events.jsonl")), None
        for seal in self._lines("seals.jsonl"):
            said = dict(line.split(": ", 1) for line in seal["statement"].splitlines()[1:])
            number = int(said["number"])
            for wanted in expected:
                if wanted == number:
                    break
                yield f"Seal {wanted} is missing."
            yield from self._seal(number, said, seal, before)
            yield from self._events(number, seal["members"], events)
            before = (number, hashlib.sha256(seal["statement"].encode()).hexdigest())
            self.seals += 1
        for wanted in expected:
            yield f"Seal {wanted} is missing."
        for line in events:
            yield f"Event {line['event']['id']} was inserted."

    def _seal(self, number, said, seal, before):
        fault = self.keys.fault(seal["statement"].encode(), seal["signature"])
        if fault:
            yield f"Seal {number}: {fault}."
        leaves = [leaf for _, leaf in seal["members"]]
        if str(len(leaves)) != said["count"] or root_of(leaves) != said["root"]:
            yield f"Seal {number}: its list of events was altered."
        if before and before[0] == number - 1 and said["previous"] != before[1]:
            yield f"Seal {number} does not name the seal before it: one was altered."

    def _events(self, number, members, events):
        promised = {pk: leaf for pk, leaf in members if pk is not None}
        self.withheld += len(members) - len(promised)
        while events.next is not None and events.next["seal"] <= number:
            event = next(events)["event"]
            self.events += 1
            kept = promised.pop(event["id"], None)
            if kept is None:
                yield f"Event {event['id']} was inserted."
            elif kept != leaf_of(event):
                yield f"Event {event['id']} was altered (seal {number})."
        for pk in promised:
            yield f"Event {pk} is missing (seal {number})."


class Peekable:
    """An iterator whose next item can be looked at."""

    def __init__(self, items):
        self.items = items
        self.next = next(items, None)

    def __iter__(self):
        return self

    def __next__(self):
        if self.next is None:
            raise StopIteration
        item, self.next = self.next, next(self.items, None)
        return item


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("export", help="the archive")
    parser.add_argument("--key", action="append", default=[], help="fingerprint that may sign")
    given = parser.parse_args()
    keys, broken = Keys(key.replace(" ", "").upper() for key in given.key), 0
    try:
        with zipfile.ZipFile(given.export) as archive:
            export = Export(archive, keys)
            for fault in export.faults():
                sys.stdout.write(fault + "\n")
                broken += 1
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, IndexError) as why:
        sys.stdout.write(f"The export can't be read: {type(why).__name__}\n")
        return 1
    finally:
        keys.close()
    sys.stdout.write(
        f"{export.events} events in {export.seals} seals; {export.withheld} more as a hash only.\n"
    )
    sys.stdout.write(f"Head: {export.manifest.get('head', 'none')}\n")
    for key in sorted(keys.accepted or keys.offered):
        sys.stdout.write(f"Signed by: {key}{'' if keys.accepted else ' (compare it!)'}\n")
    sys.stdout.write(f"NOT what was signed: {broken} faults.\n" if broken else "It verifies.\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
