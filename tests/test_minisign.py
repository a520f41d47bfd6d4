"""Keys and signatures in minisign's format, taken apart and put together; the program itself has the last word."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools import needs_tool

from l10n.minisign import (
    is_encrypted,
    public_key_from,
    secret_key_file,
    secret_key_from,
    signature_from,
)
from l10n.stores.signing import is_signed, new_key, sign

TRUSTED = "timestamp:1700000000\tfile:SHA256SUMS\thashed"


def run(folder, *args, typed=""):
    return subprocess.run(["minisign", *args], cwd=folder, input=typed, capture_output=True, text=True, check=False)


def test_a_key_comes_back_from_its_file():
    key = new_key()
    assert secret_key_from(secret_key_file(key)) == key
    assert public_key_from(key.public.file().decode()) == public_key_from(key.public.line()) == key.public


def test_a_locked_key_comes_back_with_its_passphrase_alone():
    key = new_key()
    data = secret_key_file(key, "မြစ်", salt=bytes(range(32)))
    assert is_encrypted(data)
    assert not is_encrypted(secret_key_file(key))
    assert secret_key_from(data, "မြစ်") == key
    with pytest.raises(ValueError, match="passphrase is wrong"):
        secret_key_from(data, "mrac")


@given(st.binary(max_size=400), st.integers(0, 500), st.integers(1, 255))
def test_a_signature_holds_for_one_content_only(data, at, flip):
    key = new_key()
    signature = signature_from(sign(data, key, trusted=TRUSTED).file())
    assert is_signed(data, signature, key.public)
    assert signature.trusted == TRUSTED
    other = bytearray(data or b"\0")
    other[at % len(other)] ^= flip
    assert not is_signed(bytes(other), signature, key.public)
    assert not is_signed(data, signature, new_key().public)


def test_a_comment_that_was_changed_is_no_longer_signed():
    key = new_key()
    data = sign(b"x", key, trusted=TRUSTED).file().replace(b"1700000000", b"1800000000")
    assert not is_signed(b"x", signature_from(data), key.public)


@pytest.mark.parametrize("text", ["", "RWQ", "untrusted comment: x\n!!!!", "QUJD"])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(ValueError, match="minisign"):
        public_key_from(text)
    with pytest.raises(ValueError, match="minisign"):
        secret_key_from(text.encode())
    with pytest.raises(ValueError, match="minisign"):
        signature_from(text.encode())


def test_a_key_that_would_take_all_memory_is_not_tried():
    data = bytearray(secret_key_file(new_key(), "x", salt=bytes(32)))
    from base64 import b64decode, b64encode

    comment, line, _ = bytes(data).split(b"\n")
    raw = bytearray(b64decode(line))
    raw[46:54] = (2**40).to_bytes(8, "little")
    with pytest.raises(ValueError, match="memory"):
        secret_key_from(comment + b"\n" + b64encode(bytes(raw)) + b"\n", "x")


@pytest.mark.slow
@needs_tool("minisign")
def test_minisign_takes_our_signatures_and_keys(tmp_path):
    key = new_key()
    (tmp_path / "f").write_bytes(b"text")
    (tmp_path / "f.minisig").write_bytes(sign(b"text", key, trusted=TRUSTED).file())
    (tmp_path / "k.pub").write_bytes(key.public.file())
    assert f"Trusted comment: {TRUSTED}" in run(tmp_path, "-V", "-m", "f", "-p", "k.pub").stdout
    assert run(tmp_path, "-V", "-m", "f", "-P", key.public.line()).returncode == 0
    (tmp_path / "f").write_bytes(b"texT")
    assert run(tmp_path, "-V", "-m", "f", "-p", "k.pub").returncode != 0
    for passphrase in ("", "open"):
        (tmp_path / "k.key").write_bytes(secret_key_file(key, passphrase, salt=bytes(32)))
        assert run(tmp_path, "-S", "-m", "f", "-s", "k.key", typed=f"{passphrase}\n").returncode == 0
        assert is_signed(b"texT", signature_from((tmp_path / "f.minisig").read_bytes()), key.public)


@pytest.mark.slow
@needs_tool("minisign")
@pytest.mark.parametrize("passphrase", ["", "open"])
def test_keys_and_signatures_of_minisign_are_taken(tmp_path, passphrase):
    run(tmp_path, "-G", *([] if passphrase else ["-W"]), "-p", "m.pub", "-s", "m.key", typed="open\nopen\n")
    key = secret_key_from((tmp_path / "m.key").read_bytes(), passphrase)
    assert key.public == public_key_from((tmp_path / "m.pub").read_text())
    (tmp_path / "f").write_bytes(b"text")
    run(tmp_path, "-S", "-m", "f", "-s", "m.key", typed=f"{passphrase}\n")
    assert is_signed(b"text", signature_from((tmp_path / "f.minisig").read_bytes()), key.public)
    (tmp_path / "g.minisig").write_bytes(sign(b"text", key, trusted=TRUSTED).file())
    (tmp_path / "g").write_bytes(b"text")
    assert run(tmp_path, "-V", "-m", "g", "-p", "m.pub").returncode == 0
