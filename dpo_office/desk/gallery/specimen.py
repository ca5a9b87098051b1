"""One piece in one state; and the moment at which the gallery's clocks stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Tallinn")
NOW = datetime(2026, 11, 23, 12, 20, tzinfo=UTC)  # a Monday, 14:20 in Tallinn
LONG = "Vereinigte Genossenschaft für Datenverarbeitung und Kundenkommunikation Nord-Ost e. G."
GEORGIAN = "ნინო ბერიძე"
ARABIC = "شركة الميناء والصنوبر للخدمات الرقمية"


@dataclass(frozen=True)
class Specimen:
    """`side` ones stand in the narrow column; `bare` pieces need a card around them."""

    title: str
    template: str
    context: Mapping[str, Any]
    side: bool = False
    bare: bool = False


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


def ahead(**time: float) -> datetime:
    return NOW + timedelta(**time)
