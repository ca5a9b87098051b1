"""11.2.1, 4.1.5: real gpg; what it lets pass with exit code 0 is refused all the same."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from dpo_office.lib import openpgp
from dpo_office.lib.openpgp import Home, KeyRefused, MessageUnreadable, SignatureRefused
from dpo_office.lib.openpgp.status import Status

DATA = b"Seal 1\nroot: \xc3\xa4\n"


@pytest.fixture
def home():
    """Short enough for the agent's socket; the agent is killed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="gpg-"))
    made = Home(folder)
    yield made
    made.end_agent()
    shutil.rmtree(folder, ignore_errors=True)  # its agent removes sockets too


@pytest.fixture
def key(home) -> str:
    return openpgp.make_signing_key(home, name="Office signing", email="privacy@office.example")


def gpg(home, *words):
    command = ["gpg", "--homedir", home.folder, "--batch", "--yes", *words]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def revoke(home, key):
    """By the certificate that gpg makes with each key."""
    text = (home.folder / "openpgp-revocs.d" / f"{key}.rev").read_text()
    file = home.folder / "revoke.asc"
    file.write_text(text.replace(":-----BEGIN", "-----BEGIN"))
    gpg(home, "--import", str(file))


def expire(home, key):
    gpg(home, "--quick-set-expire", key, "seconds=1")
    time.sleep(2.1)


def test_the_signing_key_is_ed25519_and_only_signs(home, key):
    lines = [line.split(":") for line in gpg(home, "--with-colons", "--list-keys").splitlines()]
    assert [line[16] for line in lines if line[0] in ("pub", "sub")] == ["ed25519"]
    assert next(line[11] for line in lines if line[0] == "pub") == "scSC"
    assert len(key) == 40


def test_the_mail_key_has_a_cv25519_subkey(home):
    openpgp.make_mail_key(home, name="Office mail", email="privacy@office.example")
    lines = [line.split(":") for line in gpg(home, "--with-colons", "--list-keys").splitlines()]
    curves = [line[16] for line in lines if line[0] in ("pub", "sub")]
    assert curves == ["ed25519", "cv25519"]


def test_plain_gpg_verifies_what_we_sign(home, key, tmp_path):
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "data.asc").write_text(openpgp.sign(home, DATA, key))
    words = ["--status-fd", "1", "--verify", str(tmp_path / "data.asc"), str(tmp_path / "data")]
    assert "VALIDSIG " + key in gpg(home, *words)


def test_a_signature_names_its_key(home, key):
    signature = openpgp.sign(home, DATA, key)
    assert openpgp.signer_of(home, DATA, signature, accepted=[key]) == key


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        (lambda data, text: (data + b"x", text), "something else"),
        (lambda data, text: (data, text.replace("\n\n", "\n\nAAAA")), "refused"),
        (lambda data, text: (data, ""), "no signature"),
        (lambda data, text: (data, text + text), "refused"),
    ],
)
def test_another_text_or_another_signature_is_refused(home, key, spoilt, why):
    data, signature = spoilt(DATA, openpgp.sign(home, DATA, key))
    with pytest.raises(SignatureRefused, match=why):
        openpgp.signer_of(home, data, signature, accepted=[key])


def test_a_good_signature_by_another_key_is_refused(home, key):
    other = openpgp.make_signing_key(home, name="Stranger", email="s@other.example")
    signature = openpgp.sign(home, DATA, other)
    with pytest.raises(SignatureRefused, match="not by a key"):
        openpgp.signer_of(home, DATA, signature, accepted=[key])


def test_a_signature_by_a_key_that_is_not_here_is_refused(home, key):
    signature = openpgp.sign(home, DATA, key)
    with openpgp.throwaway() as empty, pytest.raises(SignatureRefused, match="can't be checked"):
        openpgp.signer_of(empty, DATA, signature, accepted=[key])


@pytest.mark.parametrize(("spoil", "why"), [(expire, "expired"), (revoke, "revoked")])
def test_a_key_that_expired_or_was_revoked_is_refused_though_gpg_exits_0(home, key, spoil, why):
    signature = openpgp.sign(home, DATA, key)
    spoil(home, key)
    (home.folder / "s.asc").write_text(signature)
    (home.folder / "d").write_bytes(DATA)
    gpg(home, "--verify", str(home.folder / "s.asc"), str(home.folder / "d"))  # it exits 0
    with pytest.raises(SignatureRefused, match=why):
        openpgp.signer_of(home, DATA, signature, accepted=[key])
    with pytest.raises(KeyRefused):
        openpgp.sign(home, DATA, key)
    assert openpgp.secret_keys(home) == []


def test_a_signature_that_expired_is_refused(home, key):
    made = ["gpg", "--homedir", home.folder, "--batch", "--default-sig-expire", "seconds=1"]
    signature = subprocess.run([*made, "-ba"], input=DATA, capture_output=True, check=True)
    time.sleep(2.1)
    with pytest.raises(SignatureRefused, match="signature expired"):
        openpgp.signer_of(home, DATA, signature.stdout.decode(), accepted=[key])


def test_a_foreign_key_lives_in_a_home_that_is_thrown_away(home):
    theirs = openpgp.make_mail_key(home, name="Karl", email="karl@proovik.example")
    with openpgp.throwaway() as other:
        folder = other.folder
        assert folder.stat().st_mode & 0o077 == 0
        openpgp.import_public(other, openpgp.public_key(home, theirs), expected=theirs)
        message = openpgp.encrypt(other, DATA, to=theirs)
    assert not folder.exists()
    assert openpgp.decrypt(home, message) == DATA


def test_a_thrown_away_home_leaves_no_agent():
    with openpgp.throwaway() as other:
        openpgp.make_signing_key(other, name="Gone", email="gone@other.example")
        agents = str(other.folder)
        assert _processes_with(agents)
    assert not _processes_with(agents)


def _processes_with(word: str) -> list[Path]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word in path.read_text():
                found.append(path)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("spoil", [expire, revoke])
def test_a_useless_foreign_key_is_refused(home, spoil):
    theirs = openpgp.make_mail_key(home, name="Karl", email="karl@proovik.example")
    spoil(home, theirs)
    with openpgp.throwaway() as other, pytest.raises(KeyRefused, match=r"expired|revoked"):
        openpgp.import_public(other, openpgp.public_key(home, theirs))
    with pytest.raises(KeyRefused):
        openpgp.encrypt(home, DATA, to=theirs)


def test_another_key_than_the_one_that_was_named_is_refused(home, key):
    with openpgp.throwaway() as other:
        with pytest.raises(KeyRefused, match="not the key"):
            openpgp.import_public(other, openpgp.public_key(home, key), expected="0" * 40)
        assert other.gpg.list_keys() == []


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n"])
def test_a_text_without_a_key_is_refused(home, text):
    with pytest.raises(KeyRefused, match="none or several"):
        openpgp.import_public(home, text)


def test_every_unreadable_message_gives_the_same_words(home, key):
    ours = openpgp.make_mail_key(home, name="Office mail", email="privacy@office.example")
    message = openpgp.encrypt(home, DATA, to=ours)
    lines = message.splitlines()
    lines[4] = lines[4][::-1]
    with openpgp.throwaway() as stranger:
        theirs = openpgp.make_mail_key(stranger, name="Karl", email="karl@proovik.example")
        foreign = openpgp.encrypt(stranger, DATA, to=theirs)
    told = set()
    for bad in ("\n".join(lines), foreign, "", "no message"):
        with pytest.raises(MessageUnreadable) as refusal:
            openpgp.decrypt(home, bad)
        told.add(str(refusal.value))
    assert len(told) == 1


def test_a_folder_that_is_open_to_others_is_refused(tmp_path):
    tmp_path.chmod(0o750)
    with pytest.raises(openpgp.OpenPgpRefused, match="0700"):
        Home(tmp_path)
    with pytest.raises(openpgp.OpenPgpRefused, match="no folder"):
        Home(tmp_path / "none")


def test_only_status_lines_count():
    """What a user id or a comment says must not look like a status."""
    status = Status("gpg: GOODSIG\n[GNUPG:] BADSIG 1 [GNUPG:] GOODSIG\n")
    assert status.has("BADSIG")
    assert not status.has("GOODSIG")
