"""Building: the gate, the names, the manifest, and nothing rewritten that is the same."""

import json

import pytest
from edition_fixture import catalog, document

from l10n.edition import compose_edition
from l10n.editions import writer_for
from l10n.errors import EditionError
from l10n.files import write_atomically
from l10n.model import State
from l10n.readers.markdown import splice
from l10n.workflow.build import build_article

ALL = [writer_for(name) for name in ("html", "epub", "markdown", "text")]


def build(out, states=State.APPROVED, *, draft=False, single=False, text=None):
    article = document(text) if text else document()
    known = catalog(article, states)
    edition = compose_edition(article, known, source_locale="en", target_locale="my", draft=draft)
    return build_article(
        article, known, edition, writers=ALL, out=out, single=single, splice=splice, write=write_atomically
    )


@pytest.mark.parametrize("state", [s for s in State if s is not State.APPROVED])
def test_one_segment_that_is_not_approved_stops_the_build(tmp_path, state):
    with pytest.raises(EditionError) as caught:
        build(tmp_path, [State.APPROVED, State.APPROVED, state, State.APPROVED])
    assert str(caught.value).startswith("1 of 17 segments are not approved: 1 ")
    assert str(caught.value).endswith("the first is Summary")
    assert "--draft" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


class Failing:
    """A writer that cannot write."""

    name, suffix = "failing", ".fail"

    def write(self, edition):
        raise EditionError("no font has the letter က")


def test_a_format_that_cannot_be_written_leaves_nothing_half_done(tmp_path):
    article = document()
    known = catalog(article)
    edition = compose_edition(article, known, source_locale="en", target_locale="my")
    with pytest.raises(EditionError, match="no font"):
        build_article(
            article,
            known,
            edition,
            writers=[*ALL, Failing()],
            out=tmp_path,
            single=False,
            splice=splice,
            write=write_atomically,
        )
    assert list(tmp_path.iterdir()) == []


def test_names_tell_languages_and_draft(tmp_path):
    names = sorted(f.path.name for f in build(tmp_path).files)
    assert names == ["boat.en-my.epub", "boat.en-my.html", "boat.en-my.md", "boat.en-my.txt"]
    drafts = sorted(f.path.name for f in build(tmp_path, State.DRAFT, draft=True).files)
    assert drafts == ["boat.en-my.draft.epub", "boat.en-my.draft.html", "boat.en-my.draft.md", "boat.en-my.draft.txt"]
    single = {f.path.name for f in build(tmp_path, single=True).files}
    assert single == {f"boat.{locale}.{suffix}" for locale in ("my", "en") for suffix in ("epub", "html", "md", "txt")}


def test_building_again_changes_no_byte(tmp_path):
    build(tmp_path)
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.rglob("*") if p.is_file()}
    assert [f.changed for f in build(tmp_path).files] == [False] * 4
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.rglob("*") if p.is_file()} == before


def test_one_language_markdown_is_the_article_with_its_texts_replaced(tmp_path):
    build(tmp_path, single=True)
    made = (tmp_path / "boat" / "boat.my.md").read_text(encoding="utf-8")
    assert made == splice(document(), {e.key: e.target for e in catalog(document()).entries})
    assert (tmp_path / "boat" / "boat.en.md").read_text(encoding="utf-8") == document().text


def test_one_language_markdown_of_a_draft_labels_each_text(tmp_path):
    build(tmp_path, [State.DRAFT, State.REVIEW, State.EMPTY], draft=True, single=True)
    made = (tmp_path / "boat" / "boat.my.draft.md").read_text(encoding="utf-8")
    assert made.count("Machine draft, not yet read by a translator") == 1
    assert made.count("In review, not yet approved") == 1
    assert made.count("Not translated yet") == 15


def test_manifest_holds_the_digest_of_every_file_and_text(tmp_path):
    built = build(tmp_path)
    manifest = json.loads((tmp_path / "boat" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema"] == "diglot.manifest/1"
    assert {name: row["sha256"] for name, row in manifest["files"].items()} == {
        f.path.name: f.sha256 for f in built.files
    }
    assert all(len(row["segments"]) == 17 for row in manifest["files"].values())


def test_an_approved_edition_replaces_its_draft(tmp_path):
    build(tmp_path, State.DRAFT, draft=True)
    names = {f.path.name for f in build(tmp_path).files}
    assert {p.name for p in (tmp_path / "boat").iterdir()} == names | {"manifest.json"}
    manifest = json.loads((tmp_path / "boat" / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == names


def test_manifest_names_the_language_of_each_file(tmp_path):
    build(tmp_path, single=True)
    manifest = json.loads((tmp_path / "boat" / "manifest.json").read_text(encoding="utf-8"))
    assert {(name, row["locale"]) for name, row in manifest["files"].items()} == {
        (f"boat.{locale}.{suffix}", locale) for locale in ("en", "my") for suffix in ("epub", "html", "md", "txt")
    }


def test_draft_changes_nothing_where_all_is_approved(tmp_path):
    build(tmp_path)
    assert [f.changed for f in build(tmp_path, draft=True).files] == [False] * 4
    manifest = json.loads((tmp_path / "boat" / "manifest.json").read_text(encoding="utf-8"))
    assert {row["draft"] for row in manifest["files"].values()} == {False}


def test_the_source_alone_is_no_draft(tmp_path):
    build(tmp_path, single=True)
    again = build(tmp_path, State.DRAFT, draft=True, single=True).files
    assert {f.path.name: f.changed for f in again if ".en." in f.path.name} == {
        f"boat.en.{suffix}": False for suffix in ("epub", "html", "md", "txt")
    }


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_a_damaged_manifest_is_an_error_with_a_remedy(tmp_path, damaged):
    build(tmp_path)
    (tmp_path / "boat" / "manifest.json").write_bytes(damaged)
    with pytest.raises(EditionError, match="manifest") as caught:
        build(tmp_path)
    assert "delete it" in caught.value.remedy


def test_unknown_licence_is_a_warning(tmp_path):
    assert build(tmp_path).warnings == []
    [warning] = build(tmp_path, text="---\ntitle: T\n---\n\nText.\n").warnings
    assert "licence is unknown" in warning
