"""The engine for models on this computer, with a tiny model made by hand that puts word for word."""

import json
import shutil
import subprocess
import sys
import threading

import pytest
import tiny_model

from l10n.engines import make_engine
from l10n.engines.flores import flores_code, language_tag
from l10n.engines.local import LocalEngine
from l10n.engines.localmodel import MAX_PIECES
from l10n.errors import EngineUnavailable, UnsupportedPair
from l10n.model import Draft
from l10n.ports import EngineFailure, Reach

SOURCE = "Heavy rain fell on the northern hills last night. Two people died. ⟦0⟧ ⟦1⟧ road 1. 2."
TARGET = "Fuerte lluvia cayó sobre las norteñas colinas pasada noche. Dos personas murieron. ⟦0⟧ ⟦1⟧ camino 1. 2."
LEXICON = dict(zip(SOURCE.split(), TARGET.split(), strict=True)) | {"[0]": "[0]", "rain.": "lluvia."}
RAIN = "Heavy rain fell on the northern hills last night."
LLUVIA = "Fuerte lluvia cayó sobre las norteñas colinas pasada noche."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny_model.build(tmp_path_factory.mktemp("model"), LEXICON)


@pytest.fixture(scope="module")
def engine(folder):
    engine = LocalEngine(folder)
    yield engine
    engine.close()


def ask(engine, *texts, source="en", target="es"):
    return list(engine.translate(texts, source_locale=source, target_locale=target))


def draft(source, target, flags=()):
    return Draft(source, target, "engine=local", flags)


def test_a_text_is_translated_sentence_by_sentence(engine):
    text = f"{RAIN} Two people died.\nTwo people died."
    assert ask(engine, text) == [draft(text, f"{LLUVIA} Dos personas murieron.\nDos personas murieron.")]


def test_every_text_gets_its_own_translation_in_order(engine):
    texts = [f"{n} people died." if n else RAIN for n in (0, *["Two"] * 40)] + [RAIN]
    assert [result.target for result in ask(engine, *texts)] == [LLUVIA, *["Dos personas murieron."] * 40, LLUVIA]


def test_texts_come_sixteen_at_a_time(engine):
    results = engine.translate([RAIN] * 40, source_locale="en", target_locale="es")
    assert next(results) == draft(RAIN, LLUVIA)
    assert len(list(results)) == 39


def test_what_has_no_words_stays_as_it_is(engine):
    assert ask(engine, "…", "2021.") == [draft("…", "…"), draft("2021.", "2021.")]


def test_an_empty_text_is_not_asked_about(engine):
    assert ask(engine, "", "  \n") == [EngineFailure("", "empty"), EngineFailure("  \n", "empty")]


def test_a_word_that_the_model_lacks_leaves_a_hole_that_is_counted(engine):
    text = "Two dragons died."
    assert ask(engine, text) == [draft(text, "Dos ⁇ murieron.", ("unknown-1",))]


def test_marks_that_the_model_knows_come_back(engine):
    text = "⟦0⟧ Two people died. ⟦1⟧ Heavy rain."
    assert ask(engine, text) == [draft(text, "⟦0⟧ Dos personas murieron. ⟦1⟧ Fuerte lluvia.")]


def test_marks_that_the_model_lacks_are_given_in_another_form(tmp_path):
    words = {source: target for source, target in LEXICON.items() if "⟦" not in source}
    engine = LocalEngine(tiny_model.build(tmp_path, words))
    assert ask(engine, "Two people ⟦0⟧ died.") == [draft("Two people ⟦0⟧ died.", "Dos personas ⟦0⟧ murieron.")]
    taken = "[0] Two people ⟦0⟧ died."
    assert ask(engine, taken, "Two ⟦7⟧ people.") == [
        EngineFailure(taken, "marks lost"),
        EngineFailure("Two ⟦7⟧ people.", "marks lost"),
    ]


def test_a_long_sentence_is_cut_and_nothing_of_it_is_lost(engine):
    text = "Heavy " + "rain " * 600 + "died."
    [result] = ask(engine, text)
    assert (result.target.count("lluvia"), result.target.split()[0]) == (600, "Fuerte")


def test_a_sentence_of_one_endless_word_fails(folder):
    class Letters(LocalEngine):
        """As with a model whose pieces are letters."""

        def __init__(self, folder):
            super().__init__(folder)
            self._model.count = len

    found = ask(Letters(folder), "rain" * MAX_PIECES, "Two people died.")
    assert found == [
        EngineFailure("rain" * MAX_PIECES, "a sentence is longer than the model takes"),
        draft("Two people died.", "Dos personas murieron."),
    ]


def test_chinese_sentences_are_joined_without_a_space_and_english_ones_with(tmp_path):
    words = {"Rain.": "雨。", "Night.": "夜。", "雨下。": "Rainfall.", "夜深。": "Nightfall."}
    engine = LocalEngine(tiny_model.build(tmp_path, words, tags=("eng_Latn", "zho_Hans")))
    assert ask(engine, "Rain. Night.", target="zh") == [draft("Rain. Night.", "雨。夜。")]
    assert ask(engine, "雨下。夜深。", source="zh", target="en") == [draft("雨下。夜深。", "Rainfall. Nightfall.")]


def test_a_model_that_does_not_come_to_an_end_gives_no_draft(tmp_path):
    folder = tiny_model.build(tmp_path, {"rain.": "lluvia.", "endless": "</s>x"}, shift=3)
    [result] = ask(LocalEngine(folder), "rain. endless rain.")
    assert isinstance(result, EngineFailure)


@pytest.mark.parametrize(
    ("tags", "shift", "pairs"),
    [
        (("eng_Latn", "spa_Latn", "zho_Hans"), 0, {("en", "es"): True, ("en-GB", "es-MX"): True, ("en", "fr"): False}),
        (("__en__", "__es__"), 0, {("en", "es"): True, ("en", "my"): False}),
        (("<2en>", "<2es>"), 1, {("en", "es"): True, ("en", "my"): False}),
        ((">>spa<<", ">>fra<<"), 1, {("en", "es"): True, ("en", "fr"): True, ("en", "my"): False}),
    ],
)
def test_models_name_languages_in_several_ways(tmp_path, tags, shift, pairs):
    engine = LocalEngine(tiny_model.build(tmp_path / "tiny", LEXICON, tags=tags, shift=shift))
    assert {pair: engine.supports(*pair) for pair in pairs} == pairs
    assert ask(engine, RAIN) == [draft(RAIN, LLUVIA)]


def test_a_model_for_one_pair_has_it_in_its_name_or_in_the_settings(tmp_path):
    files = ("source.spm", "target.spm")
    folder = tiny_model.build(tmp_path / "opus-mt-en-es", LEXICON, tags=(), files=files)
    assert ask(LocalEngine(folder), RAIN) == [draft(RAIN, LLUVIA)]
    with pytest.raises(UnsupportedPair) as raised:
        ask(LocalEngine(folder), RAIN, target="fr")
    assert raised.value.remedy == "it knows 2 languages: en, es"
    unnamed = shutil.copytree(folder, tmp_path / "model")
    with pytest.raises(UnsupportedPair) as raised:
        ask(LocalEngine(unnamed), RAIN)
    assert raised.value.remedy == 'say under [engine.local] what it translates: pair = "en-es"'
    assert ask(LocalEngine(unnamed, pair="en-es"), RAIN) == [draft(RAIN, LLUVIA)]


def test_a_model_that_adds_the_end_itself_is_not_given_two(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "model")
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps({**config, "add_source_eos": True}))
    assert ask(LocalEngine(copy), RAIN) == [draft(RAIN, LLUVIA)]


def test_a_pair_that_the_model_lacks_is_refused_with_what_it_knows(engine):
    with pytest.raises(UnsupportedPair) as raised:
        ask(engine, RAIN, target="fr")
    assert raised.value.remedy == "it knows 3 languages: eng_Latn, mya_Mymr, spa_Latn"


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        *[("my", "mya_Mymr"), ("es-419", "spa_Latn"), ("pt-BR", "por_Latn"), ("zh", "zho_Hans"), ("zh-CN", "zho_Hans")],
        *[("zh-TW", "zho_Hant"), ("zh-Hant-HK", "zho_Hant"), ("ar", "arb_Arab"), ("ar-Latn", "arb_Latn")],
        *[("fa", "pes_Arab"), ("fa-AF", "prs_Arab"), ("sr", "srp_Cyrl"), ("sr-Latn", ""), ("nb", "nob_Latn")],
        *[("shn", "shn_Mymr"), ("kac", "kac_Latn"), ("ckb", "ckb_Arab"), ("fil", "tgl_Latn"), ("ks", "kas_Arab")],
        *[("ace", "ace_Latn"), ("tlh", ""), ("m", ""), ("ksw", "")],
    ],
)
def test_locales_have_their_flores_code(locale, code):
    known = {
        *("mya_Mymr", "spa_Latn", "por_Latn", "zho_Hans", "zho_Hant", "arb_Arab", "arb_Latn", "pes_Arab", "prs_Arab"),
        *("srp_Cyrl", "nob_Latn", "nno_Latn", "shn_Mymr", "kac_Latn", "ckb_Arab", "tgl_Latn", "kas_Arab", "kas_Deva"),
        *("ace_Latn", "ace_Arab", "eng_Latn"),
    }
    assert flores_code(locale, known) == code


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        *[("my", "__my__"), ("es-MX", "__es__"), ("nb", "__no__"), ("nn", ""), ("fil", "__tl__"), ("zh-CN", "__zh__")],
        *[("zh-TW", "<2zh_Hant>"), ("zh-Hant", "<2zh_Hant>"), ("pt-BR", ">>por<<"), ("ca", ">>cat<<"), ("fr", "")],
    ],
)
def test_locales_have_their_tag(locale, tag):
    known = {"__my__", "__es__", "__no__", "__tl__", "__zh__", "<2zh_Hant>", ">>por<<", ">>cat<<", "zho_Hant"}
    assert language_tag(locale, known) == tag


def test_traditional_chinese_is_never_made_by_a_model_that_knows_chinese_alone():
    assert language_tag("zh-HK", {"__zh__", "<2zh>", ">>zho<<"}) == ""


def test_a_missing_folder_or_file_is_named(tmp_path, folder):
    with pytest.raises(EngineUnavailable, match="there is no translation model in") as raised:
        LocalEngine(tmp_path / "nowhere")
    assert "model_folder" in raised.value.remedy
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "sentencepiece.bpe.model").unlink()
    with pytest.raises(EngineUnavailable, match="has no SentencePiece model") as raised:
        LocalEngine(copy)
    assert "sentencepiece.bpe.model" in raised.value.remedy


@pytest.mark.parametrize("name", ["model.bin", "sentencepiece.bpe.model", "shared_vocabulary.json", "config.json"])
def test_a_damaged_file_is_an_error_in_words(tmp_path, folder, name):
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / name).write_bytes(b"{no such thing")
    with pytest.raises(EngineUnavailable) as raised:
        ask(LocalEngine(copy), RAIN)
    assert str(copy) in raised.value.message


def test_the_fingerprint_is_that_of_the_model_wherever_it_lies(tmp_path, folder):
    copy = shutil.copytree(folder, tmp_path / "copy")
    assert LocalEngine(copy).fingerprint == LocalEngine(folder).fingerprint
    weights = bytearray((copy / "model.bin").read_bytes())
    weights[len(weights) // 2] ^= 1
    (copy / "model.bin").write_bytes(weights)
    assert LocalEngine(copy).fingerprint != LocalEngine(folder).fingerprint


def test_after_close_the_model_is_loaded_anew(folder):
    engine = LocalEngine(folder)
    first = ask(engine, RAIN)
    engine.close()
    engine.close()
    assert ask(engine, RAIN) == first


def test_threads_share_a_model(engine):
    found = {}
    threads = [threading.Thread(target=lambda n=n: found.update({n: ask(engine, *[RAIN] * n)})) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: [draft(RAIN, LLUVIA)] * n for n in range(1, 9)}


def test_it_reaches_nobody():
    assert (LocalEngine.reach, LocalEngine.host) == (Reach.OFFLINE, "")


@pytest.mark.slow
def test_it_opens_no_socket(folder):
    code = (
        "import sys; seen = []\n"
        "sys.addaudithook(lambda event, args: seen.append(event) if event.startswith('socket.') else None)\n"
        "from pathlib import Path; from l10n.engines.local import LocalEngine\n"
        f"engine = LocalEngine(Path({str(folder)!r}))\n"
        f"print(next(engine.translate([{RAIN!r}], source_locale='en', target_locale='es')).target, seen)"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == f"{LLUVIA} []"


@pytest.mark.slow
def test_missing_packages_are_named_with_what_installs_them(folder):
    code = (
        "import sys; sys.modules['ctranslate2'] = None\n"
        "import importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda name: None if name == 'ctranslate2' else real(name)\n"
        "from l10n.engines import make_engine; from l10n.errors import EngineUnavailable\n"
        "try:\n"
        f"    make_engine('local', settings={{'model_folder': {str(folder)!r}}})\n"
        "except EngineUnavailable as error:\n"
        "    print(error.message, '|', error.remedy)"
    )
    told = subprocess.check_output([sys.executable, "-c", code], text=True).strip()
    assert told == "ctranslate2 not installed | install what it needs: pip install ctranslate2 sentencepiece"


def test_without_a_folder_it_says_what_to_write():
    with pytest.raises(EngineUnavailable) as raised:
        make_engine("local", settings={"model_folder": "", "pair": ""})
    assert (raised.value.message, raised.value.remedy.partition("  #")[0]) == (
        "local needs model_folder",
        'write under [engine.local] in diglot.toml: model_folder = "…"',
    )
