"""Whole documents go through Diglot and come back to the byte; what is no segment is listed with the reason."""

from __future__ import annotations

import contextlib
import html
import json
import random
import re
import time
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from thorough import examples

from l10n.errors import ArticleError
from l10n.model import Kind
from l10n.ports import Piece
from l10n.readers.frontmatter import read_front_matter
from l10n.readers.lineends import LineEnds
from l10n.readers.markdown import coverage, read_all, read_markdown, splice
from l10n.readers.markdown_file import MarkdownReader

YAML = """---
# a remark
title: &t "It's \\"here\\""   # printed
linkTitle: *t
date: 2021-05-03
draft: false
tags: [a, "b c"]
description: >-
  Folded
  over lines.
excerpt: |
  First line
  goes on.

  - an item
images:
  - {src: a.png, alt: A dog, caption: 'Rex''s day'}
author: X
---
"""
TOML = """+++
title = "A \\"day\\"" # printed
date = 2021-05-03T10:00:00Z
weight = 1
tags = ["a", "b"]
description = '''
Raw \\n text'''
summary = \"\"\"
Long
text\"\"\"
[params.cover]
alt = 'A dog'
[[resources]]
title = "One"
[[resources]]
title = "Two"
+++
"""
JSON = """{
  "title": "A \\u201cday\\u201d",
  "tags": ["a", "b"],
  "cover": {"alt": "A dog", "w": 1.50e1},
  "description": "Text"
}
"""
BODY = """
A **paragraph** over
two [lines](https://a.example "T"), [ref] and `code`.\u00a0\u2028End.\x20\x20
Next\tline\\
last.

Setext
------

# Closed #

- [ ] open task
- [x] done task
  1. nested

     > quoted
     lazy

| a \\| b | `c\\|d` |
|:---|---:|
| ~~e~~ | f |

Note[^1] and <abbr title="World">W</abbr>.

[^1]: First paragraph.

    Second paragraph.

![A *dog*](dog.png "Rex")

{{< figure src="a.png" caption="Kept" >}}

:::note
Inside a directive.
:::

<div class="x">
<p>Tom &amp; <b>Ann</b>&nbsp;5 * 3 * 2</p>
<img src="a.png" alt="A cat">
<script>var a = "no";</script>
</div>

<details>
<summary>More</summary>

Inside *details*.

</details>

```
code
```

***

[ref]: /here "Reference"
"""
COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin, inline=False)
FRONTS = {"yaml": YAML, "toml": TOML, "json": JSON, "none": ""}


def shown(document_text: str) -> list[tuple[Kind, str]]:
    return [(s.kind, s.source) for s in read_markdown(document_text, slug="x").segments]


def rewritten(text: str) -> str:
    return splice(read_markdown(text, slug="x"), {}, keep_equal=False)


def body_html(text: str) -> str:
    lf = LineEnds(text).lf
    page = COMMONMARK.render(lf[read_front_matter(lf).body :])
    return re.sub(r"[ \t\n]+", " ", page).strip()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "", "\n\n \t"])
@pytest.mark.parametrize("front", FRONTS)
def test_equal_texts_change_no_byte(front: str, newline: str, mark: str, end: str) -> None:
    text = mark + ((FRONTS[front] + BODY).rstrip("\n") + end).replace("\n", newline)
    document = read_markdown(text, slug="x")
    assert document.text == text
    assert len(document.segments) > 20
    assert splice(document, {s.key: s.source for s in document.segments}) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("front", FRONTS)
def test_texts_written_anew_mean_the_same(front: str, newline: str) -> None:
    text = (FRONTS[front] + BODY).replace("\n", newline)
    again = rewritten(text)
    assert body_html(again) == body_html(text)
    assert [(s.source, s.links) for s in read_markdown(again, slug="x").segments] == [
        (s.source, s.links) for s in read_markdown(text, slug="x").segments
    ]


@pytest.mark.parametrize("front", FRONTS)
def test_translated_texts_stand_in_place_of_their_sources(front: str) -> None:
    text = FRONTS[front] + BODY
    document = read_markdown(text, slug="x")
    changed = splice(document, {s.key: s.source + " X" for s in document.segments})
    assert [s.source for s in read_markdown(changed, slug="x").segments] == [s.source + " X" for s in document.segments]


def test_line_ends_of_a_translation_are_those_of_the_article() -> None:
    text = "a\\\r\n  b\r\n\r\n- c\\\r\n  d\r\n"
    document = read_markdown(text, slug="x")
    targets = {s.key: s.source.replace("\n", "\n*").replace("*", "") + "!" for s in document.segments}
    assert splice(document, targets) == "a\\\r\nb!\r\n\r\n- c\\\r\n  d!\r\n"


def test_yaml_is_translated_value_by_value() -> None:
    assert [(kind, source) for kind, source in shown(YAML + "\nBody.\n") if kind is not Kind.BODY] == [
        (Kind.HEADLINE, 'It\'s "here"'),
        (Kind.CAPTION, "Rex's day"),
        (Kind.ALT, "A dog"),
        (Kind.SUMMARY, "Folded over lines."),
        (Kind.SUMMARY, "First line goes on."),
        (Kind.SUMMARY, "- an item"),
    ]
    document = read_markdown(YAML, slug="x")
    back = splice(document, {s.key: s.source.upper() for s in document.segments})
    assert back == (
        YAML.replace('"It\'s \\"here\\""', '"IT\'S \\"HERE\\""')
        .replace("Folded\n  over lines.", "FOLDED OVER LINES.")
        .replace("First line\n  goes on.", "FIRST LINE GOES ON.")
        .replace("- an item", "- AN ITEM")
        .replace("A dog", "A DOG")
        .replace("'Rex''s day'", "'REX''S DAY'")
    )


def test_toml_is_translated_value_by_value() -> None:
    document = read_markdown(TOML, slug="x")
    assert [(s.kind, s.source, s.line) for s in document.segments] == [
        (Kind.HEADLINE, 'A "day"', 2),
        (Kind.CAPTION, "One", 14),
        (Kind.CAPTION, "Two", 16),
        (Kind.ALT, "A dog", 12),
        (Kind.SUMMARY, "Long text", 8),
        (Kind.SUMMARY, "Raw \\n text", 6),
    ]
    assert document.facts["date"] == "2021-05-03 10:00:00+00:00"
    back = splice(document, {s.key: s.source.replace("A", "Ä").replace("T", "Ť") for s in document.segments})
    assert back == TOML.replace('"A \\"', '"Ä \\"').replace("'A dog'", "'Ä dog'").replace('"Two"', '"Ťwo"')


def test_json_is_translated_value_by_value() -> None:
    document = read_markdown(JSON + "\nBody.\n", slug="x")
    assert [(s.kind, s.source) for s in document.segments] == [
        (Kind.HEADLINE, "A “day”"),
        (Kind.ALT, "A dog"),
        (Kind.SUMMARY, "Text"),
        (Kind.BODY, "Body."),
    ]
    assert splice(document, {("", "Text"): 'T "q"'}) == JSON.replace('"Text"', '"T \\"q\\""') + "\nBody.\n"


values = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=examples(150), deadline=None)
@given(values.filter(bool), st.sampled_from(["yaml", "toml", "json"]), st.integers(0, 3))
@example("a # b: c", "yaml", 0)
@example('"""', "toml", 2)
@example("''''", "toml", 3)
@example("x'", "toml", 3)
def test_a_value_reads_back_as_what_was_written(value: str, language: str, style: int) -> None:
    written = {
        "yaml": ["old", '"old"', "'old'", "|\n  old"],
        "toml": ['"old"', "'old'", '"""old"""', "'''\nold'''"],
        "json": ['"old"'] * 4,
    }[language][style]
    fences = {
        "yaml": "---\ntitle: @\nz: 1\n---\n",
        "toml": "+++\ntitle = @\nz = 1\n+++\n",
        "json": '{"title": @, "z": 1}\n',
    }
    document = read_markdown(fences[language].replace("@", written), slug="x")
    text = splice(document, {document.segments[0].key: value})
    head = text.strip("-+\n")
    load = {"yaml": yaml.safe_load, "toml": tomllib.loads, "json": json.loads}[language]
    found = load(text if language == "json" else head)
    read = found["title"].replace("&lt;", "<").replace("&#91;", "[").replace("&#33;", "!")
    if not (language == "yaml" and style == 3):
        assert read.strip() == value.replace("&lt;", "<").replace("&#91;", "[")
    assert found["z"] == 1


def test_what_is_no_text_stays_and_is_listed() -> None:
    skipped = [piece for piece in coverage(read_markdown(YAML + BODY, slug="x")) if piece.skipped]
    assert [(piece.text, piece.place) for piece in skipped if piece.skipped == "front matter"] == [
        ("2021-05-03", "line 5, date"),
        ("a", "line 7, tags.0"),
        ("b c", "line 7, tags.1"),
        ("a.png", "line 17, images.0.src"),
        ("X", "line 18, author"),
    ]
    assert {(piece.text, piece.skipped) for piece in skipped if piece.skipped != "front matter"} == {
        ('{{< figure src="a.png" caption="" >}}', "a shortcode"),
        (":::note", "a directive"),
        (":::", "a directive"),
        ('var a = "no";', "a script"),
        ("code", "code"),
    }


def test_every_word_is_covered() -> None:
    text = YAML + BODY
    covered = " ".join(piece.text for piece in coverage(read_markdown(text, slug="x")))
    seen = html.unescape(re.sub(r"<[^>]*>", " ", body_html(text)))
    assert [word for word in re.findall(r"\w+", seen) if word not in covered] == []


def test_raw_html_gives_its_texts_alt_texts_and_titles() -> None:
    text = '<figure title="T">\n<a href="u"><img src="a" alt="A &quot;dog&quot;"></a>\n<figcaption>By <em>x</em> &lt;y&gt;</figcaption>\n</figure>\n'
    document = read_markdown(text, slug="x")
    assert [(s.kind, s.source, s.line) for s in document.segments] == [
        (Kind.HTML, "T", 1),
        (Kind.ALT, 'A "dog"', 2),
        (Kind.HTML, "By <em>x</em> \\<y>", 3),
    ]
    assert rewritten(text) == text
    changed = splice(
        document,
        {s.key: t for s, t in zip(document.segments, ["<b>", 'say "x"', "Von <em>x</em> & <i>y</i>"], strict=True)},
    )
    assert changed == (
        '<figure title="&lt;b>">\n<a href="u"><img src="a" alt="say &quot;x&quot;"></a>\n'
        "<figcaption>Von <em>x</em> & &lt;i>y&lt;/i></figcaption>\n</figure>\n".replace(
            "y&lt;/i>", "y&lt;/i&gt;"
        ).replace("&lt;i>", "&lt;i&gt;")
    )


def test_text_inside_a_script_that_blank_lines_cut_is_no_segment() -> None:
    text = "<div><script>\nvar a;\n\nvar b;\n\n</script></div>\n\nText.\n"
    assert shown(text) == [(Kind.BODY, "Text.")]
    assert Piece("var b;", "inside <script>", "line 4") in coverage(read_markdown(text, slug="x"))


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("<textarea>\n\n*foo*\n\n</textarea>\n", ["\\*foo\\*"]),
        ("<div><select><option>One</select></div>\n", ["One"]),
    ],
)
def test_form_fields_are_offered(text: str, sources: list[str]) -> None:
    assert [source for _, source in shown(text)] == sources
    assert rewritten(text) == text


def test_a_title_over_several_lines_is_offered_and_written_on_one() -> None:
    text = "[foo]: /url '\ntitle\nline1\n'\n\n[foo]\n"
    assert [source for _, source in shown(text)] == ["[foo][1]", "title line1"]
    assert rewritten(text) == "[foo]: /url '\ntitle line1\n'\n\n[foo][foo]\n"


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("- [ ] open\n- [x] done\n", ["open", "done"]),
        ("## Heading {#id .c}\n", ["Heading"]),
        ("Text.\n{: .note}\n", ["Text."]),
        ("Term\n: What it means\n", ["Term", "What it means"]),
        ("> [!NOTE]\n> Mind this.\n", ["Mind this."]),
        ("{{< x >}}\n\n{{% /y %}}\n", []),
        ("{{< gallery\n\nx=1 >}}\n", []),
        ("Text with {{< x >}} in it.\n", ["Text with {{< x >}} in it."]),
        ("$$\na*b\n$$\n", []),
        ("[[Page|Text]] and more\n", ["[[Page|Text]] and more"]),
        ("import X from './x'\n\n<X a={1}>Text</X>\n", ["<X a={1}>Text</X>"]),
        ("a <script>b</script> c\n", ["a <script>b</script> c"]),
        ("a <script>\nb // c\n</script> d\n", ["a", "d"]),
        ("a <script> b\n\nc\n\n</script> d\n", ["a", "d"]),
        ("The <script> tag\n\nand `</script>`\n", ["The <script> tag", "and `</script>`"]),
        ("See {{< x\n\ny >}} z\n", ["See", "z"]),
    ],
)
def test_what_a_site_builder_reads_is_not_in_the_source(text: str, sources: list[str]) -> None:
    assert [source for _, source in shown(text)] == sources
    assert rewritten(text) == text


PROSE = [
    r"People say \{%A and \<script here",
    "Rooms cost $5 and $$, sauces $$ too",
    "import duties rose (by 5 %) and export fell; from there on",
    "export goods = (more or less) money {today}",
    "Write `{% if` to open and `%}` to close",
    "The <iframe> element and the <style> element",
    "!!! ACHTUNG: road closed",
    "$$ – cheap eats – $$",
    "A {{ that nobody closes",
    "by <script>alert(1)</script> & stones",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_never_taken_for_something_else(text: str) -> None:
    assert [(piece.text, piece.skipped) for piece in coverage(read_markdown(text, slug="x")) if piece.skipped] in (
        [],
        [("alert(1)", "a script")],
    )
    assert [source for _, source in shown(text)] == [text]
    assert body_html(rewritten(text)) == body_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "\\\nfoo",
        ">\\\n!",
        "S\\\n\\\n\\",
        "_  \nz_",
        "**  \ne*",
        "[](/  \n)",
        "[](\u00a0  \ns)",
        "I  \n<y>",
        "{{}}\n<v>",
        "-||\n--|-\n<t>",
        "[!E]\n<e>",
        "l\n: <p>",
        "f  \n: r",
        "字  \n:::",
    ],
)
def test_odd_texts_written_anew_mean_the_same(text: str) -> None:
    assert body_html(rewritten(text)) == body_html(text)


def test_a_block_that_is_cut_at_the_end_of_the_file_is_read() -> None:
    assert rewritten(">- <?\n>") == ">- <?\n>"


@pytest.mark.parametrize("text", ['{"description":"\u2028."}\nx', '+++\ndescription="U\xa0"\n+++\nx'])
def test_odd_spaces_of_a_value_stay(text: str) -> None:
    assert rewritten(text) == text


def test_titles_of_links_are_translated_in_place() -> None:
    text = "A [b](c \"d\") e.\n\n| [f](g 'h') |\n|---|\n\n> [i][r]\n\n[r]: /x (j)\n"
    document = read_markdown(text, slug="x")
    assert [(s.kind, s.source) for s in document.segments if s.kind is Kind.TITLE] == [
        (Kind.TITLE, "d"),
        (Kind.TITLE, "h"),
        (Kind.TITLE, "j"),
    ]
    targets = {("title", "d"): 'D "`<b>', ("title", "h"): "H|'", ("title", "j"): "J)"}
    changed = text.replace('"d"', '"D \\"&#96;&lt;b>"').replace("'h'", "'H\\|\\''").replace("(j)", "(J\\))")
    assert splice(document, targets) == changed
    more = splice(document, {**targets, ("", "A [b][1] e."): "Ä [b][1]."})
    assert more == changed.replace("A [b]", "Ä [b]").replace(") e.", ").")
    assert rewritten(text) == text


def test_captions_of_shortcodes_are_translated_in_place() -> None:
    text = '{{< figure src="a.png" caption="The *old* bridge" alt=\'A bridge\' >}}\n'
    document = read_markdown(text, slug="x")
    assert [(s.kind, s.source) for s in document.segments] == [
        (Kind.CAPTION, "The \\*old\\* bridge"),
        (Kind.ALT, "A bridge"),
    ]
    assert rewritten(text) == text
    targets = {document.segments[0].key: 'Die "Brücke" >}} {{< x >}}', ("alt", "A bridge"): "L'arc"}
    assert splice(document, targets) == (
        '{{< figure src="a.png" caption="Die &quot;Brücke&quot; &gt;&#125;&#125; &#123;&#123;&lt; x &gt;&#125;&#125;"'
        " alt='L&#39;arc' >}}\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "doubt"),
    [
        ("---\ntitle: a\nx: 1\ntitle: b\n---\n", 4, "the front matter has 'title' twice; most programs take the last"),
        ("> " * 120 + "deep\n", 1, "lists and quotes are nested more than 100 deep; what is inside stays as it is"),
    ],
)
def test_what_is_not_sure_is_told_with_its_line(text: str, line: int, doubt: str) -> None:
    reading = read_all(text, slug="x")
    assert (line, doubt) in [(found.line, found.message) for found in reading.doubts]
    assert splice(reading.document, {}) == text


def test_a_markdown_file_comes_in_as_it_is() -> None:
    data = b"\xef\xbb\xbf+++\r\ntitle = 'x'\r\n+++\r\nText."
    assert MarkdownReader().convert(data, path="a.md", slug="a").markdown.encode() == data


LONG = {
    "breaks": lambda n: "\\\n" * n + "[x](y)",
    "pictures": lambda n: "![![" * n,
    "cells in html": lambda n: "<div>\n~~" * n,
    "brackets": lambda n: "[" * n,
    "open links": lambda n: "[a](" * n,
    "stars": lambda n: "**a_ " * n,
    "tags": lambda n: '<a b="' * n,
    "comments": lambda n: "a <!-- " * n,
    "shortcodes": lambda n: "a {{ " * n,
    "ticks": lambda n: "".join("`" * size + " " for size in range(n // 20)),
    "terms": lambda n: "Term\n: d\n" * n,
    "quotes": lambda n: "> " * n + "a",
    "bold in html": lambda n: "<div>\n" + "<b>" * n + "x\n</div>",
    "json": lambda n: '{"a":' + "[" * n + "]" * n + "}\nx",
    "yaml": lambda n: "---\na: " + "[" * n + "]" * n + "\n---\nx",
}


@pytest.mark.parametrize("name", LONG)
def test_no_text_takes_quadratic_time(name: str) -> None:
    def cost_s(size: int) -> float:
        started = time.process_time()
        with contextlib.suppress(ArticleError):  # refused, and quickly
            rewritten(LONG[name](size))
        return time.process_time() - started

    cost_s(100)
    assert cost_s(3000) < 30 * max(0.02, cost_s(300))


FRAGMENTS = [
    *[
        "\n",
        "\n\n",
        " ",
        "    ",
        "\t",
        "> ",
        "- ",
        "1. ",
        "# ",
        "```\n",
        "---\n",
        "===\n",
        "|",
        "| - | - |\n",
        "*",
        "**",
    ],
    *[
        "_",
        "`",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "][",
        ": ",
        "<div>\n",
        "</div>\n",
        "<b>",
        "<!--",
        "-->",
        "\\",
        "{{< x >}}",
    ],
    *[
        "&amp;",
        "\u00a0",
        "[^1]",
        "[^1]: ",
        "\r\n",
        "- [ ] ",
        "~~",
        "<script>",
        "</script>",
        "<p title='t'>",
        "{#a}",
        ":::\n",
    ],
]


def mutations(count: int, seed: int) -> list[str]:
    """Return pieces of the whole documents above, each damaged a few times."""
    chance = random.Random(seed)
    lines = (BODY * 2).split("\n")
    made = []
    for _ in range(count):
        first = chance.randrange(len(lines))
        text = "\n".join(lines[first : first + chance.randint(1, 20)])
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(text) + 1)
            gone = chance.choice([0, 0, 3, 9])
            text = text[:at] + chance.choice(FRAGMENTS) + text[at + gone :]
        made.append(text)
    return made


def test_damaged_articles_keep_every_byte_and_nothing_crashes() -> None:
    for text in mutations(400, 7):
        document = read_markdown(text, slug="x")
        assert splice(document, {s.key: s.source for s in document.segments}) == text
        splice(document, {}, keep_equal=False)
        coverage(document)


def test_damaged_articles_written_anew_mean_the_same() -> None:
    texts = mutations(400, 8)
    changed = [text for text in texts if body_html(rewritten(text)) != body_html(text)]
    assert len(changed) <= len(texts) // 200, changed


@pytest.mark.slow
def test_real_files_of_this_machine_keep_every_byte() -> None:
    files = [p for root in ("/usr/share/doc", "/usr/lib/node_modules") for p in Path(root).rglob("*.md")]
    for path in [path for path in sorted(files) if path.stat().st_size < 30_000][:200]:
        try:
            text = path.read_bytes().decode()
            document = read_markdown(text, slug="x")
        except (UnicodeDecodeError, ArticleError):
            continue
        assert splice(document, {s.key: s.source for s in document.segments}) == text, path
        assert body_html(splice(document, {}, keep_equal=False)) == body_html(text), path
