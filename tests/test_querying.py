import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.model import Entry, State
from l10n.querying import HAS, Candidate, Part, QueryError, format_query, gist_of, matches, may_hold, parse_query

texts = (
    st.text(min_size=1, max_size=12)
    .map(lambda t: t.replace('"', "").casefold())
    .filter(lambda t: t and t == t.casefold())
)
parts = st.one_of(
    st.builds(Part, texts, st.sampled_from(["", "by", "article", "lang"]), st.booleans()),
    st.builds(Part, st.sampled_from([*map(str, State)]), st.just("state"), st.booleans()),
    st.builds(Part, st.sampled_from(HAS), st.just("has"), st.booleans()),
)
FERRY = Candidate(
    ("The Ferry carried 120 people.", "El transbordador llevó a 120 personas."),
    {"state": {"draft"}, "has": {"comment"}, "by": {"Ko Aung"}, "lang": {"es"}, "article": {"ferry"}},
)


@given(st.lists(parts, max_size=5))
def test_a_search_is_written_as_it_is_read(parts):
    assert parse_query(format_query(parts)) == tuple(parts)


words = st.text("aB ßİ", max_size=6)
searched = st.lists(st.builds(Part, words.map(str.casefold), st.just(""), st.booleans()), max_size=3)


@given(searched, st.lists(st.builds(Entry, source=words, target=words), max_size=4))
def test_no_catalog_is_passed_over_that_has_what_is_looked_for(parts, entries):
    found = any(matches(parts, Candidate((entry.source, entry.target))) for entry in entries)
    assert may_hold(parts, gist_of(entries)) or not found


def test_a_catalog_without_what_its_entries_must_have_is_passed_over():
    plain, noted = gist_of([Entry("One.")]), gist_of([Entry("One.", note="sign")])
    asked = [parse_query(query) for query in ("has:note", "has:suggestion", "-has:note", "has:comment", "two")]
    assert [may_hold(parts, plain) for parts in asked] == [False, False, True, True, False]
    assert [may_hold(parts, noted) for parts in asked] == [True, False, True, True, False]


@given(st.text(max_size=60))
def test_any_text_is_a_search_or_refused_in_words(text):
    remedy = "none is needed"
    try:
        parse_query(text)
    except QueryError as error:
        remedy = error.remedy
    assert remedy


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("ferry", True),
        ("FERRY personas", True),
        ("ferry bridge", False),
        ('"carried 120"', True),
        ('"120 carried"', False),
        ("-bridge", True),
        ("-ferry", False),
        ("state:draft", True),
        ("state:approved", False),
        ("-state:approved has:comment", True),
        ("has:error", False),
        ('by:"ko aung"', True),
        ("by:aung", False),
        ("lang:es article:ferry", True),
        ("lang:my", False),
        ("http://x", False),
        ('"unclosed', False),
    ],
)
def test_each_part_narrows(query, found):
    assert matches(parse_query(query), FERRY) is found


@pytest.mark.parametrize(
    ("query", "remedy"),
    [
        ("state:done", "state: knows empty, draft, review, stale, approved."),
        ("has:everything", "has: knows comment, error, warning, note, suggestion."),
    ],
)
def test_what_the_language_does_not_know_is_said(query, remedy):
    with pytest.raises(QueryError) as refused:
        parse_query(query)
    assert refused.value.remedy == remedy
