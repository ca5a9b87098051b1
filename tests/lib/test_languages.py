"""The language of a text is proposed by its commonest words (P4.1)."""

import pytest

from dpo_office.lib.languages import language_of

ALL = ("en", "et", "fr", "de")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello, I would like a copy of everything that you hold about me.", "en"),
        ("Palun kustutage minu konto ja kõik sõnumid. Ma ei kasuta teenust enam.", "et"),
        ("Qui vous a transmis mes données, et d'où tenez-vous ma fonction ?", "fr"),
        ("Ich wechsle den Anbieter und brauche meine Unterhaltungen als Dateien.", "de"),
        ("Удалите мои данные", ""),
        ("", ""),
        ("12345", ""),
    ],
)
def test_a_language_is_told_from_the_others(text, language):
    assert language_of(text, ALL) == language


def test_only_the_languages_asked_for_are_given():
    assert language_of("Bitte löschen Sie meine Daten", ("en", "fr")) == ""
