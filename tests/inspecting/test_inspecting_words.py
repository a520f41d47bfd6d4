"""What stands in plain words, Markdown and JSON."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspecting_fixture import look, of_kind
from thorough import examples

from l10n.errors import InspectionError
from l10n.inspecting import format_of, inspect_file

SAID = [
    ("e-mail", "Write to aye.aye+news@mail.example.org.", "aye.aye+news@mail.example.org"),
    ("handle", "Ask @ko_aung about it", "@ko_aung"),
    ("handle", "on @aung@social.example now", "@aung@social.example"),
    ("telephone", "Call +95 9 123 456 789 today", "+95 9 123 456 789"),
    ("path", "built in /home/lucia/newsroom/editions", "/home/lucia/newsroom/editions"),
    ("path", r"C:\Users\Lucia\Documents\boat.docx", r"C:\Users\Lucia\Documents\boat.docx"),
    ("path", r"on \\fileserver\share there", r"\\fileserver\share"),
    ("path", "file:///Users/lucia/a.txt", "file:///Users/lucia/a.txt"),
    ("host", "printed by lucias-laptop.local", "lucias-laptop.local"),
    ("host", "from 192.168.1.20 at noon", "192.168.1.20"),
    ("host", "at localhost:8000", "localhost:8000"),
    (
        "tool",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/156.0",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/156.0",
    ),
    ("tool", "made by LibreOffice/7.4 here", "LibreOffice/7.4"),
    ("time", "at 2026-11-23T04:38:26+06:30 it", "2026-11-23T04:38:26+06:30"),
    ("link", "see https://example.org/a_(b) or", "https://example.org/a_(b)"),
    ("link", "(https://example.org/quay)မှာ", "https://example.org/quay"),
]


@pytest.mark.parametrize(("kind", "text", "expected"), SAID)
def test_what_plain_words_give_away_is_found(kind, text, expected):
    assert expected in of_kind(kind, text)


@pytest.mark.parametrize(
    "text", ["Half past 7:30, 1/2 of 3.5 m.", "2026-11-23", "See §1.2.3", "မြို့ မှာ ၁၀၀ ကျပ်", "and/or; he@", "a @ b"]
)
def test_ordinary_words_give_nothing_away(text):
    assert look(text) == []


@settings(max_examples=examples(60), deadline=None)
@given(
    st.text(max_size=60),
    st.from_regex(r"[a-z]{2,12}\.[a-z]{2,12}@[a-z]{2,12}\.example", fullmatch=True),
    st.text(max_size=60),
)
def test_an_address_is_found_among_any_words(before, address, after):
    assert address in of_kind(
        "e-mail", f"{before} {address} {after}".encode("utf-8", "ignore").replace(b"\0", b" "), "a.txt"
    )


def test_names_of_whoever_asks_are_looked_for_in_every_case():
    found = inspect_file(b"Saved by LUCIA; lucian", name="a.txt", eye=None).traces
    assert found == ()
    assert look("Saved by LUCIA; lucian", lucia="your user name") == [("person", "lucia")]


def test_the_same_trace_is_told_once_with_its_number():
    [trace] = inspect_file(b"a@b.example\n" * 3, name="a.txt").traces
    assert (trace.text, trace.count) == ("a@b.example", 3)


def test_markdown_pictures_are_fetched_links_are_not():
    text = (
        "---\nauthor: Aye Aye\nbyline: '@ko'\n---\n\n![a](https://t.example/p.png) [b](https://ok.example/)\n"
        "![beside](boat.jpg) ![c][ref] [d][other]\n\n[ref]: //t.example/q.png\n[other]: https://ok.example/2\n"
        "\n```\n<script>in code</script>\n```\n\n`<img src=x:y>`\n"
    )
    found = look(text, "a.md")
    assert [t for k, t in found if k == "outside"] == ["https://t.example/p.png", "//t.example/q.png"]
    assert [t for k, t in found if k == "beside"] == ["boat.jpg"]
    assert [t for k, t in found if k == "active"] == []
    assert ("person", "Aye Aye") in found


def test_html_in_markdown_is_obeyed_by_programs_and_so_is_told():
    assert of_kind("active", "Text <img src=x onerror=go()> here.\n", "a.md") == ["onerror=go()"]


def test_tags_that_markdown_takes_for_words_are_words():
    assert look("Say \\<script> or `<script>`.\n\n    <script>\n", "a.md") == []
    assert of_kind("active", "[x](javascript:go)", "a.md") == ["javascript:go"]
    assert of_kind("active", "<div>\n```\n<script>\n```\n</div>\n", "a.md") == ["<script>"]


def test_json_tells_by_its_keys():
    text = '{"made": {"by": "lucia", "at": "noon"}, "reviewers": [], "author": {"name": "Aye"}, "title": "Boat"}'
    assert look(text, "a.json") == [("person", "lucia"), ("person", "Aye"), ("time", "noon")]


@pytest.mark.parametrize("text", ["{", "[" * 100_000])
def test_broken_json_is_refused(text):
    with pytest.raises(InspectionError, match="JSON"):
        look(text, "a.json")


@pytest.mark.parametrize("data", [b"\0\1\2", b"\xd0\xcf\x11\xe0 old word", b"wOF2"])
def test_unknown_files_are_refused_with_what_there_is(data):
    with pytest.raises(InspectionError) as caught:
        inspect_file(data, name="a.bin")
    assert (caught.value.path, caught.value.exit_code) == ("a.bin", 4)
    assert "EPUB" in caught.value.remedy


@pytest.mark.parametrize("name", ["a.docx", "a.PDF", "a.jpg"])
def test_words_under_the_name_of_something_else_are_refused(name):
    with pytest.raises(InspectionError, match="only words"):
        inspect_file(b"words", name=name)


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b"%PDF-1.7", "a.txt", "pdf"),
        (b"<!DOCTYPE html><p>", "a.txt", "html"),
        (b"<!-- x --><html>", "a", "html"),
        (b"\xff\xfea\0", "a.txt", "text"),
        (b"\x89PNG\r\n\x1a\n", "a.jpg", "picture"),
        (b"words", "a.md", "markdown"),
        (b"", "a", "text"),
    ],
)
def test_what_is_in_a_file_goes_before_its_name(data, name, format):
    assert format_of(data, name) == format


@pytest.mark.parametrize(
    "piece", ["a@", "<", "<!--", "/home/", "[", "![", "C:\\", "\\\\a", "http://(", "(((", "+1 ", "a.", "```", "`"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.css"])
def test_no_repetition_takes_for_ever(piece, name):
    from time import process_time

    began = process_time()
    look(piece * (10_000 // len(piece)), name)
    assert process_time() - began < 10
