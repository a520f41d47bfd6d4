"""Configuration: found by walking up, checked by key, overridden by the environment."""

from pathlib import Path

import pytest

from l10n.errors import ConfigError
from l10n.newsroom.config import DEFAULTS, load_config, render_config

MINIMAL = '[project]\nsource = "en"\ntargets = ["my"]\n'


def write(folder: Path, text: str, name: str = "diglot.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_is_found_from_a_folder_below(tmp_path):
    below = tmp_path / "articles" / "deep"
    below.mkdir(parents=True)
    config = load_config(write(tmp_path, MINIMAL) and below, environment={})
    assert (config.root, config.items("project.targets")) == (tmp_path.resolve(), ("my",))


def test_lives_in_pyproject_too(tmp_path):
    write(
        tmp_path,
        '[tool.diglot.project]\ntargets = ["es"]\n[tool.diglot.engine.libretranslate]\nurl = "http://127.0.0.1:5000/"\n',
        "pyproject.toml",
    )
    config = load_config(tmp_path, environment={})
    assert config.items("project.targets") == ("es",)
    assert config.section("engine.libretranslate")["url"] == "http://127.0.0.1:5000/"


def test_a_pyproject_of_something_else_is_passed_by(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    write(tmp_path, MINIMAL)
    write(inner, "[project]\nname = 'other'\n", "pyproject.toml")
    assert load_config(inner, environment={}).root == tmp_path.resolve()


def test_no_project_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path, environment={})
    assert "diglot init" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ('[project]\ntarget = ["my"]\n', "project.target", "project.targets"),
        ('[drafts]\nengines = ["memory"]\n', "drafts", "draft"),
        ('[draft]\nsensitivty = "public"\n', "draft.sensitivity"[:6] + "sensitivty", "draft.sensitivity"),
    ],
)
def test_unknown_key_names_the_nearest(tmp_path, text, key, nearest):
    with pytest.raises(ConfigError) as caught:
        load_config(write(tmp_path, text), environment={})
    assert (caught.value.key, caught.value.nearest) == (key, nearest)
    assert nearest in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[project]\ntargets = "my"\n', "must be a list"),
        ('[limits]\narticle_bytes = "many"\n', "must be a whole number"),
        ('[draft]\nsensitivity = "secret"\n', "cannot be 'secret'"),
        ('[project]\ntargets = ["../x"]\n', "is no locale"),
        ("[project\n", "not valid TOML"),
        ("project = 3\n", "is a section"),
    ],
)
def test_wrong_values_are_refused_in_words(tmp_path, text, words):
    with pytest.raises(ConfigError, match=words) as caught:
        load_config(write(tmp_path, text), environment={})
    assert caught.value.exit_code == 3


def test_environment_overrides_the_file_and_says_so(tmp_path):
    config = load_config(write(tmp_path, MINIMAL), environment={"DIGLOT_DRAFT_ENGINES": "memory, apertium"})
    assert config.items("draft.engines") == ("memory", "apertium")
    assert config.origins["draft.engines"] == "DIGLOT_DRAFT_ENGINES"
    assert config.origins["project.targets"] == "diglot.toml"
    assert config.origins["review.approvals"] == "default"


def test_what_init_writes_is_valid_and_means_the_defaults(tmp_path):
    config = load_config(write(tmp_path, render_config(name="N", source="en", targets=("my", "es"))), environment={})
    assert config.items("project.targets") == ("my", "es")
    given = {"project.name", "project.source", "project.targets"}
    defaults = {f"{s}.{k}": v for s, keys in DEFAULTS.items() for k, v in keys.items()}
    assert {k: v for k, v in config.values.items() if k not in given} == {
        k: v for k, v in defaults.items() if k not in given
    }


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        ('[check]\noff = ["number"]\n', 5, "there is no check 'number'", "did you mean 'numbers'?"),
        ('[check]\nwarn = ["zzzz"]\n', 5, "there is no check 'zzzz'", "see: diglot check --explain"),
        (
            "[engine.google]\n\ncharacters_per_month = -5\n",
            6,
            "engine.google.characters_per_month cannot be -5",
            "write a whole number from 0 on; 0 is no limit",
        ),
        ("[web]\nmax_bytes = 0\n", 5, "web.max_bytes cannot be 0", "write a whole number from 1 on"),
        (
            '[engine.google]\nprice_per_million = "cheap"\n',
            5,
            "engine.google.price_per_million cannot be 'cheap'",
            'write an amount and a currency: price_per_million = "20 USD"',
        ),
        (
            '[draft.pt_BR]\nengines = ["memory"]\n',
            4,
            "unknown key draft.pt_BR",
            "did you mean draft.pt-BR? or remove it",
        ),
        ("[engine.gogle]\n", 4, "unknown key engine.gogle", "did you mean engine.google? or remove it"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_write(tmp_path, text, line, message, remedy):
    with pytest.raises(ConfigError) as caught:
        load_config(write(tmp_path, MINIMAL + text), environment={})
    error = caught.value
    assert (str(error), error.remedy) == (f"{tmp_path.resolve() / 'diglot.toml'}:{line}: {message}", remedy)


def test_nothing_is_offered_in_place_of_a_key_that_is_near_none(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load_config(write(tmp_path, MINIMAL + "[zzz]\n"), environment={})
    assert (caught.value.nearest, caught.value.remedy[:10]) == ("", "remove it;")
