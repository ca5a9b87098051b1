"""The evidence file on paper; all that it says comes as JSON and is text (A11)."""

from pathlib import Path

SOURCE = str(Path(__file__).with_name("evidence.typ"))
