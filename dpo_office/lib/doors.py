"""The doors that lead up: a lower layer asks, a higher one has registered the answer.

Every app fills them in `AppConfig.ready()`; the app that needs them reads them; nobody
imports upward. No other way leads up but generic foreign keys.
"""

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from dpo_office.lib.door_shapes import (
    AfterRestore,
    BulkDeed,
    CaseDossier,
    CaseOpening,
    CaseRecords,
    ClockHandler,
    DigestPart,
    Invariant,
    LetterCase,
    LetterSample,
    LinkPage,
    PersonalKey,
    Purger,
    Recorder,
    Scope,
    SealedByFilesKey,
    VitalSign,
    Withholder,
)


class Door:
    """A place for one answer that a higher layer gives; asking an empty one is an error."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._answer: Any = None

    def fill(self, answer: Any) -> None:
        self._answer = answer

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._answer is None:
            raise LookupError(f"no app has filled the door {self.name!r}")
        return self._answer(*args, **kwargs)


T = TypeVar("T")


class Registry(Generic[T]):
    """A place for any number of answers, each under its own key."""

    def __init__(self, name: str, key: str = "identifier") -> None:
        self.name, self.key = name, key
        self._items: dict[str, T] = {}

    def register(self, item: T) -> T:
        self._items[getattr(item, self.key)] = item
        return item

    def get(self, key: str) -> T | None:
        return self._items.get(key)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())


record: Recorder = Door("record")
# A page that shows persons was opened: look(about, *, by), as in `evidence`.
look = Door("look")
# Findings of checks below `worklist`: raise_finding(check, *, about, owner, due_on, text,
# failure=False), holds_again(check, *, about) and was_found(check, *, about), as in its services.
raise_finding = Door("raise_finding")
holds_again = Door("holds_again")
was_found = Door("was_found")
# Tasks of lower apps: open_task(about, *, title, due_on, owner, by), as in worklist's services.
open_task = Door("open_task")
# A mail by the outbox: post_mail(key, *, to, subject, body), as in correspondence's services.
post_mail = Door("post_mail")
after_restore: Registry[AfterRestore] = Registry("after a restore")
purgers: Registry[Purger] = Registry("purgers")
invariants: Registry[Invariant] = Registry("invariants")
sealed_rows: Registry[SealedByFilesKey] = Registry("sealed rows")
vital_signs: Registry[VitalSign] = Registry("vital signs")
clock_handlers: Registry[ClockHandler] = Registry("clock handlers", key="model")
letter_cases: Registry[LetterCase] = Registry("letter cases", key="model")
letter_samples: Registry[LetterSample] = Registry("samples of letters")
case_records: Registry[CaseRecords] = Registry("records of cases")
case_dossiers: Registry[CaseDossier] = Registry("dossiers of cases", key="model")
case_openings: Registry[CaseOpening] = Registry("openings of cases")
withholders: Registry[Withholder] = Registry("withholders")
# What the clock of a rule is called where its kind says too little, by rule; apps add theirs.
clock_words: dict[str, Any] = {}
# What a kind of event is called on a page, by kind ("request.logged"); apps add theirs.
event_words: dict[str, Any] = {}
bulk_deeds: Registry[BulkDeed] = Registry("bulk deeds")
digest_parts: Registry[DigestPart] = Registry("parts of the digest")
link_pages: Registry[LinkPage] = Registry("link pages")
personal_keys: Registry[PersonalKey] = Registry("personal keys")
scopes: Registry[Scope] = Registry("scopes of API tokens")
