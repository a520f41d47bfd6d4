"""A page is fetched from where it was checked to be, in time, in size, and from nowhere private."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from l10n.errors import ArticleError, ConfigError, DiglotError, NetworkError
from l10n.readers.addresses import is_public, literal, read_place
from l10n.readers.fetching import Fetched, Fetcher

Answer = Callable[[BaseHTTPRequestHandler], None]
PAGE = b"<html><body><p>The page.</p></body></html>"


def send(
    request: BaseHTTPRequestHandler, data: bytes = PAGE, *, status: int = 200, kind: str = "text/html", **headers: str
) -> None:
    request.send_response(status)
    own = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **own}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(data)


@contextmanager
def serving(routes: dict[str, Answer], seen: list[dict[str, str]] | None = None) -> Iterator[int]:
    """Serve *routes* on a loopback port; *seen* gets the headers of each request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if seen is not None:
                seen.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
            try:
                routes[self.path](self)
            except OSError:
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def fetcher(port: int, *, timeout_s: float = 5.0, max_bytes: int = 10_000, **more: object) -> Fetcher:
    options: dict[str, object] = {"resolve": lambda host, at: ["127.0.0.1"], "allow_loopback": True, **more}
    return Fetcher(max_bytes=max_bytes, timeout_s=timeout_s, ports=frozenset({port, 80, 443}), **options)  # type: ignore[arg-type]


def failure(fetch: Fetcher, url: str) -> DiglotError:
    with pytest.raises(DiglotError) as caught:
        fetch.fetch(url)
    assert caught.value.remedy
    return caught.value


def test_a_page_comes_with_its_address_and_character_set() -> None:
    with serving({"/a": lambda r: send(r, kind="text/html; charset=ISO-8859-1")}) as port:
        fetched = fetcher(port).fetch(f"http://news.example:{port}/a#part")
        assert fetched == Fetched(f"http://news.example:{port}/a", PAGE, ".html", "iso-8859-1")


def test_the_request_tells_nothing_of_the_reader() -> None:
    seen: list[dict[str, str]] = []
    told: list[str] = []
    with serving({"/a": lambda r: send(r, Set_Cookie="id=7")}, seen) as port:
        fetch = fetcher(port, tell=told.append)
        fetch.fetch(f"http://news.example:{port}/a")
        fetch.fetch(f"http://news.example:{port}/a")
    asked = {"path": "/a", "host": f"news.example:{port}", "user-agent": "Mozilla/5.0 (compatible; Diglot)"}
    asked |= {"accept": seen[0]["accept"], "accept-encoding": "gzip", "connection": "close"}
    assert (seen, told) == ([asked, asked], ["news.example (127.0.0.1)"] * 2)


def test_redirects_are_followed_five_times() -> None:
    routes: dict[str, Answer] = {
        f"/{n}": lambda r, n=n: send(r, b"", status=302, Location=f"/{n + 1}")  # type: ignore[misc]
        for n in range(6)
    }
    routes["/6"] = send
    with serving(routes) as port:
        assert fetcher(port).fetch(f"http://news.example:{port}/1").url == f"http://news.example:{port}/6"
        assert "more than 5 times" in failure(fetcher(port), f"http://news.example:{port}/0").message


def test_a_redirect_in_a_circle_ends() -> None:
    with serving({"/a": lambda r: send(r, b"", status=301, Location="/a")}) as port:
        assert "in a circle" in failure(fetcher(port), f"http://news.example:{port}/a").message


@pytest.mark.parametrize(
    "target",
    [
        "http://inside.example/",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "http://[fe80::1]/",
        "http://news.example:22/",
    ],
)
def test_a_redirect_into_a_private_place_is_refused(target: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return {"news.example": ["127.0.0.1"], "inside.example": ["192.168.1.4"]}[host]

    with serving({"/a": lambda r: send(r, b"", status=302, Location=target)}) as port:
        assert "nothing was fetched" in failure(fetcher(port, resolve=resolve), f"http://news.example:{port}/a").message


@pytest.mark.parametrize(
    "target",
    """http://10.0.0.1/ http://2130706433/ http://0x7f.1/ http://0177.0.0.1/ http://[fc00::1]/ http://[::ffff:10.0.0.1]/
    http://[64:ff9b::a00:1]/ http://[2002:a00:1::]/ http://169.254.169.254/latest/ http://news.example@10.0.0.1/
    http://user:secret@news.example/ http://10.0.0.1#@news.example/ http://10.0.0.1\\@news.example/ //10.0.0.1/
    file:/etc/passwd file:/ data:text/html,x javascript:alert(1) gopher://10.0.0.1/ http://news.example:6379/ http://[
    http://[::1 http://[v1.x]/ http://rebound.example/""".split(),  # noqa: SIM905  (a list to be read at a glance)
)
def test_no_redirect_leads_out_of_the_public_web(target: str) -> None:
    """Each hop is read, looked up and connected to anew; no second server is ever reached."""
    seen: list[dict[str, str]] = []
    names = {"news.example": ["127.0.0.1"], "rebound.example": ["127.0.0.1", "10.0.0.1"]}
    with serving({"/a": lambda r: send(r, b"", status=302, Location=target)}, seen) as port:
        error = failure(fetcher(port, resolve=lambda host, at: names[host]), f"http://news.example:{port}/a")
    assert (len(seen), "nothing was fetched" in error.message or "no web address" in error.message) == (1, True)


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    answers = iter([["127.0.0.1"], ["10.9.9.9"], ["10.9.9.9"]])
    with serving({"/a": send}) as port:
        fetch = fetcher(port, resolve=lambda host, at: next(answers))
        assert fetch.fetch(f"http://rebinding.example:{port}/a").data == PAGE
        assert "leads into a private network (10.9.9.9)" in failure(fetch, f"http://rebinding.example:{port}/a").message


def test_one_private_address_among_public_ones_is_refused() -> None:
    fetch = Fetcher(max_bytes=10, resolve=lambda host, port: ["93.184.215.14", "10.0.0.1"])
    assert isinstance(failure(fetch, "http://news.example/"), ArticleError)


@pytest.mark.parametrize(
    "address",
    """0.0.0.0 0.1.2.3 10.1.2.3 100.64.0.1 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
    192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1
    255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::a00:1
    100::1 2001:db8::1 2001::1 2002:7f00:1::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1 ::ffff:0:a00:1""".split(),  # noqa: SIM905  (a list to be read at a glance)
)
def test_private_addresses_are_not_public(address: str) -> None:
    found = literal(address)
    assert found is not None
    assert not is_public(found)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:2800:21f::1", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    found = literal(address)
    assert found is not None
    assert is_public(found)


@pytest.mark.parametrize(
    "url",
    """http://127.0.0.1/ http://2130706433/ http://0177.0.0.1/ http://0x7f000001/ http://127.1/ http://0/ http://[::1]/
    http://[::ffff:127.0.0.1]/ http://[fe80::1%25eth0]/ ftp://news.example/ file:///etc/passwd gopher://x/ http://
    http:///a http://user:secret@news.example/ http://news.example:22/ http://news.example:6379/ http://a..b/
    http://news.example:99999/ http://ne\\ws.example/ javascript:alert(1) http://１２７.0.0.1/ http://127.0.0.1./
    http://127.0.0.1.%00.example/ https://0x7f.1/""".split(),  # noqa: SIM905  (a list to be read at a glance)
)
def test_addresses_that_are_no_public_page_are_refused_unfetched(url: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    error = failure(Fetcher(max_bytes=10, resolve=never), url)
    assert isinstance(error, ArticleError)
    assert "nothing was fetched" in error.message


def test_an_international_name_is_asked_for_in_ascii() -> None:
    place = read_place("HTTPS://Bücher.Example/süß?q=ä b#x")
    assert (place.host, place.url) == (
        "xn--bcher-kva.example",
        "https://xn--bcher-kva.example/s%C3%BC%C3%9F?q=%C3%A4%20b",
    )


def test_a_host_that_does_not_exist() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    error = failure(Fetcher(max_bytes=10, resolve=resolve), "https://gone.example/")
    assert (error.exit_code, "there is no host 'gone.example'" in error.message) == (5, True)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda r: send(r, status=404), "has no such page (404 Not Found)"),
        (lambda r: send(r, status=500), "answered with an error (500 Internal Server Error)"),
        (lambda r: send(r, kind="application/pdf"), "sent application/pdf, which is no article"),
        (lambda r: send(r, b"%PDF-1.7", kind="application/octet-stream"), "sent a PDF, not a page"),
        (lambda r: send(r, b"x" * 10_001), "sent more than 10,000 bytes"),
        (lambda r: send(r, gzip.compress(b"x" * 5_000_000), Content_Encoding="gzip"), "sent more than 10,000 bytes"),
        (lambda r: send(r, gzip.compress(PAGE)[:-9], Content_Encoding="gzip"), "broke off before the page was whole"),
        (lambda r: send(r, b"damaged", Content_Encoding="gzip"), "gave no page"),
        (lambda r: send(r, PAGE, Content_Encoding="br"), "packed as 'br'"),
        (lambda r: send(r, PAGE, Content_Length="999"), "broke off before the page was whole"),
        (lambda r: r.wfile.write(b"\0\1\2\n\n"), "gave no page"),
    ],
)
def test_what_a_server_can_do_wrong_is_said(answer: Answer, message: str) -> None:
    with serving({"/a": answer}) as port:
        error = failure(fetcher(port), f"http://news.example:{port}/a")
        assert (isinstance(error, NetworkError), error.exit_code, message in error.message) == (True, 5, True)


def test_a_packed_page_is_unpacked() -> None:
    with serving({"/a": lambda r: send(r, gzip.compress(PAGE), Content_Encoding="gzip")}) as port:
        assert fetcher(port).fetch(f"http://news.example:{port}/a").data == PAGE


def test_nobody_there_is_said() -> None:
    with serving({}) as port:
        pass
    assert "gave no page" in failure(fetcher(port), f"http://news.example:{port}/a").message


def drip(parts: Iterator[bytes], over: threading.Event) -> Answer:
    """Return an answer that sends *parts* one by one, slowly, until *over*."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        for part in parts:
            request.wfile.write(part)
            if over.wait(0.02):
                return

    return answer


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"],
    ids=["line", "header", "body"],
)
def test_a_server_that_drips_is_cut_off_at_the_deadline(start: bytes) -> None:
    over = threading.Event()
    parts = iter([start or b"H", *[b"x"] * 3000])
    with serving({"/a": drip(parts, over)}) as port:
        before = time.monotonic()
        error = failure(fetcher(port, timeout_s=0.15), f"http://news.example:{port}/a")
        taken_s = time.monotonic() - before
        over.set()
    assert "took longer than 0.15 seconds" in error.message
    assert taken_s < 30  # to its end it takes a minute


class Socks:
    """A SOCKS 5 proxy for one connection, which leads all names to *port* and remembers them."""

    def __init__(self, port: int, *, refuses: int = 0) -> None:
        self.port, self.refuses = port, refuses
        self.asked: list[tuple[int, str, int]] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.server.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        client, _ = self.server.accept()
        with client:
            client.recv(2)
            client.recv(1)
            client.sendall(b"\x05\x00")
            kind = client.recv(4)[3]
            name = client.recv(client.recv(1)[0]).decode()
            self.asked.append((kind, name, int.from_bytes(client.recv(2), "big")))
            client.sendall(bytes([5, self.refuses, 0, 1]) + bytes(6))
            if not self.refuses:
                with socket.create_connection(("127.0.0.1", self.port)) as there:
                    there.sendall(client.recv(65536))
                    while data := there.recv(65536):
                        client.sendall(data)

    def close(self) -> None:
        self.thread.join()
        self.server.close()


def never_resolve(host: str, port: int) -> list[str]:
    raise AssertionError("a name was looked up here, and not by the proxy")


@pytest.mark.parametrize("host", ["news.example", "abcdef.onion"])
def test_through_a_proxy_names_are_looked_up_by_the_proxy(host: str) -> None:
    told: list[str] = []
    with serving({"/a": send}) as port:
        proxy = Socks(port)
        fetch = fetcher(port, proxy=f"socks5h://{proxy.address}", resolve=never_resolve, tell=told.append)
        assert fetch.fetch(f"http://{host}/a").data == PAGE
        proxy.close()
    assert (proxy.asked, told) == ([(3, host, 80)], [f"{host} (through {proxy.address})"])


def test_a_proxy_that_refuses_is_said() -> None:
    proxy = Socks(1, refuses=4)
    fetch = Fetcher(max_bytes=10, proxy=f"socks5h://{proxy.address}", resolve=never_resolve)
    message = failure(fetch, "http://news.example/").message
    proxy.close()
    assert message == "no connection to news.example through the proxy: the proxy cannot find or reach the host"


def test_a_proxy_that_is_not_there_is_said() -> None:
    with serving({}) as port:
        pass
    error = failure(Fetcher(max_bytes=10, proxy=f"socks5h://127.0.0.1:{port}"), "http://news.example/")
    assert error.message == f"the proxy 127.0.0.1:{port} cannot be reached"


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "http://[::1]/", "http://localhost/", "http://router.lan/"])
def test_a_proxy_is_no_way_into_a_private_network(url: str) -> None:
    fetch = Fetcher(max_bytes=10, proxy="socks5h://127.0.0.1:9", resolve=never_resolve)
    assert "nothing was fetched" in failure(fetch, url).message


def test_an_onion_address_needs_the_proxy() -> None:
    assert "through Tor alone" in failure(Fetcher(max_bytes=10, resolve=never_resolve), "http://abc.onion/").message


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9050", "127.0.0.1:9050", "http://127.0.0.1:8080", "socks5h://"])
def test_a_proxy_that_would_leak_names_is_refused(proxy: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Fetcher(max_bytes=10, proxy=proxy, resolve=never_resolve).fetch("http://news.example/")
    assert "socks5h://" in caught.value.remedy
