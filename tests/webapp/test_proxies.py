"""The files of ops/ for nginx and Caddy, each in front of a real desk: https, cookies, headers, and what they keep quiet."""

import os
import re
import subprocess
import warnings

import pytest
from sample_desk import REPOSITORY, SLUG, copy_sample
from served_fixture import BIN, Browser, free_port, not_approved, running, wait_until_ready
from tools import needs_tool

from l10n.model import CatalogKey

pytestmark = pytest.mark.slow

OPS = REPOSITORY / "ops"
ES = CatalogKey(SLUG, "es")
GUNICORN = (str(BIN / "gunicorn"), "-c", str(OPS / "gunicorn.conf.py"))
SPOOFED = {
    **{"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example", "X-Forwarded-For": "192.0.2.7"},
    **{"Forwarded": "for=192.0.2.7;host=evil.example", "X-Real-IP": "192.0.2.7"},
}


@pytest.fixture(autouse=True)
def _own_certificates():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of https with a certificate that nobody vouches for
        yield


@pytest.fixture
def project(tmp_path):
    return copy_sample(tmp_path / "newsroom")


def nginx_before(folder, socket):
    """Return the command that runs ops/nginx.conf in *folder*, and where it listens."""
    port, plain = free_port(), free_port()
    make = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=desk.example.org")
    subprocess.run([*make, "-keyout", "key.pem", "-out", "cert.pem"], cwd=folder, check=True, capture_output=True)
    site = (OPS / "nginx.conf").read_text()
    for old, new in (
        ("/etc/ssl/desk.example.org.pem", f"{folder}/cert.pem"),
        ("/etc/ssl/desk.example.org.key", f"{folder}/key.pem"),
        ("unix:/run/diglot/desk.sock", f"unix:{socket}"),
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
    ):
        assert old in site
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/main.log;\n"
        f"events {{}}\nhttp {{ {paths} include {folder}/site.conf; }}\n"
    )
    return ("nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")), f"https://127.0.0.1:{port}"


def caddy_before(folder, _):
    port, plain, onion = free_port(), free_port(), free_port()
    text = (OPS / "Caddyfile").read_text()
    for old, new in (
        ("\tadmin off", f"\tadmin off\n\tskip_install_trust\n\thttp_port {plain}"),
        (":8080 {", f":{onion} {{"),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "Caddyfile").write_text(text)
    return (
        "caddy",
        "run",
        "--adapter",
        "caddyfile",
        "--config",
        str(folder / "Caddyfile"),
    ), f"https://localhost:{port}"


@pytest.fixture
def behind(project, tmp_path):
    """Return a function that runs a proxy with a desk behind it; gives the proxy and the desk."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def start(name):
            socket, folder = tmp_path / "desk.sock", tmp_path / name
            folder.mkdir()
            command, address = {"nginx": nginx_before, "caddy": caddy_before}[name](folder, socket)
            desk_at = f"127.0.0.1:{free_port()}"
            at, trusted = (f"unix:{socket}", "unix") if name == "nginx" else (desk_at, "127.0.0.1,::1")
            told = {"DIGLOT_HOST": address, "DIGLOT_DESK": desk_at, "XDG_DATA_HOME": str(folder), "HOME": str(folder)}
            proxy = stack.enter_context(running(command, folder / "log", address, verify=False, wait=False, **told))
            own = {"DIGLOT_PROJECT": str(project.root), "DIGLOT_BIND": at, "DIGLOT_PROXY": trusted}
            desk = stack.enter_context(
                running(GUNICORN, tmp_path / "desk.log", address, verify=False, DIGLOT_LOG="json", **own)
            )
            return proxy, desk

        yield start


@pytest.mark.parametrize("name", [pytest.param(n, marks=needs_tool(n)) for n in ("nginx", "caddy")])
def test_people_work_through_the_proxy_and_nothing_that_visitors_claim_is_believed(project, behind, name):
    proxy, desk = behind(name)
    host = "desk.example.org" if name == "nginx" else proxy.address.partition("//")[2]
    own = {**SPOOFED, "Host": host, "Referer": f"https://{host}/"}
    visitor = Browser(proxy.address, own, verify=False)
    assert visitor.sign_in("nilar").status_code == 303
    cookie = visitor.get("/login").headers["Set-Cookie"]
    assert "; Secure" in cookie
    assert "; HttpOnly" in cookie
    number = not_approved(project, ES)[0]
    assert visitor.approve(project, ES, number).status_code == 303
    page = visitor.post("/people", handle="newcomer", role="reader").text
    (link,) = set(re.findall(r"https?://[^<\s\"]*/invite/[\w-]+", page))
    assert link.startswith(f"https://{host}/invite/")
    headers = visitor.get("/").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers.get("Server", "nginx") == "nginx"  # no version
    assert visitor.get("/metrics").status_code == 404
    wait_until_ready(proxy)
    os.killpg(desk.process.pid, 9)
    desk.process.wait()
    assert visitor.get("/invite/a-secret-token").status_code == 502
    written = (
        "".join(p.read_text(errors="replace") for p in proxy.log.parent.glob("*log*") if p.is_file()) + desk.said()
    )
    assert not re.search(
        r"a-secret-token|192\.0\.2\.7|127\.0\.0\.1:\d{4,5}\b.*(GET|POST)|nilar|newcomer|evil", written
    ), written
