"""The house stands as docs/architecture.md draws it."""

import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

import breaches
import dpo_office
import requests_app
import retention

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = [re.findall(r"[\w.]+", line) for line in CONTRACTS["contracts"][0]["layers"]]
HEIGHT = {name: -i for i, layer in enumerate(LAYERS) for name in layer}
OUTSIDE = {"auth", "contenttypes"}


def height_of(module: str) -> int:
    """How high a module's layer lies; KeyError when it stands in none."""
    names = module.split(".")
    return HEIGHT[names[0] if names[0] in HEIGHT else ".".join(names[:2])]


def test_imports_point_down():
    """In a process of its own: the linter's set-up of logging silences every logger there is."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_module_stands_in_a_layer():
    for package in (dpo_office, requests_app, retention, breaches):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            height_of(module.name)


def test_foreign_keys_point_down():
    """The linter can't see a foreign key that is written as a string."""
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in ("dpo_office", "requests_app", "retention"):
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.many_to_one or field.one_to_one else None
            if not target or field.auto_created or target._meta.app_label in OUTSIDE:
                continue
            if target._meta.label == "organisation.User":
                continue
            assert height_of(target.__module__) <= height_of(model.__module__), field
