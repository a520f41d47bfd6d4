"""PDF: what Author, notes, actions, embedded files and metadata give away."""

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspecting_fixture import look, of_kind
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from thorough import examples

from l10n.errors import InspectionError


def paper(change=lambda writer: None, info=None, **options):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.metadata = info or {}
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def dictionary(**values):
    return DictionaryObject(
        {NameObject(f"/{k}"): NameObject(v) if str(v).startswith("/") else wrapped(v) for k, v in values.items()}
    )


def wrapped(value):
    return TextStringObject(value) if isinstance(value, str) else value


def opening(**action):
    return lambda writer: writer.root_object.update({NameObject("/OpenAction"): dictionary(**action)})


def noted(**values):
    rectangle = ArrayObject(NumberObject(n) for n in (0, 0, 9, 9))

    def change(writer):
        note = writer._add_object(dictionary(Type="/Annot", Rect=rectangle, **values))
        writer.pages[0][NameObject("/Annots")] = ArrayObject([note])

    return change


def test_an_empty_paper_asks_nobody():
    assert look(paper()) == []


def test_the_information_is_told():
    info = {
        "/Author": "Aye Aye",
        "/Creator": "Writer 7",
        "/Producer": "LO/7",
        "/CreationDate": "D:20261123043827+06'30'",
    }
    assert look(paper(info=info)) == [
        ("person", "Aye Aye"),
        ("tool", "Writer 7"),
        ("tool", "LO/7"),
        ("time", "D:20261123043827+06'30'"),
    ]


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ({"S": "/JavaScript", "JS": "app.alert(1)"}, "active"),
        ({"S": "/Launch", "F": "calc.exe"}, "active"),
        ({"S": "/ImportData", "F": "a.fdf"}, "active"),
        ({"S": "/SubmitForm", "F": "https://t.example/x"}, "outside"),
        ({"S": "/GoToR", "F": "other.pdf"}, "outside"),
        ({"S": "/URI", "URI": "https://ok.example/"}, "link"),
        ({"S": "/URI", "URI": "javascript:go()"}, "active"),
    ],
)
def test_every_action_is_told(action, kind):
    assert of_kind(kind, paper(opening(**action))) != []


def test_a_link_is_no_request():
    assert look(paper(opening(S="/URI", URI="https://ok.example/"))) == [("link", "https://ok.example/")]


def test_embedded_files_are_active():
    assert "lucia.txt" in of_kind("active", paper(lambda writer: writer.add_attachment("lucia.txt", b"x")))


def test_notes_tell_who_wrote_them():
    found = look(paper(noted(Subtype="/Text", T="Ko Aung", Contents="ask lucia@example.org")))
    assert ("person", "Ko Aung") in found
    assert ("hidden", "ask lucia@example.org") in found
    assert ("e-mail", "lucia@example.org") in found


def test_xmp_is_told():
    packet = b'<x:xmpmeta xmlns:x="a"><R xmlns="r"><D xmlns:p="p" p:CreatorTool="Editor 9"/></R></x:xmpmeta>'

    def change(writer):
        stream = DecodedStreamObject()
        stream.set_data(packet)
        stream.update(dictionary(Type="/Metadata", Subtype="/XML"))
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)

    assert of_kind("tool", paper(change)) == ["Editor 9"]


def test_what_no_page_shows_any_more_is_told():
    assert ("person", "Ko Aung") in look(
        paper(lambda w: w._add_object(dictionary(T="Ko Aung", Subtype="/Text", Rect="x")))
    )
    data = paper()
    assert of_kind("hidden", data + data) == ["1 earlier versions of the file"]


def test_a_locked_or_damaged_file_is_refused():
    with pytest.raises(InspectionError, match="passphrase"):
        look(paper(lambda writer: writer.encrypt("secret")), "a.pdf")
    for data in (b"%PDF-1.7 nothing", paper()[:200]):
        with pytest.raises(InspectionError, match=r"a\.pdf: this PDF is damaged"):
            look(data, "a.pdf")


@settings(max_examples=examples(40), deadline=None)
@given(st.text(st.characters(categories=("L",)), min_size=3, max_size=20))
def test_whoever_is_named_as_author_is_found(name):
    assert of_kind("person", paper(info={"/Author": name})) == [name]


@settings(max_examples=examples(100), deadline=None)
@given(st.integers(0, 2000), st.integers(0, 255))
def test_damage_is_refused_or_passed_over_never_more(place, value):
    data = bytearray(paper(noted(Subtype="/Text", T="Ko"), info={"/Author": "Aye"}))
    data[place % len(data)] = value
    with suppress(InspectionError):
        look(bytes(data), "a.txt")
