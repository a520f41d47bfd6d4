"""The files of a glossary: read with their places, read again when they change, written whole."""

from dataclasses import replace

import pytest

from l10n.errors import CatalogError, ConflictError
from l10n.glossary import Term
from l10n.glossary.table import Row, render_terms
from l10n.stores.glossary import MAIN, PRIVATE, PROPOSED, GlossaryStore, added, replaced, row_id, term_digest

COUP, NAME = Term("coup", ("golpe",), "es"), Term("Ko Aung", do_not_publish=True)


def test_a_project_without_a_glossary_has_no_rows(tmp_path):
    assert GlossaryStore(tmp_path).rows() == []


def test_all_files_are_read_the_private_one_last(tmp_path):
    store = GlossaryStore(tmp_path)
    store.change(PRIVATE, lambda _: [NAME])
    store.change("glossary/places.csv", lambda _: [COUP])
    store.change(MAIN, lambda _: [COUP])
    assert store.rows() == [Row(COUP, "glossary/places.csv", 2), Row(COUP, MAIN, 2), Row(NAME, PRIVATE, 2)]


def test_rows_are_the_same_list_until_a_file_changes(tmp_path):
    store = GlossaryStore(tmp_path)
    store.change(MAIN, lambda _: [COUP])
    before = store.rows()
    assert store.rows() is before
    (tmp_path / MAIN).write_bytes(render_terms([COUP, NAME]))
    assert [row.term for row in store.rows()] == [COUP, NAME]


def test_a_change_that_fails_leaves_the_file_as_it_was(tmp_path):
    store = GlossaryStore(tmp_path)
    store.change(MAIN, lambda _: [COUP])
    before = (tmp_path / MAIN).read_bytes()
    with pytest.raises(CatalogError, match="no word in it"):
        store.change(MAIN, lambda present: [*present, Term("")])
    assert (tmp_path / MAIN).read_bytes() == before


@pytest.mark.parametrize("name", ["../outside.csv", "glossary/../../x.csv", "glossary/terms.txt"])
def test_nothing_is_written_outside_the_glossary(tmp_path, name):
    with pytest.raises(CatalogError):
        GlossaryStore(tmp_path / "project").change(name, lambda _: [COUP])
    assert list(tmp_path.rglob("*")) == []


def test_what_is_proposed_waits_in_a_file_of_its_own(tmp_path):
    store = GlossaryStore(tmp_path)
    assert store.proposed() == []
    store.change(PROPOSED, lambda _: [COUP])
    assert store.rows() == []
    assert store.proposed() == [Row(COUP, PROPOSED, 2)]


def test_a_row_is_called_by_its_file_term_and_locale_wherever_it_stands():
    row = Row(COUP, MAIN, 2)
    assert row_id(row) == row_id(Row(replace(COUP, note="new"), MAIN, 9))
    others = [
        Row(COUP, PRIVATE, 2),
        Row(replace(COUP, locale="fr"), MAIN, 2),
        Row(replace(COUP, source="junta"), MAIN, 2),
    ]
    assert row_id(row) not in {row_id(other) for other in others}


def test_a_term_is_added_once_for_each_locale():
    french = replace(COUP, locale="fr")
    assert added([COUP], french) == [COUP, french]
    with pytest.raises(ConflictError, match="in the glossary already for es"):
        added([COUP], replace(COUP, note="other"))


def test_a_row_is_replaced_or_taken_out_where_it_is_as_it_was_seen():
    newer = replace(COUP, targets=("golpe de Estado",))
    base = term_digest(COUP)
    assert replaced([COUP, NAME], COUP, base=base, by=newer) == [NAME, newer]
    assert replaced([COUP, NAME], COUP, base=base, by=None) == [NAME]
    with pytest.raises(ConflictError, match="changed in"):
        replaced([newer], COUP, base=base, by=None)
    with pytest.raises(ConflictError, match="removed from"):
        replaced([NAME], COUP, base=base, by=newer)
    with pytest.raises(ConflictError, match="already"):
        replaced([COUP, NAME], COUP, base=base, by=NAME)
