"""Drafting as a project does it: its chains, its limits, its agreements, from Python."""

import pytest
from engine_doubles import LibreTranslate

from l10n.errors import ConfigError, EngineUnavailable
from l10n.glossary import Term
from l10n.model import CatalogKey
from l10n.newsroom.config import load_config
from l10n.newsroom.project import open_project


def configure(folder, text):
    (folder / "diglot.toml").write_text(f'[project]\ntargets = ["es", "my", "pt-BR"]\n{text}', encoding="utf-8")
    return folder


class Elsewhere(LibreTranslate):
    """Stands behind a proxy on this computer, so that its host counts as another one."""

    def __init__(self):
        super().__init__(translate=lambda text: text.replace("saw 12 people", "vio a 12 personas"))

    def answer(self, method, path, told):
        return super().answer(method, path[path.rindex("/") :], told)

    @property
    def section(self):
        proxy = f"http://127.0.0.1:{self.server_address[1]}"
        return f'[engine.libretranslate]\nurl = "http://mt.example"\nproxy = "{proxy}"\nprice_per_million = "20 USD"\n'


@pytest.fixture
def newsroom(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.md").write_text("# The ferry\n\nMa Hnin saw 12 people.\n", encoding="utf-8")
    configure(tmp_path, "")
    list(open_project(tmp_path).update())
    return tmp_path


def test_a_target_has_the_chain_of_its_own_else_that_of_its_language_else_the_projects(tmp_path):
    configure(tmp_path, '[draft]\nengines = ["memory"]\n[draft.my]\nengines = ["google"]\n[draft.pt]\nengines = []\n')
    project = open_project(tmp_path)
    assert [project.chain(locale) for locale in ("es", "my", "pt-BR")] == [("memory",), ("google",), ()]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[draft.my]\nengine = []\n", "draft.my.engine"),
        ("[draft.nonsense]\nengines = []\n", "draft.nonsense"),
        ("[draft.my]\nengines = 3\n", "draft.my.engines"),
        ('[draft]\nredact = "some"\n', "draft.redact"),
        ('[draft]\nask = "no"\n', "draft.ask"),
        ("[engine.google]\ncharacters_per_day = 3\n", "engine.google.characters_per_day"),
    ],
)
def test_a_mistake_in_what_concerns_drafting_is_named(tmp_path, text, key):
    with pytest.raises(ConfigError) as caught:
        load_config(configure(tmp_path, text), environment={})
    assert caught.value.key == key


def test_every_engine_takes_limits_and_a_price(tmp_path):
    limits = 'price_per_million = "20 USD"\ntexts_per_minute = 60\ncharacters_per_month = 1_000\n'
    project = open_project(configure(tmp_path, f"[engine.google]\n{limits}[engine.libretranslate]\n{limits}"))
    for name in ("google", "libretranslate"):
        allowance = project.allowance(name)
        assert (allowance.texts_per_minute, allowance.characters_per_month) == (60, 1000)
        assert allowance.price is not None


def test_the_environment_may_set_a_yes_or_no(tmp_path):
    for text, value in (("false", False), ("0", False), ("true", True)):
        config = load_config(configure(tmp_path, ""), environment={"DIGLOT_DRAFT_ASK": text})
        assert config.values["draft.ask"] is value
    with pytest.raises(ConfigError):
        load_config(tmp_path, environment={"DIGLOT_DRAFT_ASK": "perhaps"})


def test_engines_asked_for_must_be_there_and_those_of_the_chain_are_told_of(newsroom):
    configure(newsroom, '[draft]\nengines = ["libretranslate", "memory"]\n')
    project, told = open_project(newsroom), []
    with project.engines("es", missing=told.append) as engines:
        assert [engine.name for engine in engines] == ["memory"]
    assert [error.engine for error in told] == ["libretranslate"]
    with pytest.raises(EngineUnavailable), project.engines("es", ["libretranslate"], missing=told.append):
        pass


def test_a_plan_is_agreed_to_and_carried_out(newsroom):
    with Elsewhere() as server:
        project = open_project(configure(newsroom, f'[draft]\nsensitivity = "public"\n{server.section}'))
        with project.engines("es", ["memory", "libretranslate"]) as engines:
            plan = project.plan_draft("ferry", "es", engines=engines)
            assert (plan.hosts, plan.steps[0].cost, plan.empty) == (("mt.example",), "0.01 USD", 2)
            unasked = project.draft("ferry", "es", engines=engines)
            assert (unasked.drafted, server.asked) == ({}, [])
            agreed = project.draft("ferry", "es", engines=engines, agreed=plan.hosts)
            assert agreed.sent == {"libretranslate": plan.steps[0].characters}


def test_a_name_that_is_hidden_in_one_language_is_hidden_in_all(newsroom):
    project = open_project(newsroom)
    hidden = Term("Ma Hnin", ("Doña Hnin",), locale="my", redact=True)
    project.change_glossary([hidden, Term("Ma Hnin", ("Hnin",), locale="es")])
    with Elsewhere() as server:
        project = open_project(configure(newsroom, f'[draft]\nown_hosts = ["mt.example"]\n{server.section}'))
        with project.engines("es", ["libretranslate"]) as engines:
            project.draft("ferry", "es", engines=engines, by="lucia")
        assert "Hnin" not in str(server.asked)
        assert [send.by for send in project.ledger.sends()] == ["lucia"]
    targets = [entry.target for entry in project.catalogs.read(CatalogKey("ferry", "es"))[0].entries]
    assert targets[1] == "Hnin vio a 12 personas."
