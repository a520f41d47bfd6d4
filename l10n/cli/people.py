"""`diglot people`: list, invite, link, withdraw, role, disable, enable, remove, passphrase, sign-out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import click

from . import Settings
from .groups import Group
from .output import answer, hint, say, table

if TYPE_CHECKING:
    from ..stores.people import Person, SqlPeople

SCHEMA = "diglot.people/1"
ROLES = ("reader", "translator", "reviewer", "maintainer")

_at = click.option(
    "--at", default="http://127.0.0.1:8000", show_default=True, metavar="URL", help="Where they reach the desk."
)


@click.group("people", cls=Group)
def command() -> None:
    """Who works at the desk, and as what: without opening it.

    Example: diglot people invite thiri --role translator
    """


@command.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the people with their roles and how much they decided, and the invitations that are open.

    Example: diglot people list
    """
    from ..clock import utc_now

    people = settings.open().people
    members, invited = people.members(), people.invitations(now=utc_now())
    if settings.json:
        persons = [
            {"handle": m.handle, "role": m.role, "disabled": m.disabled, "decisions": m.decisions} for m in members
        ]
        waiting = [{"handle": i.handle, "role": i.role, "until": i.until and i.until.isoformat()} for i in invited]
        answer({"schema": SCHEMA, "people": persons, "invitations": waiting})
        return
    rows = [(m.handle, m.role, m.decisions, "let go" if m.disabled else "") for m in members]
    rows += [(i.handle, i.role, 0, f"invited, until {i.until:%Y-%m-%d %H:%M} UTC") for i in invited]
    if rows:
        table(("name", "role", "decisions", ""), rows)
    else:
        click.echo(
            "Nobody works here yet.   Next: diglot serve --open, or diglot people invite HANDLE --role maintainer"
        )


@command.command("invite")
@click.argument("handle")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What they may do.")
@_at
@click.pass_obj
def invite(settings: Settings, handle: str, role: str, at: str) -> None:
    """Make a link with which HANDLE joins. It works once, within 72 hours; pass it on by a way you trust.

    Example: diglot people invite thiri --role translator --at http://desk.example.onion
    """
    from ..clock import utc_now

    token = settings.open().people.invite(handle=handle, role=role, now=utc_now())
    link = f"{at.rstrip('/')}/invite/{token}"
    if settings.json:
        answer({"schema": SCHEMA, "action": "invite", "handle": handle, "role": role, "link": link})
        return
    click.echo(link)
    if not settings.quiet:
        hint(f"{handle} joins with it as {role}, once, within 72 hours. It is shown only now; send it by a safe way.")


@command.command("link")
@click.argument("handle")
@_at
@click.pass_obj
def link(settings: Settings, handle: str, at: str) -> None:
    """Make a link with which HANDLE signs in once, within 72 hours, to choose a new passphrase.

    The old one counts no more, and all their sessions end.

    Example: diglot people link thiri
    """
    from ..clock import utc_now

    token = settings.open().people.link_for(handle, now=utc_now())
    made = f"{at.rstrip('/')}/welcome/{token}?next=/settings"
    if settings.json:
        answer({"schema": SCHEMA, "action": "link", "handle": handle, "link": made})
        return
    click.echo(made)
    if not settings.quiet:
        hint(f"{handle} signs in with it, once, within 72 hours. It is shown only now; send it by a safe way.")


@command.command("withdraw")
@click.argument("handle")
@click.pass_obj
def withdraw(settings: Settings, handle: str) -> None:
    """End every open invitation of HANDLE.

    Example: diglot people withdraw thiri
    """
    from ..clock import utc_now
    from ..stores.people import PeopleError

    people = settings.open().people
    found = [each for each in people.invitations(now=utc_now()) if each.handle.casefold() == handle.casefold()]
    if not found:
        raise PeopleError(f"Nobody is invited as {handle!r}.", remedy="see who is: diglot people list")
    for each in found:
        people.withdraw(each.id)
    _done(settings, "withdraw", handle, f"the invitation of {handle} is no longer good")


@command.command("role")
@click.argument("handle")
@click.argument("role", type=click.Choice(ROLES))
@click.pass_obj
def role_(settings: Settings, handle: str, role: str) -> None:
    """Give HANDLE another ROLE, in sessions that are open too.

    Example: diglot people role thiri reviewer
    """
    settings.open().people.change(handle, role=role)
    _done(settings, "role", handle, f"{handle} is {role} now")


@command.command("disable")
@click.argument("handle")
@click.pass_obj
def disable(settings: Settings, handle: str) -> None:
    """Let HANDLE go: signed out at once, and not let in again. Their work stays.

    Example: diglot people disable thiri
    """
    settings.open().people.change(handle, disabled=True)
    _done(settings, "disable", handle, f"{handle} is signed out and cannot sign in")


@command.command("enable")
@click.argument("handle")
@click.pass_obj
def enable(settings: Settings, handle: str) -> None:
    """Let HANDLE in again.

    Example: diglot people enable thiri
    """
    settings.open().people.change(handle, disabled=False)
    _done(settings, "enable", handle, f"{handle} can sign in again")


@command.command("remove")
@click.argument("handle")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(settings: Settings, handle: str, yes: bool) -> int:
    """Remove HANDLE for good. Their work stays, under “a former member”; what was theirs alone is deleted.

    Example: diglot people remove thiri --yes
    """
    people = settings.open().people
    person = _known(people, handle)
    if not yes and not click.confirm(f"Remove {person.handle} for good?", default=False, err=True):
        return 1
    people.remove(person.handle)
    _done(settings, "remove", person.handle, f"{person.handle} is removed; the work stays, under “a former member”")
    return 0


@command.command("passphrase")
@click.argument("handle")
@click.option("--file", type=click.File(encoding="utf-8"), metavar="FILE", help="Take its first line; - is the input.")
@click.pass_obj
def passphrase(settings: Settings, handle: str, file: TextIO | None) -> None:
    """Give HANDLE a new passphrase, asked for unseen. All their sessions end.

    Example: diglot people passphrase owner
    """
    people = settings.open().people
    person = _known(people, handle)
    people.set_passphrase(person, _passphrase(file))
    _done(settings, "passphrase", person.handle, f"{person.handle} has a new passphrase; all their sessions have ended")


@command.command("sign-out")
@click.argument("handle")
@click.pass_obj
def sign_out(settings: Settings, handle: str) -> None:
    """End all sessions of HANDLE, and the tokens of their programs.

    Example: diglot people sign-out thiri
    """
    people = settings.open().people
    person = _known(people, handle)
    people.end_sessions(person)
    _done(settings, "sign-out", person.handle, f"{person.handle} is signed out everywhere")


def _known(people: SqlPeople, handle: str) -> Person:
    from ..stores.people import PeopleError

    person = people.find(handle)
    if person is None:
        raise PeopleError(f"There is nobody called {handle!r}.", remedy="see who there is: diglot people list")
    return person


def _passphrase(file: TextIO | None) -> str:
    """Return the passphrase that is typed twice, or the first line of a file; never an argument, which others see."""
    from ..stores.people import PeopleError

    if file is None and sys.stdin.isatty():
        typed: str = click.prompt("New passphrase", hide_input=True, confirmation_prompt="The same again", err=True)
        return typed
    try:
        return (file or sys.stdin).readline().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise PeopleError("That is no text in UTF-8.", remedy="write the passphrase as UTF-8") from error


def _done(settings: Settings, action: str, handle: str, words: str) -> None:
    if settings.json:
        answer({"schema": SCHEMA, "action": action, "handle": handle})
    elif not settings.quiet:
        say("ok", words)
