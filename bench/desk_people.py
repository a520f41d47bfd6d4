"""People at a desk, as a process of its own: each thread is one person with one connection, who reads and decides.

`desk_people.py ADDRESS --people 50 --think-s 8 --seconds 60` prints one JSON object: milliseconds by route, and errors.
A person opens an article's paragraphs in review, one after another: approves each as it is, goes back to the list of
articles now and then, and comments on some. With `--think-s 0` nobody thinks: that is the most the desk can do.
"""

from __future__ import annotations

import argparse
import gzip
import html
import http.client
import json
import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import urlencode

PASSPHRASE = "boats carry rice and letters"
TIMEOUT_S = 60
PATIENCE_S = 0.4
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_BOX = re.compile(r'<textarea[^>]* name="target"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
_PARAGRAPH = re.compile(r'action="(/articles/[^"/]+/[^"/]+/p/[^"/?]+)(\?[^"]*)?"[^>]* id="decide"')
_LINK = re.compile(r'href="(/articles/[^"/]+/[^"/]+/p/[0-9a-f]{12})[^"]*"')


class Refused(Exception):
    """The desk answered otherwise than it should."""


class Person:
    """One person with one connection; what each request took is kept in *times*."""

    def __init__(self, host: str, handle: str, *, bare: bool) -> None:
        self.handle, self.bare, self.cookie = handle, bare, ""
        self.connection = http.client.HTTPConnection(host, timeout=TIMEOUT_S)
        self.times: dict[str, list[float]] = defaultdict(list)
        self.bytes: dict[str, int] = {}
        """What the largest answer weighed on the wire, by route."""

    def ask(self, route: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return the status, where it leads and the page; how long that took is noted under *route*."""
        headers = {"Accept-Encoding": "gzip", **({"Cookie": self.cookie} if self.cookie else {})}
        body = urlencode(fields) if fields is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if route:
            self.times[route].append((time.perf_counter() - begun) * 1000)
            self.bytes[route] = max(len(data), self.bytes.get(route, 0))
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.partition(";")[0]
        page = gzip.decompress(data) if answer.getheader("Content-Encoding") == "gzip" else data
        return answer.status, answer.getheader("Location") or "", page.decode()

    def get(self, route: str, path: str) -> str:
        status, _, page = self.ask(route, path)
        if status != 200:
            raise Refused(f"{route}: {status}")
        return page

    def sign_in(self) -> None:
        if self.bare:
            return
        fields = fields_of(self.get("", "/login"))
        fields |= {"handle": self.handle, "passphrase": PASSPHRASE, "next": "/"}
        status, _, _ = self.ask("", "/login", fields)
        if status != 303:
            raise Refused(f"sign-in: {status}")

    def shift(self, article: str, draw: random.Random) -> Iterator[None]:
        """Work on one article; it yields where a person would think."""
        self.get("articles", "/")
        yield
        page = self.get("review", f"{article}?state=review")
        yield
        links = _LINK.findall(page)
        if not links:
            return
        page = self.get("paragraph", f"{draw.choice(links)}?state=review")
        for _ in range(draw.randint(4, 10)):
            yield
            found = _PARAGRAPH.search(page)
            if found is None:
                return
            if draw.random() < 0.1:
                self._comment(found[1], page)
            next_page = self._approve(found[1] + (found[2] or ""), page)
            if not next_page.startswith("/"):
                return
            page = self.get("paragraph", next_page)

    def _comment(self, paragraph: str, page: str) -> None:
        fields = {**fields_of(page), "comment": "Is this what they said?", "about": "translation"}
        status, _, _ = self.ask("comment", f"{paragraph}/comments", fields)
        if status != 303:
            raise Refused(f"comment: {status}")

    def _approve(self, address: str, page: str) -> str:
        """Approve what is in the box, a second time where the desk asks again; return where it leads."""
        for action in ("approve", "approve-anyway"):
            box = _BOX.search(page)
            fields = fields_of(page) | {"action": action, "target": html.unescape(box[1]) if box else ""}
            status, where, page = self.ask("approve", html.unescape(address), fields)
            if status == 303:
                return where
            if status not in (409, 422):
                break
        if status == 409:
            return ""
        raise Refused(f"approve: {status}")


def fields_of(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that decides, of the whole page where there is none."""
    form = page.split("data-decide", 1)[-1].split("</form>", 1)[0]
    return {name: html.unescape(value) for name, value in _FIELD.findall(form)}


def work(person: Person, articles: list[str], *, think_s: float, until: float, errors: Counter[str], seed: int) -> None:
    """Let one person work until the time is over; the first pause is random, so that they do not begin as one."""
    draw = random.Random(seed)  # noqa: S311 (chance for a test)
    while time.monotonic() < until:
        try:
            for _ in person.shift(draw.choice(articles), draw):
                pause = draw.expovariate(1 / think_s) if think_s else 0.0
                time.sleep(max(0.0, min(pause, until - time.monotonic())))
                if time.monotonic() >= until:
                    return
        except (Refused, OSError, http.client.HTTPException) as error:
            errors[f"{type(error).__name__}: {error}"[:80]] += 1
            person.connection.close()
            time.sleep(PATIENCE_S)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("host")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--locales", default="es,fr")
    parser.add_argument("--think-s", type=float, default=8.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--bare", action="store_true")
    asked = parser.parse_args()
    pages = [f"/articles/article-{n:04}/{locale}" for n in range(asked.articles) for locale in asked.locales.split(",")]
    people = [Person(asked.host, f"person{n}", bare=asked.bare) for n in range(asked.people)]
    for person in people:
        person.sign_in()
    people[0].get("first look", "/")
    errors: Counter[str] = Counter()
    until = time.monotonic() + asked.seconds
    threads = [
        threading.Thread(
            target=work, args=(p, pages), kwargs={"think_s": asked.think_s, "until": until, "errors": errors, "seed": n}
        )
        for n, p in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times: dict[str, list[float]] = defaultdict(list)
    for person in people:
        for route, taken in person.times.items():
            times[route] += taken
    size: Counter[str] = Counter()
    for person in people:
        size |= Counter(person.bytes)
    print(json.dumps({"times": times, "errors": errors, "bytes": size}))


if __name__ == "__main__":
    main()
