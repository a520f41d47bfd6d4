"""What a newsroom has approved is found again: equal, near, by a sentence, by a phrase."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import ListMemory

from l10n.errors import LockedError, StorageError
from l10n.files import locked
from l10n.model import CatalogKey
from l10n.ports import Hints, Memory, Nearness, Recalled, Remembered
from l10n.stores.memory import MemoryIndex
from l10n.stores.memory_pair import PairIndex

RIVER = "The river rose by two metres on Sunday. Forty families left their homes."
BRIDGE = "The bridge at Kyauktaw has been closed to lorries since the flood."
PRICES = "Rice now costs 2,500 kyat a bag at the market."


def held(source: str = RIVER, target: str = "", *, slug: str = "flood", locale: str = "es", **more: str) -> Remembered:
    return Remembered(source, target or f"[{locale}] {source}", more.pop("source_locale", "en"), locale, slug, **more)


@pytest.fixture(params=["index", "list"])
def memory(request, tmp_path):
    memory: Memory = MemoryIndex(tmp_path / "memory") if request.param == "index" else ListMemory()
    yield memory
    memory.close()


def recall(memory: Memory, text: str, **more) -> list[Recalled]:
    return memory.recall(text, **{"source_locale": "en", "target_locale": "es", **more})


def search(memory: Memory, phrase: str, **more) -> list[Remembered]:
    return memory.search(phrase, **{"source_locale": "en", "target_locale": "es", **more})


def test_an_empty_memory_recalls_nothing(memory):
    assert recall(memory, RIVER) == []
    assert search(memory, "river") == []


def test_equal_text_scores_one(memory):
    assert memory.rebuild([held(RIVER), held(BRIDGE)]) == 2
    assert recall(memory, RIVER) == [Recalled(held(RIVER), 1.0, Nearness.EXACT, RIVER, RIVER)]


def test_equal_text_in_its_place_comes_first(memory):
    elsewhere = held(RIVER, "uno", before="Another text.", after=PRICES)
    here = held(RIVER, "dos", before=BRIDGE, after=PRICES)
    memory.rebuild([elsewhere, here])
    found = recall(memory, RIVER, hints=Hints(before=BRIDGE, after=PRICES))
    assert [(r.remembered, r.nearness) for r in found] == [(here, Nearness.CONTEXT), (elsewhere, Nearness.EXACT)]


def test_another_role_is_another_place(memory):
    memory.rebuild([held(RIVER, before=BRIDGE, context="headline")])
    hints = Hints(before=BRIDGE)
    assert [r.nearness for r in recall(memory, RIVER, hints=hints, context="headline")] == [Nearness.CONTEXT]
    assert [r.nearness for r in recall(memory, RIVER, hints=hints)] == [Nearness.EXACT]


def test_text_without_neighbours_is_in_no_place(memory):
    memory.rebuild([held(RIVER)])
    assert [r.nearness for r in recall(memory, RIVER)] == [Nearness.EXACT]


def test_near_text_scores_below_one(memory):
    memory.rebuild([held(RIVER), held(BRIDGE)])
    asked = RIVER.replace("two", "three")
    [found] = recall(memory, asked)
    assert (found.remembered, found.nearness, found.part, found.found) == (held(RIVER), Nearness.FUZZY, asked, RIVER)
    assert 0.9 < found.score < 1.0


def test_letter_case_and_signs_alone_make_it_near_not_equal(memory):
    memory.rebuild([held("The River Rose!")])
    assert [(r.nearness, r.score < 1.0) for r in recall(memory, "The river rose.")] == [(Nearness.FUZZY, True)]


def test_far_text_is_not_recalled(memory):
    memory.rebuild([held(RIVER)])
    assert recall(memory, "A quite different paragraph about elections in the capital.") == []
    assert recall(memory, "") == []


def test_the_threshold_can_be_raised(memory):
    memory.rebuild([held(BRIDGE)])
    assert recall(memory, BRIDGE.replace("lorries", "buses"), min_score=0.99) == []


def test_each_target_comes_once_and_the_best_first(memory):
    near = [held(RIVER.replace("two", word), f"río {word}", slug=word) for word in ("three", "seventeen", "five")]
    again = held(RIVER.replace("two", "three"), "río three", slug="again")
    memory.rebuild([*near, again])
    found = recall(memory, RIVER, limit=5)
    assert sorted(r.remembered.target for r in found) == ["río five", "río seventeen", "río three"]
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)
    assert len(recall(memory, RIVER, limit=2)) == 2
    assert recall(memory, RIVER, limit=0) == []


def test_a_sentence_is_found_where_no_paragraph_is_near(memory):
    memory.rebuild([held(RIVER), held(BRIDGE)])
    asked = f"Officials spoke at noon in the town hall to a large crowd. {BRIDGE} Nobody was hurt in the last days."
    [found] = recall(memory, asked)
    assert found == Recalled(held(BRIDGE), 1.0, Nearness.SENTENCE, BRIDGE, BRIDGE)


def test_a_sentence_is_found_inside_a_longer_paragraph(memory):
    memory.rebuild([held(f"{PRICES} {BRIDGE} {RIVER}")])
    asked = BRIDGE.replace("lorries", "buses")
    [found] = recall(memory, asked)
    assert (found.nearness, found.part, found.found) == (Nearness.SENTENCE, asked, BRIDGE)
    assert 0.9 < found.score < 1.0


def test_short_sentences_are_not_looked_for(memory):
    memory.rebuild([held(f"Yes. {BRIDGE}")])
    assert recall(memory, "Yes.") == []


BURMESE = "မြစ်ရေသည် တနင်္ဂနွေနေ့တွင် နှစ်မီတာ မြင့်တက်ခဲ့သည်။ မိသားစု လေးဆယ်သည် နေအိမ်များမှ ထွက်ခွာခဲ့ရသည်။"
CHINESE = "周日河水上涨了两米，四十户家庭离开了家园。"
THAI = "แม่น้ำเพิ่มขึ้นสองเมตรเมื่อวันอาทิตย์ สี่สิบครอบครัวต้องออกจากบ้าน"


@pytest.mark.parametrize(
    ("locale", "text", "asked", "phrase"),
    [
        ("my", BURMESE, BURMESE.replace("နှစ်မီတာ", "သုံးမီတာ"), "မီတာ မြင့်တက်"),
        ("my", BURMESE, BURMESE.replace("\u1037\u103a", "\u103a\u1037"), "မိသားစု"),
        ("zh", CHINESE, CHINESE.replace("两", "三"), "河水上"),
        ("th", THAI, THAI.replace("สอง", "สาม"), "ครอบครัว"),
    ],
)
def test_scripts_without_spaces_are_near_and_have_phrases(memory, locale, text, asked, phrase):
    memory.rebuild([held(text, "other", source_locale=locale), held(PRICES, source_locale=locale)])
    [found] = recall(memory, asked, source_locale=locale)
    assert (found.remembered.source, found.nearness) == (text, Nearness.FUZZY)
    assert [r.source for r in search(memory, phrase, source_locale=locale)] == [text]


def test_a_burmese_sentence_is_found_in_a_paragraph(memory):
    memory.rebuild([held(BURMESE, "other", source_locale="my")])
    sentence = "မိသားစု လေးဆယ်သည် နေအိမ်များမှ ထွက်ခွာခဲ့ရသည်။"
    assert [(r.found, r.score) for r in recall(memory, sentence, source_locale="my")] == [(sentence, 1.0)]


@pytest.mark.parametrize(
    "phrase",
    ["river rose", "RIVER ROSE", "iver ros", "river", "ive", "two  metres\non", "Sunday. Forty", "the river"],
)
def test_a_phrase_is_found_whatever_its_case_and_its_spaces(memory, phrase):
    memory.rebuild([held(RIVER), held(BRIDGE), held(RIVER, locale="my")])
    assert search(memory, phrase) == [held(RIVER)]


@pytest.mark.parametrize("phrase", ["", "—", "river sank", "rose river", "river two"])
def test_a_phrase_that_stands_nowhere_is_not_found(memory, phrase):
    memory.rebuild([held(RIVER), held(BRIDGE)])
    assert search(memory, phrase) == []


@pytest.mark.parametrize("phrase", ["စ်ရေ", "တွင် နှ", "တနင်္ဂနွေ", "မီ", "ထွက်ခွာခဲ့ရသည်။", "သည်"])
def test_a_phrase_is_found_in_targets_inside_a_run_without_spaces(memory, phrase):
    river = held(RIVER, BURMESE, locale="my")
    memory.rebuild([river, held(BRIDGE, "တံတား", locale="my")])
    assert search(memory, phrase, target_locale="my", in_target=True) == [river]
    assert search(memory, phrase, target_locale="my") == []


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("ÉTAT d’urgence à l’Élysée", "état D’URGENCE"),
        ("Паводок в Москве", "паводок В"),
        ("Straße gesperrt", "strasse"),
        ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
        ("two\u00a0 kinds\tof  space", "Two kinds of space"),
        ("cafe\u0301 au lait", "café au"),
        ("သွားခဲ\u103a\u1037သည်။ The END", "ခဲ\u1037\u103aသည်"),
        ("သွားခဲ\u103a\u1037သည်။ The END", "ခဲ\u1037"),
        ("သွားခဲ\u103a\u1037သည်။ The END", "\u103aသည်။ the end"),
        ("half \ud800 a Letter", "half \ud800 A"),
        ("It's 100 %_", "'s 100 %_"),
    ],
)
def test_a_phrase_is_found_however_its_letters_are_written(memory, text, phrase):
    memory.rebuild([held("Another text.", text), held(text, "another target", slug="b"), held(PRICES)])
    assert [r.target for r in search(memory, phrase, in_target=True)] == [text]
    assert [r.source for r in search(memory, phrase)] == [text]


def articles(*slugs: str) -> list[Remembered]:
    """Return texts of articles, each with the texts that stand beside it."""
    texts = [RIVER, BRIDGE, PRICES, BRIDGE]
    return [
        held(text, f"{slug} {n}", slug=slug, before="".join(texts[n - 1 : n]), after="".join(texts[n + 1 : n + 2]))
        for slug in slugs
        for n, text in enumerate(texts)
    ]


def test_neighbours_are_those_of_the_text_wherever_an_article_ends(memory):
    many_texts = articles(*(f"a{n}" for n in range(300)))
    memory.rebuild(many_texts)
    assert search(memory, "kyat", limit=1000) == [r for r in many_texts if r.source == PRICES]
    memory.replace(CatalogKey("a7", "es"), articles("a7")[1:])
    asked = {"hints": Hints(before=PRICES), "limit": 1000}
    found = {r.remembered.slug for r in recall(memory, BRIDGE, **asked) if r.nearness is Nearness.CONTEXT}
    assert "a7" in found
    assert len(found) > 40


def test_an_equal_text_in_its_place_is_found_among_thousands_that_are_equal(memory):
    everywhere = [held("Photo: AP", f"t{n}", slug=f"a{n}", before=f"{n}", after="-") for n in range(2000)]
    memory.rebuild(everywhere)
    found = recall(memory, "Photo: AP", hints=Hints(before="1234", after="-"))
    assert (found[0].remembered, found[0].nearness) == (everywhere[1234], Nearness.CONTEXT)


def test_the_shortest_text_with_the_phrase_comes_first(memory):
    texts = [f"The flood {'went on and on ' * n}here." for n in (5, 0, 9, 2)]
    memory.rebuild([held(text, slug=f"a{n}") for n, text in enumerate(texts)])
    assert [r.source for r in search(memory, "the flood")] == sorted(texts, key=len)
    assert [r.source for r in search(memory, "the flood", limit=2)] == sorted(texts, key=len)[:2]


@pytest.mark.parametrize("phrase", ["a.b", "x*y", "[n]", "(a|b)", "\\d", "a&b~c", "1,5"])
def test_signs_of_a_phrase_are_letters_of_it(memory, phrase):
    memory.rebuild([held(f"We write {phrase} here."), held("We write anb ab xy 15 nowhere.")])
    assert [r.source for r in search(memory, phrase)] == [f"We write {phrase} here."]


def test_many_locales_live_side_by_side(memory):
    memory.rebuild([held(RIVER), held(RIVER, locale="pt-BR"), held(RIVER, source_locale="fr")])
    assert [r.remembered for r in recall(memory, RIVER, target_locale="pt-BR")] == [held(RIVER, locale="pt-BR")]
    assert [r.remembered.source_locale for r in recall(memory, RIVER, source_locale="fr")] == ["fr"]
    assert recall(memory, RIVER, target_locale="my") == []


def test_a_catalog_is_replaced_whole_and_seen_at_once(memory):
    memory.rebuild([held(RIVER), held(PRICES), held(PRICES, "otro", slug="market"), held(PRICES, locale="my")])
    memory.replace(CatalogKey("flood", "es"), [held(BRIDGE)])
    assert recall(memory, RIVER) == []
    assert [r.remembered for r in recall(memory, BRIDGE)] == [held(BRIDGE)]
    assert search(memory, "kyat") == [held(PRICES, "otro", slug="market")]
    assert search(memory, "kyat", target_locale="my") == [held(PRICES, locale="my")]
    memory.replace(CatalogKey("flood", "es"), [])
    assert recall(memory, BRIDGE) == []


def test_rebuilding_forgets_what_was_held(memory):
    memory.rebuild([held(RIVER)])
    memory.replace(CatalogKey("market", "es"), [held(PRICES, slug="market")])
    assert memory.rebuild(iter([held(BRIDGE)])) == 1
    assert (recall(memory, RIVER), recall(memory, PRICES)) == ([], [])
    assert [r.remembered for r in recall(memory, BRIDGE)] == [held(BRIDGE)]


ODD = ["\x00 nul\x01", "quo\"te\\ 'n", "a\u200bb\ufeff", "emoji 🙂 text", "ſt ß İ", "\ud800 lone", "line\nline\ttab"]


@pytest.mark.parametrize("text", ODD)
def test_any_text_comes_back_as_it_went_in(memory, text):
    odd = held(text, text, slug=text, context=text, before=text, after=text, approved=text)
    memory.rebuild([odd])
    assert [r.remembered for r in recall(memory, text)] == [odd]
    memory.replace(CatalogKey(text, "es"), [odd])
    assert [r.remembered for r in recall(memory, text)] == [odd]


def at(tmp_path: Path) -> MemoryIndex:
    return MemoryIndex(tmp_path / "memory")


def sources(memory: Memory, *texts: str) -> list[str]:
    return [r.remembered.source for text in texts for r in recall(memory, text)]


def test_what_is_held_is_there_the_next_time(tmp_path):
    memory = at(tmp_path)
    memory.rebuild([held(RIVER)])
    memory.replace(CatalogKey("market", "es"), [held(PRICES, slug="market")])
    memory.close()
    assert sources(at(tmp_path), RIVER, PRICES) == [RIVER, PRICES]
    assert sources(memory, RIVER, PRICES) == [RIVER, PRICES]


def test_another_program_sees_each_change_at_once(tmp_path):
    desk, command = at(tmp_path), at(tmp_path)
    desk.rebuild([held(RIVER)])
    assert sources(command, RIVER) == [RIVER]
    command.replace(CatalogKey("flood", "es"), [held(BRIDGE)])
    assert sources(desk, RIVER, BRIDGE) == [BRIDGE]
    command.rebuild([held(PRICES)])
    assert sources(desk, RIVER, BRIDGE, PRICES) == [PRICES]


def many(key: CatalogKey, count: int, word: str = "") -> list[Remembered]:
    return [held(f"Family {n} of {key.slug} came home {word}.", slug=key.slug, locale=key.locale) for n in range(count)]


def test_many_changes_are_taken_into_the_index(tmp_path):
    desk, command = at(tmp_path), at(tmp_path)
    desk.rebuild([held(RIVER)])
    for number in range(30):
        key = CatalogKey(f"a{number}", "es")
        desk.replace(key, many(key, 40))
        assert sources(command, f"Family 7 of a{number} came home .")[0] == f"Family 7 of a{number} came home ."
    desk.close()
    assert len(list((tmp_path / "memory" / "newest").iterdir())) < 10
    assert [r.slug for r in search(command, "Family 39 of a3 ")] == ["a3"]
    for number in range(30):
        desk.replace(CatalogKey(f"a{number}", "es"), [])
    assert search(command, "Family 39") == []
    for word in ("once", "twice"):
        desk.replace(CatalogKey("a", "es"), many(CatalogKey("a", "es"), 1100, word))
        desk.close()
        assert len(search(command, "came home", limit=9000)) == 1100
    assert list((tmp_path / "memory" / "newest").iterdir()) == []
    assert sources(command, RIVER) == [RIVER]


def test_changes_are_kept_while_another_program_writes(tmp_path):
    desk, key = at(tmp_path), CatalogKey("a", "es")
    with locked(tmp_path / "memory" / "lock"):
        desk.replace(key, many(key, 1200))
        desk.close()
        assert len(search(desk, "family", limit=2000)) == 1200
        assert len(search(at(tmp_path), "family", limit=2000)) == 1200
    desk.replace(CatalogKey("b", "es"), [held(RIVER, slug="b")])
    desk.close()
    assert list((tmp_path / "memory" / "newest").iterdir()) == []
    assert len(search(at(tmp_path), "family", limit=2000)) == 1200


def test_a_change_made_while_the_memory_is_rebuilt_is_kept(tmp_path):
    desk, key = at(tmp_path), CatalogKey("flood", "es")
    desk.replace(key, [held(PRICES)])

    def texts():
        yield held(RIVER)
        at(tmp_path).replace(key, [held(BRIDGE)])

    assert at(tmp_path).rebuild(texts()) == 1
    assert sources(desk, RIVER, PRICES, BRIDGE) == [BRIDGE]


def test_a_failed_rebuild_leaves_the_old_memory(tmp_path):
    memory = at(tmp_path)
    memory.rebuild([held(RIVER)])

    def texts():
        yield held(BRIDGE)
        raise LockedError("a catalog is in use")

    with pytest.raises(LockedError):
        memory.rebuild(texts())
    assert sources(memory, RIVER, BRIDGE) == [RIVER]
    assert len(list((tmp_path / "memory").glob("index-*"))) == 1


def test_a_memory_is_whole_once_it_was_rebuilt(tmp_path):
    memory, key = at(tmp_path), CatalogKey("a", "es")
    memory.replace(key, many(key, 1200))
    memory.close()
    assert (memory.is_whole, len(search(memory, "family", limit=2000))) == (False, 1200)
    memory.rebuild([])
    assert (memory.is_whole, at(tmp_path).is_whole, search(memory, "family")) == (True, True, [])


@pytest.mark.parametrize("current", ["{}", "", "[]", '{"rules": "0.0", "index": "index-1", "whole": true}', "\0\xff"])
def test_an_index_made_by_other_rules_counts_as_none(tmp_path, current):
    memory = at(tmp_path)
    memory.rebuild([held(RIVER)])
    (tmp_path / "memory" / "current").write_text(current)
    assert (sources(memory, RIVER), memory.is_whole) == ([], False)
    memory.rebuild([held(BRIDGE)])
    assert sources(memory, BRIDGE) == [BRIDGE]


def test_a_memory_whose_folder_goes_away_is_empty(tmp_path):
    memory = at(tmp_path)
    memory.rebuild([held(RIVER)])
    assert sources(memory, RIVER) == [RIVER]
    shutil.rmtree(tmp_path / "memory")
    assert (sources(memory, RIVER), memory.is_whole) == ([], False)
    memory.replace(CatalogKey("flood", "es"), [held(BRIDGE)])
    assert sources(memory, BRIDGE) == [BRIDGE]


def index_files(tmp_path: Path) -> list[Path]:
    return sorted(
        p for p in (tmp_path / "memory").rglob("*") if p.is_file() and p.name not in ("lock", ".tantivy-meta.lock")
    )


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["gone", "empty", "half", "garbled"])
def test_no_damage_to_a_file_is_an_error(tmp_path, damage):
    texts = many(CatalogKey("a", "es"), 300)
    at(tmp_path).rebuild(texts)
    whole = tmp_path / "whole"
    shutil.copytree(tmp_path / "memory", whole)
    for path in index_files(tmp_path):
        data = path.read_bytes()
        if damage == "gone":
            path.unlink()
        else:
            kept = {"empty": b"", "half": data[: len(data) // 2], "garbled": bytes(b ^ 0x5A for b in data)}
            path.write_bytes(kept[damage])
        memory = at(tmp_path)
        assert isinstance(recall(memory, texts[0].source), list)
        assert isinstance(search(memory, "family"), list)
        memory.replace(CatalogKey("b", "es"), many(CatalogKey("b", "es"), 1001))
        memory.close()
        assert len(search(memory, "of b came", limit=2000)) == 1001
        memory.rebuild(texts)
        assert (memory.is_whole, len(search(memory, "family", limit=2000))) == (True, 300)
        shutil.rmtree(tmp_path / "memory")
        shutil.copytree(whole, tmp_path / "memory")


def test_a_disk_that_refuses_does_not_stop_the_desk(tmp_path):
    memory = at(tmp_path)
    memory.rebuild([held(RIVER)])
    (tmp_path / "memory" / "newest").write_text("no folder")
    memory.replace(CatalogKey("flood", "es"), [held(BRIDGE)])
    assert sources(memory, RIVER, BRIDGE) == [BRIDGE]


@pytest.mark.parametrize("locale", ["../../etc", "a/b", "en~my", "", "x" * 60, "EN"])
def test_a_strange_locale_stays_in_the_folder(tmp_path, locale):
    memory = at(tmp_path)
    memory.rebuild([held(RIVER, locale=locale, source_locale=locale)])
    assert [r.remembered.source for r in recall(memory, RIVER, source_locale=locale, target_locale=locale)] == [RIVER]
    memory.replace(CatalogKey("flood", locale), [])
    assert recall(memory, RIVER, source_locale=locale, target_locale=locale) == []
    assert [p.name for p in tmp_path.iterdir()] == ["memory"]


WRITER = """
import sys
from pathlib import Path
from l10n.model import CatalogKey
from l10n.ports import Remembered
from l10n.stores.memory import MemoryIndex
from l10n.stores.memory_pair import PairIndex
memory = MemoryIndex(Path(sys.argv[1]))
for turn in range(10_000):
    slug = f"a{turn % 7}"
    texts = [Remembered(f"Family {n} came home in turn {turn}.", f"t{turn} {n}", "en", "es", slug) for n in range(300)]
    memory.replace(CatalogKey(slug, "es"), texts)
    if turn % 11 == 10:
        memory.rebuild(iter(texts))
    print(turn, flush=True)
"""


@pytest.mark.slow
def test_a_killed_writer_leaves_a_memory_that_can_be_read_and_written(tmp_path):
    command = [sys.executable, "-c", WRITER, str(tmp_path / "memory")]
    for lines in (1, 3, 4, 5, 9, 10, 11, 14, 22):
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        for _ in range(lines):
            writer.stdout.readline()
        writer.kill()
        writer.wait()
        writer.stdout.close()
        reader = at(tmp_path)
        found = search(reader, "family", limit=10_000)
        by_slug = {slug: {r.source.split()[-1] for r in found if r.slug == slug} for slug in {r.slug for r in found}}
        assert found
        assert all(len(turns) == 1 for turns in by_slug.values())  # each catalog as one change left it
        key = CatalogKey("b", "es")
        reader.replace(key, many(key, 1001))
        reader.close()
        assert len(search(reader, "of b came", limit=5_000)) == 1001
    assert at(tmp_path).rebuild([held(RIVER)]) == 1
    assert len(list((tmp_path / "memory").glob("index-*"))) == 1


def test_a_disk_that_refuses_the_last_step_of_a_rebuild_is_told_as_that(tmp_path):
    """The texts of both pairs are written by then, and their writers have ended."""
    (tmp_path / "memory" / "current" / "in the way").mkdir(parents=True)
    with pytest.raises(StorageError, match=r"cannot write .*current"):
        at(tmp_path).rebuild([held(), held(locale="my")])


def test_a_writer_that_has_committed_can_be_cancelled(tmp_path):
    """As it is where the writer of another pair fails."""
    writer = PairIndex(tmp_path / "pair").writer(little=True)
    writer.add(held())
    writer.commit()
    writer.cancel()
