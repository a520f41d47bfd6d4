"""An engine's way out: one host, one deadline, proxies that look names up, connections that are used again."""

import socket
import ssl
import subprocess
import sys
import threading
import time

import pytest
from adversary import Adversary, says, status

from l10n.engines.deep import DeepEngine
from l10n.engines.services import MYMEMORY
from l10n.engines.transport import Refused, Transport, Unreachable
from l10n.model import Draft
from l10n.ports import Reach

_looked_up: list[str] = []
_watching = threading.Event()


def _hear(event, args):
    if event == "socket.getaddrinfo" and _watching.is_set():
        _looked_up.append(args[0])


sys.addaudithook(_hear)


@pytest.fixture
def looked_up():
    """The names that this process looks up."""
    _looked_up.clear()
    _watching.set()
    yield _looked_up
    _watching.clear()


@pytest.fixture
def server():
    with Adversary() as server:
        yield server


class Proxy:
    """A SOCKS 5 or HTTP proxy that leads every name to *port* and remembers how it was asked."""

    def __init__(self, port, *, refuses=0, account=b"", hangs=False):
        self.port, self.refuses, self.account, self.hangs = port, refuses, account, hangs
        self.asked, self.heads, self.released = [], [], threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.server.getsockname()[1]}"
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def accept(self):
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with client:
            first = client.recv(1)
            if first == b"\x05":
                self.serve_socks(client)
            elif first:
                self.serve_http(client, first)

    def serve_socks(self, client):
        methods = client.recv(client.recv(1)[0])
        if self.account:
            assert 2 in methods
            client.sendall(b"\x05\x02")
            self.heads.append(client.recv(99))
            client.sendall(b"\x01\x00")
        else:
            client.sendall(b"\x05\x00")
        kind = client.recv(4)[3]
        name = client.recv(client.recv(1)[0]).decode()
        self.asked.append((kind, name, int.from_bytes(client.recv(2), "big")))
        if self.hangs:
            self.released.wait(60)
            return
        client.sendall(bytes([5, self.refuses, 0, 1]) + bytes(6))
        if not self.refuses:
            self.pass_on(client, b"")

    def serve_http(self, client, head):
        while b"\r\n\r\n" not in head:
            head += client.recv(65536)
        self.heads.append(head.split(b"\r\n")[0].decode())
        if head.startswith(b"CONNECT"):
            client.sendall(b"HTTP/1.1 403 No\r\n\r\n" if self.refuses else b"HTTP/1.1 200 Yes\r\n\r\n")
            head = b""
        if not self.refuses:
            self.pass_on(client, head)

    def pass_on(self, client, head):
        with socket.create_connection(("127.0.0.1", self.port)) as there:
            back = threading.Thread(target=self.copy, args=(there, client), daemon=True)
            back.start()
            there.sendall(head)
            self.copy(client, there)
            back.join()

    @staticmethod
    def copy(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.released.set()
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join()


@pytest.fixture
def proxies():
    made = []

    def make(*args, **options):
        made.append(Proxy(*args, **options))
        return made[-1]

    yield make
    for proxy in made:
        proxy.close()


PATH = "/mymemory/get?q=One.&langpair=en%7Ces"


def test_through_socks_names_are_looked_up_by_the_proxy(server, proxies, looked_up):
    proxy = proxies(server.server_address[1])
    engine = DeepEngine(
        MYMEMORY, url="http://translate.example/mymemory/get", proxy=f"socks5h://{proxy.address}", timeout_s=5
    )
    results = list(engine.translate(["One.", "Two."], source_locale="en", target_locale="es"))
    engine.close()
    assert [type(result) for result in results] == [Draft, Draft]
    assert engine.reach is Reach.REMOTE
    assert proxy.asked == [(3, "translate.example", 80)]
    assert set(looked_up) == {"127.0.0.1"}
    assert server.asked[0].headers["host"] == "translate.example"


def test_without_a_proxy_the_name_is_looked_up_here(looked_up):
    """Shows that the test above would notice."""
    with pytest.raises(Unreachable, match=r"its name is not known|no answer"):
        Transport("http://translate.invalid/", timeout_s=2).send("GET", "http://translate.invalid/")
    assert looked_up == ["translate.invalid"]


def test_an_account_with_the_proxy_is_used(server, proxies):
    proxy = proxies(server.server_address[1], account=b"yes")
    out = Transport("http://a.example", proxy=f"socks5h://me:pass@{proxy.address}", timeout_s=5)
    assert out.send("GET", f"http://a.example{PATH}").status_code == 200
    out.close()
    assert proxy.heads == [b"\x01\x02me\x04pass"]


def test_this_computer_is_always_spoken_to_directly(server, proxies):
    proxy = proxies(server.server_address[1])
    out = Transport(server.base("mymemory"), proxy=f"socks5h://{proxy.address}", timeout_s=5)
    assert out.send("GET", server.base("mymemory") + "/get?q=One.").status_code == 200
    out.close()
    assert proxy.asked == []


def test_a_proxy_that_refuses_or_is_not_there_is_said(server, proxies):
    proxy = proxies(1, refuses=4)
    out = Transport("http://a.example", proxy=f"socks5h://{proxy.address}", timeout_s=5)
    with pytest.raises(Unreachable, match="the proxy cannot find or reach the host"):
        out.send("GET", "http://a.example/")
    with pytest.raises(Unreachable, match=r"the proxy 127\.0\.0\.1:1 cannot be reached"):
        Transport("http://a.example", proxy="socks5h://127.0.0.1:1").send("GET", "http://a.example/")


def test_a_proxy_that_hangs_is_left_at_the_deadline(server, proxies):
    proxy = proxies(1, hangs=True)
    began = time.monotonic()
    with pytest.raises(Unreachable, match="no answer in time"):
        Transport("http://a.example", proxy=f"socks5h://{proxy.address}", timeout_s=0.2).send(
            "GET", "http://a.example/"
        )
    assert time.monotonic() - began < 30  # left alone, it hangs for a minute


def test_an_http_proxy_is_given_the_whole_address(server, proxies, looked_up):
    proxy = proxies(server.server_address[1])
    out = Transport("http://a.example", proxy=f"http://{proxy.address}", timeout_s=5)
    assert out.send("GET", f"http://a.example{PATH}").status_code == 200
    out.close()
    assert proxy.heads == [f"GET http://a.example{PATH} HTTP/1.1"]
    assert set(looked_up) == {"127.0.0.1"}


def test_an_http_proxy_opens_a_tunnel_for_https(proxies, looked_up):
    proxy = proxies(1, refuses=1)
    with pytest.raises(Unreachable, match=r"the proxy refuses: HTTP/1\.1 403 No"):
        Transport("https://a.example", proxy=f"http://{proxy.address}", timeout_s=5).send("GET", "https://a.example/")
    assert proxy.heads == ["CONNECT a.example:443 HTTP/1.1"]
    assert set(looked_up) == {"127.0.0.1"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(key), "-out", str(cert), "-days", "2", "-subj", "/CN=a.example"]
    command += ["-addext", "subjectAltName=DNS:a.example"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("openssl is not here")
    return cert, key


def test_https_goes_through_socks_and_trusts_only_the_right_name(server, proxies, certificate):
    cert, key = certificate
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(cert, key)
    server.socket = own.wrap_socket(server.socket, server_side=True)
    proxy = proxies(server.server_address[1])
    trusting = ssl.create_default_context(cafile=str(cert))
    out = Transport("https://a.example", proxy=f"socks5h://{proxy.address}", timeout_s=5, context=trusting)
    assert [out.send("GET", f"https://a.example{PATH}").status_code for _ in range(2)] == [200, 200]
    out.close()
    assert proxy.asked == [(3, "a.example", 443)]
    for url, context in (("https://b.example", trusting), ("https://a.example", None)):
        other = Transport(url, proxy=f"socks5h://{proxy.address}", timeout_s=5, context=context)
        with pytest.raises(Unreachable, match="no safe connection"):
            other.send("GET", f"{url}{PATH}")


def test_a_connection_is_used_again_and_a_dead_one_replaced(server):
    out = Transport(server.base("mymemory"), timeout_s=5)
    url = server.base("mymemory") + "/get?q=One."
    server.script = ["right", "right", "reset", "right"]
    assert [out.send("GET", url).status_code for _ in range(3)] == [200] * 3
    out.close()
    assert len(server.asked) == 4


@pytest.mark.parametrize("fault", ["hang", "slow drip"])
def test_a_request_ends_at_its_deadline(server, fault):
    server.script = [fault]
    out = Transport(server.base("mymemory"), timeout_s=0.3)
    began = time.monotonic()
    with pytest.raises(Unreachable, match="no answer in time"):
        out.send("GET", server.base("mymemory") + "/get?q=One.")
    assert 0.25 < time.monotonic() - began < 30


@pytest.mark.parametrize("fault", ["short body", "reset midway"])
def test_half_an_answer_is_none(server, fault):
    server.script = [fault] * 2
    out = Transport(server.base("mymemory"), timeout_s=5)
    with pytest.raises(Unreachable):
        out.send("GET", server.base("mymemory") + "/get?q=One.")


def test_a_packed_answer_is_unpacked(server):
    import gzip

    body = gzip.compress(b'{"a": 1}')
    server.script = [lambda handler, answer, kind: handler.send(200, body, kind, Content_Encoding="gzip")]
    out = Transport(server.base("mymemory"), timeout_s=5)
    assert out.send("GET", server.base("mymemory") + "/get?q=One.").json() == {"a": 1}
    out.close()


def test_another_place_is_refused_before_anything_is_sent(server, looked_up):
    out = Transport(server.base("mymemory"), timeout_s=5)
    with pytest.raises(Refused):
        out.send("GET", "http://elsewhere.example/")
    assert looked_up == []


def test_redirects_within_the_host_are_followed_but_not_in_circles(server):
    url = server.base("mymemory") + "/get?q=One."
    server.script = [status(307, Location=url), says("{}"), *[status(302, Location=url)] * 3]
    out = Transport(server.base("mymemory"), timeout_s=5)
    assert out.send("GET", url).content == b"{}"
    with pytest.raises(Refused, match="in circles"):
        out.send("GET", url)
    out.close()


def test_a_closed_transport_sends_nothing(server):
    out = Transport(server.base("mymemory"), timeout_s=5)
    out.close()
    with pytest.raises(Unreachable):
        out.send("GET", server.base("mymemory") + "/get?q=One.")
    assert server.asked == []
