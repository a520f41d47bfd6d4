"""The offline kit: three files for a translator without tools, and what comes back of them."""

import io
import re
import zipfile
from dataclasses import replace
from functools import partial
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples
from tools import needs_tool

from l10n.errors import CatalogError
from l10n.exchange.kit import KitFormat, looks_like_kit_part
from l10n.exchange.po import PoFormat
from l10n.model import Catalog, CatalogKey, Entry
from l10n.ports import Parcel, Returned
from l10n.returning import base_of
from l10n.stores.po import parse_catalog
from l10n.stores.po_guard import decode
from l10n.stores.po_writer import serialize_catalog


def parse_po(data, path):
    text = decode(data, path=path)
    return text, parse_catalog(text, key=CatalogKey("", ""), path=path)


PO = PoFormat(serialize=partial(serialize_catalog, source_locale="en", project="newsroom"), parse=parse_po)
KIT = KitFormat(PO)

HEADLINE = Entry("The school & the “river” <b>", context="headline").approved("ကျောင်း")
LINK = "Body, paragraph 1 of 3\n[1] https://example.org/today"
DRAFTED = Entry("It *floats* [today][1].\\\nThen more.", note=LINK).drafted("ရေ\u200bပေါ်မှာ", origin="engine=apertium")
REVIEWED = Entry("> People left.").reviewed("> လူတွေ\\\n=== ထွက် · ===")
STALE = Entry("Rain since Monday.", "မိုး", previous="Rain since Sunday.")
EMPTY = Entry("Credits")
TWIN = Entry("The school & the “river” <b>", context="caption")
CATALOG = Catalog("river-school", "my", (HEADLINE, DRAFTED, REVIEWED, STALE, EMPTY, TWIN))
PARCEL = Parcel(CATALOG, "en", "sealed", title="The *school*", labels={HEADLINE.key: "Headline", DRAFTED.key: "¶1"})
SENT = KIT.write(PARCEL)
NEW = "အသစ်"


def as_sent(entry, target=None, *, finished=False):
    text = entry.target if target is None else target
    return Returned(entry.source, text, context=entry.context, base=base_of(entry.target), finished=finished)


ALL_SENT = tuple(as_sent(entry) for entry in CATALOG.entries)


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


FILES = members(SENT)
TEXT = FILES["river-school.my.txt"].decode("utf-8-sig").replace("\r\n", "\n")
PAGE = FILES["river-school.my.html"].decode()
TEXT_BOX = re.compile(r'(<div class="t"[^>]*>)(.*?)(</div></div></section>)', re.DOTALL)


def typed_in_text(target, *, under="> Credits\n"):
    """The text form with *target* written under an original (that of the empty entry by default)."""
    assert under in TEXT
    return TEXT.replace(under, f"{under}\n{target}\n", 1)


def typed_in_page(content, *, row=5):
    """The page with *content* in the box of a row."""
    boxes = list(TEXT_BOX.finditer(PAGE))
    start, end = boxes[row - 1].span(2)
    return PAGE[:start] + content + PAGE[end:]


def read(data, path):
    return KIT.read(data if isinstance(data, bytes) else data.encode(), path=path)


def test_a_kit_has_a_readme_two_forms_and_the_catalog():
    assert list(FILES) == ["README.txt", "river-school.my.txt", "river-school.my.html", "river-school.my.po"]
    assert FILES["river-school.my.po"] == PO.write(PARCEL)
    assert list(members(KitFormat().write(PARCEL))) == list(FILES)[:3]
    assert KIT.write(PARCEL) == SENT


def test_the_readme_names_the_files_in_both_languages_of_the_translator():
    readme = FILES["README.txt"].decode("utf-8-sig")
    assert readme.count("river-school.my.txt") == readme.count("river-school.my.po") == 2
    assert "ဖိုင်တွဲ" in readme
    assert "Use ONE of these files" in readme


@pytest.mark.parametrize("name", ["river-school.my.txt", "river-school.my.html"])
def test_each_form_gives_back_what_was_sent(name):
    back = read(FILES[name], name)
    assert (back.slug, back.source_locale, back.target_locale) == ("river-school", "en", "my")
    assert back.entries == ALL_SENT


def test_an_untouched_kit_gives_back_what_was_sent():
    back = read(SENT, "kit.zip")
    assert (back.slug, back.source_locale, back.target_locale) == ("river-school", "en", "my")
    assert back.entries == (as_sent(HEADLINE, finished=True), *ALL_SENT[1:])


def test_states_stand_in_words_and_an_older_original_is_shown():
    assert re.findall(r'class="st (\w+)"[^>]*>([^<]*)<', PAGE) == [
        ("approved", "အတည်ပြုပြီး (ပြီးစီး)"),
        ("draft", "စက်မူကြမ်း"),
        ("review", "စစ်ဆေးဆဲ"),
        ("stale", "ပြင်ရန်လို"),
        ("empty", "ဗလာ"),
        ("empty", "ဗလာ"),
    ]
    assert "Rain since Sunday." in PAGE
    assert "[1] https://example.org/today" in PAGE


def test_the_page_asks_nobody_for_anything():
    assert "default-src 'none'" in unescape(PAGE)
    script = re.search(r"<script>(.*)</script>", PAGE, re.DOTALL)[1]
    markup = PAGE.replace(script, "")
    assert re.findall(r"""\b(?:src|href|action|poster|url)\s*[=(]\s*["']?([^"'\s>]*)""", markup) == ["#rows"]
    assert len(script.encode()) < 4000
    assert re.findall(r"localStorage|indexedDB|fetch|XMLHttp|cookie|https?:", script) == []


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        (NEW, NEW),
        (f"{NEW}\n\nဒုတိယ", f"{NEW} ဒုတိယ"),
        (f"{NEW}\\\nဒုတိယ", f"{NEW}\\\nဒုတိယ"),
        ("> quoted", "> quoted"),
        ("\\> guarded", "> guarded"),
        ("က\u200bခ\u00a0ဂ", "က\u200bခ\u00a0ဂ"),
    ],
)
def test_what_is_typed_under_an_original_is_its_translation(typed, target):
    assert read(typed_in_text(typed), "a.txt").entries[4] == as_sent(EMPTY, target)


@pytest.mark.parametrize(
    "mangle",
    [
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: "\n".join("> " + line for line in text.split("\n")).encode(),
        lambda text: re.sub(r"\n\n+", "\n", text).encode(),
        lambda text: text.replace("\n", "\n\n").encode(),
        lambda text: re.sub("^=== (.*) ===$", r"==\1==", text, flags=re.MULTILINE).encode(),
        lambda text: text.replace("> Rain since", "> Rain\n> since").encode(),
        lambda text: b"Hello, here it is.\n\n" + text.split("\n\n===", 1)[1].join(["===", ""]).encode(),
    ],
    ids=["crlf", "utf-16", "mail-quoted", "no-blank-lines", "more-blank-lines", "shorter-rules", "wrapped", "no-head"],
)  # fmt: skip
def test_what_editors_and_mail_do_to_the_text_form_costs_nothing(mangle):
    assert read(mangle(TEXT), "notes.txt").entries == ALL_SENT


def test_a_block_whose_mark_is_damaged_is_found_by_its_original():
    damaged = re.sub(r"\.[0-9a-f]{12} ===(?=\n> Rain)", " ===", TEXT)
    expected = [*ALL_SENT[:3], Returned(STALE.source, STALE.target), *ALL_SENT[4:]]
    assert list(read(damaged, "a.txt").entries) == expected


@pytest.mark.parametrize(
    ("content", "target"),
    [
        (NEW, NEW),
        ("<div>one</div><div>two</div>", "one two"),
        ("one<div><br></div><div>two</div>", "one two"),
        ("one\\<br>two", "one\\\ntwo"),
        ('<p style="color:red">a<b>b</b>&amp;&nbsp;<img src="x">c</p>', "ab&\u00a0c"),
        ("<style>p{}</style>a<script>b</script>", "a"),
        ("<br>", ""),
    ],
)
def test_what_a_browser_makes_of_a_box_is_read_as_its_text(content, target):
    assert read(typed_in_page(content), "saved.html").entries[4] == as_sent(EMPTY, target)


def test_repacked_renamed_and_with_the_shadows_of_macos():
    files = {f"kit (1)/{name}": data for name, data in FILES.items()} | {
        "__MACOSX/kit (1)/._river-school.my.txt": b"\0\5\x16\7",
        "kit (1)/.DS_Store": b"\0\0\0\1Bud1",
        "kit (1)/photo.jpg": b"\xff\xd8\xff",
    }
    files["kit (1)/river-school.my.txt"] = typed_in_text(NEW).encode()
    back = read(packed(files), "from Aye.zip")
    assert back.entries[4] == as_sent(EMPTY, NEW)
    assert len(back.entries) == len(CATALOG.entries)


def test_edited_in_one_file_it_is_that_one():
    catalog = replace(PARCEL, catalog=CATALOG.with_entries({EMPTY.key: EMPTY.reviewed(NEW)}))
    edited_po = re.sub(rb"(Diglot as )[0-9a-f]{12}(?=\n[^\"]*msgid \"Credits\")", b"", PO.write(catalog))
    for name, data in [
        ("river-school.my.txt", typed_in_text(NEW).encode()),
        ("river-school.my.html", typed_in_page(NEW).encode()),
        ("river-school.my.po", edited_po),
    ]:
        back = read(packed(FILES | {name: data}), "kit.zip")
        assert [replace(entry, finished=False) for entry in back.entries] == [
            as_sent(EMPTY, NEW) if entry.source == "Credits" else entry for entry in ALL_SENT
        ]


def test_edited_differently_in_two_files_both_come_back_in_their_order():
    files = FILES | {
        "river-school.my.txt": typed_in_text("first").encode(),
        "river-school.my.html": typed_in_page("second").encode(),
    }
    back = read(packed(files), "kit.zip")
    assert [entry for entry in back.entries if entry.source == "Credits"] == [
        as_sent(EMPTY, "first"),
        as_sent(EMPTY, "second"),
    ]
    same = read(packed(files | {"river-school.my.html": typed_in_page("first").encode()}), "kit.zip")
    assert [entry for entry in same.entries if entry.source == "Credits"] == [as_sent(EMPTY, "first")]


def test_emptied_in_one_file_and_rewritten_in_another_it_is_rewritten():
    files = FILES | {
        "river-school.my.html": typed_in_page("", row=4).encode(),
        "river-school.my.txt": TEXT.replace("\nမိုး\n", "\nမိုးသည်း\n").encode(),
    }
    back = read(packed(files), "kit.zip")
    assert [entry for entry in back.entries if entry.source == STALE.source] == [as_sent(STALE, "မိုးသည်း")]
    assert read(typed_in_page("", row=4), "a.html").entries[3] == as_sent(STALE, "")


def test_files_of_two_kits_are_not_mixed():
    other = KIT.write(replace(PARCEL, catalog=replace(CATALOG, locale="shn")))
    mixed = packed(FILES | {"other.html": members(other)["river-school.shn.html"]})
    with pytest.raises(CatalogError, match=r"belongs to river-school in shn, but .* to river-school in my"):
        read(mixed, "kit.zip")


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        (b"hello", "a.txt", "no file of a kit"),
        (packed({"a.txt": b"hello"}), "kit.zip", "no form and no catalog"),
        ("=== \xe9".encode("latin-1"), "a.txt", "not UTF-8"),
        (packed({"a/b.txt": "=== \xe9".encode("latin-1")}), "kit.zip", "not UTF-8"),
        (b"PK\x03\x04 cut off", "kit.zip", "not a zip file"),
        (FILES["river-school.my.po"][:300], "a.po", "cut off|PO file"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_path_and_a_remedy(data, path, message):
    with pytest.raises(CatalogError, match=message) as caught:
        read(data, path)
    assert caught.value.path.startswith(path)
    assert caught.value.remedy


def test_parts_of_a_kit_are_known_by_their_content():
    known = {name: looks_like_kit_part(data, name) for name, data in FILES.items()}
    assert known == {
        "README.txt": False,
        "river-school.my.txt": True,
        "river-school.my.html": True,
        "river-school.my.po": False,
    }
    assert looks_like_kit_part(SENT, "x")
    assert not looks_like_kit_part(packed({"[Content_Types].xml": b"<a/>"}), "x.docx")
    assert not looks_like_kit_part(b"PK\x03\x04", "x.zip")
    assert not looks_like_kit_part(b"\xff\xd8\xff\xe0", "x.jpg")


def test_long_hostile_lines_are_read_in_no_time():
    for text in ("=" * 200_000, "==" + "0" * 200_000, "> " * 100_000, "\n>" * 100_000 + TEXT, "== · " * 50_000):
        assert looks_like_kit_part(text.encode(), "a.txt") is (text.endswith(TEXT))


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from("\n>=\\<&- ·"), min_size=1
).filter(lambda text: text == text.strip() and "\n\n" not in text)


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS | st.just("")), min_size=1, max_size=3, unique_by=lambda pair: pair[0]))
def test_any_text_comes_back_as_it_went(pairs):
    entries = tuple(Entry(source).reviewed(target) for source, target in pairs)
    files = members(KitFormat().write(replace(PARCEL, catalog=replace(CATALOG, entries=entries))))
    sent = tuple(as_sent(entry) for entry in entries)
    assert KIT.read(files["river-school.my.html"], path="a.html").entries == sent
    assert KIT.read(files["river-school.my.txt"], path="a.txt").entries == sent


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=args)
        yield browser
        browser.close()


def type_into(page, row, text):
    """Type with the keyboard at the end of the box of a row."""
    page.locator(".t").nth(row - 1).focus()
    page.keyboard.press("Control+End")
    for number, line in enumerate(text.split("\n")):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)


@pytest.mark.slow
@needs_tool("chromium")
def test_without_scripts_a_saved_page_keeps_what_was_typed(chromium, tmp_path):
    (tmp_path / "form.html").write_text(PAGE, encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto((tmp_path / "form.html").as_uri())
    type_into(page, 5, "က\u200bခ\\\nsecond")
    archive = context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    shown = page.locator("#save").is_visible(), page.get_by_text("Save page as").first.is_visible()
    context.close()
    back = KIT.read(archive.encode(), path="form.mhtml")
    assert back.entries == (*ALL_SENT[:4], as_sent(EMPTY, "က\u200bခ\\\nsecond"), ALL_SENT[5])
    assert shown == (False, True)
    assert requests == [(tmp_path / "form.html").as_uri()]


@pytest.mark.slow
@needs_tool("chromium")
@pytest.mark.parametrize("width", [1280, 390])
def test_with_scripts_the_button_saves_a_text_form(chromium, tmp_path, width):
    (tmp_path / "form.html").write_text(PAGE, encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 800})
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((tmp_path / "form.html").as_uri())
    said = page.get_by_role("status")
    assert said.inner_text() == "6 ခုအနက် 4 ခုတွင် စာရှိပြီး"
    type_into(page, 5, "> က\u200bခ\nsecond")
    assert said.inner_text() == "6 ခုအနက် 5 ခုတွင် စာရှိပြီး"
    with page.expect_download() as download:
        page.get_by_role("button").press("Enter")
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    download.value.save_as(tmp_path / "saved.txt")
    page.close()
    back = KIT.read((tmp_path / "saved.txt").read_bytes(), path="saved.txt")
    assert back.entries == (*ALL_SENT[:4], as_sent(EMPTY, "> က\u200bခ second"), ALL_SENT[5])
    assert (back.slug, back.target_locale) == ("river-school", "my")
    assert download.value.suggested_filename == "river-school.my.txt"
    assert (overflow, complaints) == (0, [])
