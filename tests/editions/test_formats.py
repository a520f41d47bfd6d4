"""What holds for every format: honest labels, same bytes, no requests, nothing of an attacker alive."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from edition_fixture import STATES, edition
from hypothesis import given, settings
from hypothesis import strategies as st

from l10n.editions import FORMATS, writer_for
from l10n.errors import EditionError
from l10n.model import State
from l10n.wording import label

states = st.lists(st.sampled_from(STATES), min_size=1, max_size=14)


def printed(name, made):
    """All text of an edition, the parts of an archive joined."""
    data = writer_for(name).write(made)
    if name != "epub":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(n).decode() for n in archive.namelist() if "nav" not in n)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25)
@given(chosen=states)
def test_every_unreviewed_segment_is_labelled(name, chosen):
    made = edition(chosen, draft=True)
    text = printed(name, made)
    for state in (State.DRAFT, State.REVIEW, State.STALE, State.EMPTY):
        waiting = [p for p in made.pairs if p.state is state]
        first = label(state, made).split(" · ")[0]
        assert text.count(first) == len(waiting)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25)
@given(chosen=states)
def test_no_unreviewed_target_is_printed_without_draft(name, chosen):
    made = edition(chosen)
    text = re.sub("<wbr/>", "", printed(name, made))
    for number, pair in enumerate(made.pairs):
        assert (f"TARGET{number}x" in text) == (pair.state is State.APPROVED)


@pytest.mark.parametrize("name", FORMATS)
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


@pytest.mark.parametrize("name", FORMATS)
def test_raw_html_gives_its_words_and_nothing_else(name):
    page = printed(
        name, edition(text="# T\n\n<div onclick=alert(1)>Kept *words*<script>alert(2)</script></div>\n\nText.\n")
    )
    assert "Kept" in page
    assert "alert" not in page


def test_text_names_the_address_of_a_link():
    assert "the quay (https://example.org/quay) & the boat" in printed("text", edition())


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
for name in FORMATS:
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
    assert answers[0].count("\n") == len(FORMATS)
    assert answers[0] == answers[1]


def test_burmese_is_hinted_between_syllables_only():
    from l10n.editions.rendering import inline_html

    assert inline_html("မြန်မာနိုင်ငံ", hints=True) == "မြန်<wbr/>မာ<wbr/>နိုင်<wbr/>ငံ"
    assert inline_html("တက္ကသိုလ် 12", hints=True) == "တက္က<wbr/>သိုလ် 12"
    assert inline_html("a < b", hints=True) == "a &lt; b"
