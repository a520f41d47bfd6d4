"""The files of a glossary: read with their places, read again when they change, written whole."""

import pytest

from l10n.errors import CatalogError
from l10n.glossary import Term
from l10n.glossary.table import Row, render_terms
from l10n.stores.glossary import MAIN, PRIVATE, GlossaryStore

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
