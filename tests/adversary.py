"""A translation server that misbehaves in every way we know, and an oracle that knows each right answer.

How to put an engine through it:

1. Say how its protocol carries texts, if it is not in `DIALECTS` yet::

       DIALECTS["mine"] = Dialect(
           texts=lambda request: request.json["q"],                       # the texts it was asked for, in order
           answer=lambda request, targets: json.dumps({"out": targets}),  # a right answer; a target may be None
       )

2. Ask its server with `server.base("mine")` as the address; a path that the engine adds itself is ignored::

       with Adversary(seed=1, share=0.3) as server:
           engine = MyEngine(url=server.base("mine"), timeout_s=0.4, sleep=lambda seconds: None)
           report = put_through(engine, SOURCES, batch=engine.batch, workers=8)
           assert report.wrong == []

   or add one line to `CASES` in tests/engines/test_adversarial.py, which does all of it.

`share` of the requests get a fault, chosen by *seed* from `FAULTS`; faults of the text bend one text of a request.
`server.script` names faults for the coming requests (`right` for none), or is what to answer with (`status(503)`,
`says("a body")`); then the dice go on. What a server that the
texts must never reach has heard is `server.elsewhere`. A wrong text that no rule can tell from a right one is the
fault `lie`: it is in no dice, and shows that the oracle finds what it should.
"""

import functools
import gzip
import html
import json
import queue
import random
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from l10n.errors import EngineError
from l10n.model import Draft
from l10n.ports import EngineFailure

_WORD = re.compile(r"⟦\d+⟧|[^\W\d_]+")


def right(text: str) -> str:
    """Return the one right translation of *text*: every word its own, so that whole and parts agree."""
    return _WORD.sub(lambda word: word[0] if word[0][0] == "⟦" else _translated(word[0]), text)


def _translated(word: str) -> str:
    turned = word[::-1].lower() + "o"
    return turned.capitalize() if word[0].isupper() else turned


def sources(count: int, *, seed: int = 7) -> list[str]:
    """Return *count* different texts like those of news: sentences with numbers and names, some with marks."""
    dice = random.Random(seed)
    return [_paragraph(dice, number) for number in range(count)]


_TEXT = (
    "the government said on that villagers from northern hills had left their homes after heavy rain and soldiers "
    "burned many houses while doctors in capital treated wounded people near river road market school teachers"
)
_WORDS = _TEXT.split()


def _paragraph(dice: random.Random, number: int) -> str:
    sentences = []
    for _ in range(dice.choice((1, 1, 2, 3))):
        words = [dice.choice(_WORDS) for _ in range(dice.randint(6, 16))]
        if dice.random() < 0.3:
            words.insert(dice.randrange(1, len(words)), str(dice.randint(2, 90_000)))
        sentences.append(" ".join(words).capitalize() + ".")
    text = f"Report {number}: " + " ".join(sentences)
    if dice.random() < 0.3:
        words = text.split(" ")
        place = dice.randrange(2, len(words) - 1)
        words[place] = f"⟦0⟧{words[place]}⟦1⟧"
        text = " ".join(words)
    return text


@dataclass(frozen=True)
class Request:
    """What an engine sent."""

    method: str
    path: str
    fields: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass(frozen=True)
class Dialect:
    """How a protocol asks for texts and is answered. *content_type* is that of a right answer."""

    texts: Callable[[Request], list[str]]
    answer: Callable[[Request, list[str | None]], str]
    content_type: str = "application/json; charset=utf-8"


def _q(request: Request) -> list[str]:
    return [request.fields["q"]]


DIALECTS = {
    "google": Dialect(
        _q,
        lambda request, targets: (
            '<html><body><div class="header">Translate</div>'
            f'<div class="result-container">{html.escape(targets[0] or "")}</div></body></html>'
        ),
        "text/html; charset=UTF-8",
    ),
    "mymemory": Dialect(
        _q,
        lambda request, targets: json.dumps(
            {"responseData": {"translatedText": targets[0], "match": 0.85}, "responseStatus": 200, "matches": []}
        ),
    ),
    "deep-libretranslate": Dialect(_q, lambda request, targets: json.dumps({"translatedText": targets[0]})),
    "microsoft": Dialect(
        lambda request: [item["text"] for item in request.json],
        lambda request, targets: json.dumps([{"translations": [{"text": t, "to": "es"}]} for t in targets]),
    ),
    "deepl": Dialect(
        lambda request: [request.fields["text"]],
        lambda request, targets: json.dumps(
            {"translations": [{"detected_source_language": "EN", "text": t} for t in targets]}
        ),
    ),
    "baidu": Dialect(
        _q,
        lambda request, targets: json.dumps(
            {"from": "en", "to": "spa", "trans_result": [{"src": request.fields["q"], "dst": t} for t in targets]}
        ),
    ),
    "qcri": Dialect(
        lambda request: [request.fields["text"]],
        lambda request, targets: json.dumps({"success": True, "translatedText": targets[0]}),
    ),
}
"""Protocols by the name of their engine."""

_MARK = re.compile(r"⟦\d+⟧")

Bend = Callable[[str, str, random.Random], str | None]
"""What a misbehaving machine makes of a source and its right translation; the same text where it does not apply."""


def _cut(source: str, target: str, dice: random.Random) -> str:
    return target[: round(len(target) * dice.uniform(0.2, 0.6))].rstrip(" .") if source.endswith(".") else target


def _without_a_mark(source: str, target: str, dice: random.Random) -> str:
    return _MARK.sub("", target, count=1)


def _with_a_mark_twice(source: str, target: str, dice: random.Random) -> str:
    return _MARK.sub(lambda mark: mark[0] * 2, target, count=1)


BENDS: dict[str, Bend] = {
    "echo": lambda source, target, dice: source,
    "echo in capitals": lambda source, target, dice: source.upper() if "⟦" not in source else source,
    "truncated": _cut,
    "wrong script": lambda source, target, dice: "ဤစာသည် မြန်မာဘာသာ ဖြစ်နေသည်။ " * (1 + len(target) // 30),
    "mark lost": _without_a_mark,
    "mark doubled": _with_a_mark_twice,
    "nothing": lambda source, target, dice: None,
    "empty": lambda source, target, dice: "",
    "blank": lambda source, target, dice: " \n ",
    "error page": lambda source, target, dice: (
        "Error 500 (Server Error)!!1500.That’s an error.There was an error. Please try again later."
    ),
    "quota": lambda source, target, dice: (
        "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN 10 HOURS"
    ),
    "polite quota": lambda source, target, dice: (
        "You have reached the daily limit of your plan. Please upgrade, or wait until tomorrow for more."
    ),
    "html": lambda source, target, dice: f"<b>{target}</b><br>",
    "page": lambda source, target, dice: "<!DOCTYPE html><html><head><title>Sign in</title></head></html>",
    "mojibake": lambda source, target, dice: ("Según añadió " + target).encode().decode("latin-1"),
    "padded": lambda source, target, dice: target + " nada" * len(target),
}
LIE: dict[str, Bend] = {"lie": lambda source, target, dice: " ".join(reversed(target.rstrip(".").split(" "))) + "."}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for the client to have acknowledged its head
    server: "Adversary"

    def do_GET(self):
        self._respond(b"")

    def do_POST(self):
        self._respond(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _respond(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        form = self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        fields = dict(parse_qsl(parts.query, keep_blank_values=True))
        fields |= dict(parse_qsl(body.decode(), keep_blank_values=True)) if form else {}
        request = Request(self.command, self.path, fields, {k.lower(): v for k, v in self.headers.items()}, body)
        dialect = DIALECTS[parts.path.split("/")[1]]
        fault, dice = self.server.next_fault(request)
        texts = dialect.texts(request)
        targets: list[str | None] = [right(text) for text in texts]
        if not isinstance(fault, str):
            fault(self, dialect.answer(request, targets).encode(), dialect.content_type)
            return
        bend = BENDS.get(fault) or LIE.get(fault)
        if bend and texts:
            n = dice.randrange(len(texts))
            targets[n] = bend(texts[n], right(texts[n]), dice)
        answer = dialect.answer(request, targets).encode()
        WIRES.get(fault, _send)(self, answer, dialect.content_type)

    def send(self, status: int, body: bytes, content_type: str, **headers: str) -> None:
        self.send_response(status)
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **own}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


Wire = Callable[[_Handler, bytes, str], None]


def _send(handler: _Handler, body: bytes, content_type: str) -> None:
    handler.send(200, body, content_type)


def _hang(handler: _Handler, body: bytes, content_type: str) -> None:
    handler.server.released.wait(60)
    handler.close_connection = True


def _drip(handler: _Handler, body: bytes, content_type: str) -> None:
    """One byte now and then: no single wait is long, all together never end."""
    handler.close_connection = True
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    for byte in head + body:
        if handler.server.released.wait(0.05):
            return
        handler.wfile.write(bytes([byte]))


def _reset(handler: _Handler, body: bytes, content_type: str) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def _reset_midway(handler: _Handler, body: bytes, content_type: str) -> None:
    handler.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[: len(body) // 2])
    handler.wfile.flush()
    _reset(handler, body, content_type)


def _short_body(handler: _Handler, body: bytes, content_type: str) -> None:
    handler.close_connection = True
    handler.send(200, body[: len(body) // 2], content_type, Content_Length=str(len(body)))


def _bomb(handler: _Handler, body: bytes, content_type: str) -> None:
    handler.send(200, _packed(), content_type, Content_Encoding="gzip")


@functools.cache
def _packed() -> bytes:
    return gzip.compress(b'{"translatedText": "' + b"a" * 30_000_000, compresslevel=6)


def _endless(handler: _Handler, body: bytes, content_type: str) -> None:
    handler.close_connection = True
    handler.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode())
    for _ in range(3000):
        handler.wfile.write(b" " * 10_000)


def _wrong_charset(handler: _Handler, body: bytes, content_type: str) -> None:
    """Says UTF-8 and sends something else."""
    handler.send(200, body.decode().replace("o", "ó").encode("cp1252", "replace"), content_type)


def _redirect(handler: _Handler, body: bytes, content_type: str) -> None:
    handler.send(302, b"", content_type, Location=handler.server.elsewhere_url)


def _date(seconds: float) -> str:
    return formatdate(seconds, usegmt=True)


def status(code: int, body: bytes = b"<html><body><h1>No</h1></body></html>", **headers: str) -> Wire:
    return lambda handler, answer, content_type: handler.send(code, body, "text/html", **headers)


def says(body: str, **headers: str) -> Wire:
    """Return what answers 200 with *body*, in the dialect's type."""
    return lambda handler, answer, content_type: handler.send(200, body.encode(), content_type, **headers)


WIRES: dict[str, Wire] = {
    "hang": _hang,
    "slow drip": _drip,
    "reset": _reset,
    "reset midway": _reset_midway,
    "short body": _short_body,
    "gzip bomb": _bomb,
    "endless": _endless,
    "wrong charset": _wrong_charset,
    "redirect elsewhere": _redirect,
    "429": status(429),
    "429 for 2 s": status(429, Retry_After="2"),
    "429 until a date": lambda handler, answer, content_type: handler.send(
        429, b"later", "text/plain", Retry_After=_date(handler.server.now() + 3)
    ),
    "500": status(500),
    "503 with a page": status(503, b"<html>Service Unavailable</html>", Retry_After="1"),
    "not json": lambda handler, answer, content_type: handler.send(200, b"<html>Hi</html>", content_type),
    "no body": lambda handler, answer, content_type: handler.send(200, b"", content_type),
}

FAULTS = (*BENDS, *WIRES)
"""All that the dice may choose."""


class Adversary(ThreadingHTTPServer):
    """The server; a context manager. *share* of the requests get a fault of *faults*."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *, seed: int = 1, share: float = 0.0, faults: Sequence[str] = FAULTS) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: list[str | Wire] = []
        self.asked: list[Request] = []
        self.given: Counter[str] = Counter()
        self.elsewhere: list[bytes] = []
        self.released, self.heard = threading.Event(), threading.Event()
        self._seed, self._share, self._faults = seed, share, tuple(faults)
        self._lock = threading.Lock()
        self._decoy = socket.create_server(("127.0.0.1", 0))
        self.elsewhere_url = f"http://localhost:{self._decoy.getsockname()[1]}/caught"

    def base(self, dialect: str) -> str:
        """Return the address at which the server speaks *dialect*."""
        return f"http://127.0.0.1:{self.server_address[1]}/{dialect}"

    def now(self) -> float:
        return time.time()

    def next_fault(self, request: Request) -> "tuple[str | Wire, random.Random]":
        with self._lock:
            self.asked.append(request)
            self.heard.set()
            dice = random.Random(f"{self._seed} {len(self.asked)}")
            chosen = dice.choice(self._faults) if dice.random() < self._share else "right"
            fault = self.script.pop(0) if self.script else chosen
            self.given[fault if isinstance(fault, str) else "scripted"] += 1
            return fault, dice

    def _listen_elsewhere(self) -> None:
        while True:
            try:
                connection, _ = self._decoy.accept()
            except OSError:
                return
            with connection:
                self.elsewhere.append(b"a connection")

    def handle_error(self, request, client_address):
        """Clients that leave in the middle are what the tests are about."""

    def __enter__(self) -> "Adversary":
        self._listeners = [
            threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True),
            threading.Thread(target=self._listen_elsewhere, daemon=True),
        ]
        for thread in self._listeners:
            thread.start()
        return self

    def __exit__(self, *error) -> None:
        self.released.set()
        self.shutdown()
        self._decoy.shutdown(socket.SHUT_RDWR)
        self._decoy.close()
        for thread in self._listeners:
            thread.join()
        self.server_close()


@dataclass
class Report:
    """What came of a run, text by text. *refused* are texts whose call raised before their turn, with the error."""

    drafts: dict[str, str] = field(default_factory=dict)
    failures: dict[str, EngineFailure] = field(default_factory=dict)
    refused: dict[str, EngineError] = field(default_factory=dict)
    strange: list[object] = field(default_factory=list)

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """The texts that were accepted though the oracle knows better, with what was accepted."""
        return [(source, target) for source, target in self.drafts.items() if target != right(source)]

    @property
    def left(self) -> list[str]:
        """What a second run has to do."""
        return [*self.failures, *self.refused]


def put_through(engine, texts: Sequence[str], *, batch: int = 1, workers: int = 8) -> Report:
    """Return what *engine*, shared by *workers* threads, gave for each of *texts*, asked *batch* at a time."""
    report, waiting, lock = Report(), queue.SimpleQueue(), threading.Lock()
    for start in range(0, len(texts), batch):
        waiting.put(list(texts[start : start + batch]))

    def work() -> None:
        while True:
            try:
                chunk = waiting.get_nowait()
            except queue.Empty:
                return
            _ask(engine, chunk, report, lock)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return report


def _ask(engine, chunk: list[str], report: Report, lock: threading.Lock) -> None:
    done = 0
    try:
        for text, result in zip(chunk, engine.translate(chunk, source_locale="en", target_locale="es"), strict=True):
            with lock:
                if isinstance(result, Draft) and result.source == text:
                    report.drafts[text] = result.target
                elif isinstance(result, EngineFailure) and result.source == text and result.reason:
                    report.failures[text] = result
                else:
                    report.strange.append(result)
            done += 1
    except EngineError as error:
        with lock:
            report.refused |= dict.fromkeys(chunk[done:], error)
    except Exception as error:  # nothing else may ever come out of an engine
        with lock:
            report.strange.append(error)
