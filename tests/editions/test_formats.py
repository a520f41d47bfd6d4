"""What holds for every format: honest labels, same bytes, no requests, nothing of an attacker alive."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from edition_fixture import STATES, document, edition
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.edition import compose_edition
from l10n.editions import FORMATS, writer_for
from l10n.errors import EditionError
from l10n.model import Catalog, Entry, State
from l10n.provenance import Provenance
from l10n.wording import label

READABLE = [name for name in FORMATS if not name.startswith("pdf")]
"""Formats whose bytes are text, or a zip of texts; what holds for PDF is in test_pdf.py."""
states = st.lists(st.sampled_from(STATES), min_size=1, max_size=14)


def printed(name, made):
    """All text of an edition, the parts of an archive joined."""
    data = writer_for(name).write(made)
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = ["word/document.xml"] if name == "docx" else [n for n in archive.namelist() if "nav" not in n]
        return "\n".join(archive.read(n).decode() for n in names)


@pytest.mark.parametrize("name", READABLE)
@settings(max_examples=examples(25), deadline=None)
@given(chosen=states)
def test_every_unreviewed_segment_is_labelled(name, chosen):
    made = edition(chosen, draft=True)
    text = printed(name, made)
    for state in (State.DRAFT, State.REVIEW, State.STALE, State.EMPTY):
        waiting = [p for p in made.pairs if p.state is state]
        if waiting:
            assert text.count(label(waiting[0], made).split(" · ")[0]) == len(waiting)


@pytest.mark.parametrize("name", READABLE)
@settings(max_examples=examples(25), deadline=None)
@given(chosen=states)
def test_no_unreviewed_target_is_printed_without_draft(name, chosen):
    made = edition(chosen)
    text = re.sub("<wbr/>", "", printed(name, made))
    for number, pair in enumerate(made.pairs):
        assert (f"TARGET{number}x" in text) == (pair.state is State.APPROVED)


@pytest.mark.parametrize("name", READABLE)
def test_both_languages_of_every_segment_are_printed(name):
    text = printed(name, edition())
    for word in (
        "quay",
        "Tides",
        "once",
        "quoted item",
        "two",
        "A boat",
        "The boat at noon",
        "Old Quay",
        "3 m",
        "Last line",
    ):
        assert text.count(word) >= 2, word
    assert "x < y & z" in text or "x &lt; y &amp; z" in text


@pytest.mark.parametrize("name", ["html", "epub", "text"])
def test_one_language_shows_the_other_nowhere(name):
    target_only = printed(name, edition(only="my", text="Only *this*.\n"))
    assert "TARGET0x" in target_only
    assert target_only.count("Only") == 1
    source_only = printed(name, edition(only="en", text="Only *this*.\n"))
    assert "TARGET" not in source_only


HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '"><svg onload=alert(1)>',
    "[x](javascript:alert%281%29)",
    "![x](https://tracker.example/p.png)",
    "<https://ok.example/'onmouseover='alert(1)>",
    "</style><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "{{ '<script>alert(1)</script>' }}",
    "{{ ![x](https://tracker.example/p.png) }}",
    "<div x={{a: '<img src=x onerror=alert(1)>'}}>",
    "{% if '<script>alert(1)</script>' %}",
)


@pytest.mark.parametrize("name", ["html", "epub"])
@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_stays_text(name, payload):
    head = json.dumps(payload)
    text = f"---\ntitle: {head}\nauthor: {head}\noriginal: {head}\nlicence: {head}\nnote: {head}\n---\n\nSay {payload} twice.\n"
    page = printed(name, edition(text=text, draft=True))
    body = re.sub(r"<style>.*?</style>", "", page, count=1, flags=re.S)
    tags = re.findall(r"<([a-zA-Z!?/][^>]*)>", body)
    for tag in tags:
        assert not re.match(r"(script|svg|img|iframe|object|form)\b", tag)
        assert not re.search(r"\son\w+\s*=", re.sub(r'"[^"]*"', '""', tag))
        assert not re.search(r'(src|href)="(?!#|https?:|mailto:|article\.xhtml|style\.css)', tag) or tag.startswith(
            ("item", "link")
        )


@pytest.mark.parametrize("name", ["html", "epub"])
def test_nothing_in_it_makes_a_request(name):
    page = printed(name, edition())
    assert re.findall(r'\b(?:src|srcset|poster|data|action)="', page) == []
    assert re.findall(r"url\(|@import|@font-face", page) == []
    assert re.findall(r'<link[^>]*href="(?!style\.css)', page) == []


UNSAFE = (
    "[x](data:image/png;base64,AAAA)",
    "[x](ftp://h.example/x)",
    "[x](../other.html)",
    "[x](//h.example/x)",
    "<irc://h.example/x>",
    "<magnet:?xt=1>",
)


def with_target(text, source="# T\n\nPlain.\n"):
    """An edition in which every target is *text*, approved."""
    article = document(source)
    entries = tuple(Entry(s.source, context=s.context).approved(text) for s in article.segments)
    return compose_edition(article, Catalog("boat", "my", entries), source_locale="en", target_locale="my")


@pytest.mark.parametrize("name", ["html", "epub"])
@pytest.mark.parametrize("address", UNSAFE)
def test_a_target_links_to_the_web_mail_and_telephone_alone(name, address):
    page = printed(name, with_target(address))
    assert set(re.findall(r'<a [^>]*href="([^"]*)"', page)) <= {
        "#p2",
        "#text",
        "article.xhtml#text",
        "article.xhtml#colophon",
    }
    assert 'href="https://example.org/"' in printed(name, with_target("[x](https://example.org/)"))


@pytest.mark.parametrize(
    "source", ["![a *boat*](https://t.example/p.png)", 'Say ![a *boat*](<https://t.example/p.png> "t") twice.']
)
@pytest.mark.parametrize(
    "hostile",
    [
        *HOSTILE,
        *UNSAFE,
        "<script",
        "one\\\n<iframe src=x",
        "one\\\n# two",
        '<a title="<script>alert(1)</script>">',
        "<!-- ![x](https://t.example/p.png) -->",
    ],
)
def test_bilingual_markdown_renders_to_words_and_safe_links(source, hostile):
    from markdown_it import MarkdownIt

    made = printed("markdown", with_target(hostile, f"# T\n\n{source}\n"))
    page = MarkdownIt("commonmark", {"html": True}).render(made.split("---\n", 2)[2])
    tags = {tag.lower() for tag in re.findall(r"<([a-zA-Z!?][a-zA-Z0-9]*)", page)}
    assert tags <= {"h1", "p", "blockquote", "a", "em", "br", "hr"}
    assert page.count("<h1") == 1
    assert all(re.match("(https?|mailto|tel):", href) for href in re.findall(r'href="([^"]*)"', page))


def test_words_of_the_edition_are_marked_with_their_own_language():
    page = printed("html", edition(list(STATES), draft=True, locale="ar"))
    for part in (r'<p class="note"', r'<footer class="colophon"', r'<a class="skip" href="#text"', '<label for="v1"'):
        assert f'{part} lang="en" dir="ltr"' in page


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2021-09-02", ["2021-09-02"]),
        ("2021-09-02T10:00:00Z", ["2021-09-02"]),
        ("2 September 2021", []),
        ("2021-02-31", []),
    ],
)
def test_epub_gives_the_articles_date_or_none(date, said):
    page = printed("epub", edition(text=f'---\ntitle: T\ndate: "{date}"\n---\n\nText.\n'))
    assert re.findall("<dc:date>(.*?)</dc:date>", page) == said


def test_epub_can_be_built_at_the_beginning_of_the_epoch():
    assert writer_for("epub").write(replace(edition(), date="1970-01-01"))[:2] == b"PK"


def test_html_says_what_language_each_text_is_in():
    page = printed("html", edition(locale="ar"))
    assert page.startswith('<!DOCTYPE html>\n<html lang="ar" dir="rtl">')
    for tag in re.findall(r'<(?:p|span|div) class="[ts]"[^>]*>', page):
        assert re.search(r'lang="(ar" dir="rtl|en" dir="ltr)"', tag)


def test_html_keeps_the_structure():
    page = printed("html", edition())
    flat = re.sub(r"\s+", " ", page)
    assert re.search(r"<blockquote>.*<strong>once</strong>.*<ul><li>.*quoted item.*</li></ul></blockquote>", flat)
    assert re.search(r"<ol><li>.*one.*</li><li>.*two.*</li></ol>", flat)
    assert re.search(r"<table><tr><th>.*Port.*</th>.*</tr><tr><td>.*Old Quay.*</td>.*</tr></table>", flat)
    assert '<a href="https://example.org/quay" rel="noreferrer">the <em>quay</em></a>' in page
    assert "<h2" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("name", READABLE)
def test_raw_html_gives_its_words_and_nothing_else(name):
    page = printed(
        name, edition(text="# T\n\n<div onclick=alert(1)>Kept *words*<script>alert(2)</script></div>\n\nText.\n")
    )
    assert "Kept" in page
    assert "alert" not in page


def test_text_names_the_address_of_a_link():
    assert "the quay (https://example.org/quay) & the boat" in printed("text", edition())


@pytest.mark.parametrize(
    "shown", ["<script>alert(1)</script>", "<img src=x>", "![x](https://t.example/p.png)", "A & B"]
)
def test_the_title_of_a_markdown_edition_is_words_where_nobody_knows_front_matter(shown):
    from markdown_it import MarkdownIt

    from l10n.readers.markdown import read_markdown

    text = printed("markdown", edition(text=f"---\ntitle: {json.dumps(f'Say `{shown}`')}\n---\n\nWords.\n"))
    front = text.split("---\n")[1]
    assert not re.search("<(script|img)", MarkdownIt("commonmark").render(front))
    assert f"TARGET0x Say {shown} / Say {shown}" in json.loads(front.splitlines()[0].removeprefix("title: "))
    assert read_markdown(text, slug="b", path="b.md").head


def test_bilingual_markdown_reads_back_with_the_same_texts():
    from l10n.readers.markdown import read_markdown

    text = edition(text="---\ntitle: T\n---\n\n2024\\. was long.\n\n- an item\n\n## Head\n").pairs
    again = read_markdown(
        printed("markdown", edition(text="---\ntitle: T\n---\n\n2024\\. was long.\n\n- an item\n\n## Head\n")), slug="b"
    )
    assert [p.name for p in text] == ["Headline", "¶1", "List item", "Heading"]
    assert {"2024\\. was long.", "an item", "Head"} <= {s.source for s in again.segments}


def test_unknown_format_names_the_nearest():
    with pytest.raises(EditionError) as caught:
        writer_for("htm")
    assert "did you mean html?" in caught.value.remedy


BUILD = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from edition_fixture import edition
from l10n.editions import FORMATS, writer_for
for name in sorted(FORMATS):
    if name.startswith("pdf"):
        continue
    print(name, hashlib.sha256(writer_for(name).write(edition(list(__import__("l10n").State), draft=True))).hexdigest())
"""


def test_same_bytes_in_another_time_zone_locale_and_folder(tmp_path):
    tests = str(Path(__file__).resolve().parent.parent)
    answers = []
    for zone, locale, seed in (("Asia/Yangon", "C", "1"), ("America/Lima", "C.UTF-8", "2")):
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "HOME": str(tmp_path / seed)}
        ran = subprocess.run(
            [sys.executable, "-c", BUILD, tests],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        answers.append(ran.stdout)
    assert answers[0].count("\n") == len(READABLE)
    assert answers[0] == answers[1]


def test_burmese_is_hinted_between_syllables_only():
    from l10n.editions.rendering import inline_html

    assert inline_html("မြန်မာနိုင်ငံ", hints=True) == "မြန်<wbr/>မာ<wbr/>နိုင်<wbr/>ငံ"
    assert inline_html("တက္ကသိုလ် 12", hints=True) == "တက္က<wbr/>သိုလ် 12"
    assert inline_html("a < b", hints=True) == "a &lt; b"


def test_a_table_stays_a_table_in_markdown_with_both_languages_in_each_cell():
    made = edition(text="# T\n\n| Port | a \\| b |\n|---|---|\n| Old *Quay* | 3 m |\n")
    lines = [line for line in printed("markdown", made).split("\n") if line.startswith("|")]
    assert lines == [
        "| TARGET1x Port / Port | TARGET2x a \\| b / a \\| b |",
        "|---|---|",
        "| TARGET3x Old *Quay* / Old *Quay* | TARGET4x 3 m / 3 m |",
    ]


def test_metadata_name_the_translators_who_asked_for_it_and_only_beside_their_text():
    named = replace(edition(), provenance=Provenance(("Ko Aung", "thiri <t>")))
    assert 'name="dcterms.contributor" content="Ko Aung, thiri &lt;t&gt;"' in printed("html", named)
    package = printed("epub", named)
    assert '<dc:contributor id="t2">thiri &lt;t&gt;</dc:contributor>' in package
    assert package.count('scheme="marc:relators">trl<') == 2
    for name in ("html", "epub"):
        assert "Ko Aung" not in printed(name, replace(named, only="en"))
        assert "contributor" not in printed(name, edition())
