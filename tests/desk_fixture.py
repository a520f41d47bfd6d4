"""A small newsroom in memory for the desk's tests: one article with an entry in each state, and its people."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from attendance_fakes import MemoryComments, MemoryOpenings, MemoryUnsaved
from drafting_fakes import MemoryJobs, MemoryLedger, Translating
from fakes import ListMemory, MemoryCatalogStore, MemoryJournal

from l10n.allowance import Allowance
from l10n.approving import Approval, Reading, Rules, judge_approval
from l10n.errors import ConflictError, DiglotError, EngineUnavailable
from l10n.glossary import Term, terms_for
from l10n.glossary.table import Row, checked_term
from l10n.model import (
    Action,
    Block,
    BlockKind,
    Catalog,
    CatalogKey,
    Document,
    Entry,
    Finding,
    Key,
    Kind,
    Segment,
    Severity,
)
from l10n.newsroom.naming import Proposal, Usage
from l10n.ports import NO_HINTS, Hints, Recalled, Remembered
from l10n.ports.comments import Comment
from l10n.progress import Counts, count_states
from l10n.querying import Gist, gist_of
from l10n.sensitivity import Sensitivity
from l10n.stores.glossary import added, replaced, row_id
from l10n.stores.people import Invitation
from l10n.stores.sessions import Session
from l10n.workflow.batch import Chosen, DecideOne, Together, batch_of, carry_out, rehearse, undo_together, unread
from l10n.workflow.decide import Decided, decide, undo
from l10n.workflow.draft import Conditions, Drafted, Means, draft_article, empty_entries
from l10n.workflow.opinions import Opinions, ask_engines
from l10n.workflow.prospects import Prospects, look_ahead
from l10n.workflow.undoing import Undoable, look_back, undo_all
from webapp.rows import paragraph_id

MY = CatalogKey("defectors", "my")
BASE = "/articles/defectors/my"
NOW = datetime(2021, 9, 2, 12, 0, tzinfo=UTC)
PASSPHRASE = "boats carry rice and letters"

HEADLINE = "Thousands of Soldiers Have Joined Anti-Junta Forces"
CAPTION = "Soldiers walk along a street in Yangon, February 28, 2021."
FIRST = "Nearly 2,500 soldiers and police have broken with the junta."
SECOND = "The shadow government **encourages** defections, [RFA reported][1]."
CHANGED = "The channel says 1,000 police have joined the movement."
OLDER = "The channel says 900 police have joined the movement."
LAST = "Their numbers are growing, both groups say."

SEGMENTS = (
    Segment(HEADLINE, Kind.HEADLINE, context="headline"),
    Segment(CAPTION, Kind.CAPTION, context="caption"),
    Segment(FIRST, Kind.BODY, number=1),
    Segment(SECOND, Kind.BODY, number=2, links=("(https://example.org)",)),
    Segment(CHANGED, Kind.BODY, number=3),
    Segment(LAST, Kind.BODY, number=4),
)

MY_FIRST = "စစ်သားနှင့် ရဲ ၂,၅၀၀ နီးပါး စစ်ကောင်စီမှ ခွဲထွက်ခဲ့သည်။"
MY_SECOND = "အရိပ်အစိုးရက ခွဲထွက်ရန် **တိုက်တွန်း**သည်ဟု [RFA က ဖော်ပြသည်][1]။"
OFFERED = "ရဲ ၁,၀၀၀ ပူးပေါင်းခဲ့ကြောင်း ချန်နယ်က ဆိုသည်။"
MY_CHANGED = "ရဲ ၉၀၀ ပူးပေါင်းခဲ့ကြောင်း ချန်နယ်က ဆိုသည်။"


def entries() -> tuple[Entry, ...]:
    return (
        Entry(HEADLINE, context="headline").approved("စစ်သား ထောင်ပေါင်းများစွာ စစ်ကောင်စီ ဆန့်ကျင်ရေး အင်အားစုများနှင့် ပူးပေါင်း"),
        Entry(CAPTION, context="caption").reviewed("၂၀၂၁ ခုနှစ် ဖေဖော်ဝါရီ ၂၈ ရက်က ရန်ကုန်မြို့ လမ်းပေါ်မှ စစ်သားများ။"),
        Entry(FIRST).drafted(MY_FIRST, origin="engine=apertium"),
        Entry(SECOND).drafted(MY_SECOND, origin="engine=apertium"),
        Entry(CHANGED).approved(MY_CHANGED).outdated(OLDER),
        Entry(LAST),
    )


def document() -> Document:
    blocks = tuple(Block(BlockKind.PARAGRAPH, segments=(s,)) for s in SEGMENTS[2:])
    facts = {"title": HEADLINE, "publisher": "RFA", "date": "2021-09-02"}
    return Document("defectors", "", facts=facts, head=SEGMENTS[:2], blocks=blocks)


def id_of(source: str, context: str = "") -> str:
    return paragraph_id((context, source))


def address_of(source: str, context: str = "") -> str:
    return f"{BASE}/p/{id_of(source, context)}"


@dataclass(frozen=True, slots=True)
class FakePerson:
    handle: str
    role: str
    settings: str = ""


@dataclass(frozen=True, slots=True)
class FakeMember:
    handle: str
    role: str
    disabled: bool = False
    decisions: int = 0


class FakePeople:
    """People whose tokens are readable: `session-thiri-0` is the first of Thiri's sessions."""

    def __init__(self, people: Sequence[FakePerson]) -> None:
        self.people = {p.handle: p for p in people}
        self.sessions: dict[str, FakePerson] = {}
        self.invited: dict[str, FakePerson] = {}
        self.links: dict[str, FakePerson] = {}
        self.waits: dict[str, int] = {}

    def count(self) -> int:
        return len(self.people)

    def everyone(self) -> list[FakePerson]:
        return list(self.people.values())

    def invite(self, *, handle: str, role: str, now: datetime) -> str:
        if handle in self.people:
            raise DiglotError(f"There is somebody called {handle!r} already.")
        token = f"invite-{handle}"
        self.invited[token] = FakePerson(handle, role)
        return token

    def invitation(self, token: str, *, now: datetime) -> FakePerson | None:
        return self.invited.get(token)

    def accept(self, token: str, *, passphrase: str, now: datetime) -> FakePerson:
        if len(passphrase) < 12:
            raise DiglotError("A passphrase has at least 12 characters.")
        person = self.invited.pop(token)
        self.people[person.handle] = person
        return person

    def authenticate(self, handle: str, passphrase: str, *, now: datetime) -> FakePerson | None:
        return self.people.get(handle) if passphrase == PASSPHRASE else None

    def wait(self, handle: str, *, now: datetime) -> int:
        return self.waits.get(handle, 0)

    def sign_in_with_link(self, token: str, *, now: datetime) -> FakePerson | None:
        return self.links.pop(token, None)

    def start_session(self, person: FakePerson, *, now: datetime) -> str:
        token = f"session-{person.handle}-{len(self.tokens_of(person.handle))}"
        self.sessions[token] = person
        return token

    def tokens_of(self, handle: str) -> list[str]:
        return [token for token, person in self.sessions.items() if person.handle == handle]

    def session_person(self, token: str, *, now: datetime) -> FakePerson | None:
        return self.sessions.get(token)

    def end_session(self, token: str) -> None:
        self.sessions.pop(token, None)

    def set_settings(self, person: FakePerson, changed: Mapping[str, str]) -> None:
        text = json.dumps({**json.loads(self.people[person.handle].settings or "{}"), **changed})
        self.people[person.handle] = known = replace(self.people[person.handle], settings=text)
        self.sessions = {t: known if p.handle == person.handle else p for t, p in self.sessions.items()}

    def sessions_of(self, person: FakePerson, *, now: datetime, this: str = "") -> list[Session]:
        tokens = [token for token, owner in self.sessions.items() if owner.handle == person.handle]
        return [Session(token[-1], NOW, NOW.date(), token == this) for token in tokens]

    def end_session_called(self, person: FakePerson, id: str) -> bool:
        self.sessions = {t: p for t, p in self.sessions.items() if p.handle != person.handle or t[-1] != id}
        return True

    def end_sessions(self, person: FakePerson) -> None:
        self.sessions = {t: p for t, p in self.sessions.items() if p.handle != person.handle}

    def feed_secret(self, person: FakePerson) -> str:
        return "secret"

    def has_passphrase(self, person: FakePerson) -> bool:
        return True

    def set_passphrase(self, person: FakePerson, passphrase: str) -> None:
        if len(passphrase) < 12:
            raise DiglotError("A passphrase has at least 12 characters.")
        self.end_sessions(person)

    def members(self) -> list[FakeMember]:
        return [FakeMember(p.handle, p.role) for p in self.people.values()]

    def invitations(self, *, now: datetime) -> list[Invitation]:
        return [Invitation(p.handle, p.role, token, NOW) for token, p in self.invited.items()]

    def link_for(self, handle: str, *, now: datetime) -> str:
        if handle not in self.people:
            raise DiglotError(f"There is nobody called {handle!r}.")
        self.end_sessions(self.people[handle])
        self.links[f"link-{handle}"] = self.people[handle]
        return f"link-{handle}"

    def withdraw(self, id: str) -> None:
        self.invited.pop(id, None)

    def change(self, handle: str, *, role: str = "", disabled: bool | None = None) -> None:
        if handle not in self.people:
            raise DiglotError(f"There is nobody called {handle!r}.")
        self.people[handle] = replace(self.people[handle], role=role or self.people[handle].role)

    def remove(self, handle: str) -> None:
        del self.people[handle]


def refuse_wrong_numbers(entry: Entry) -> list[Finding]:
    """Stands in for the checks: a target that says `၉၉၉` or `999` has a wrong number."""
    wrong = next((number for number in ("999", "၉၉၉") if number in entry.target), None)
    message = "Numbers differ: the source has 2,500, the target has 999."
    if wrong:
        return [Finding("numbers", Severity.ERROR, message, "2,500", wrong)]
    return [Finding("spaces", Severity.WARN, "Two spaces stand side by side.")] if "  " in entry.target else []


@dataclass
class FakeDesk:
    """A project in memory that decides by the real rules."""

    name: str = "Newsroom"
    source_locale: str = "en"
    target_locales: Sequence[str] = ("my",)
    approvals: str = "sealed"
    api: bool = False
    catalogs: MemoryCatalogStore = field(
        default_factory=lambda: MemoryCatalogStore([Catalog("defectors", "my", entries())])
    )
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    people: FakePeople = field(
        default_factory=lambda: FakePeople(
            [
                FakePerson("moe", "reader"),
                FakePerson("thiri", "translator"),
                FakePerson("aung", "reviewer"),
                FakePerson("owner", "maintainer"),
            ]
        )
    )
    articles: dict[str, Document] = field(default_factory=lambda: {"defectors": document()})
    glossary: list[Term] = field(default_factory=list)
    proposed: list[Term] = field(default_factory=list)
    names: list[Proposal] = field(default_factory=list)
    memory: ListMemory = field(
        default_factory=lambda: ListMemory(
            [
                Remembered(OLDER, OFFERED, "en", "my", "agency.tmx"),
                Remembered(FIRST.replace("broken", "parted"), OFFERED, "en", "my", "agency.tmx"),
                Remembered(LAST.replace("growing", "growing fast"), OFFERED, "en", "my", "agency.tmx"),
            ]
        )
    )

    machines: list[Translating] = field(default_factory=lambda: [Translating("here")])
    jobs: MemoryJobs = field(default_factory=MemoryJobs)
    comments: MemoryComments = field(default_factory=MemoryComments)
    openings: MemoryOpenings = field(default_factory=MemoryOpenings)
    unsaved: MemoryUnsaved = field(default_factory=MemoryUnsaved)
    rules: Rules = field(default_factory=Rules)
    editions: set[str] = field(default_factory=set)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    allowances: dict[str, Allowance] = field(default_factory=dict)

    def slugs(self) -> list[str]:
        return sorted(self.articles)

    def document(self, slug: str) -> Document:
        return self.articles[slug]

    def readiness(self, *, now: datetime) -> dict[str, bool]:
        return dict.fromkeys(("database", "schema", "catalogs", "recovered"), True)

    def titles(self) -> dict[str, str]:
        return {slug: document.facts.get("title", "") for slug, document in self.articles.items()}

    def counts(self, keys: Sequence[CatalogKey]) -> Iterator[Counts]:
        for key in keys:
            entries = self.catalogs.read(key)[0].entries
            yield count_states(entries, approvals=self.approvals, flagged=self.journal.flagged(key))

    def published(self) -> set[str]:
        return set(self.editions)

    def findings(self, entry: Entry, locale: str) -> list[Finding]:
        return refuse_wrong_numbers(entry)

    def terms(self, locale: str) -> tuple[Term, ...]:
        return terms_for(self.glossary, locale)

    def glossary_rows(self) -> list[Row]:
        return [Row(term, "glossary/terms.csv", line) for line, term in enumerate(self.glossary, 2)]

    def proposed_terms(self) -> list[Row]:
        return [Row(term, "glossary-proposed.csv", line) for line, term in enumerate(self.proposed, 2)]

    def add_term(self, term: Term, *, private: bool = False, proposed: bool = False) -> None:
        now = added(self.proposed if proposed else self.glossary, checked_term(term))
        self.proposed, self.glossary = (now, self.glossary) if proposed else (self.proposed, now)

    def change_term(self, id: str, *, base: str, term: Term | None) -> None:
        old = next(row.term for row in self.glossary_rows() if row_id(row) == id)
        self.glossary = replaced(self.glossary, old, base=base, by=checked_term(term) if term else None)

    def settle_proposal(self, id: str, *, accept: bool) -> None:
        term = next((row.term for row in self.proposed_terms() if row_id(row) == id), None)
        if term is None:
            raise ConflictError("This proposal waits no longer.")
        self.proposed.remove(term)
        if accept:
            self.glossary = added(self.glossary, term)

    def proposals(self, slugs: Sequence[str] = ()) -> list[Proposal]:
        return list(self.names)

    def usages(self, term: Term, *, limit: int = 20) -> list[Usage]:
        segments = self.articles["defectors"].segments
        return [Usage("defectors", s) for s in segments if term.source in s.source][:limit]

    def recall(self, entry: Entry, catalog: CatalogKey, *, around: Hints | None = None) -> list[Recalled]:
        near = around or NO_HINTS
        return self.memory.recall(
            entry.source, source_locale="en", target_locale=catalog.locale, hints=near, context=entry.context
        )

    def search_memory(self, phrase: str, locale: str, *, in_target: bool = False, limit: int = 20) -> list[Remembered]:
        return self.memory.search(phrase, source_locale="en", target_locale=locale, in_target=in_target, limit=limit)

    def comments_on(self, catalog: CatalogKey, entry: Entry) -> list[Comment]:
        return self.comments.about(catalog, [entry.key, (entry.context, entry.previous)])

    def touched_by(self, handle: str) -> set[CatalogKey]:
        return {decision.catalog for decision in self.journal.decisions if decision.by == handle}

    def gist(self, key: CatalogKey) -> Gist:
        return gist_of(self.catalogs.read(key)[0].entries)

    def look_back(self, *, by: str, since: datetime) -> list[Undoable]:
        return look_back(self.catalogs, self.journal, by=by, since=since)

    def undo_all(self, *, by: str, since: datetime, who: str, now: datetime) -> int:
        return undo_all(self.catalogs, self.journal, by=by, since=since, who=who, now=now)

    def fixed(self, entry: Entry, rule: str, locale: str) -> str | None:
        return " ".join(entry.target.split()) if rule == "spaces" else None

    def decide(
        self,
        *,
        catalog: CatalogKey,
        key: Key,
        action: Action,
        target: str,
        base: str,
        by: str,
        now: datetime,
        accept_warnings: bool = True,
        alone: bool = False,
    ) -> Decided:
        opened = self.openings.first(by, catalog)

        def judge(found: Entry, text: str) -> Approval:
            reading = Reading(by, now, opened.get((found.key, found.revision)), alone)
            history = self.journal.history(catalog, found.key)
            return judge_approval(found, text, history, reading, self.rules, approvals=self.approvals)

        return decide(
            self.catalogs,
            self.journal,
            catalog=catalog,
            key=key,
            action=action,
            target=target,
            base=base,
            by=by,
            now=now,
            accept_warnings=accept_warnings,
            checks=refuse_wrong_numbers,
            judge=judge,
        )

    def undo(self, *, decision_id: int, by: str, now: datetime) -> Decided:
        return undo(self.catalogs, self.journal, decision_id=decision_id, by=by, now=now)

    def _decide_one(self, catalog: CatalogKey, action: Action, by: str, now: datetime) -> DecideOne:
        def decide_one(store, journal, key, target, base):
            return decide(
                store,
                journal,
                catalog=catalog,
                key=key,
                action=action,
                target=target,
                base=base,
                by=by,
                now=now,
                checks=refuse_wrong_numbers,
            )

        return decide_one

    def rehearse_batch(
        self, *, catalog: CatalogKey, chosen: Sequence[Chosen], action: Action, by: str, now: datetime
    ) -> Together:
        one = self._decide_one(catalog, action, by, now)
        return rehearse(self.catalogs, self.journal, catalog=catalog, chosen=chosen, action=action, decide_one=one)

    def decide_batch(
        self, *, catalog: CatalogKey, chosen: Sequence[Chosen], action: Action, by: str, now: datetime
    ) -> tuple[str, Together]:
        rehearsed = self.rehearse_batch(catalog=catalog, chosen=chosen, action=action, by=by, now=now)
        return "b1", carry_out(self.catalogs, self.journal, catalog=catalog, rehearsed=rehearsed, remark="batch:b1")

    def unread(self, rehearsed: Together, *, catalog: CatalogKey, by: str, now: datetime) -> dict[Key, str]:
        return unread(rehearsed.decisions, self.openings.first(by, catalog), now=now, fast_seconds=5)

    def batch_author(self, *, catalog: CatalogKey, batch: str) -> str:
        return next((d.by for d in batch_of(self.journal, catalog=catalog, remark=f"batch:{batch}")), "")

    def undo_batch(self, *, catalog: CatalogKey, batch: str, by: str, now: datetime) -> Together:
        return undo_together(self.catalogs, self.journal, catalog=catalog, remark=f"batch:{batch}", by=by, now=now)

    def preview(self, slug: str, locale: str) -> bytes:
        return b"<!DOCTYPE html><title>Draft</title><style>p { color: #000 }</style><p>Draft edition"

    def entry(self, source: str, context: str = "") -> Entry:
        return self.catalogs.read(MY)[0].by_key()[(context, source)]

    def chain(self, locale: str) -> list[str]:
        return [machine.name for machine in self.machines]

    @contextmanager
    def engines(self, locale: str, names: Sequence[str] = ()) -> Iterator[list[Translating]]:
        known = {machine.name: machine for machine in self.machines}
        for name in names:
            if name not in known:
                raise EngineUnavailable(f"there is no engine called {name!r}", engine=name)
        yield [known[name] for name in names or known]

    def _conditions(self, locale: str, *, by: str = "", agreed: Collection[str] = (), run: str = "") -> Conditions:
        return Conditions(
            self.source_locale,
            self.sensitivity,
            agreed=agreed,
            terms=self.terms(locale),
            allowances=self.allowances,
            by=by,
            run=run,
        )

    def prospects(
        self, slug: str, locale: str, *, chosen: Collection[str], key: Key | None = None, run: str = ""
    ) -> Prospects:
        catalog = CatalogKey(slug, locale)
        one = self.catalogs.read(catalog)[0].by_key()[key] if key else None
        return look_ahead(
            self.document(slug),
            locale,
            [one] if one else empty_entries(self.document(slug), self.catalogs, catalog),
            engines=self.machines,
            missing={},
            chosen=chosen,
            conditions=self._conditions(locale, run=run),
            means=Means(ledger=self.ledger),
            now=NOW,
            apart=key is not None,
        )

    def draft(
        self,
        slug: str,
        locale: str,
        *,
        engines: Sequence[Translating],
        stop: Callable[[], bool] | None = None,
        by: str = "",
        agreed: Collection[str] = (),
        run: str = "",
    ) -> Drafted:
        return draft_article(
            self.document(slug),
            locale,
            store=self.catalogs,
            engines=engines,
            conditions=self._conditions(locale, by=by, agreed=agreed, run=run),
            means=Means(ledger=self.ledger, stop=stop or bool),
        )

    def second_opinions(
        self,
        slug: str,
        locale: str,
        key: Key,
        *,
        engines: Sequence[Translating],
        by: str,
        agreed: Collection[str],
        stop: Callable[[], bool] | None = None,
    ) -> Opinions:
        return ask_engines(
            self.document(slug),
            locale,
            self.catalogs.read(CatalogKey(slug, locale))[0].by_key()[key],
            engines=engines,
            conditions=self._conditions(locale, by=by, agreed=agreed, run="opinion"),
            means=Means(ledger=self.ledger, stop=stop or bool),
            checks=refuse_wrong_numbers,
        )

    def new_run(self) -> str:
        return f"run{len(self.jobs.kept) + 1}"

    def leaks(self, key: CatalogKey) -> list[tuple[str, str]]:
        return []
