"""Cryptography and chance stand in the modules that docs/keys.md lists, and nowhere else (11.1.3)."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
WATCHED = {"hashlib", "hmac", "cryptography", "gnupg", "secrets", "random", "uuid"}
# Seals are public: who guesses one has only to ask for it.
PUBLIC = ("dpo_office/evidence/services/verification/*", "dpo_office/evidence/verify_export.py")
SECRET = re.compile(r"digest|hmac|signature|token|\bmac\b|_hash|sha256|secret", re.IGNORECASE)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("dpo_office", "requests_app", "retention", "breaches"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def listed() -> list[str]:
    page = (ROOT / "docs/keys.md").read_text().split("## Where cryptography")[1]
    return re.findall(r"^\| `([\w/.*]+)` \|", page, re.MULTILINE)


def compared_plainly(tree: ast.Module) -> list[str]:
    """Comparisons by == or != whose words speak of a digest, a signature, a token."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops)
        and SECRET.search(ast.unparse(node))
    ]


def test_only_listed_modules_use_cryptography_or_chance():
    known = listed()
    unlisted = {
        name: sorted(imported(tree) & WATCHED)
        for name, tree in modules()
        if imported(tree) & WATCHED and not any(fnmatch(name, pattern) for pattern in known)
    }
    assert unlisted == {}


def test_chance_that_can_be_guessed_makes_no_token():
    """11.5.1: `random` in the demo's story only; `uuid` where nothing is kept out by it."""
    using = {name: imported(tree) & {"random", "uuid"} for name, tree in modules()}
    assert {name for name, found in using.items() if "random" in found} == {
        "dpo_office/demo/people.py"
    }
    assert {name for name, found in using.items() if "uuid" in found} == {
        "dpo_office/accountability/admin/enquiry_forms.py",
        "dpo_office/accountability/admin/matter_forms.py",
        "dpo_office/accountability/services/enquiries.py",
        "dpo_office/accountability/services/matters.py",
        "dpo_office/logs.py",
        "requests_app/admin/log_form.py",
        "requests_app/services/importing.py",
        "requests_app/services/intake.py",
    }


def test_nothing_secret_is_compared_by_equality():
    """11.2.4: compare_digest, whose time does not tell how much was right."""
    found = {
        n: compared_plainly(tree) for n, tree in modules() if not any(fnmatch(n, p) for p in PUBLIC)
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_lint_itself_sees_what_it_should():
    bad = "if row.token_hash == hashed(token): pass\nif digest != other: pass"
    assert len(compared_plainly(ast.parse(bad))) == 2
    assert imported(ast.parse("from hashlib import sha256\nimport gnupg.x")) == {"hashlib", "gnupg"}
