"""Which font is found for a script: by what font files say, in a folder given, then on the machine."""

from pathlib import Path

import pytest
from font_fixture import make_collection, make_font

from l10n.editions.fonts import find_font, system_folders
from l10n.editions.scripts import SCRIPTS, main_script, remedy_for, script_of, scripts_in
from l10n.editions.sfnt import read_faces, set_weight

MYANMAR = script_of("က")
ARABIC = script_of("ع")
CJK = script_of("日")


def found(folder, *, font_dir="", script=MYANMAR, locale="my", **more):
    font = find_font(script, locale, font_dir=str(font_dir), folders=[folder], **more)
    return [face.path.name for face in font.faces] if font else []


def test_the_best_known_family_is_taken_wherever_it_lies(tmp_path):
    make_font(tmp_path / "a/padauk.ttf", "Padauk")
    make_font(tmp_path / "b/c/serif.ttf", "Noto Serif Myanmar")
    make_font(tmp_path / "d/sans.otf", "Noto Sans Myanmar")
    assert found(tmp_path) == ["serif.ttf"]
    (tmp_path / "b/c/serif.ttf").unlink()
    assert found(tmp_path / ".") == ["serif.ttf"], "a process reads its folders once"
    assert found(tmp_path / "a") == ["padauk.ttf"]


def test_regular_and_bold_are_found_whatever_the_weights_between(tmp_path):
    for style, weight in (("Thin", 100), ("Regular", 400), ("Medium", 500), ("Bold", 700), ("Black", 900)):
        make_font(tmp_path / f"{style}.ttf", style=style, weight=weight)
    assert found(tmp_path) == ["Regular.ttf", "Bold.ttf"]


def test_a_bold_font_that_calls_itself_regular_is_bold_all_the_same(tmp_path):
    make_font(tmp_path / "regular.ttf")
    bold = make_font(tmp_path / "bold.ttf", style="Bold", weight=400)
    assert found(tmp_path) == ["regular.ttf", "bold.ttf"]
    assert [(face.weight, face.says) for face in read_faces(bold)] == [(700, 400)]
    set_weight(bold, 0, 700)
    assert [(face.weight, face.says) for face in read_faces(bold)] == [(700, 700)]


def test_slanted_and_narrow_fonts_are_left_out(tmp_path):
    make_font(tmp_path / "a.ttf", style="Italic")
    make_font(tmp_path / "b.ttf", style="Condensed Bold", weight=700)
    assert found(tmp_path) == []


def test_the_folder_given_goes_first_and_any_font_of_the_script_will_do_there(tmp_path):
    machine, own = tmp_path / "machine", tmp_path / "own"
    make_font(machine / "serif.ttf")
    make_font(own / "house.ttf", "House Letters")
    assert found(machine, font_dir=own) == ["house.ttf"]
    make_font(tmp_path / "other/latin.ttf", "House Latin", bits=(0,), letters="abc")
    assert found(machine, font_dir=tmp_path / "other") == ["serif.ttf"]
    assert found(own) == [], "on the machine only families that are known"


def test_a_font_that_draws_other_letters_is_never_taken(tmp_path):
    make_font(tmp_path / "z.ttf", "Zawgyi-One")
    assert found(tmp_path / "nowhere", font_dir=tmp_path) == []


@pytest.mark.parametrize(
    ("rights", "in_pdf", "in_a_page"),
    [
        (0, True, True),
        (8, True, True),
        (4, True, False),
        (2, False, False),
        (0x100, False, False),
        (0x208, False, False),
    ],
)
def test_what_a_font_allows_is_respected(tmp_path, rights, in_pdf, in_a_page):
    make_font(tmp_path / "f.ttf", rights=rights)
    assert bool(found(tmp_path)) == in_pdf
    assert bool(found(tmp_path, embeddable=True)) == in_a_page


def test_a_language_may_want_a_font_of_its_own_which_no_page_carries(tmp_path):
    make_font(tmp_path / "naskh.ttf", "Noto Naskh Arabic", bits=(13,), letters="ع")
    make_font(tmp_path / "nastaliq.ttf", "Noto Nastaliq Urdu", bits=(13,), letters="ع")
    for locale, name in (("ar", "naskh.ttf"), ("ur", "nastaliq.ttf"), ("ur-PK", "nastaliq.ttf")):
        assert found(tmp_path, script=ARABIC, locale=locale) == [name]
    assert found(tmp_path, script=ARABIC, locale="ur", embeddable=True) == ["naskh.ttf"]


def test_a_collection_has_a_font_for_each_language(tmp_path):
    parts = [
        make_font(tmp_path / f"{place}.tmp", f"Noto Sans CJK {place}", bits=(59,), letters="日")
        for place in ("JP", "SC")
    ]
    made = make_collection(tmp_path / "all.ttc", *parts)
    assert [(face.family, face.index) for face in read_faces(made)] == [
        ("Noto Sans CJK JP", 0),
        ("Noto Sans CJK SC", 1),
    ]
    chosen = {locale: find_font(CJK, locale, folders=[tmp_path]).regular.index for locale in ("ja", "zh-Hans", "my")}
    assert chosen == {"ja": 0, "zh-Hans": 1, "my": 1}


@pytest.mark.parametrize("cut", [0, 3, 4, 12, 60, 200, 500])
def test_a_damaged_file_is_no_font(tmp_path, cut):
    whole = make_font(tmp_path / "whole.tmp").read_bytes()
    (tmp_path / "cut.ttf").write_bytes(whole[:cut])
    assert found(tmp_path) == []


def test_no_file_of_bytes_stops_the_search(tmp_path):
    for number, head in enumerate((b"ttcf", b"\0\1\0\0", b"OTTO", b"%PDF", b"ttcf\0\1\0\0\xff\xff\xff\xff")):
        (tmp_path / f"{number}.ttf").write_bytes(head + b"\xff" * 4000)
    assert found(tmp_path) == []
    assert found(tmp_path / "not there") == []


def test_each_kind_of_machine_has_its_folders():
    home = Path("/home/u")
    assert system_folders("linux", {}, home) == [
        Path(p) for p in ("/home/u/.local/share/fonts", "/home/u/.fonts", "/usr/local/share/fonts", "/usr/share/fonts")
    ]
    assert Path("/opt/data/fonts") in system_folders("linux", {"XDG_DATA_DIRS": "/opt/data"}, home)
    assert Path("/System/Library/Fonts") in system_folders("darwin", {}, home)
    assert Path("D:/W/Fonts") in system_folders("win32", {"WINDIR": "D:/W"}, home)


def test_every_letter_has_at_most_one_script():
    for script in SCRIPTS:
        for first, last in script.spans:
            assert script_of(chr(first)) is script
            assert script_of(chr(last)) is script


def test_scripts_of_a_text():
    assert [s.name for s in scripts_in("abc ကခ ไทย “…” é Ж")] == ["Myanmar", "Thai"]
    assert main_script("မြန်မာ RFA") is MYANMAR
    assert main_script("the word မြန်") is None
    assert main_script("") is None
    assert scripts_in("Any Latin, Ελληνικά, Русский — 12 € ½") == []


def test_the_remedy_names_a_package_and_a_font():
    assert "fonts-noto-core" in remedy_for(MYANMAR, "my")
    assert "Noto Serif Myanmar" in remedy_for(MYANMAR, "my")
    assert "Noto Serif CJK JP" in remedy_for(CJK, "ja")
    assert "Noto Nastaliq Urdu" in remedy_for(ARABIC, "ur-PK")
