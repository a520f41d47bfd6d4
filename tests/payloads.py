"""Texts that try to become code in a page, and a look at whether any of them did.

`DIGLOT_PAYLOADS` names a folder into which a wheel with a public list was unpacked; its texts are read, never run.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = os.environ.get("DIGLOT_PAYLOADS", "")

OWN = (
    "<script>alert(1)</script>",
    "<script src=https://t.example/x.js></script>",
    "</script><script>alert(2)</script>",
    "</title><script>alert(3)</script>",
    "</textarea><img src=x onerror=alert(4)>",
    "</style><svg onload=alert(5)>",
    "--><img src=x onerror=alert(6)>",
    "]]><script>alert(7)</script>",
    '" autofocus onfocus="alert(8)',
    "' autofocus onfocus='alert(9)",
    "` onmouseover=alert(10) `",
    '"><iframe srcdoc="<script>alert(11)</script>">',
    "<img src=https://t.example/p.png>",
    "<img srcset='https://t.example/p.png 1x'>",
    "<video autoplay src=https://t.example/v.mp4></video>",
    "<link rel=stylesheet href=https://t.example/s.css>",
    "<link rel=prefetch href=https://t.example/f>",
    "<style>@import 'https://t.example/i.css';</style>",
    "<p style='background:url(https://t.example/b.png)'>x</p>",
    "<object data=https://t.example/o></object>",
    "<embed src=https://t.example/e>",
    "<base href=https://t.example/>",
    "<details open ontoggle=alert(12)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(13)>",
    "<svg><animate onbegin=alert(14) attributeName=x dur=1s>",
    "<svg><script href=data:,alert(15)></script></svg>",
    "<a href=javascript:alert(16)>x</a>",
    "[x](javascript:alert%2817%29)",
    "![x](https://t.example/m.png)",
    "[x]: javascript:alert(18)",
    "<javascript:alert(19)>",
    "<https://ok.example/'onmouseover='alert(20)>",
    "{{ 7*7 }}{% include 'x' %}${alert(21)}",
    "&lt;script&gt;alert(22)&lt;/script&gt;",
    "&#60;script&#62;alert(23)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(24)\\u003c/script\\u003e",
    "＜script＞alert(25)＜/script＞",
    "<scr\u200bipt>alert(26)</scr\u200bipt>",
    "<form action=https://t.example/><input name=csrf_token></form>",
    "<?xml-stylesheet href='https://t.example/x.xsl'?>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'https://t.example/e'>]>&e;",
    "<plaintext>",
    "<!--",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(27)</x:script>",
)

HOOK = """
window.__ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = (...args) => { window.__ran.push(name + ' ' + args); };
"""

AUDIT = """
own => {
  const found = [...window.__ran];
  const active = /^(?:javascript|vbscript|livescript|data(?!:image|:,$))/;
  const never = new Set(('iframe frame frameset object embed applet base portal audio video source track image math ' +
    'marquee plaintext xmp animate set foreignobject').split(' '));
  for (const node of document.querySelectorAll('*')) {
    const name = node.localName.toLowerCase();
    const told = name + ' ' + node.outerHTML.slice(0, 120);
    if (never.has(name)) found.push(told);
    if (name === 'script' && node.type !== 'application/ld+json' && !(node.getAttribute('src') || '').startsWith(own)) found.push(told);
    if (name === 'link' && /stylesheet|preload|prefetch|import/.test(node.rel) && !node.getAttribute('href').startsWith(own)) found.push(told);
    if (name === 'meta' && /refresh/i.test(node.httpEquiv)) found.push(told);
    for (const { name: attribute, value } of node.attributes) {
      if (attribute.startsWith('on')) found.push(attribute + ' of ' + told);
      if (/^(?:href|src|srcset|action|formaction|xlink:href|data|srcdoc|poster|background)$/.test(attribute) &&
          active.test(value.replace(/[\\x00-\\x20]/g, '').toLowerCase())) found.push(attribute + ' of ' + told);
    }
  }
  return found;
}
"""


def outside_payloads() -> list[str]:
    """Return the texts of the public list, each once; [] where `DIGLOT_PAYLOADS` names none."""
    found: dict[str, None] = {}
    for path in sorted(Path(FOLDER).rglob("*.py")) if FOLDER else ():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found.update(dict.fromkeys(_named(node)))
    return list(found)


def _named(node: ast.AST) -> Iterator[str]:
    pairs: list[tuple[str | None, ast.expr]] = []
    if isinstance(node, ast.Call):
        pairs = [(keyword.arg, keyword.value) for keyword in node.keywords]
    elif isinstance(node, ast.Dict):
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        pairs = [(key if isinstance(key, str) else None, value) for key, value in zip(keys, node.values, strict=True)]
    for name, value in pairs:
        if name == "payload" and isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


class Watch:
    """A browser page that lets nothing out, and notes what tried: *asked* loads, *left* the page's own moves away."""

    def __init__(self, context: Any, own: str) -> None:
        self.own, self.page = own, context.new_page()
        self.asked: list[str] = []
        self.left: list[str] = []
        self.ran: list[str] = []
        self.page.add_init_script(HOOK)
        self.page.route(lambda url: not url.startswith(own), self._stop)
        self.page.on("dialog", self._dialog)

    def _stop(self, route: Any) -> None:
        request = route.request
        url = request.url
        if not url.startswith(("data:image", "about:")):
            (self.left if request.is_navigation_request() else self.asked).append(url)
        route.abort()

    def _dialog(self, dialog: Any) -> None:
        self.ran.append(dialog.message)
        dialog.dismiss()

    def look(self, address: str, *, static: str = "/static/") -> list[str]:
        """Open *address*; return what is alive in it that should not be: the page's own files begin with *static*."""
        answer = self.page.goto(address)
        assert answer is None or answer.status < 500, address
        return list(self.page.evaluate(AUDIT, static))

    def ran_in(self, address: str) -> list[str]:
        """Open *address*; return what ran in it. A page that markup sends elsewhere at once is asked once more."""
        from playwright.sync_api import Error

        self.page.goto(address)
        try:
            return list(self.page.evaluate("window.__ran"))
        except Error:
            self.page.wait_for_timeout(200)
            return list(self.page.evaluate("window.__ran || []"))
