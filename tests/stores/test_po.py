from __future__ import annotations

import io
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples
from tools import needs_tool

from l10n.errors import CatalogError, ConflictError
from l10n.model import Action, Catalog, CatalogKey, Decision, Entry, Outcome, seal_of
from l10n.ports import CatalogStore
from l10n.stores.po import PoCatalogStore, parse_catalog, serialize_catalog
from l10n.stores.po_header import plural_forms
from l10n.stores.po_strict import parse_canonical

KEY = CatalogKey("flood", "my")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PATH = "locales/my/LC_MESSAGES/flood.po"

AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from(list('"\\\n\t#~|:,. n\u00a0\u200b\u2028\u2029ကျွန်ုပ်မြန်မာ၊။漢é')),
        st.characters(exclude_categories=["Cc", "Cs"]),
    ),
    max_size=20,
)
SOURCES = AWKWARD.filter(bool)
ORIGINS = st.sampled_from(["", "engine=apertium", "engine=chat model x/1.5", "memory 0.97", "memory 1.00"])
LINES = AWKWARD.map(lambda text: text.replace("\n", " ").strip()).filter(
    lambda line: bool(line) and not line.startswith("diglot: ")
)
REFERENCES = st.sampled_from([(), ("articles/flood.md",), ("articles/the flood.md", "b.md:12")])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    source, target = draw(SOURCES), draw(AWKWARD)
    made = Entry(
        source=source,
        target=target,
        context=draw(st.one_of(st.sampled_from(["", "headline"]), AWKWARD)),
        confirmed=bool(target) and draw(st.booleans()),
        previous=draw(AWKWARD),
        previous_context=draw(AWKWARD),
        origin=draw(ORIGINS),
        seal=draw(st.sampled_from(["", "0123456789abcdef", seal_of(source, target)])),
        flags=draw(st.sampled_from([(), ("markup-lost",), ("markup-lost", "too-long")])),
        note="\n".join(draw(st.lists(LINES, max_size=3))),
        comments=tuple(draw(st.lists(LINES, max_size=3))),
        references=draw(REFERENCES),
    )
    return made if target else replace(made, origin="", seal="", flags=())


CATALOGS = st.builds(
    lambda drawn, cut: Catalog(
        "flood", "my", tuple(drawn[:cut]), tuple(replace(entry, note="", references=()) for entry in drawn[cut:])
    ),
    st.lists(entries(), max_size=6, unique_by=lambda entry: entry.key),
    st.integers(0, 6),
)

SAMPLE = Catalog(
    "flood",
    "my",
    (
        Entry('The "river" \\ rose', context="headline", note="Headline", references=("articles/flood.md",)).approved(
            "မြစ်ရေ"
        ),
        Entry(
            "See [reported][1].", note="Body, paragraph 1 of 2\n[1] https://example.org/", comments=("Which?",)
        ).drafted("[ပြော][1]", origin="engine=apertium", flags=("markup-lost",)),
        Entry("Two\nlines").approved("တစ်\nနှစ်").outdated("Two\nold lines"),
        Entry("Empty"),
    ),
    (Entry("Gone").approved("သွား"),),
)


def written(catalog: Catalog) -> str:
    return serialize_catalog(catalog, source_locale="en", project="newsroom")


def parsed(text: str) -> Catalog:
    return parse_catalog(text, key=KEY, path=PATH)


def refusal(text: str) -> tuple[str, str]:
    with pytest.raises(CatalogError) as caught:
        parsed(text)
    assert caught.value.remedy
    return caught.value.place(), caught.value.message


@pytest.fixture
def store(tmp_path: Path) -> PoCatalogStore:
    return PoCatalogStore(tmp_path, source_locale="en", project="newsroom")


def approval(entry: Entry, target: str, *, id: int = 1) -> Decision:
    after = entry.approved(target)
    return Decision(KEY, entry.key, Action.APPROVE, entry.revision, entry, after, "thida", NOW, id=id)


# Reading and writing undo each other


@given(CATALOGS)
@settings(max_examples=examples(60), deadline=None)
def test_what_was_written_is_read_back_and_written_the_same(catalog: Catalog) -> None:
    text = written(catalog)
    assert parsed(text) == catalog
    assert written(parsed(text)) == text


def test_file_looks_as_documented() -> None:
    assert (
        written(SAMPLE).split("\n\n", 1)[1]
        == f"""\
# diglot: approved {SAMPLE.entries[0].seal}
#. Headline
#: articles/flood.md
msgctxt "headline"
msgid "The \\"river\\" \\\\ rose"
msgstr "မြစ်ရေ"

# Which?
# diglot: engine=apertium
# diglot: flag markup-lost
#. Body, paragraph 1 of 2
#. [1] https://example.org/
#, fuzzy
msgid "See [reported][1]."
msgstr "[ပြော][1]"

# diglot: approved {SAMPLE.entries[2].seal}
#, fuzzy
#| msgid "Two\\nold lines"
msgid "Two\\nlines"
msgstr "တစ်\\nနှစ်"

msgid "Empty"
msgstr ""

# diglot: approved {SAMPLE.obsolete[0].seal}
#~ msgid "Gone"
#~ msgstr "သွား"
"""
    )


def test_header_is_whole_and_the_same_every_time() -> None:
    header = written(SAMPLE).split("\n\n", 1)[0].splitlines()
    assert header[:2] == ['msgid ""', 'msgstr ""']
    fields = dict(line.strip('"').removesuffix("\\n").split(": ", 1) for line in header[2:])
    digest = fields.pop("X-Diglot-Entries")
    assert digest.startswith("4+1 sha256:")
    assert len(digest) == len("4+1 sha256:") + 16
    assert fields == {
        "Project-Id-Version": "newsroom/flood",
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": "2000-01-01 00:00+0000",
        "PO-Revision-Date": "2000-01-01 00:00+0000",
        "Last-Translator": "the desk",
        "Language-Team": "my",
        "Language": "my",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
        "X-Generator": "Diglot",
        "X-Source-Language": "en",
    }


def test_digest_is_of_keys_never_of_targets() -> None:
    other = replace(SAMPLE, entries=tuple(entry.emptied() for entry in SAMPLE.entries))
    assert written(other).split("\n\n")[0] == written(SAMPLE).split("\n\n")[0]


@given(CATALOGS)
@settings(max_examples=examples(25), deadline=None)
def test_babel_reads_the_same_texts(catalog: Catalog) -> None:
    live = replace(catalog, obsolete=())
    second = read_po(io.BytesIO(written(live).encode()))
    found = [(m.context or "", m.id, m.string) for m in second if m.id]
    assert found == [(e.context, e.source, e.target) for e in live.entries]


@pytest.mark.parametrize(
    "locale", ["my", "en", "fr", "ar", "ru", "pl", "cs", "sl", "ga", "gd", "cy", "lt", "pt-BR", "se"]
)
@needs_tool("msgfmt")
def test_msgfmt_finds_nothing_to_say(locale: str, tmp_path: Path) -> None:
    path = tmp_path / "flood.po"
    path.write_text(written(replace(SAMPLE, locale=locale)), "utf-8")
    command = ["msgfmt", "-c", "-v", "-o", str(tmp_path / "flood.mo"), str(path)]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    )
    assert (ended.returncode, ended.stderr) == (
        0,
        "1 translated message, 2 fuzzy translations, 1 untranslated message.\n",
    )


@needs_tool("msgcat")
def test_gnu_tools_give_the_catalog_back_unharmed(tmp_path: Path) -> None:
    path = tmp_path / "flood.po"
    path.write_text(written(SAMPLE), "utf-8")
    ended = subprocess.run(["msgcat", str(path)], capture_output=True, check=True)
    assert parsed(ended.stdout.decode()) == SAMPLE


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("my", "nplurals=1; plural=0;"),
        ("ja", "nplurals=1; plural=0;"),
        ("en", "nplurals=2; plural=(n != 1);"),
        ("de-CH", "nplurals=2; plural=(n != 1);"),
        ("pt-BR", "nplurals=2; plural=(n > 1);"),
        ("pt", "nplurals=2; plural=(n != 1);"),
        ("xx", "nplurals=2; plural=(n != 1);"),
    ],
)
def test_plural_forms_are_those_of_the_language(locale: str, forms: str) -> None:
    assert plural_forms(locale) == forms


def test_plural_forms_of_languages_outside_our_table_come_from_babel() -> None:
    assert plural_forms("se").startswith("nplurals=3;")


# Provenance


def provenance(*lines: str) -> Entry:
    comments = "".join(f"# {line}\n" for line in lines)
    return parsed(f'msgid ""\nmsgstr ""\n\n{comments}msgid "a"\nmsgstr "b"\n').entries[0]


@pytest.mark.parametrize(
    "line",
    [
        "diglot: approved",
        "diglot: approved 0123",
        "diglot: approved 0123456789ABCDEF",
        "diglot: approved 0123456789abcdef and more",
        "diglot: engine=",
        "diglot: memory",
        "diglot: memory 97",
        "diglot: flag",
        "diglot: flag NOT ONE",
        "diglot: anything else",
    ],
)
def test_malformed_provenance_is_dropped_and_never_approves(line: str) -> None:
    assert provenance(line) == Entry("a", target="b", confirmed=True)


def test_of_two_seals_the_one_that_fits_counts() -> None:
    assert provenance("diglot: approved 0123456789abcdef", f"diglot: approved {seal_of('a', 'b')}").sealed


def test_a_suggestion_from_a_merge_is_kept_as_a_comment() -> None:
    assert provenance('diglot: also "c"').comments == ('diglot: also "c"',)


def test_target_changed_by_another_hand_is_for_review() -> None:
    text = written(SAMPLE).replace("မြစ်ရေ", "အခြား")
    assert parsed(text).entries[0].state() == "review"


# Foreign edits are adopted


def test_another_tools_spelling_is_read() -> None:
    text = (
        "#a comment\n#, fuzzy\n"
        'msgid ""\nmsgstr ""\n"Language: my\\n"\n\n'
        '#no space\n#.note\n#:a.md:1\n#,fuzzy, no-wrap\n#|msgid "old "\n#| "text"\n'
        'msgctxt ""\nmsgid ""\n"long "\n"text"\nmsgstr "x"\n\n'
        '#~| msgid "before"\n#~ msgid "gone"\n#~ msgstr "y"\n'
    )
    entry = Entry(
        "long text", target="x", previous="old text", note="note", comments=("no space",), references=("a.md:1",)
    )
    expected = Catalog("flood", "my", (entry,), (Entry("gone", target="y", confirmed=True, previous="before"),))
    assert parsed(text) == expected
    assert parsed(written(expected)) == expected


def test_comment_of_the_first_entry_survives_a_missing_header() -> None:
    assert parsed('# mine\nmsgid "a"\nmsgstr ""\n').entries == (Entry("a", comments=("mine",)),)


def test_more_entries_than_counted_are_adopted() -> None:
    text = written(SAMPLE) + '\nmsgid "added"\nmsgstr ""\n'
    assert len(parsed(text).entries) == 5


def test_windows_line_ends_and_bom_are_read(store: PoCatalogStore) -> None:
    store.path(KEY).parent.mkdir(parents=True)
    store.path(KEY).write_bytes(b"\xef\xbb\xbf" + written(SAMPLE).replace("\n", "\r\n").encode())
    assert store.read(KEY)[0] == SAMPLE


# Damage is refused, with its line

HEAD = 'msgid ""\nmsgstr ""\n\n'


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ('<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n', 4, "a git conflict is not resolved here"),
        ('msgid "a"\n=======\nmsgstr "b"\n', 5, "a git conflict is not resolved here"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr ""\n', 7, "the same source stands in line 4 already"),
        ('msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr ""\n', 7, "the same source stands in line 4 already"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', 5, "plural forms cannot be kept"),
        ('msgid "a"\nmsgstr "b\n', 5, "this is not a line of a PO file, or it is cut off"),
        ('msgid "a"\nmsgstr "b"c"\n', 5, "this is not a line of a PO file, or it is cut off"),
        ('msgid "a"\nmsgstr "\\a"\n', 5, "the escape \\a cannot be kept"),
        ('msgid "a"\n', 5, "the last entry is cut off"),
        ('msgid "a"\nmsgid "b"\nmsgstr ""\n', 5, "msgid does not belong here"),
        ('msgid "a"\n# b\nmsgstr ""\n', 5, "a comment stands inside an entry"),
        ('msgid "a"\n#~ msgstr ""\n', 5, "msgstr does not belong here"),
        ('"a"\n', 4, None),
        ('msgctxt "c"\nmsgid ""\nmsgstr ""\n', 6, "this entry has an empty source"),
        ('#, python-format\nmsgid "a"\nmsgstr "b"\n', 4, "the mark `python-format` cannot be kept"),
        ('msgid "a"\nmsgstr "b"\n# end', 6, "the comment at the end belongs to no entry"),
    ],
)
def test_what_is_broken_or_would_be_lost_is_refused(body: str, line: int, message: str | None) -> None:
    if message is None:
        body, line, message = f"# x\n{body}", 5, "a text stands outside any entry"
    assert refusal(HEAD + body) == (f"{PATH}:{line}", message)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('msgid "é"'.encode("latin-1"), "this is not UTF-8"),
        (written(SAMPLE).encode("utf-16"), "this is not UTF-8"),
        (b'msgid "a\x00"', "control character U+0000"),
        (b'msgid "a\x0b"', "control character U+000B"),
        (b'msgid "a"\rmsgstr ""', "control character U+000D"),
        (b"", "the file is empty or cut off: it has no entries"),
        (
            b'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1"\n\nmsgid "a"\nmsgstr ""\n',
            "the header says ISO-8859-1, not UTF-8",
        ),
    ],
)
def test_bytes_that_are_no_catalog_are_refused_and_left_alone(store: PoCatalogStore, data: bytes, message: str) -> None:
    path = store.path(KEY)
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    with pytest.raises(CatalogError) as caught:
        store.read(KEY)
    assert (caught.value.message, caught.value.path) == (message, PATH)
    with pytest.raises(CatalogError):
        store.apply(KEY, [approval(Entry("a"), "b")])
    assert path.read_bytes() == data


def test_a_catalog_cut_at_any_byte_is_refused(store: PoCatalogStore) -> None:
    whole = written(SAMPLE).encode()
    path = store.path(KEY)
    path.parent.mkdir(parents=True)
    accepted = []
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        try:
            catalog, _ = store.read(KEY)
        except CatalogError:
            continue
        accepted.append(length)
        assert catalog == SAMPLE
    assert accepted == [len(whole) - 1]


@pytest.mark.parametrize(
    "entry",
    [
        Entry(""),
        Entry("a\x00b"),
        Entry("a", target="\ud800"),
        Entry("a", note="\x1b"),
        Entry("a").drafted("b", origin="from\nthe moon"),
    ],
)
def test_what_a_file_cannot_keep_is_refused_before_writing(store: PoCatalogStore, entry: Entry) -> None:
    with pytest.raises(CatalogError):
        store.replace(KEY, Catalog("flood", "my", (entry,)), expected="")
    with pytest.raises(CatalogError):
        store.replace(KEY, Catalog("flood", "my", (Entry("a"), Entry("a"))), expected="")
    assert not store.path(KEY).exists()


# The store


def test_store_satisfies_the_port(store: PoCatalogStore) -> None:
    port: CatalogStore = store
    assert port.read(KEY) == (Catalog("flood", "my"), "")


def test_replace_writes_only_over_what_was_seen(store: PoCatalogStore) -> None:
    first = store.replace(KEY, SAMPLE, expected="")
    assert store.read(KEY) == (SAMPLE, first)
    before = store.path(KEY).stat()
    assert store.replace(KEY, SAMPLE, expected=first) == first
    assert store.path(KEY).stat().st_ino == before.st_ino
    with pytest.raises(ConflictError) as caught:
        store.replace(KEY, Catalog("flood", "my"), expected="")
    assert (caught.value.seen, caught.value.found) == ("", first)
    assert store.read(KEY) == (SAMPLE, first)


def test_apply_sets_what_was_seen_and_leaves_the_rest(store: PoCatalogStore) -> None:
    one, two, three = Entry("1", note="Body"), Entry("2"), Entry("3")
    store.replace(KEY, Catalog("flood", "my", (one, two, three)), expected="")
    seen_without_note = replace(one, note="")
    stale = replace(approval(two, "B", id=2), base="another")
    lost = approval(Entry("never there"), "C", id=3)
    applied = store.apply(KEY, [approval(seen_without_note, "A"), stale, lost])
    assert applied.outcomes == {1: Outcome.APPLIED, 2: Outcome.CONFLICT, 3: Outcome.CONFLICT}
    assert store.read(KEY)[0].entries == (one.approved("A"), two, three)


def test_applying_twice_is_applied_and_writes_once(store: PoCatalogStore) -> None:
    store.replace(KEY, Catalog("flood", "my", (Entry("1"),)), expected="")
    decision = approval(Entry("1"), "A")
    store.apply(KEY, [decision])
    before = store.path(KEY).stat().st_ino
    assert store.apply(KEY, [decision]).outcomes == {1: Outcome.APPLIED}
    assert store.path(KEY).stat().st_ino == before


def test_decisions_that_follow_each_other_are_all_applied(store: PoCatalogStore) -> None:
    store.replace(KEY, Catalog("flood", "my", (Entry("1"),)), expected="")
    first = approval(Entry("1"), "A")
    second = approval(first.after, "B", id=2)
    assert store.apply(KEY, [first, second]).outcomes == {1: Outcome.APPLIED, 2: Outcome.APPLIED}
    assert store.read(KEY)[0].entries == (Entry("1").approved("B"),)


def test_keys_come_by_slug_then_locale_without_the_desks_own(store: PoCatalogStore) -> None:
    for slug, locale in [("tour", "my"), ("flood", "pt-BR"), ("flood", "my"), ("desk", "my")]:
        store.replace(CatalogKey(slug, locale), Catalog(slug, locale), expected="")
    assert list(store.keys()) == [CatalogKey("flood", "my"), CatalogKey("flood", "pt-BR"), CatalogKey("tour", "my")]
    assert (store.root / "locales" / "pt_BR" / "LC_MESSAGES" / "flood.po").exists()


@pytest.mark.parametrize("key", [("../x", "my"), ("x/y", "my"), (".x", "my"), ("", "my"), ("x", ".."), ("x", "a/b")])
def test_names_that_lead_elsewhere_are_refused(store: PoCatalogStore, key: tuple[str, str]) -> None:
    with pytest.raises(CatalogError):
        store.read(CatalogKey(*key))


def test_template_has_no_targets_and_is_written_once(store: PoCatalogStore) -> None:
    assert store.write_template("flood", SAMPLE.entries) is True
    assert store.write_template("flood", SAMPLE.entries) is False
    template = parse_catalog(store.template_path("flood").read_text("utf-8"), key=CatalogKey("flood", ""), path="")
    assert [entry.key for entry in template.entries] == [entry.key for entry in SAMPLE.entries]
    assert {entry.target for entry in template.entries} == {""}


def approve_range(root: Path, start: int, end: int) -> None:
    store = PoCatalogStore(root, source_locale="en", project="newsroom")
    for n in range(start, end):
        outcomes = store.apply(KEY, [approval(Entry(str(n)), f"T{n}", id=n)]).outcomes
        assert outcomes == {n: Outcome.APPLIED}


def test_approvals_from_four_threads_are_all_kept(store: PoCatalogStore) -> None:
    store.replace(KEY, Catalog("flood", "my", tuple(Entry(str(n)) for n in range(80))), expected="")
    threads = [threading.Thread(target=approve_range, args=(store.root, n, n + 20)) for n in range(0, 80, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.target for entry in store.read(KEY)[0].entries if entry.sealed] == [f"T{n}" for n in range(80)]


@pytest.mark.slow
def test_approvals_from_two_processes_are_all_kept(store: PoCatalogStore) -> None:
    store.replace(KEY, Catalog("flood", "my", tuple(Entry(str(n)) for n in range(80))), expected="")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; import test_po;"
        "test_po.approve_range(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[3]) + 40)"
    )
    here = Path(__file__).parent
    paths = f"import sys; sys.path[:0] = [{str(here.parent.parent)!r}, {str(here.parent)!r}];"
    started = [
        subprocess.Popen([sys.executable, "-c", paths + program, str(here), str(store.root), start])
        for start in ("0", "40")
    ]
    assert [process.wait() for process in started] == [0, 0]
    assert [entry.target for entry in store.read(KEY)[0].entries if entry.sealed] == [f"T{n}" for n in range(80)]


def test_an_empty_file_is_refused_and_says_how_one_without_translations_begins_again():
    with pytest.raises(CatalogError) as caught:
        parse_catalog("", key=CatalogKey("boat", "my"), path="boat.po")
    assert "has no entries" in str(caught.value)
    assert caught.value.remedy.endswith("delete it, and `diglot update` begins it again.")


def test_what_a_context_was_before_is_kept():
    text = (
        '#, fuzzy\n#| msgctxt ""\n#| "cap"\n#| "tion"\n#| msgid "Old"\nmsgctxt "summary"\nmsgid "New"\nmsgstr "x"\n\n'
        '#~| msgctxt "a"\n#~ msgctxt "b"\n#~ msgid "Gone"\n#~ msgstr "y"\n'
    )
    read = parse_catalog(text, key=KEY, path="")
    entry = Entry("New", "x", context="summary", previous="Old", previous_context="caption")
    gone = Entry("Gone", "y", context="b", confirmed=True, previous_context="a")
    assert read == Catalog("flood", "my", (entry,), (gone,))
    written = serialize_catalog(read, source_locale="en", project="newsroom")
    assert '#| msgctxt "caption"\n#| msgid "Old"\nmsgctxt "summary"\n' in written
    assert '#~| msgctxt "a"\n#~ msgctxt "b"\n' in written
    assert parse_canonical(written.encode(), key=KEY) == read == parse_catalog(written, key=KEY, path="")


@needs_tool("msgmerge")
def test_what_msgmerge_notes_of_another_context_is_kept(tmp_path):
    old = Catalog("flood", "my", (Entry("The river rose by night", context="caption").approved("x"),))
    new = Catalog("flood", "", (Entry("The river rose by day", context="summary"),))
    for name, catalog in (("old.po", old), ("new.pot", new)):
        text = serialize_catalog(catalog, source_locale="en", project="newsroom")
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = ["msgmerge", "--previous", "--quiet", "old.po", "new.pot"]
    merged = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    [entry] = parse_catalog(merged.replace("X-Diglot-Entries", "X-Old"), key=KEY, path="").entries
    assert (entry.previous, entry.previous_context) == ("The river rose by night", "caption")
    assert entry.reviewed("y").previous_context == entry.outdated("z").previous_context == ""


def test_marks_of_a_text_that_is_not_there_say_nothing() -> None:
    marks = f"# diglot: engine=apertium\n# diglot: approved {seal_of('A', 'x')}\n# diglot: flag markup-lost\n"
    found = parse_catalog(
        f'msgid ""\nmsgstr ""\n\n{marks}msgid "A"\nmsgstr ""\n\nmsgid "B"\nmsgstr "b"\n', key=KEY, path=PATH
    )
    written = serialize_catalog(found, source_locale="en", project="news")
    assert found.entries[0] == Entry("A")
    assert parse_catalog(written, key=KEY, path=PATH) == found
