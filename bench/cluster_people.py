"""The people of `cluster.py`: who decide all the time, send again what got no answer, and compare it in the end."""

from __future__ import annotations

import html
import http.client
import random
import threading
import time
from collections import Counter
from contextlib import closing
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

from desk import PASSPHRASE, field

from l10n.model import Outcome
from l10n.newsroom.project import Project


class Clerk(threading.Thread):
    """Somebody who decides all the time, and sends again what got no answer."""

    def __init__(self, address: str, handle: str, pages: list[str], end: float, think_s: float) -> None:
        super().__init__(name=handle)
        self.host, self.handle, self.pages, self.end, self.think_s = (
            urlsplit(address).netloc,
            handle,
            pages,
            end,
            think_s,
        )
        self.draw, self.cookies = random.Random(handle), dict[str, str]()  # noqa: S311 (chance for a test)
        self.times: list[tuple[float, str, float, int]] = []
        self.acked, self.conflicts, self.unkept = list[str](), list[str](), 0

    def ask(self, kind: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status, 0 without an answer, and the text; note when, and how long it took."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began, status, text = time.time(), 0, ""
        with closing(http.client.HTTPConnection(self.host, timeout=60)) as connection:
            try:
                body = urlencode(fields) if fields is not None else None
                connection.request("POST" if fields is not None else "GET", path, body, headers)
                answer = connection.getresponse()
                status, text = answer.status, answer.read().decode()
                for cookie in answer.headers.get_all("Set-Cookie") or ():
                    name, _, value = cookie.partition(";")[0].partition("=")
                    self.cookies[name] = value
            except (OSError, http.client.HTTPException):
                pass
        self.times.append((began, kind, time.time() - began, status))
        return status, text

    def run(self) -> None:
        time.sleep(self.draw.uniform(0, 2 * self.think_s))
        while time.time() < self.end:
            status, page = self.ask("sign in", "/login")
            form = {
                "handle": self.handle,
                "passphrase": PASSPHRASE,
                "next": "/",
                "csrf_token": field(page, "csrf_token"),
            }
            if status == 200 and self.ask("sign in", "/login", form)[0] == 303:
                break
            time.sleep(1)
        number = 0
        while time.time() < self.end:
            number += 1
            self.decide(self.draw.choice(self.pages), f"¡{self.handle} {number}!")
            if number % 7 == 0:
                self.ask("front page", "/")

    def decide(self, path: str, text: str) -> None:
        """Write *text* into a paragraph, and go on trying until there is an answer."""
        while True:
            status, page = self.ask("open", path)
            if status == 200:
                break
            if time.time() > self.end + 60:
                return
            time.sleep(1)
        fields = {
            "action": "review",
            "base": field(page, "base"),
            "csrf_token": field(page, "csrf_token"),
            "target": text,
        }
        time.sleep(self.draw.expovariate(1 / self.think_s) if self.think_s else 0)
        while time.time() < self.end + 60:
            status, answer = self.ask("decide", path, fields)
            if status == 303:
                self.acked.append(text)
                return
            if status == 409:
                self.conflicts.append(text)
                return
            if status == 503 and text not in html.unescape(answer):
                self.unkept += 1
            time.sleep(1)
        return


def crowd(address: str, people: int, pages: list[str], seconds: float, think_s: float) -> list[Clerk]:
    end = time.time() + seconds
    clerks = [Clerk(address, f"p{number}", pages, end, think_s) for number in range(people)]
    for clerk in clerks:
        clerk.start()
    return clerks


def judge(project: Project, clerks: list[Clerk]) -> bool:
    """Compare what people were told with what is kept; print it, and return whether all is well."""
    recovered = project.recover()
    rows = project.journal.newest(limit=10**6)
    applied = Counter(row.after.target for row in rows if row.outcome is Outcome.APPLIED)
    known = {row.after.target for row in rows}
    acked = [text for clerk in clerks for text in clerk.acked]
    conflicts = [text for clerk in clerks for text in clerk.conflicts]
    lost = [text for text in acked if not applied[text]] + [text for text in conflicts if text not in known]
    double = [text for text, count in applied.items() if count > 1]
    newest: dict[object, str] = {}
    for row in rows:
        if row.outcome is Outcome.APPLIED:
            newest.setdefault((row.catalog, row.key), row.after.target)
    wrong = [
        key
        for catalog in {catalog for catalog, _ in newest}  # type: ignore[misc]
        for key, entry in project.catalogs.read(catalog)[0].by_key().items()
        if (catalog, key) in newest and entry.target != newest[catalog, key]
    ]
    replayed, unkept = recovered.applied + recovered.conflicts, sum(clerk.unkept for clerk in clerks)
    print(
        f"decisions answered {len(acked)}, told of a conflict {len(conflicts)}; lost {len(lost)}, twice {len(double)}, "
        f"catalogs that differ from the journal {len(wrong)}, pending replayed {replayed}, "
        f"error pages without the typed text {unkept}"
    )
    return not (lost or double or wrong)


def tell_times(clerks: list[Clerk], parts: dict[str, tuple[float, float]]) -> None:
    print("| when | what | how many | p50 ms | p99 ms | most ms | no answer or 5xx |")
    print("|---|---|---|---|---|---|---|")
    for part, (start, end) in parts.items():
        for kind in ("open", "decide", "front page"):
            found = [t for clerk in clerks for t in clerk.times if t[1] == kind and start <= t[0] < end]
            good = [taken for _, _, taken, status in found if status and status < 500]
            if len(good) > 1:
                cut = quantiles(good, n=100)
                ms = f"{1000 * cut[49]:.0f} | {1000 * cut[98]:.0f} | {1000 * max(good):.0f}"
                bad = Counter(status for *_, status in found if not status or status >= 500)
                told = ", ".join(f"{count} of {status or 'none'}" for status, count in sorted(bad.items())) or "0"
                print(f"| {part} | {kind} | {len(found)} | {ms} | {told} |")
