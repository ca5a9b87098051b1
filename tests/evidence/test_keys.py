"""The keys of files and short secrets: known vectors, no byte to spare, nothing twice (V11, A6)."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from hypothesis import given
from hypothesis import strategies as st

from dpo_office.evidence.services import file_disk
from dpo_office.lib import files_keys, sealed_stream, secret_box
from dpo_office.lib.files_keys import NoFilesKey, Unreadable

OLD, NEW = "o" * 64, "n" * 64


@pytest.fixture(autouse=True)
def _one_key(settings):
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = OLD, []


def rotate(settings):
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = NEW, [OLD]


def test_wrapping_is_that_of_rfc_3394():
    """Section 4.6: a 256-bit key under a 256-bit key."""
    wrapping_key = bytes(range(32))
    key = bytes.fromhex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F")
    wrapped = bytes.fromhex(
        "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21"
    )
    assert aes_key_wrap(wrapping_key, key) == wrapped
    assert aes_key_unwrap(wrapping_key, wrapped) == key


def test_encryption_is_that_of_the_gcm_specification():
    """Test case 16 of McGrew and Viega: AES-256, with associated data."""
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    sealed = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    assert AESGCM(key).encrypt(nonce, plain, bound) == sealed


def test_derivation_is_that_of_rfc_5869():
    """Appendix A.1."""
    derived = HKDF(
        SHA256(), 42, salt=bytes(range(13)), info=bytes.fromhex("f0f1f2f3f4f5f6f7f8f9")
    ).derive(b"\x0b" * 22)
    assert derived.hex().startswith(
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    )


def test_a_stored_file_is_what_these_parts_give(monkeypatch):
    """Our format, put together by hand from the parts whose vectors are known."""
    monkeypatch.setattr(sealed_stream.os, "urandom", lambda n: bytes(range(n)))
    key, plain = b"k" * 32, b"a" * 65536 + b"b"
    header = b"DPOFILE\x01" + bytes(range(7))
    gcm, bound = AESGCM(key), header + b"id"
    first = gcm.encrypt(bytes(range(7)) + b"\0\0\0\0" + b"\0", plain[:65536], bound)
    second = gcm.encrypt(bytes(range(7)) + b"\0\0\0\1" + b"\1", b"b", bound)
    assert b"".join(sealed_stream.sealed([plain], key=key, file_id="id")) == header + first + second


def test_twenty_thousand_files_share_no_key_no_nonce_and_no_name():
    """11.3.4, 11.5.1: on the generators."""
    count = 20_000
    assert len({files_keys.new_data_key() for _ in range(count)}) == count
    assert len({file_disk.new_name() for _ in range(count)}) == count
    start = [next(sealed_stream.sealed([], key=b"k" * 32, file_id="")) for _ in range(count)]
    assert len(set(start)) == count


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.booleans()), unique=True, max_size=200))
def test_within_a_file_no_nonce_comes_twice(places):
    header = b"DPOFILE\x01" + b"7random"
    nonces = {sealed_stream._nonce(header, number, last=last) for number, last in places}
    assert len(nonces) == len(places)
    assert all(len(nonce) == 12 for nonce in nonces)


@given(st.lists(st.binary(max_size=200_000), max_size=5))
def test_however_it_arrives_the_pieces_are_even(pieces):
    even = list(sealed_stream._even(pieces))
    assert b"".join(piece for piece, _ in even) == b"".join(pieces)
    assert [len(piece) for piece, _ in even[:-1]] == [65536] * (len(even) - 1)
    assert [last for _, last in even] == [False] * (len(even) - 1) + [True]


def test_a_short_secret_comes_out_as_it_went_in():
    sealed = secret_box.seal("JBSWY3DPEHPK3PXP", purpose="seeds")
    assert "JBSW" not in sealed
    assert secret_box.seal("JBSWY3DPEHPK3PXP", purpose="seeds") != sealed
    assert secret_box.open_sealed(sealed, purpose="seeds") == "JBSWY3DPEHPK3PXP"


def test_each_character_of_a_sealed_secret_counts():
    """Key id, nonce, text and tag: the same error for each."""
    sealed = secret_box.seal("seed", purpose="seeds")
    for place in range(len(sealed)):
        for other in "A0z.":
            altered = sealed[:place] + other + sealed[place + 1 :]
            if altered == sealed or place >= len(sealed) - 2:  # the last holds unused bits
                continue
            with pytest.raises(Unreadable, match=r"^unreadable$"):
                secret_box.open_sealed(altered, purpose="seeds")


@pytest.mark.parametrize("text", ["", "seed", ".", "0" * 16 + ".", "0" * 16 + ".AAAA", "ü.ü"])
def test_what_was_never_sealed_gives_the_same_error(text):
    with pytest.raises(Unreadable, match=r"^unreadable$"):
        secret_box.open_sealed(text, purpose="seeds")


def test_a_secret_sealed_for_one_purpose_serves_no_other():
    with pytest.raises(Unreadable):
        secret_box.open_sealed(secret_box.seal("seed", purpose="seeds"), purpose="mails")


def test_a_data_key_wrapped_for_one_file_opens_no_other():
    key_id, wrapped = files_keys.wrapped(b"k" * 32, file_id="a")
    assert files_keys.unwrapped(wrapped, key_id=key_id, file_id="a") == b"k" * 32
    with pytest.raises(Unreadable):
        files_keys.unwrapped(wrapped, key_id=key_id, file_id="b")


def test_each_use_has_a_key_of_its_own():
    key_id = files_keys.current_id()
    made = {
        files_keys.derived(key_id, *use)
        for use in (("a",), ("b",), ("a", "x"), ("ax",), (files_keys.WRAPS, "a"))
    }
    assert len(made) == 5


def test_an_older_key_opens_and_seals_nothing_new(settings):
    sealed = secret_box.seal("seed", purpose="seeds")
    rotate(settings)
    assert secret_box.open_sealed(sealed, purpose="seeds") == "seed"
    assert not secret_box.is_current(sealed)
    renewed = secret_box.renewed(sealed, purpose="seeds")
    settings.FILES_KEY_FALLBACKS = []
    assert secret_box.open_sealed(renewed, purpose="seeds") == "seed"
    with pytest.raises(Unreadable):
        secret_box.open_sealed(sealed, purpose="seeds")


def test_the_id_of_a_key_says_nothing_of_it():
    assert OLD[:8] not in files_keys.current_id()
    assert len(files_keys.current_id()) == 16


def test_a_process_without_the_key_opens_nothing(settings):
    """13.3.3: beat."""
    sealed = secret_box.seal("seed", purpose="seeds")
    settings.FILES_KEY = ""
    with pytest.raises(NoFilesKey):
        secret_box.open_sealed(sealed, purpose="seeds")
    with pytest.raises(NoFilesKey):
        secret_box.seal("seed", purpose="seeds")
