from pathlib import Path

from cli_fixture import diglot


def test_without_a_shared_database_there_is_nothing_to_bring_in_step(tmp_path: Path):
    (tmp_path / "diglot.toml").write_text('[project]\ntargets = ["my"]\n')
    ran = diglot(tmp_path, "sync")
    assert ran.code == 3
    assert "nothing to bring in step" in ran.err
    assert "DIGLOT_DATABASE_URL" in ran.err


def test_a_passphrase_in_the_databases_address_is_not_shown(tmp_path: Path):
    url = "postgresql://me:secret@db.example/newsroom"
    (tmp_path / "diglot.toml").write_text(f'[project]\ntargets = ["my"]\n[database]\nurl = "{url}"\n')
    for ran in (diglot(tmp_path, "config", "show"), diglot(tmp_path, "--json", "config", "show")):
        assert "postgresql://me:…@db.example/newsroom" in ran.out
        assert "secret" not in ran.out + ran.err


def test_an_address_of_another_kind_is_refused_without_its_passphrase(tmp_path: Path):
    (tmp_path / "diglot.toml").write_text('[database]\nurl = "mysql://me:secret@db.example/newsroom"\n')
    ran = diglot(tmp_path, "status")
    assert ran.code == 3
    assert "postgresql://" in ran.err
    assert "secret" not in ran.err
