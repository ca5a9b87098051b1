"""Who asks the demo's office, and for what; the same people each time."""

import random
from collections.abc import Iterator
from itertools import count, cycle
from typing import Any

from dpo_office.parties.models import Customer


def askers(data: dict[str, Any], customers: list[Customer]) -> Iterator[dict[str, Any]]:
    """Endless people with their words, as `intake.log_request` takes them."""
    dice = random.Random(17)  # noqa: S311  # a story, not a secret
    people, others = data["people"], cycle(data["people"]["others"])
    for number, asked in zip(count(1), cycle(data["words"])):
        given, family = dice.choice(people["given"]), dice.choice(people["family"])
        tie = dice.choice(people["ties"])
        yield {
            "name": f"{given} {family}" if number % 7 else next(others),
            "email": f"person{number:03}@mail.example",
            "tie": tie,
            "customer": dice.choice(customers) if tie in ("end_user", "operator") else None,
            "rights": asked["rights"],
            "language": asked["language"],
            "channel": asked["channel"],
            "words": asked["text"],
        }
