"""The ground of a project: what is private stays private."""

import os
import shutil
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from cli_fixture import diglot

from l10n.errors import StorageError
from l10n.newsroom.project import open_project


@pytest.mark.skipif(os.name != "posix", reason="permissions of files are asked for in POSIX terms")
def test_journal_and_key_are_readable_by_this_account_alone(tmp_path):
    diglot(tmp_path, "init", ".", "--target", "es")
    (tmp_path / "articles" / "a.md").write_text("---\ntitle: T\n---\n\nText.\n", encoding="utf-8")
    diglot(tmp_path, "update")  # makes .diglot/locks first
    project = open_project(tmp_path)
    assert (project.people.count(), len(project.secret_key())) == (0, 64)
    assert stat.S_IMODE((tmp_path / ".diglot").stat().st_mode) == 0o700


def test_the_key_of_the_desk_stays_the_same(tmp_path):
    diglot(tmp_path, "init", ".", "--target", "es")
    assert open_project(tmp_path).secret_key() == open_project(tmp_path).secret_key()


def test_desks_that_start_at_once_have_one_key(tmp_path):
    diglot(tmp_path, "init", ".", "--target", "es")
    projects = [open_project(tmp_path) for _ in range(8)]
    start = threading.Barrier(len(projects))

    def key_of(project):
        start.wait()
        return project.secret_key()

    with ThreadPoolExecutor(len(projects)) as pool:
        assert len(set(pool.map(key_of, projects))) == 1
    assert stat.S_IMODE((tmp_path / ".diglot" / "secret").stat().st_mode) == 0o600


def test_a_private_folder_that_cannot_be_had_is_told(tmp_path):
    diglot(tmp_path, "init", ".", "--target", "es")
    shutil.rmtree(tmp_path / ".diglot", ignore_errors=True)
    (tmp_path / ".diglot").write_text("no folder", encoding="utf-8")
    with pytest.raises(StorageError, match=r"cannot use .*\.diglot"):
        open_project(tmp_path).private_folder()
