"""What passes through the doors: what each answer can be asked, and what it says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class Recorder(Protocol):
    """Writes an event to the trail; registered by `evidence`, asked by `organisation`."""

    def __call__(
        self,
        kind: str,
        about: Any = None,
        *,
        by: Any = None,
        facts: Mapping[str, Any] | None = None,
        values: Mapping[str, str] | None = None,
    ) -> Any: ...


@dataclass(frozen=True)
class PurgePlan:
    """What a purge would remove now: counts, and the oldest item's time (aware) or None."""

    due: int
    held: int
    oldest: datetime | None


class Purger(Protocol):
    """Removes one kind of data once its time is over; keeps counts, never values."""

    identifier: str
    verbose_name: str

    def plan(self, now: datetime) -> PurgePlan: ...

    def purge(self, now: datetime) -> int:
        """Remove what is due, in bounded batches with a commit each; how many were removed."""

    def oldest(self) -> datetime | None:
        """The oldest item still there, observed."""


class Invariant(Protocol):
    """A sentence that must always hold; asked by `verify_office`, by faults and by night."""

    identifier: str
    sentence: str

    def broken(self) -> list[str]:
        """One line for each record that breaks it, by reference, never by value."""


class SealedByFilesKey(Protocol):
    """Rows that FILES_KEY seals; rotation asks each kind to renew its own (ASVS 11.2.2)."""

    identifier: str

    def left(self) -> int:
        """How many are still under an older key, or in clear."""

    def renew(self) -> int:
        """Put these under today's key, each in a transaction of its own; how many it did."""


class VitalSign(Protocol):
    """Says whether one part of the office is well; asked by the health page."""

    identifier: str
    sentence: str

    def trouble(self, now: datetime) -> str:
        """What is wrong, without any personal value; empty when all is well."""


@dataclass(frozen=True)
class ClockSubject:
    """What a clock is about, in words: "Answer the access request of K. Proovik"."""

    title: str
    reference: str
    url: str


class ClockHandler(Protocol):
    """Names the records of one model that clocks and tasks are about, many at once."""

    model: str  # "app_label.model_name", lower case

    def describe(self, ids: Collection[int], *, viewer: Any = None) -> Mapping[int, ClockSubject]:
        """`viewer` is the user who reads, None for mails and calendars: then no person is named."""


class LetterCase(Protocol):
    """Knows how the records of one model send the letters about them."""

    model: str  # "app_label.model_name", lower case

    def verified_address(self, pk: int) -> str:
        """Where answers may go: the address shown to be the person's; empty while none was."""

    def why_not_send(self, letter: Any) -> str:
        """Why the case can't send this letter now; empty when it can."""

    def send(self, letter: Any, *, by: Any) -> None:
        """Send it with all that goes with it: an answer stops the clocks."""


class LetterSample(Protocol):
    """Lets a text of a letter be tried with a real case."""

    identifier: str

    def sample(self, reference: str, language: str) -> tuple[Any, Mapping[str, Any]] | None:
        """The case of that reference and the values that its letters name; None if there is none."""


class AfterRestore(Protocol):
    """Says what must not go on as it was when the database came back from a backup."""

    identifier: str

    def act(self, now: datetime) -> None:
        """In the transaction that tells the trail of the restore, once for each of them."""


class PersonalKey(Protocol):
    """Something that a person, or their program, enters with beside the sign-in."""

    identifier: str

    def end(self, user: Any, *, by: Any, now: datetime) -> int:
        """End all that the person has of this kind, in the caller's transaction; how many."""


class CaseRecords(Protocol):
    """Knows all records of a case by its reference: what the trail can be about in it."""

    identifier: str

    def records(self, reference: str) -> Collection[Any]:
        """The case itself and all that belongs to it; none when no case has that reference."""


@dataclass(frozen=True)
class DossierSection:
    """A part of a case's evidence file: facts by name, texts, and a table; each may be empty."""

    title: str
    facts: Collection[tuple[str, str]] = ()
    texts: Collection[str] = ()
    head: Collection[str] = ()
    rows: Collection[Collection[str]] = ()


class CaseDossier(Protocol):
    """Says of the cases of one model what their evidence file tells beside clocks and letters."""

    model: str  # "app_label.model_name", lower case

    def title(self, pk: int, *, persons: bool) -> str:
        """Who wants what; without `persons` nobody is named."""

    def sections(self, pk: int, *, persons: bool) -> list[DossierSection]:
        """What was asked, decided and done, in the order of reading."""


class CaseOpening(Protocol):
    """Makes a case of a higher app from what came in as an enquiry."""

    identifier: str  # "request": the word that the trail and addresses use
    label: Any  # "Make it a request"
    asks: Any  # what must be chosen: "What they ask for"

    def choices(self) -> Collection[tuple[str, Any]]:
        """What can be chosen: rights; none when nothing need be said."""

    def open(self, *, chosen: Collection[str], key: Any, by: Any, **came: Any) -> Any:
        """The new case. `key` (a UUID) opens one case only; `came` is name, email, words,
        channel, language, customer and received_at, as the enquiry has them. Raises
        ValidationError in the user's words."""


class Withholder(Protocol):
    """Says which events leave the office as a hash only: those of cases under a gag."""

    identifier: str

    def withheld(self, events: Collection[int]) -> Collection[int]:
        """Those of the given events (by id) whose content must not be exported."""


@dataclass(frozen=True)
class Scope:
    """What a token may ask for: "requests.read", in words."""

    identifier: str
    words: Any


@dataclass(frozen=True)
class Done:
    """What to say of a record that was done, and the number of what was made of it."""

    words: str = ""
    made: int | None = None


class BulkDeed(Protocol):
    """What is done with each record of a bulk run of that kind."""

    identifier: str
    title: Any
    right: str  # what `run.by` must still be allowed: "app.deed_model"
    follow: str  # the kind that can be done next with all that was made; empty: none

    def address(self, item: Any) -> str:
        """Where the record, or what was made of it, is looked at."""

    def do(self, number: int, *, run: Any) -> Done:
        """Do it with the record of that number, in the caller's transaction.

        Raises Refused or ValidationError with the sentence why not.
        """


class DigestPart(Protocol):
    """A part of the morning digest that a case app writes: what changed for that reader."""

    identifier: str
    title: str

    def lines(self, user: Any, now: datetime) -> list[str]:
        """One line each, by reference and without persons; none when nothing is new."""


class LinkPage(Protocol):
    """What a one-time link of one purpose opens, behind a button."""

    identifier: str
    title: str
    button: str
    inside: bool  # opens only from the networks of the admin
    at_once: bool  # the button does it; else it leads to a page that lives for some minutes
    # A page may have: life (timedelta), how long it lives; language_of(link), what its reader reads

    def open(self, request: Any, link: Any) -> Any:
        """The answer to the spent link; for a page, to each GET and POST of it."""

    def send_code(self, link: Any, code: str) -> None:
        """Send the second code by another way than the link; only for links that ask for one."""
