"""What gpg says on its status lines, which alone decide: it exits 0 for many a bad signature."""

from collections.abc import Iterator

PREFIX = "[GNUPG:] "


class Status:
    """The status lines of one run of gpg: keywords with their words, in order."""

    def __init__(self, output: str) -> None:
        self.lines = [
            line.removeprefix(PREFIX).split()
            for line in output.splitlines()
            if line.startswith(PREFIX) and len(line) > len(PREFIX)
        ]

    def all(self, keyword: str) -> Iterator[list[str]]:
        """The words behind each line of that keyword."""
        return (words[1:] for words in self.lines if words[0] == keyword)

    def has(self, *keywords: str) -> bool:
        return any(words[0] in keywords for words in self.lines)

    def first_of(self, *keywords: str) -> str:
        """The first of these keywords that was said, or nothing."""
        return next((words[0] for words in self.lines if words[0] in keywords), "")
