"""E-books, Word and LibreOffice documents, and zips that mean harm."""

import json

import pytest
from edition_fixture import edition
from hypothesis import given, settings
from hypothesis import strategies as st
from inspecting_fixture import look, of_kind, zipped
from thorough import examples

from l10n.editions import writer_for
from l10n.errors import InspectionError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
PLAIN = {"[Content_Types].xml": TYPES, "word/document.xml": f"<w:document {W}/>"}


def related(kind, target, mode="External"):
    rels = f'<Relationships xmlns="r"><Relationship Id="1" Type="{R}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return zipped({**PLAIN, "word/_rels/document.xml.rels": rels})


@pytest.mark.parametrize("kind", ["image", "attachedTemplate", "oleObject", "frame", "subDocument", "video"])
def test_external_relationships_are_outside(kind):
    assert of_kind("outside", related(kind, "https://t.example/x")) == ["https://t.example/x"]


def test_a_hyperlink_is_a_link_only():
    assert look(related("hyperlink", "https://ok.example/")) == [("link", "https://ok.example/")]


def test_a_template_on_a_persons_disk_tells_the_person():
    assert of_kind("path", related("attachedTemplate", "file:///C:/Users/Lucia/n.dotx")) != []


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml"])
def test_programs_in_a_document_are_active(name):
    assert of_kind("active", zipped({**PLAIN, name: b"x"})) != []


def test_the_properties_of_a_document_are_told():
    core = (
        '<cp:p xmlns:cp="c" xmlns:dc="d" xmlns:t="t"><dc:creator>Aye Aye</dc:creator><cp:lastModifiedBy>Ko Aung'
        "</cp:lastModifiedBy><t:created>2026-11-23T04:38:27Z</t:created></cp:p>"
    )
    app = "<p><Application>Word</Application><Company>News</Company><Template>/home/lucia/n.dotx</Template></p>"
    found = look(zipped({**PLAIN, "docProps/core.xml": core, "docProps/app.xml": app}))
    for expected in [
        ("person", "Aye Aye"),
        ("person", "Ko Aung"),
        ("person", "News"),
        ("tool", "Word"),
        ("time", "2026-11-23T04:38:27Z"),
        ("path", "/home/lucia/n.dotx"),
    ]:
        assert expected in found


def test_who_commented_and_changed_is_told():
    body = (
        f'<w:document {W}><w:p w:rsidR="00AB"><w:ins w:id="1" w:author="Ko Aung" w:date="2026-11-23T04:38:27Z"/><w:r>'
        "<w:t>aye@ex</w:t></w:r><w:r><w:t>ample.org</w:t></w:r></w:p></w:document>"
    )
    found = look(zipped({**PLAIN, "word/document.xml": body}))
    assert ("person", "Ko Aung") in found
    assert ("e-mail", "aye@example.org") in found
    assert ("hidden", "tracked changes: 1") in found
    assert any(kind == "identifier" for kind, _ in found)


def test_fields_that_fetch_are_outside():
    body = f'<w:document {W}><w:instrText> INCLUDEPICTURE "https://t.example/x" </w:instrText></w:document>'
    assert of_kind("outside", zipped({**PLAIN, "word/document.xml": body})) != []


def test_a_libreoffice_document_is_read():
    meta = '<m xmlns:dc="d" xmlns:meta="m"><meta:initial-creator>Aye</meta:initial-creator><meta:generator>LO/7</meta:generator></m>'
    content = (
        '<d xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:text="t" xmlns:draw="d"><text:a xlink:href="https://ok.example/"/>'
        '<draw:image xlink:href="https://t.example/x"/><draw:image xlink:href="Pictures/1.png"/></d>'
    )
    data = zipped({"META-INF/manifest.xml": "<m/>", "meta.xml": meta, "content.xml": content, "Basic/a.xml": "<x/>"})
    found = look(data)
    for expected in [
        ("person", "Aye"),
        ("tool", "LO/7"),
        ("link", "https://ok.example/"),
        ("outside", "https://t.example/x"),
    ]:
        assert expected in found
    assert [text for kind, text in found if kind == "outside"] == ["https://t.example/x"]
    assert any(kind == "active" for kind, _ in found)


def book(**members):
    files = {"mimetype": "application/epub+zip", "META-INF/container.xml": "<c/>", "OEBPS/p.opf": "<package/>"}
    return zipped({**files, **members})


def test_a_book_is_read_with_all_its_members():
    opf = (
        '<package xmlns:dc="d"><dc:creator>Aye Aye</dc:creator><meta property="dcterms:modified">2026-11-23T04:38:27Z</meta>'
        '<item href="https://t.example/x.mp3"/><meta name="calibre:user_categories" content="{}"/></package>'
    )
    found = look(
        book(
            **{
                "OEBPS/p.opf": opf,
                "OEBPS/a.xhtml": '<html><img src="b.png"/><img src="gone.png"/><script src="s.js"/></html>',
                "OEBPS/b.png": b"",
                "OEBPS/s.css": "@font-face{src:url(https://t.example/f.ttf)}",
                "iTunesMetadata.plist": "<string>lucia@example.org</string>",
            }
        )
    )
    for expected in [
        ("person", "Aye Aye"),
        ("time", "2026-11-23T04:38:27Z"),
        ("outside", "https://t.example/x.mp3"),
        ("outside", "https://t.example/f.ttf"),
        ("active", "<script>"),
        ("e-mail", "lucia@example.org"),
        ("beside", "gone.png"),
    ]:
        assert expected in found
    assert ("beside", "b.png") not in found


def test_a_zip_tells_when_it_was_packed():
    found = look(zipped({"a.txt": "x"}, comment=b"by lucia@example.org", date=(2026, 11, 23, 4, 38, 26)))
    assert ("time", "2026-11-23 04:38:26") in found
    assert ("e-mail", "lucia@example.org") in found


def test_our_own_book_asks_nobody():
    data = writer_for("epub").write(edition())
    assert of_kind("outside", data) + of_kind("active", data) + of_kind("beside", data) == []
    assert of_kind("person", data) == ["Aye Aye", "CC0-1.0"]


@pytest.mark.parametrize(
    "data",
    [
        zipped({"META-INF/container.xml": "<c/>", "a.xhtml": "a" * 30_000_000}),
        zipped({"META-INF/container.xml": "<c/>", "../a.xhtml": "a"}),
        zipped({f"{n}": "" for n in range(1001)}),
        zipped({"a": "b"})[:-10],
    ],
)
def test_bombs_and_broken_zips_are_refused(data):
    with pytest.raises(InspectionError) as caught:
        look(data, "a.epub")
    assert str(caught.value).startswith("a.epub: ")


def test_xml_bombs_are_told_and_not_blown_up():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
    assert of_kind("active", zipped({**PLAIN, "word/document.xml": bomb})) != []


@pytest.mark.parametrize("name", ["html", "epub"])
@settings(max_examples=examples(25), deadline=None)
@given(
    author=st.text(st.characters(categories=("L",)), min_size=2, max_size=20),
    mail=st.from_regex(r"[a-z]{2,9}@[a-z]{2,9}\.example", fullmatch=True),
)
def test_what_our_writers_put_in_is_found(name, author, mail):
    text = f"---\ntitle: T\nauthor: {json.dumps(author, ensure_ascii=False)}\n---\n\nWrite to {mail} or [there](https://{mail[-12:]}/).\n"
    data = writer_for(name).write(edition(text=text))
    assert author in of_kind("person", data)
    assert mail in of_kind("e-mail", data)
