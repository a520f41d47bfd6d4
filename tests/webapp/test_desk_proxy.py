"""The desk as a real process behind a TLS proxy: whose word it takes for https, and whose it does not."""

import http.client
import re
import subprocess
import sys
from contextlib import contextmanager

import pytest
from sample_desk import copy_sample

pytestmark = pytest.mark.slow

FORWARDED = {"Host": "127.0.0.1:1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "desk.example.org"}


@contextmanager
def served(root, *options):
    """Serve the project at *root*; give where it listens."""
    command = [sys.executable, "-u", "-m", "l10n", "-C", str(root), "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            said = ""
            while not (found := re.search(r"The desk is at http://([\d.:]+)/", said)):
                line = server.stdout.readline()
                assert line, said
                said += line
            yield found[1]
        finally:
            server.kill()


def ask(host, method, path, headers, body=None):
    connection = http.client.HTTPConnection(host, timeout=20)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.headers.get_all("Set-Cookie") or [], answer.read().decode(errors="replace")
    finally:
        connection.close()


@pytest.fixture
def root(tmp_path):
    copy_sample(tmp_path / "newsroom")
    return tmp_path / "newsroom"


def test_behind_the_proxy_that_it_was_told_of_cookies_are_for_https_alone(root):
    with served(root, "--proxy", "127.0.0.1") as host:
        cookies, _ = ask(host, "GET", "/login", FORWARDED)
        plain, _ = ask(host, "GET", "/login", {"Host": host})
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)
    assert plain
    assert not any("Secure" in cookie for cookie in plain)


def test_nobody_else_is_believed(root):
    with served(root) as host:
        cookies, _ = ask(host, "GET", "/login", FORWARDED)
    assert cookies
    assert not any("Secure" in cookie for cookie in cookies)
