"""Word files, written here by hand: what becomes of each kind of text, and what is refused."""

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.errors import ArticleError
from l10n.ports import Doubt
from l10n.readers.docx import DocxReader

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
STYLES = {
    "Title": "Title",
    "Subtitle": "Subtitle",
    "berschrift1": "heading 1",
    "berschrift2": "heading 2",
    "Zitat": "Quote",
    "Beschriftung": "caption",
    "TOC1": "toc 1",
}
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*links):
    rows = "".join(
        f'<Relationship Id="{id}" Type="{REL}/{kind}" Target="{target}"{mode}/>' for id, kind, target, mode in links
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def p(*runs, style=""):
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{''.join(runs)}</w:p>"


def r(text, props=""):
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text, *, number=1, level=0):
    numbered = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"<w:p>{numbered}{r(text)}</w:p>"


def docx(*blocks, title="", styles="", **parts):
    """A Word file of *blocks*; *parts* are the inner XML of header, footer, comments, footnotes, endnotes, chart."""
    roots = {"header": "hdr", "footer": "ftr", "comments": "comments", "footnotes": "footnotes", "endnotes": "endnotes"}
    styled = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
        for id, name in STYLES.items()
    )
    levels = {
        number: "".join(f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{kind}"/></w:lvl>' for n in range(3))
        for number, kind in ((1, "bullet"), (2, "decimal"))
    }
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="png" ContentType="image/png"/></Types>',
        "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml", "")).replace(
            "</Relationships>",
            '<Relationship Id="r2" Type="x/core-properties" Target="docProps/core.xml"/></Relationships>',
        ),
        "docProps/core.xml": '<c:coreProperties xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:creator>A. Secret</dc:creator></c:coreProperties>",
        "word/document.xml": f"<w:document {W}><w:body>{''.join(blocks)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{styled}{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {W}>"
        + "".join(f'<w:abstractNum w:abstractNumId="{n}">{level}</w:abstractNum>' for n, level in levels.items())
        + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in levels)
        + "</w:numbering>",
        "word/media/image1.png": b"\x89PNG",
        "word/_rels/document.xml.rels": relations(
            ("rs", "styles", "styles.xml", ""),
            ("rn", "numbering", "numbering.xml", ""),
            ("rl", "hyperlink", "https://a.example/x?a=1", ' TargetMode="External"'),
            ("ri", "image", "media/image1.png", ""),
            ("re", "image", "https://tracker.example/pixel.png", ' TargetMode="External"'),
            *((f"r{n}", name, f"{name}.xml", "") for n, name in enumerate(parts)),
        ),
    }
    for name, inner in parts.items():
        root = roots.get(name)
        files[f"word/{name}.xml"] = f"<w:{root} {W}>{inner}</w:{root}>" if root else inner
    return packed(files)


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(*blocks, **parts):
    return DocxReader().convert(docx(*blocks, **parts), path="a.docx", slug="an-article")


def body(*blocks, **parts):
    return read(p(r("T"), style="Title"), *blocks, **parts).markdown.partition("---\n\n")[2]


def skipped(conversion):
    return [(piece.text, piece.skipped) for piece in conversion.coverage if piece.skipped]


def messages(conversion):
    return [doubt.message for doubt in conversion.doubts]


def picture(alt="", id="ri", kind="embed"):
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:{kind}="{id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def test_styles_of_paragraphs_and_runs():
    conversion = read(
        p(r("The headline &amp; more"), style="Title"),
        p(r("What it is about"), style="Subtitle"),
        p(r("Some "), r("bold", "<w:b/>"), r(" and "), r("slanted", "<w:i/>"), r(" *text*.")),
        p(r("Part"), style="berschrift1"),
        p(r("Smaller"), style="berschrift2"),
        p(r("As she said"), style="Zitat"),
    )
    lines = conversion.markdown.splitlines()
    assert [line for line in lines if not line.startswith("digest: ")] == [
        "---",
        'title: "The headline & more"',
        'summary: "What it is about"',
        "---",
        "",
        r"Some **bold** and *slanted* \*text\*.",
        "",
        "# Part",
        "",
        "## Smaller",
        "",
        "> As she said",
    ]
    assert conversion.doubts == ()
    assert skipped(conversion) == []


def test_nested_and_numbered_lists():
    made = body(
        item("a"),
        item("b", level=1),
        item("c", level=1),
        item("d"),
        p(r("x")),
        item("e", number=2),
        item("f", number=2),
    )
    assert made == "- a\n  - b\n  - c\n- d\n\nx\n\n1. e\n2. f\n"


def test_tables_and_links():
    def row(*cells, props=""):
        return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(f'<w:tc>{p(r(cell))}</w:tc>' for cell in cells)}</w:tr>"

    table = f"<w:tbl>{row('Name', 'Number', props='<w:tblHeader/>')}{row('One', '1')}{row('gone', '0', props='<w:del/>')}</w:tbl>"
    link = p(f'<w:hyperlink r:id="rl">{r("the map")}</w:hyperlink>', r("."))
    assert body(table, link) == (
        "| Name | Number |\n| --- | --- |\n| One | 1 |\n\n[the map](https://a.example/x?a=1).\n"
    )


def test_footnotes_and_endnotes():
    def note(kind, text):
        return f'<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r>{r(text)}</w:p></w:{kind}>'

    conversion = read(
        p(r("T"), style="Title"),
        p(
            r("One"),
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            r(" two"),
            '<w:r><w:endnoteReference w:id="2"/></w:r>',
        ),
        footnotes=note("footnote", "Foot."),
        endnotes=note("endnote", "End."),
    )
    assert conversion.markdown.partition("---\n\n")[2] == "One[^1] two[^2]\n\n[^1]: Foot.\n\n[^2]: End.\n"
    assert skipped(conversion) == []


def test_a_picture_and_its_caption_are_a_figure():
    conversion = read(
        p(r("T"), style="Title"), p(picture("A bridge")), p(r("Photo: AA"), style="Beschriftung"), p(r("x"))
    )
    assert conversion.markdown.partition("---\n\n")[2] == '![A bridge](media/image1.png "Photo: AA")\n\nx\n'
    assert messages(conversion) == [
        "the Word file has pictures (1); their texts are taken over, their files stay in it"
    ]


def test_a_picture_of_another_site_is_not_asked_for():
    conversion = read(p(r("T"), style="Title"), p(r("x")), p(picture("Seen elsewhere", "re", "link")))
    assert "tracker.example" not in conversion.markdown
    assert any(piece.text == "Seen elsewhere" for piece in conversion.coverage)


def test_tracked_changes_are_taken_as_accepted_and_told():
    conversion = read(
        p(r("T"), style="Title"),
        p(
            r("He said "),
            f'<w:ins w:id="1">{r("not ")}</w:ins>',
            '<w:del w:id="2"><w:r><w:delText>never </w:delText></w:r></w:del>',
            r("so."),
        ),
        p(f'<w:moveFrom w:id="3">{r("Moved away. ")}</w:moveFrom>', r("Stays.")),
    )
    assert conversion.markdown.endswith("He said not so.\n\nStays.\n")
    assert skipped(conversion) == [
        ("never", "deleted (tracked change)"),
        ("Moved away.", "moved elsewhere (tracked change)"),
    ]
    assert messages(conversion) == [
        "the Word file has tracked insertions (1); they are taken as accepted",
        "the Word file has tracked deletions (1); they are left out",
        "the Word file has tracked moves (1); the text stands where it was moved to",
    ]


def test_what_is_beside_the_text_is_listed():
    conversion = read(
        p(r("T"), style="Title"),
        p(r("Contents 1"), style="TOC1"),
        p(r("Seen "), r("unseen ", "<w:vanish/>"), r("again", '<w:vanish w:val="0"/>')),
        header=p(r("Header")),
        footer=p(r("Page "), r("2")),
        comments=f'<w:comment w:id="1">{p(r("Check this"))}</w:comment>',
        chart='<c:chartSpace xmlns:c="c" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<a:p><a:r><a:t>Deaths</a:t></a:r></a:p><c:v>North</c:v><c:v>12.5</c:v></c:chartSpace>",
    )
    assert conversion.markdown.endswith("---\n\nSeen again\n")
    assert skipped(conversion) == [
        ("Contents 1", "table of contents"),
        ("unseen", "hidden"),
        ("Header", "page header"),
        ("Page 2", "page footer"),
        ("Check this", "comment"),
        ("Deaths", "chart"),
        ("North", "chart"),
    ]
    assert messages(conversion) == [
        "the Word file has comments (1); they are left out",
        "the Word file has hidden text (1 places); it is left out",
        "the Word file has charts; the texts in them (2) are left out",
    ]


def test_a_style_that_hides_hides():
    style = '<w:style w:type="character" w:styleId="Secret"><w:name w:val="s"/><w:rPr><w:vanish/></w:rPr></w:style>'
    conversion = read(p(r("T"), style="Title"), p(r("a"), r("b", '<w:rStyle w:val="Secret"/>')), styles=style)
    assert skipped(conversion) == [("b", "hidden")]


def test_a_text_box_stands_behind_its_paragraph_once():
    box = f"<w:txbxContent>{p(r('In the box'))}</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    conversion = read(p(r("T"), style="Title"), p(r("Before"), both, r(" and on.")), p(r("After")))
    assert conversion.markdown.endswith("---\n\nBefore and on.\n\nIn the box\n\nAfter\n")
    assert messages(conversion) == [
        "the Word file has text boxes (1); each stands behind the paragraph it is tied to: look whether it belongs there"
    ]


def test_equations_stay_where_they_are_plain_and_are_told_where_they_are_not():
    plain = "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>"
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>x</m:t></m:r></m:den></m:f></m:oMath>"
    )
    conversion = read(p(r("T"), style="Title"), p(r("It is "), plain, r(" or "), fraction, r(".")))
    assert conversion.markdown.endswith("---\n\nIt is a=b or .\n")
    assert skipped(conversion) == [("1x", "equation")]
    assert messages(conversion) == ["the Word file has equations (1) that cannot be kept as text; they are left out"]


def test_fields_directions_controls_and_breaks_keep_their_text():
    made = body(
        p(f'<w:fldSimple w:instr="REF x">{r("field")}</w:fldSimple>', f'<w:dir w:val="rtl">{r(" dir")}</w:dir>'),
        p(f'<w:bdo w:val="rtl"><w:smartTag>{r("deep")}</w:smartTag></w:bdo>', "<w:r><w:cr/></w:r>", r("next")),
        f"<w:sdt><w:sdtContent>{p(r('control'))}</w:sdtContent></w:sdt>",
        p(
            "<w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        ),
    )
    assert made == "field dir\n\ndeep\\\nnext\n\ncontrol\n\n漢\n"


@pytest.mark.parametrize(
    ("blocks", "title", "expected"),
    [
        ([p(r("Head"), style="berschrift1"), p(r("x"))], "", "Head"),
        ([p(r("All strong", "<w:b/>")), p(r("x"))], "", "All strong"),
        ([p(r("Told in the file")), p(r("x"))], "Told in the file", "Told in the file"),
        ([p(r("Just a sentence.")), p(r("x"))], "Microsoft Word - old.doc", "An article"),
    ],
)
def test_the_headline_is_found_or_asked_for(blocks, title, expected):
    conversion = read(*blocks, title=title)
    assert f'title: "{expected}"\n' in conversion.markdown
    assert "Secret" not in conversion.markdown
    asked = Doubt(1, "there is no headline; it is called 'An article' for now")
    assert (asked in conversion.doubts) == (expected == "An article")


WORDS = (
    st.text("abcdeခကမ中文ßéא*_[]#<&1. ", min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda t: any(c.isalnum() for c in t))
)


@st.composite
def blocks(draw, depth=0):
    kinds = ["p", "h", "quote", "item", "del", "ins", "hidden", "field", "math", "toc", "box", "sdt"]
    kind = draw(st.sampled_from(kinds + (["table"] if depth == 0 else [])))
    text = draw(WORDS).replace("&", "&amp;").replace("<", "&lt;")
    run = r(text)
    shapes = {
        "p": p(run, r(" end")),
        "h": p(run, style="berschrift1"),
        "quote": p(run, style="Zitat"),
        "item": item(text, number=draw(st.sampled_from([1, 2])), level=draw(st.integers(0, 2))),
        "del": p(r("kept "), f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"),
        "ins": p(f"<w:ins>{run}</w:ins>"),
        "hidden": p(r(text, "<w:vanish/>")),
        "field": p(f"<w:fldSimple>{run}</w:fldSimple>"),
        "math": p(f"<m:oMath><m:rad><m:e><m:r><m:t>{text}</m:t></m:r></m:e></m:rad></m:oMath>", r("by")),
        "toc": p(run, style="TOC1"),
        "box": p(
            r("at"),
            f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(run)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
        ),
        "sdt": f"<w:sdt><w:sdtContent>{p(run)}</w:sdtContent></w:sdt>",
    }
    if kind != "table":
        return shapes[kind]
    rows = draw(st.lists(st.lists(blocks(depth=1), min_size=1, max_size=2), min_size=1, max_size=2))
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(f'<w:tc>{c}</w:tc>' for c in row)}</w:tr>" for row in rows) + "</w:tbl>"


def squeezed(text):
    return "".join(text.split())


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(blocks(), min_size=1, max_size=6), st.lists(WORDS, max_size=2))
def test_every_text_of_the_file_is_in_the_article_or_listed(made, headers):
    whole = "".join(made)
    header = "".join(p(r(text.replace("&", "&amp;").replace("<", "&lt;"))) for text in headers)
    conversion = read(p(r("T"), style="Title"), p(r("start")), *made, header=header)
    listed = squeezed("".join(piece.text for piece in conversion.coverage))
    texts = re.findall(r"<(?:w:t|w:delText|m:t)[^>]*>([^<]*)<", whole + header)
    plain = [text.replace("&lt;", "<").replace("&amp;", "&") for text in texts]
    assert [text for text in plain if squeezed(text) not in listed] == []
    assert not [message for message in messages(conversion) if "not taken over" in message]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 broken", "not a zip file, or it is damaged"),
        (b"plain text", "not a zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word file"),
        (packed({"a.txt": "x"}), "no Word file"),
        (packed({"[Content_Types].xml": "<a/>", "content.xml": "<a/>"}), "holds no Word document"),
        (packed({"[Content_Types].xml": "<a/>", "../evil.xml": "<a/>"}), "leads elsewhere"),
        (packed({"[Content_Types].xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "declares a document type"),
        (packed({"[Content_Types].xml": "<a>"}), "not well-formed"),
        (packed({"[Content_Types].xml": "<a/>", "word/media/x.png": bytes(30_000_000)}), "would grow to more than"),
        (docx(), "there is no text in it"),
    ],
)
def test_what_is_no_word_file_is_refused(data, message):
    with pytest.raises(ArticleError, match=message) as caught:
        DocxReader().convert(data, path="a.docx", slug="a")
    assert caught.value.remedy
