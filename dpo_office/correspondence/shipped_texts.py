"""The texts that come with the office: one TOML file for each template, loaded idempotently."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

DATA = Path(__file__).parent / "templates_data"


def shipped() -> Iterator[tuple[str, dict[str, Any]]]:
    """Key and content of each data file, passages first since letters are checked for them."""
    found = [(path.stem, tomllib.loads(path.read_text())) for path in sorted(DATA.glob("*.toml"))]
    return iter(sorted(found, key=lambda item: not item[1].get("passage", False)))


def load(template_model: Any, version_model: Any) -> int:
    """Bring the shipped texts in; how many versions were written.

    A text that the office wrote itself is never replaced: a newer shipped text becomes a new
    version only where the newest one was shipped too. Takes the models as arguments so that
    a migration can call it.
    """
    return sum(_load_one(template_model, version_model, key, data) for key, data in shipped())


def _load_one(template_model: Any, version_model: Any, key: str, data: dict[str, Any]) -> int:
    template, _ = template_model.objects.update_or_create(
        key=key,
        defaults={
            "name": data["name"],
            "purpose": data.get("purpose", ""),
            "placeholders": data.get("placeholders", []),
            "requires": data.get("requires", []),
            "is_passage": data.get("passage", False),
            "is_answer": data.get("answer", False),
            "with_pdf": data.get("pdf", False),
        },
    )
    languages = [code for code, _ in settings.LANGUAGES if code in data]
    return sum(_load_text(version_model, template, code, data[code]) for code in languages)


def _load_text(version_model: Any, template: Any, language: str, text: dict[str, str]) -> int:
    subject, body = text.get("subject", ""), text["body"].strip()
    texts = version_model.objects.filter(template=template, language=language)
    newest = texts.order_by("-number").first()
    if newest and (not newest.shipped or (newest.subject, newest.body) == (subject, body)):
        return 0
    version_model.objects.create(
        template=template,
        language=language,
        number=newest.number + 1 if newest else 1,
        subject=subject,
        body=body,
        shipped=True,
    )
    return 1
