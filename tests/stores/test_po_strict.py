"""The quick reader declines, or answers exactly as the careful one does."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.errors import CatalogError
from l10n.model import Catalog, CatalogKey, Entry, seal_of
from l10n.stores.po import parse_catalog
from l10n.stores.po_guard import decode
from l10n.stores.po_strict import parse_canonical
from l10n.stores.po_writer import serialize_catalog

KEY = CatalogKey("flood", "my")
PATH = "locales/my/LC_MESSAGES/flood.po"

AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from(list('"\\\n\t\r#~|:,. n\u00a0\u200b\u2028\u2029\u3000ကျွန်ုပ်မြန်မာ၊။漢é')),
        st.characters(exclude_categories=["Cc", "Cs"]),
    ),
    max_size=20,
)
LINES = AWKWARD.map(lambda text: text.replace("\n", " ").replace("\r", "").strip()).filter(bool)
REMARKS = st.one_of(
    LINES, st.sampled_from(["diglot: note", 'diglot: also "x"', "diglot: approved", "# two", "| a", "~"])
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    source, target = draw(AWKWARD.filter(bool)), draw(AWKWARD)
    made = Entry(
        source=source,
        target=target,
        context=draw(st.one_of(st.sampled_from(["", "headline"]), AWKWARD)),
        confirmed=bool(target) and draw(st.booleans()),
        previous=draw(AWKWARD),
        origin=draw(st.sampled_from(["", "engine=apertium", "engine=chat model x/1.5", "memory 0.97"])),
        seal=draw(st.sampled_from(["", "0123456789abcdef", seal_of(source, target)])),
        flags=draw(st.sampled_from([(), ("markup-lost",), ("markup-lost", "too-long")])),
        note="\n".join(draw(st.lists(LINES, max_size=3))),
        comments=tuple(draw(st.lists(REMARKS, max_size=3))),
        references=draw(st.sampled_from([(), ("articles/flood.md",), ("articles/the flood.md", "b.md:12")])),
        previous_context=draw(st.one_of(st.just(""), AWKWARD)),
    )
    return made if target else replace(made, origin="", seal="", flags=())


CATALOGS = st.builds(
    lambda drawn, cut: Catalog("flood", "my", tuple(drawn[:cut]), tuple(drawn[cut:])),
    st.lists(entries(), max_size=6, unique_by=lambda entry: entry.key),
    st.integers(0, 6),
)

NEWSROOM = Catalog(
    "flood",
    "my",
    (
        Entry("The river", context="headline", note="Headline", references=("articles/flood.md",)).approved("မြစ်"),
        Entry(
            'See "[reported][1]".', note="Body, paragraph 1 of 2\n[1] https://example.org/", comments=("Why?",)
        ).drafted("[ပြော][1]", origin="engine=apertium", flags=("markup-lost",)),
        Entry("Two\nlines").approved("တစ်\nနှစ်").outdated("Two\nold lines"),
        Entry("Empty", references=("articles/flood.md",)),
    ),
    (Entry("Gone").approved("သွား"), Entry("Gone too", comments=("Kept.",)).reviewed("x").outdated("Gone")),
)


def written(catalog: Catalog) -> bytes:
    return serialize_catalog(catalog, source_locale="en", project='the "news" room').encode()


def carefully(data: bytes) -> Catalog | str:
    """What the careful reader says: the catalog, or why it refuses."""
    try:
        return parse_catalog(decode(data, path=PATH), key=KEY, path=PATH)
    except CatalogError as error:
        return str(error)


def answers_alike(data: bytes) -> bool:
    quick = parse_canonical(data, key=KEY)
    return quick is None or quick == carefully(data)


def test_our_own_form_is_read_quickly():
    assert parse_canonical(written(NEWSROOM), key=KEY) == NEWSROOM == carefully(written(NEWSROOM))


@given(CATALOGS)
@settings(max_examples=examples(80), deadline=None)
def test_quick_and_careful_reader_agree_on_what_we_write(catalog):
    assert answers_alike(written(catalog))


@given(CATALOGS)
@settings(max_examples=examples(40), deadline=None)
def test_what_is_read_quickly_is_written_the_same(catalog):
    data = written(catalog)
    quick = parse_canonical(data, key=KEY)
    assert quick is None or written(quick) == data


PIECES = [
    *(
        "",
        "\n",
        '"',
        "\\",
        "#",
        " ",
        "\n\n",
        "\r",
        "\t",
        "x",
        "~",
        ":",
        "\\n",
        "\u0085",
        "\u00a0",
        "\u2028",
        "#~ ",
        "#~| ",
    ),
    *(
        "#, fuzzy\n",
        "#: a b\n",
        "#. y\n",
        "# c\n",
        'msgctxt "a"\n',
        'msgid "a"\nmsgstr "b"\n',
        '#| msgid "q"\n',
        '#| msgctxt "p"\n',
    ),
    *("# diglot: flag a\n", "# diglot: approved 0123456789abcdef\n", '# diglot: also "x\n'),
]
EDITS = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.integers(0, 3),
        st.sampled_from([b"\xff", *(piece.encode() for piece in PIECES)]),
    ),
    min_size=1,
    max_size=3,
)


def edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for at, removed, added in edits:
        at %= len(data) + 1
        data = data[:at] + added + data[at + removed :]
    return data


@given(EDITS)
@settings(max_examples=examples(200), deadline=None)
def test_a_file_edited_anywhere_is_declined_or_read_alike(edits):
    assert answers_alike(edited(written(NEWSROOM), edits))


LINE_EDITS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.sampled_from("mdr")), min_size=1, max_size=3)


@given(LINE_EDITS)
@settings(max_examples=examples(200), deadline=None)
def test_lines_moved_doubled_or_removed_are_declined_or_read_alike(edits):
    lines = written(NEWSROOM).split(b"\n")
    for at, to, what in edits:
        line = lines[at % len(lines)]
        if what != "d":
            del lines[at % len(lines)]
        if what != "r":
            lines.insert(to % (len(lines) + 1), line)
    assert answers_alike(b"\n".join(lines))


def test_a_file_cut_anywhere_is_declined():
    data = written(NEWSROOM)
    assert [n for n in range(len(data)) if parse_canonical(data[:n], key=KEY)] == []


def test_another_source_than_counted_is_declined():
    data = written(NEWSROOM)
    assert parse_canonical(data.replace(b'msgid "Empty"', b'msgid "Emptied"'), key=KEY) is None
    assert parse_canonical(data.replace(b'msgstr ""\n\n# diglot', b'msgstr "full"\n\n# diglot'), key=KEY) is not None


def test_quick_reader_makes_a_fifth_of_the_calls():
    entries = tuple(
        replace(Entry(f"Sentence {n} of the article. " * 8, note=f"Body, paragraph {n} of 30")).approved(
            f"စာကြောင်း {n}။ " * 9
        )
        for n in range(30)
    )
    data = written(Catalog("flood", "my", entries))

    def calls(read) -> int:
        made = Counter()
        sys.setprofile(lambda frame, event, argument: made.update([event]))
        try:
            read()
        finally:
            sys.setprofile(None)
        return made["call"] + made["c_call"]

    assert calls(lambda: parse_canonical(data, key=KEY)) * 5 < calls(lambda: carefully(data))
