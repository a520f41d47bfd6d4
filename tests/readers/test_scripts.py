"""Articles in scripts without spaces or from right to left are cut as others are, through every reader."""

import io
import zipfile

import pytest

from l10n.ports import Doubt
from l10n.readers.docx import DocxReader
from l10n.readers.html import HtmlReader
from l10n.readers.markdown import read_markdown
from l10n.readers.text import TextReader

ARTICLES = {
    "Burmese": (
        "ရန်ကုန်တွင် မိုးကြီးခဲ့သည်",
        "တနင်္လာနေ့က ရန်ကုန်မြို့တွင် မိုးသည်းထန်စွာ ရွာသွန်းခဲ့သည်။ လမ်းများ ရေလျှံခဲ့သည်။",
        "“ရေတွေ အများကြီးပဲ”ဟု သူမက ပြောသည်။",
        ("၁။ ပထမအချက်", "၂။ ဒုတိယအချက်"),
    ),
    "Thai": (
        "ฝนตกหนักในเมือง",
        "เมื่อวันจันทร์ฝนตกหนักในเมือง ถนนหลายสายมีน้ำท่วม",
        "ชาวบ้านกล่าวว่าน้ำมาเร็ว",
        ("๑. ข้อแรก", "๒. ข้อสอง"),
    ),
    "Chinese": (
        "城市大雨",
        "星期一，城市下了大雨。许多街道被水淹没。",
        "“水来得很快。”她说。",
        ("一、第一", "二、第二"),
    ),
    "Arabic": (
        "أمطار غزيرة في المدينة",
        "هطلت أمطار غزيرة يوم الاثنين على المدينة. غمرت المياه شوارع كثيرة.",
        "قالت: «جاء الماء بسرعة».",
        ("١. الأول", "٢. الثاني"),
    ),
}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def segments(markdown):
    return [(str(s.kind), s.source) for s in read_markdown(markdown, slug="a", path="a.md").segments]


def word_file(*paragraphs):
    out = io.BytesIO()
    rows = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{rows}</w:body></w:document>')
    return out.getvalue()


@pytest.mark.parametrize("language", ARTICLES)
def test_plain_text_with_numerals_of_its_own(language):
    title, first, second, points = ARTICLES[language]
    text = "\n\n".join([title, first, second, "\n".join(points), first]) + "\n"
    conversion = TextReader().convert(text.encode(), path="a.txt", slug="a")
    assert segments(conversion.markdown) == [
        ("headline", title),
        *(("body", source) for source in (first, second, *points, first)),
    ]
    assert conversion.doubts == (Doubt(7, "lines 7 to 8 look like a list; each line became a paragraph"),)


@pytest.mark.parametrize("language", ARTICLES)
def test_markdown(language):
    title, first, second, points = ARTICLES[language]
    assert segments(f"# {title}\n\n{first}\n\n> {second}\n\n1. {points[0]}\n2. {points[1]}\n") == [
        ("headline", title),
        ("body", first),
        ("quote", second),
        ("item", points[0]),
        ("item", points[1]),
    ]


@pytest.mark.parametrize("language", ARTICLES)
def test_html(language):
    title, first, second, points = ARTICLES[language]
    items = "".join(f"<li>{point}</li>" for point in points)
    page = (
        f'<html dir="auto"><head><meta charset="utf-8"><title>{title}</title></head><body><nav>Menu</nav><article>'
        f"<h1>{title}</h1><p>{first}</p><blockquote><p>{second}</p></blockquote><ol>{items}</ol><p>{second}</p>"
        "</article></body></html>"
    )
    assert segments(HtmlReader().convert(page.encode(), path="a.html", slug="a").markdown) == [
        ("headline", title),
        ("body", first),
        ("quote", second),
        ("item", points[0]),
        ("item", points[1]),
        ("body", second),
    ]


@pytest.mark.parametrize("language", ARTICLES)
def test_word(language):
    title, first, second, points = ARTICLES[language]
    data = word_file(("Heading1", title), ("x", first), ("Heading2", second), *(("x", point) for point in points))
    found = segments(DocxReader().convert(data, path="a.docx", slug="a").markdown)
    assert found == [
        ("headline", title),
        ("body", first),
        ("heading", second),
        *(("body", point) for point in points),
    ]
