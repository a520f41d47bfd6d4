"""`diglot update`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, quoted, say

if TYPE_CHECKING:
    from ..corrections import CorrectionReport
    from ..errors import DiglotError
    from ..fates import Updated
    from ..newsroom.config import Config
    from ..newsroom.intake import Intake
    from ..workflow.reconfirm import Reconfirmed

COUNTS = ("unchanged", "moved", "edited", "split", "merged", "new", "removed", "revived")


@dataclass(slots=True)
class _Run:
    """What one run has found so far."""

    check: bool
    changed: bool = False
    catalogs: list[Updated] = field(default_factory=list)
    reports: list[CorrectionReport] = field(default_factory=list)
    accepted: list[Reconfirmed] = field(default_factory=list)
    failures: list[DiglotError] = field(default_factory=list)


@click.command("update", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if anything would change.")
@click.option(
    "--report",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the correction reports there too, as HTML.",
)
@click.option(
    "--accept-typography",
    is_flag=True,
    help="Approve again what only spaces or signs of the original changed of; needs --as.",
)
@click.option("--as", "by", default="", metavar="HANDLE", help="In whose name approvals are made.")
@click.option("--rebuild", is_flag=True, help="Read every file, whatever the index of unchanged files says.")
@click.option("--normalize", is_flag=True, help="Migrate catalogs to how this version of Diglot reads the articles.")
@click.option("-j", "--jobs", default=0, type=click.IntRange(0), metavar="N", help="Processes; 0: as many as pay.")
@click.pass_obj
def command(
    settings: Settings,
    articles: tuple[str, ...],
    check: bool,
    folder: Path | None,
    accept_typography: bool,
    by: str,
    rebuild: bool,
    normalize: bool,
    jobs: int,
) -> int:
    """Bring templates and catalogs in line with the articles.

    Approved text is kept; where a paragraph has changed, its translation is marked as needing work. Says what each
    correction changed, whose approval it undoes and which editions carry the old text.

    Example: diglot update --check
    """
    from ..parallel import spare_collector

    _refuse_unfit(check=check, accept=accept_typography, by=by)
    if normalize:
        return _normalize(settings, articles, check=check, alone=not (folder or accept_typography))
    spare_collector()
    run = _Run(check)
    speaks = not (settings.json or settings.quiet)
    intake = _intake(settings.folder)
    updates = intake.update(
        articles, check=check, rebuild=rebuild, jobs=jobs, failed=lambda _, error: run.failures.append(error)
    )
    seen = False
    for lines in _work(intake.config, updates, run, folder, keeps=settings.json, speaks=speaks):
        seen = True
        for line in lines if speaks else ():
            click.echo(line)
    if accept_typography:
        _accept(intake.config, articles, run, by=by.strip(), speaks=speaks)
    if speaks:
        _conclude(run, seen=seen, accepted=accept_typography)
    return _exit_code(settings, run)


def _intake(folder: Path) -> Intake:
    """Open of a project what most updates need of it; a whole one takes longer to load."""
    from ..newsroom.config import load_config
    from ..newsroom.intake import Intake

    return Intake(load_config(folder))


def _normalize(settings: Settings, articles: Sequence[str], *, check: bool, alone: bool) -> int:
    from .normalizing import normalize

    if not alone:
        raise click.UsageError("--normalize is a run of its own: leave out --report and --accept-typography.")
    return normalize(settings, articles, check=check)


def _refuse_unfit(*, check: bool, accept: bool, by: str) -> None:
    if accept and check:
        raise click.UsageError("--check changes nothing; leave it out to approve again.")
    if accept and not by.strip():
        raise click.UsageError("An approval needs a name: --accept-typography --as HANDLE")


def _exit_code(settings: Settings, run: _Run) -> int:
    """Answer in JSON where that is asked for, say what failed, and return the exit code."""
    if settings.json:
        answer(_as_json(run))
    for error in run.failures:
        click.echo(f"Error: {error}\n  Try: {error.remedy}" if error.remedy else f"Error: {error}", err=True)
    if run.failures:
        return run.failures[0].exit_code
    return 1 if (run.check and run.changed) or any(r.refused for r in run.accepted) else 0


def _work(
    config: Config, updates: Iterable[Updated], run: _Run, folder: Path | None, *, keeps: bool, speaks: bool
) -> Iterator[list[str]]:
    """Carry out the update article by article; yield the lines that say so. With *keeps*, all results are kept."""
    from ..errors import DiglotError

    for slug, group in groupby(updates, key=lambda u: u.slug):
        catalogs = list(group)
        run.catalogs += catalogs if keeps else ()
        run.changed |= any(u.changed for u in catalogs)
        lines = [_line(u, check=run.check) for u in catalogs if speaks]
        try:
            lines += _report(config, slug, catalogs, run, folder, speaks=speaks)
        except DiglotError as error:
            run.failures.append(error)
        yield lines


def _line(updated: Updated, *, check: bool) -> str:
    from .output import mark

    start = f"{mark('ok')} {updated.slug}  {updated.locale}  "
    if not updated.changed:
        return start + "no change"
    changed = updated.edited + updated.split + updated.merged
    detail = f"+{updated.new} ~{changed} -{updated.removed}"
    detail += f" moved {updated.moved}" if updated.moved else ""
    detail += f" returned {updated.revived}" if updated.revived else ""
    return start + ("would change" if check else "updated") + f"  {detail}"


def _report(
    config: Config, slug: str, catalogs: Sequence[Updated], run: _Run, folder: Path | None, *, speaks: bool
) -> Iterator[str]:
    """Yield the lines of the correction report, and keep it, where there is anything that was corrected."""
    if not any(u.edited or u.split or u.merged or u.removed or u.revived or u.moved for u in catalogs):
        return
    from ..clock import utc_now
    from ..corrections.plain import correction_lines
    from ..newsroom.correcting import Correcting

    project = Correcting(config)
    report = project.corrections(slug, catalogs)
    run.reports.append(report)
    yield ""
    for number, line in enumerate(correction_lines(report, paint=_paint) if speaks else ()):
        yield f"  {line}" if number else f"  Corrections of {line}"
    now = utc_now()
    if folder is not None:
        yield f"  The report: {project.write_report(report, folder / f'{slug}.html', now=now)}"
    if not run.check:
        kept = project.keep_report(report, now=now)
        yield f"  Kept in {kept.relative_to(project.root).as_posix()}"
    yield ""


def _paint(text: str, operation: str) -> str:
    return click.style(text, fg="red" if operation == "removed" else "green", strikethrough=operation == "removed")


def _accept(config: Config, articles: Sequence[str], run: _Run, *, by: str, speaks: bool) -> None:
    from ..clock import utc_now
    from ..newsroom.correcting import Correcting

    project = Correcting(config)
    for slug in project.chosen(articles):
        for accepted in project.accept_typography(slug, by=by, now=utc_now()):
            run.accepted.append(accepted)
            if not speaks:
                continue
            place = f"{slug}  {accepted.catalog.locale}  {quoted(accepted.entry.source)}"
            if accepted.refused:
                say("no", f"{place}  not approved again: {accepted.refused[0].message}")
            elif accepted.outcome is not None:
                say("ok", f"{place}  {'approved again' if accepted.outcome == 'applied' else 'changed meanwhile'}")


def _conclude(run: _Run, *, seen: bool, accepted: bool) -> None:
    if not seen and not run.failures:
        click.echo("No articles yet.   Next: diglot add FILE")
    typographic = sum(len(c.undone) for report in run.reports for c in report.corrections if c.is_typographic)
    if typographic and not accepted and not run.check:
        approvals = "1 approval was" if typographic == 1 else f"{typographic} approvals were"
        hint(
            f"{approvals} undone by spaces or signs alone. To approve again: diglot update --accept-typography --as YOU"
        )
    if accepted and not run.accepted:
        click.echo("Nothing to approve again: no approved text had only spaces or signs of its original changed.")


def _as_json(run: _Run) -> dict[str, object]:
    from ..corrections.plain import report_as_json

    fields = ("slug", "locale", *COUNTS, "changed")
    return {
        "schema": "diglot.update/1",
        "catalogs": [{name: getattr(u, name) for name in fields} for u in run.catalogs],
        "corrections": [report_as_json(report) for report in run.reports],
        "accepted": [
            {
                "slug": a.catalog.slug,
                "locale": a.catalog.locale,
                "source": a.entry.source,
                "outcome": a.outcome.value if a.outcome else "refused",
                "findings": [finding.message for finding in a.refused],
            }
            for a in run.accepted
        ],
    }
