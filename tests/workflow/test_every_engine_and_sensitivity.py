"""Every engine there is against every sensitivity: who may be given a text, and who never is."""

import contextlib

import pytest
from drafting_fakes import MemoryLedger
from fakes import MemoryCatalogStore

from l10n.engines import ENGINES, make_engine
from l10n.model import Block, BlockKind, Catalog, CatalogKey, Document, Entry, Kind, Segment
from l10n.ports import EngineFailure
from l10n.sensitivity import Sensitivity
from l10n.workflow.draft import Conditions, Means, draft_article

WITHOUT_A_SOCKET = {"memory", "apertium", "local"}
"""The engines that may see the text of an article that is offline; a new one is no such engine unless it is proved."""

FAR, OWN, HERE = "mt.example", "own.example", "127.0.0.1"


class Recorder:
    """An engine whose texts are recorded instead of translated; all it says of itself is the engine's own."""

    def __init__(self, engine):
        self._engine, self.seen = engine, []

    def __getattr__(self, name):
        return getattr(self._engine, name)

    def supports(self, source_locale, target_locale):
        return True

    def translate(self, texts, **options):
        self.seen.extend(texts)
        yield from (EngineFailure(text, "only recorded") for text in texts)


def make(name, host, tmp_path):
    key = tmp_path / "key"
    key.write_text("secret", encoding="utf-8")
    settings = {"url": f"http://{host}:5000/v1", "api_key_file": str(key), "model": "tiny", "app_id": "1"}
    settings |= {"region": "x", "email": "", "model_folder": str(tmp_path / "model"), "folder": str(tmp_path)}
    if name == "local":
        pytest.importorskip("ctranslate2")
        from tiny_model import build

        build(tmp_path / "model", {"words": "palabras"})
    return make_engine(name, memory=object(), settings=settings)


def may_see(name, host, sensitivity):
    if name in WITHOUT_A_SOCKET:
        return True
    return {
        Sensitivity.PUBLIC: True,
        Sensitivity.INTERNAL: host in (OWN, HERE),
        Sensitivity.OFFLINE: False,
    }[sensitivity]


@pytest.mark.parametrize("sensitivity", Sensitivity)
@pytest.mark.parametrize("host", [FAR, OWN, HERE])
@pytest.mark.parametrize("name", sorted(ENGINES))
def test_a_text_reaches_those_alone_who_may_see_it(name, host, sensitivity, tmp_path):
    with contextlib.closing(make(name, host, tmp_path)) as made:
        engine = Recorder(made)
        store = MemoryCatalogStore([Catalog("flood", "es", (Entry("Secret words."),))])
        segment = Segment("Secret words.", Kind.BODY)
        result = draft_article(
            Document("flood", "", blocks=(Block(BlockKind.PARAGRAPH, segments=(segment,)),)),
            "es",
            store=store,
            engines=[engine],
            conditions=Conditions("en", sensitivity=sensitivity, own_hosts=[OWN], asks=False),
            means=Means(ledger=(ledger := MemoryLedger())),
        )
    assert set(engine.seen) == ({"Secret words."} if may_see(name, host, sensitivity) else set())
    assert bool(result.refused) is not may_see(name, host, sensitivity)
    assert bool(ledger.kept) is bool(engine.seen and engine.host)
    assert (engine.host == "") is (name in WITHOUT_A_SOCKET)
    assert store.read(CatalogKey("flood", "es"))[0].entries == (Entry("Secret words."),)
