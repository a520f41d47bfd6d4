"""Take the pictures of the desk that the documentation shows, from the sample project: `make pictures`.

Each page at 1280 and 390 pixels, light and dark. The texts shown are the sample's; the people are invented.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parents[1] / "tests"), str(FOLDER.parents[1])]

from playwright.sync_api import Page, sync_playwright  # noqa: E402
from sample_desk import PASSPHRASE, SLUG, Served, serve_sample  # noqa: E402

from l10n.model import Action, CatalogKey, Entry  # noqa: E402
from l10n.newsroom.project import utc_now  # noqa: E402

MY = CatalogKey(SLUG, "my")
SIZES = {1280: 1000, 390: 844}
"""Width and height of the pictures, in pixels."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page to show: its *name* in the file's, its path, and who looks at it."""

    name: str
    path: str
    handle: str = "aung"


def stage(served: Served) -> None:
    """Let the sample look like a Tuesday: some paragraphs wait, one was changed, one is a machine's, one is empty."""
    project = served.project
    catalog, revision = project.catalogs.read(MY)
    entries = list(catalog.entries)

    def put(number: int, entry: Entry) -> None:
        entries[number] = entry

    put(12, entries[12].outdated(entries[12].source.replace("the", "a", 1)))
    for number in (14, 15, 19):
        put(number, entries[number].emptied().drafted(entries[number].target, origin="engine=memory"))
    for number in (21, 22):
        put(number, entries[number].emptied().reviewed(entries[number].target))
    put(27, entries[27].emptied())
    project.catalogs.replace(MY, replace(catalog, entries=tuple(entries)), expected=revision)
    decide(served, 5, "thiri", Action.REVIEW)
    decide(served, 5, "aung", Action.APPROVE)
    decide(served, 21, "thiri", Action.REVIEW)


def decide(served: Served, number: int, by: str, action: Action) -> None:
    entry = served.project.catalogs.read(MY)[0].entries[number]
    served.project.decide(
        catalog=MY,
        key=entry.key,
        action=action,
        target=entry.target,
        base=entry.revision,
        by=by,
        now=utc_now(),
    )


def shots(served: Served) -> list[Shot]:
    article = f"/articles/{SLUG}/my"
    return [
        Shot("articles", "/"),
        Shot("review", f"{article}?edit={served.paragraph('my', 12)}#p-{served.paragraph('my', 10)}"),
        Shot("paragraph", f"{article}/p/{served.paragraph('my', 12)}"),
        Shot("read", f"{article}/read"),
        Shot("publish", f"{article}/publish"),
    ]


def sign_in(browser: Any, served: Served, handle: str, scheme: str, width: int) -> Page:
    size = {"width": width, "height": SIZES[width]}
    context = browser.new_context(base_url=served.address, color_scheme=scheme, viewport=size, locale="en-GB")
    page: Page = context.new_page()
    page.goto("/login")
    page.fill("#handle", handle)
    page.fill("#passphrase", PASSPHRASE)
    page.click("main button.go")
    page.wait_for_url("**/")
    return page


def take(browser: Any, served: Served, folder: Path) -> None:
    for width in SIZES:
        for scheme in ("light", "dark"):
            page = sign_in(browser, served, "aung", scheme, width)
            for shot in shots(served):
                page.goto(shot.path)
                page.evaluate("document.querySelector('.seg.now')?.scrollIntoView({block: 'center'})")
                page.screenshot(path=folder / f"{shot.name}-{width}-{scheme}.png")
            page.context.close()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    with (
        tempfile.TemporaryDirectory() as root,
        serve_sample(Path(root), pseudo=False) as served,
        sync_playwright() as playwright,
    ):
        stage(served)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take(browser, served, folder)
        browser.close()


if __name__ == "__main__":
    main()
