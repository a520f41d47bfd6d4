"""A passphrase is taken whole or refused: what is cut silently is another one."""

import re

import pytest
from journals import prepare_journal

from l10n.newsroom.project import open_project, utc_now
from webapp import create_app


@pytest.mark.parametrize(("length", "status"), [(1024, 303), (1025, 422)])
def test_a_long_passphrase_is_taken_whole_or_refused(tmp_path, length, status):
    (tmp_path / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["es"]\n', encoding="utf-8")
    prepare_journal(tmp_path)
    people = open_project(tmp_path).people
    token, passphrase = people.invite(handle="thiri", role="reader", now=utc_now()), "boat" * 256 + "s"
    client = create_app(open_project(tmp_path), testing=True).test_client()
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/invite/{token}").text)[1]
    fields = {"csrf_token": csrf, "passphrase": passphrase[:length], "again": passphrase[:length]}
    assert client.post(f"/invite/{token}", data=fields).status_code == status
    assert bool(people.authenticate("thiri", passphrase[:length], now=utc_now())) is (status == 303)
