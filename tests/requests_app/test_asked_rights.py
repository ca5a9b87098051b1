"""Rights are proposed from the words of a mail, in each language (P4.1)."""

import pytest

from requests_app.services.asked_rights import patterns, rights_in

ASKED = [
    ("Please send me a copy of the data you hold about me.", ["access"]),
    ("I want my account deleted, and a copy of everything before.", ["access", "erasure"]),
    ("Under Article 20 I ask for my data in a machine-readable form.", ["portability"]),
    ("Stop sending me mails about new features.", ["objection"]),
    ("How do you process my data? Where is your privacy policy?", ["informed"]),
    ("I was turned down by an automated decision; I ask for human review.",
     ["no_automated_decision"]),
    ("Please restrict what you do with it until my name is corrected.", ["restriction"]),
    ("My family name is misspelt on the invoices.", ["rectification"]),
    ("Palun kustutage minu konto ja kõik sõnumid.", ["erasure"]),
    ("Milliseid andmeid teil minu kohta on? Palun koopiat.", ["access"]),
    ("Minu perekonnanimi on arvetel vale: palun parandage.", ["rectification"]),
    ("Hiermit widerspreche ich der Nutzung. Keine Werbung mehr!", ["objection"]),
    ("Ich bitte um Auskunft und um Löschung meiner Daten.", ["access", "erasure"]),
    ("Veuillez supprimer mes données ; je m'oppose à leur usage.", ["erasure", "objection"]),
    ("Je demande la portabilité, article 20.", ["portability"]),
    ("When do you open tomorrow?", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rights"), ASKED)
def test_the_words_of_a_mail_propose_rights(text, rights):
    assert rights_in(text) == rights


def test_every_right_has_words():
    assert len(patterns()) == 8
