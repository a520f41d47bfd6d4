"""People talk, look back, and find: comments, history, activity, search."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from desk_fixture import BASE, CAPTION, CHANGED, FIRST, LAST, MY, MY_FIRST, SECOND, address_of, id_of

from l10n.model import Action, Decision, State
from l10n.ports.comments import Comment
from webapp.texts import done_words

PAGE = address_of(FIRST)
SAID = "@aung, is <b>2,500</b> right?"


def said(desk):
    return [(c.by, c.about, c.text, c.resolved_by) for c in desk.comments.kept]


def test_a_comment_is_shown_as_plain_words_and_keeps_the_text_in_the_box(desk, visit):
    thiri = visit("thiri")
    answer = thiri.post(f"{PAGE}/comments", comment=SAID, target="half", base=thiri.field(PAGE, "base"))
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#comments")
    page = thiri.get(PAGE).text
    assert ("@aung, is &lt;b&gt;2,500&lt;/b&gt; right?" in page, "unsaved text" in page) == (True, True)
    assert (said(desk), desk.entry(FIRST).target) == ([("thiri", "translation", SAID, "")], MY_FIRST)


def test_a_reader_comments_on_the_original(desk, visit):
    visit("moe").post(f"{PAGE}/comments", comment="The survey says 31.", about="original")
    assert said(desk) == [("moe", "original", "The survey says 31.", "")]
    assert 'id="talk"' in visit("moe").get(PAGE).text


def test_nothing_said_is_no_comment(desk, visit):
    assert visit("moe").post(f"{PAGE}/comments", comment="  ").status_code == 303
    assert said(desk) == []


@pytest.mark.parametrize(("handle", "status"), [("thiri", 303), ("aung", 303), ("moe", 403)])
def test_who_wrote_a_comment_settles_it_and_reviewers(desk, visit, handle, status):
    visit("thiri").post(f"{PAGE}/comments", comment="Why?")
    assert visit(handle).post("/comments/1/resolve", settled="1").status_code == status
    assert said(desk)[0][3] == (handle if status == 303 else "")


def test_a_settled_comment_is_opened_again(desk, visit):
    aung = visit("aung")
    aung.post(f"{PAGE}/comments", comment="Why?")
    answers = [aung.post("/comments/1/resolve", settled=settled) for settled in ("1", "")]
    assert (answers[0].location, said(desk)[0][3]) == (f"{PAGE}#comments", "")
    assert aung.post("/comments/2/resolve").status_code == 404


def test_two_who_settle_a_comment_at_once_leave_it_settled_by_the_first(desk, visit):
    visit("thiri").post(f"{PAGE}/comments", comment="Why?")
    for handle in ("aung", "thiri"):
        visit(handle).post("/comments/1/resolve", settled="1")
    assert said(desk)[0][3] == "aung"


def test_a_comment_that_is_too_long_is_given_back_whole(desk, visit):
    thiri, words = visit("thiri"), "x" * 4000 + "END"
    answer = thiri.post(f"{PAGE}/comments", comment=words, target="half", base=thiri.field(PAGE, "base"))
    assert (answer.status_code, words in answer.text, said(desk)) == (422, True, [])
    assert "half" in thiri.get(PAGE).text


def test_a_remark_without_words_of_its_own_is_shown_plainly(desk):
    decision = Decision(
        MY, ("", FIRST), Action.APPROVE, "", desk.entry(FIRST), desk.entry(FIRST), "aung", desk_time(0),
        remarks=("batch", "undo:3", "warning:numbers"),
    )  # fmt: skip
    assert (" · batch" in done_words(decision), "undo:" in done_words(decision)) == (True, False)


def test_history_tells_who_when_what_and_in_spite_of_what(desk, visit):
    aung = visit("aung")
    aung.post(PAGE, action="approve", target=MY_FIRST, base=aung.field(PAGE, "base"))
    for path in (f"{PAGE}/history", f"{BASE}/history"):
        page = visit("moe").get(path).text
        assert "aung · Approved · approved very quickly" in page


def test_an_earlier_text_is_had_again_as_a_decision_of_its_own(desk, visit):
    thiri = visit("thiri")
    for text in ("ပထမ", "ဒုတိယ"):
        thiri.post(PAGE, action="save", target=text, base=thiri.field(PAGE, "base"))
    page = f"{PAGE}/history"
    base = re.search(r'name="base" value="([^"]+)"', thiri.get(page).text)[1]
    assert thiri.post(page, decision="1", base=base).status_code == 303
    assert (desk.entry(FIRST).target, desk.entry(FIRST).state()) == ("ပထမ", State.REVIEW)
    assert [d.after.target for d in desk.journal.decisions] == ["ပထမ", "ဒုတိယ", "ပထမ"]
    assert thiri.post(page, decision="9", base=base).status_code == 404
    assert thiri.post(f"{address_of(SECOND)}/history", decision="1", base=base).status_code == 404


def test_activity_shows_decisions_and_comments_by_person_and_article(desk, visit):
    aung, thiri = visit("aung"), visit("thiri")
    thiri.post(f"{PAGE}/comments", comment="Why?")
    aung.post(PAGE, action="save", target="အသစ်", base=aung.field(PAGE, "base"))
    page = visit("moe").get("/activity").text
    assert ("aung · Saved for review" in page, "thiri · Comment" in page) == (True, True)
    assert "thiri · Comment" not in visit("moe").get("/activity?who=aung").text
    assert "Nothing has happened yet" in visit("moe").get("/activity?article=other").text


def test_activity_goes_on_where_a_page_ends(desk, visit):
    for number in range(130):
        desk.comments.add(Comment(MY, ("", FIRST), "translation", f"word {number}.", "thiri", desk_time(number)))
    moe, seen, path = visit("moe"), [], "/activity"
    while path:
        page = moe.get(path).text
        seen += re.findall(r"word (\d+)\.", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert seen == [str(number) for number in reversed(range(130))]


def desk_time(number):
    from datetime import timedelta

    from desk_fixture import NOW

    return NOW + timedelta(seconds=number)


def test_the_feed_tells_what_happened_and_no_text(desk, visit):
    thiri = visit("thiri")
    thiri.post(PAGE, action="save", target="လျှို့ဝှက်", base=thiri.field(PAGE, "base"))
    thiri.post(f"{PAGE}/comments", comment="between us")
    address = re.search(r"(/activity\.atom\?key=[^<\s]+)", thiri.get("/activity").text)[1]
    answer = visit().get(address)
    feed = ElementTree.fromstring(answer.data)
    titles = [title.text for title in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert [title.split(" · ")[0] for title in titles[1:]] == ["thiri: Comment", "thiri: Saved for review"]
    assert ("လျှို့ဝှက်" in answer.text, "between us" in answer.text) == (False, False)
    assert answer.headers["Cache-Control"] == "no-store"
    assert [name.text[:9] for name in feed.iter("{http://www.w3.org/2005/Atom}id")] == ["urn:uuid:"] * 3
    assert visit().get(address[:-1]).status_code == 404
    desk.people.feed_secret = lambda person: "another"
    assert visit().get(address).status_code == 404


def test_the_feed_names_what_is_gone_by_its_article_alone(desk, visit):
    desk.comments.add(Comment(MY, ("", "A secret that is gone."), "translation", "x", "thiri", desk_time(0)))
    page = visit("moe").get("/activity").text
    address = re.search(r"(/activity\.atom\?key=[^<\s]+)", page)[1]
    assert ("A secret" in page, "A secret" in visit().get(address).text) == (True, False)


def test_the_feed_is_whole_whatever_the_names_are(desk, visit):
    desk.name = "Land & <b>Sea</b>"
    desk.articles["defectors"] = replace(desk.articles["defectors"], facts={"title": "A </title><script>x</script>"})
    thiri = visit("thiri")
    thiri.post(f"{PAGE}/comments", comment="between us")
    address = re.search(r"(/activity\.atom\?key=[^<\s]+)", thiri.get("/activity").text)[1]
    feed = ElementTree.fromstring(visit().get(address).data)
    titles = [title.text for title in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles == ["Land & <b>Sea</b>", "thiri: Comment · A </title><script>x</script> · my"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("2,500", [FIRST]),
        ("state:stale", [CHANGED]),
        ('"both groups"', [LAST]),
        ("state:draft -2,500", [SECOND]),
        ("has:comment", [FIRST]),
        ("by:thiri", [LAST]),
        ("lang:es", []),
        ("article:defectors state:review", [CAPTION]),
    ],
)
def test_search_finds_in_all_articles_and_in_one(desk, visit, query, found):
    thiri = visit("thiri")
    thiri.post(f"{PAGE}/comments", comment="Why?")
    thiri.post(address_of(LAST), action="reject", target="", base=thiri.field(address_of(LAST), "base"))
    page = thiri.client.get("/search", query_string={"q": query}).text
    ids = {id_of(text, "caption" if text == CAPTION else "") for text in found}
    assert set(re.findall(r"/p/([0-9a-f]{12})", page.split("<main", 1)[1])) == ids
    article = thiri.client.get(BASE, query_string={"q": query}).text
    assert set(re.findall(r'id="p-([0-9a-f]{12})"', article)) == ids


def test_what_the_search_does_not_know_is_said(visit):
    moe = visit("moe")
    for path in ("/search?q=state:done", f"{BASE}?q=state:done"):
        assert "state: there may stand: empty, draft, review, stale, approved." in moe.get(path).text


def test_a_search_goes_on_page_by_page_and_tells_how_many_at_its_end(desk, visit):
    moe, seen, path = visit("moe"), [], "/search?q=lang:my"
    while path:
        page = moe.get(path).text.split("<main", 1)[1]
        seen += re.findall(r"/p/([0-9a-f]{12})", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    entries = desk.catalogs.read(MY)[0].entries
    assert seen == [id_of(entry.source, entry.context) for entry in entries]
    assert f"{len(entries)} paragraphs found" in page


def test_the_checks_are_asked_last_and_of_so_many_only(desk, visit):
    asked = []
    judge = desk.findings
    desk.findings = lambda entry, locale: asked.append(entry.source) or judge(entry, locale)
    moe = visit("moe")
    moe.client.get("/search", query_string={"q": "has:error 2,500"})
    assert asked == [FIRST]
