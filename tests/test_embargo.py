"""Until when an article may not go out: one moment, or an error."""

from datetime import UTC, datetime

import pytest

from l10n.embargo import embargo_holds, stated_embargo
from l10n.readers.markdown import read_markdown

END = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)


def facts(front):
    return read_markdown(f"---\ntitle: T\n{front}\n---\n\nText.\n", slug="a", path="a.md").facts


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01T06:00Z",
        "2026-12-01T06:00:00Z",
        "'2026-12-01 06:00Z'",
        "2026-12-01T12:30:00+06:30",
        "2026-12-01 06:00 UTC",
    ],
)
def test_an_embargo_is_one_moment_however_it_is_written(text):
    assert stated_embargo(facts(f"embargo: {text}")) == END
    assert stated_embargo(facts(f"Embargo: {text}")) == END


def test_it_ends():
    front = facts("embargo: 2026-12-01T06:00Z")
    assert embargo_holds(front, END.replace(hour=5)) == END
    assert embargo_holds(front, END) is None
    assert embargo_holds(facts("author: A"), END) is None


@pytest.mark.parametrize(
    "front",
    [
        "embargo: tomorrow",
        "embargo: 2026-12-01",
        "embargo: 2026-12-01T06:00",
        "embargo:\n  until: 2026-12-01T06:00Z",
        "embargoed: 2026-12-01T06:00Z",
        "embago: 2026-12-01T06:00Z",
        "embargo: [2026-12-01T06:00Z, 2027-12-01T06:00Z]",
    ],
)
def test_what_nobody_understands_is_an_error(front):
    with pytest.raises(ValueError, match="embargo"):
        stated_embargo(facts(front))
