from datetime import UTC, datetime

import pytest
from edition_fixture import document

from l10n.embargo import demand_released, embargo_of
from l10n.errors import ArticleError, EditionError

UNTIL = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)


def held(value):
    return document(f"---\ntitle: The boat\nembargo: {value}\n---\n\nText.\n")


@pytest.mark.parametrize("value", ["2026-12-01T06:00Z", "2026-12-01T12:30+06:30", '"2026-12-01 06:00:00+00:00"'])
def test_an_embargo_is_a_moment_in_any_time_zone(value):
    assert embargo_of(held(value).facts) == UNTIL


@pytest.mark.parametrize("value", ["soon", "2026-12-01", "2026-12-01T06:00", "06:00Z"])
def test_what_is_no_moment_holds_the_article_back_too(value):
    with pytest.raises(ArticleError) as caught:
        demand_released(held(value), UNTIL)
    assert (caught.value.path, "2026-12-01T06:00Z" in caught.value.remedy) == ("articles/boat.md", True)


def test_it_ends_at_its_moment():
    with pytest.raises(EditionError, match="under embargo until 2026-12-01 06:00 UTC"):
        demand_released(held("2026-12-01T06:00Z"), UNTIL.replace(hour=5, minute=59))
    demand_released(held("2026-12-01T06:00Z"), UNTIL)
    demand_released(document(), UNTIL)


@pytest.mark.parametrize(
    "front",
    [
        "Embargo: 2026-12-01T06:00Z",
        "embargoed: 2026-12-01T06:00Z",
        "embago: 2026-12-01T06:00Z",
        "embargo:\n  until: 2026-12-01T06:00Z",
        "embargo: [2026-12-01T06:00Z, 2027-12-01T06:00Z]",
        "embargo: 2026-12-01T06:00Z\nEmbargo: 2027-12-01T06:00Z",
    ],
)
def test_an_embargo_that_is_not_written_as_it_should_be_is_not_broken(front):
    with pytest.raises((ArticleError, EditionError), match="embargo"):
        demand_released(document(f"---\ntitle: The boat\n{front}\n---\n\nText.\n"), UNTIL.replace(hour=1))
