"""The guard before zips: what leads elsewhere or grows too large is refused before anything is inflated."""

import io
import struct
import warnings
import zipfile

import pytest

from l10n.errors import CatalogError
from l10n.exchange.unzipping import read_members


def zipped(members, *, compression=zipfile.ZIP_DEFLATED, attributes=0):
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", compression) as archive:
        warnings.simplefilter("ignore")
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = compression
            info.external_attr = attributes << 16
            archive.writestr(info, data)
    return out.getvalue()


def read(data, *, max_bytes=1_000_000, **options):
    return read_members(data, path="kit.zip", max_bytes=max_bytes, **options)


def test_members_are_read_in_their_order_without_folders():
    data = zipped([("b/", b""), ("b/x.txt", b"one"), ("a.txt", b"")], attributes=0o100644)
    assert read(data) == {"b/x.txt": b"one", "a.txt": b""}
    assert read(zipped([("a", b"x" * 60_000)])) == {"a": b"x" * 60_000}


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/etc/x", "C:\\x", "C:x", "a\\b", "a/./b", "a//b", "a\nb", "..", "a/.."]
)
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(CatalogError, match="leads elsewhere") as refused:
        read(zipped([("ok", b""), (name, b"x")]))
    assert refused.value.path == "kit.zip"
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (zipped([("a", b"1"), ("a", b"2")]), "stands in the zip twice"),
        (zipped([("a", b"1"), ("A", b"2")]), "stands in the zip twice"),
        (zipped([("a", b"/etc/passwd")], attributes=0o120777), "is a link"),
        (zipped([("a", b"")], attributes=0o010644), "is a link"),
        (zipped([("a", b"x")], compression=zipfile.ZIP_BZIP2), "packed in a way"),
        (zipped([(f"{n}", b"") for n in range(1001)]), "has 1001 members"),
        (zipped([("a", b"\0" * 600_000), ("b", b"\0" * 600_000)], compression=zipfile.ZIP_STORED), "1,200,000 bytes"),
        (zipped([("a", b"\0" * 900_000)]), "more than 100 times"),
        (zipped([(f"{n}", b"\0" * 60_000) for n in range(16)]), "'the zip' would grow"),
        (b"", "not a zip file"),
        (b"PK\3\4", "not a zip file"),
        (zipped([("a", b"hello")])[:-10], "not a zip file"),
        (zipped([("a", b"hello")], compression=zipfile.ZIP_STORED).replace(b"hello", b"jello"), "damaged"),
    ],
)
def test_what_is_damaged_or_built_to_do_harm_is_refused(data, message):
    with pytest.raises(CatalogError, match=message):
        read(data)


def test_an_encrypted_member_is_refused():
    data = bytearray(zipped([("a", b"secret")]))
    at = data.index(b"PK\1\2") + 8
    data[at : at + 2] = struct.pack("<H", 1)
    with pytest.raises(CatalogError, match="encrypted"):
        read(bytes(data))


def test_a_member_that_lies_about_its_size_is_refused():
    data = bytearray(zipped([("a", b"\0" * 900_000)]))
    at = data.index(b"PK\1\2") + 24
    data[at : at + 4] = struct.pack("<I", 1000)
    with pytest.raises(CatalogError, match=r"damaged|not as long"):
        read(bytes(data))
