"""Reading through: the whole article in order, approved as one reads."""

import re

from desk_fixture import BASE, CAPTION, CHANGED, FIRST, HEADLINE, LAST, MY, NOW, SECOND, id_of

READ = f"{BASE}/read"
ORDER = [(HEADLINE, "headline"), (CAPTION, "caption"), (FIRST, ""), (SECOND, ""), (CHANGED, ""), (LAST, "")]


def test_the_article_stands_in_reading_order(visit):
    page = visit("moe").get(READ).text
    assert re.findall(r'<li id="p-(\w+)" class="seg', page) == [id_of(*each) for each in ORDER]


def test_what_is_not_approved_has_a_button_for_reviewers_alone(visit):
    labels = re.findall(r'value="approve">Approve<span class="sr"> ([^<]*)', visit("aung").get(READ).text)
    assert labels == ["Caption", "¶1", "¶2", "¶3"]
    assert 'value="approve"' not in visit("thiri").get(READ).text
    assert "Edit" not in visit("moe").get(READ).text


def test_approving_leads_to_the_next_paragraph_of_the_page(desk, visit):
    aung = visit("aung")
    row = aung.get(READ).text.split(f'id="p-{id_of(CAPTION, "caption")}"', 1)[1]
    action, base = re.search(r'action="([^"]+)"', row)[1], re.search(r'name="base" value="([^"]+)"', row)[1]
    answer = aung.post(action, base=base, view="read", action="approve")
    assert (answer.status_code, answer.location) == (303, f"{READ}#p-{id_of(FIRST)}")
    assert desk.entry(CAPTION, "caption").state() == "approved"


def test_the_end_says_what_is_left(desk, visit):
    end = visit("aung").get(READ).text.split('class="ending"', 1)[1]
    assert re.findall(r'state=(\w+)"><span class="st \w+">([^<]+)</span></a> <b>(\d)', end) == [
        ("stale", "Needs work", "1"),
        ("draft", "Machine draft", "2"),
        ("review", "In review", "1"),
        ("empty", "Empty", "1"),
    ]


def test_the_end_of_a_finished_article_says_so(desk, visit):
    catalog = desk.catalogs.catalogs[MY]
    done = {entry.key: entry.approved(entry.target or "စာ") for entry in catalog.entries}
    desk.catalogs.catalogs[MY] = catalog.with_entries(done)
    assert "Every paragraph is approved" in visit("moe").get(READ).text


def test_an_article_that_is_not_there_is_not_found(visit):
    assert visit("moe").get("/articles/nothing/my/read").status_code == 404


def test_what_was_read_here_counts_as_opened_and_readers_leave_no_trace(app, desk, visit):
    app.extensions.pop("noted", None)
    visit("moe").get(READ)
    visit("aung").get(READ)
    opened = {source for (_, source), _ in desk.openings.first("aung", MY)}
    assert opened == {CAPTION, FIRST, SECOND, CHANGED}
    assert dict(desk.openings.first("moe", MY)) == {}
    [newest] = desk.openings.present(MY, since=NOW)
    assert newest.key == ("caption", CAPTION)
