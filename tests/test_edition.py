"""The edition before any format: what may be printed, and what must be said beside it."""

import io
import zipfile
from dataclasses import replace

import pytest
from edition_fixture import catalog, document, edition
from hypothesis import given
from hypothesis import strategies as st

from l10n.edition import compose_edition
from l10n.editions import FORMATS, writer_for
from l10n.manner import Digits, Manner, Order, Stale
from l10n.model import Catalog, Entry, State
from l10n.wording import words

states = st.lists(st.sampled_from(list(State)), min_size=1, max_size=14)


def read_zip(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


@given(states)
def test_without_draft_only_approved_targets_are_in_it(chosen):
    for pair in edition(chosen).pairs:
        assert bool(pair.target) == (pair.state is State.APPROVED)


@given(states)
def test_a_draft_holds_every_target_there_is(chosen):
    for pair in edition(chosen, draft=True).pairs:
        assert bool(pair.target) == (pair.state is not State.EMPTY)


def test_a_flagged_entry_is_not_approved():
    article = document()
    key = article.segments[3].key
    made = compose_edition(article, catalog(article), source_locale="en", target_locale="my", flagged={key})
    assert [p.state for p in made.pairs if p.key == key] == [State.STALE]
    assert made.unreviewed == 1


def test_a_segment_without_an_entry_is_empty():
    article = document()
    made = compose_edition(article, catalog(document("# Other\n")), source_locale="en", target_locale="my", draft=True)
    assert {p.state for p in made.pairs} == {State.EMPTY}


def test_links_come_back_and_dangerous_ones_lead_nowhere():
    text = "[a](https://example.org/a) [b](javascript:alert(1)) [c](mailto:x@example.org) [d](data:text/html,x)\n"
    [pair] = edition(text=text).pairs
    assert pair.source == "[a](<https://example.org/a>) [b](<>) [c](<mailto:x@example.org>) [d](<>)"


def test_the_date_is_the_articles_own_or_a_constant():
    assert edition().date == "2026-03-03"
    assert edition(text="---\ntitle: T\ndate: soon\n---\n\nText.\n").date == "2000-01-01"


def outdated(stale, *, only="", order=Order.TARGET_FIRST):
    """An edition of one paragraph that was approved for an earlier original."""
    article = document("The boat sails.\n")
    old = Entry("The boat rests.").approved("OLD")
    entry = replace(old, source="The boat sails.").outdated("The boat rests.")
    return compose_edition(
        article,
        Catalog("boat", "my", (entry,)),
        source_locale="en",
        target_locale="my",
        only=only,
        manner=Manner(stale, order),
    )


@pytest.mark.parametrize(
    ("stale", "only", "printed"),
    [
        (Stale.REFUSE, "", [("en", "The boat sails.")]),
        (Stale.SHOW_OLD, "", [("my", "OLD"), ("en", "The boat rests.")]),
        (Stale.SHOW_OLD, "my", [("my", "OLD")]),
        (Stale.SOURCE_ONLY, "", [("en", "The boat sails.")]),
        (Stale.SOURCE_ONLY, "my", [("en", "The boat sails.")]),
        (Stale.BOTH, "", [("my", "OLD"), ("en", "The boat sails.")]),
        (Stale.BOTH, "my", [("my", "OLD"), ("en", "The boat sails.")]),
    ],
)
def test_a_translation_of_an_earlier_original_is_printed_as_the_newsroom_wants(stale, only, printed):
    made = outdated(stale, only=only)
    [pair] = made.pairs
    assert made.sides(pair) == printed
    assert (pair.mark, made.unreviewed) == (("stale", 1) if stale is Stale.REFUSE else ("outdated", 0))


@pytest.mark.parametrize("stale", [s for s in Stale if s is not Stale.REFUSE])
@pytest.mark.parametrize("name", [name for name in FORMATS if not name.startswith("pdf")])
def test_in_every_format_it_is_marked(stale, name):
    data = writer_for(name).write(outdated(stale))
    text = data.decode() if not data.startswith(b"PK") else read_zip(data)
    assert words("my")["outdated"] in text


def test_what_was_never_approved_no_rule_lets_pass():
    article = document("The boat sails.\n")
    entry = Entry("The boat sails.").reviewed("TEXT").outdated("The boat rests.")
    known = Catalog("boat", "my", (entry,))
    for stale in Stale:
        made = compose_edition(article, known, source_locale="en", target_locale="my", manner=Manner(stale))
        assert (made.unreviewed, made.pairs[0].target) == (1, "")


def test_the_original_may_come_first():
    made = replace(edition(), manner=Manner(order=Order.SOURCE_FIRST))
    assert [locale for locale, _ in made.sides(made.pairs[0])] == ["en", "my"]
    html = writer_for("html").write(made).decode().partition("<body>")[2]
    assert html.index(">The boat <em>sails</em></span>") < html.index("TARGET0x")


def test_numbers_may_be_printed_in_the_targets_own_digits():
    article = document("The 12 boats.\n")
    known = Catalog("boat", "my", (Entry("The 12 boats.").approved("လှေ 12 စင်း"),))
    made = compose_edition(article, known, source_locale="en", target_locale="my", manner=Manner(digits=Digits.TARGET))
    assert (made.pairs[0].target, made.pairs[0].source) == ("လှေ ၁၂ စင်း", "The 12 boats.")
