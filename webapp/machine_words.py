"""Words for what machines do: how a job stands, why there is no draft. What is not here is shown in English."""

from __future__ import annotations

from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import lazy_gettext as N_

from l10n.newsroom.working import NOT_ALLOWED, TOO_OFTEN
from l10n.ports.jobs import JobState

JOB_STATES = {
    JobState.WAITING: N_("Waiting for its turn"),
    JobState.RUNNING: N_("Drafting"),
    JobState.DONE: N_("Done"),
    JobState.STOPPED: N_("Stopped"),
    JobState.FAILED: N_("Failed"),
    JobState.INTERRUPTED: N_("Interrupted"),
}

JOB_CLASS = {
    JobState.WAITING: "none",
    JobState.RUNNING: "rev",
    JobState.DONE: "ok",
    JobState.STOPPED: "none",
    JobState.FAILED: "need",
    JobState.INTERRUPTED: "need",
}

PROBLEMS = {
    NOT_ALLOWED: N_("Whoever started this may not do so any more."),
    TOO_OFTEN: N_("It was interrupted again and again. Ask whoever runs the project to look at the server."),
}

REASONS = {
    "nothing alike": N_("nothing like it has been approved yet"),
    "empty": N_("it gave no text"),
    "no answer": N_("it gave no answer"),
    "not asked": N_("it was not asked"),
    "marks lost": N_("it lost marks of links or emphasis"),
    "a hidden name did not come back": N_("a hidden name did not come back"),
    "nothing is left to translate when what is marked is hidden": N_("with its names hidden, nothing is left of it"),
    "markup that the source does not have": N_("it made up links or emphasis"),
    "echo of the source": N_("it gave the original back"),
    "wrong script": N_("it wrote in another script"),
    "in English": N_("it answered in English"),
    "cut off": N_("the end is missing"),
    "length out of proportion": N_("it is far too long or too short"),
    "one word again and again": N_("it says one word again and again"),
    "error page": N_("it gave an error page instead of a text"),
    "no words": N_("it gave no words"),
}
"""Why an engine gave no draft that could be used."""


def number(count: int) -> str:
    """Return `1,234`, as the interface's language writes it."""
    return str(format_decimal(count))


def characters(count: int) -> str:
    """Return `1,234 characters`."""
    return str(ngettext("%(count)s character", "%(count)s characters", count, count=number(count)))


def for_templates() -> dict[str, Any]:
    """Return the words and functions that templates use."""
    words = {"JOB_STATES": JOB_STATES, "JOB_CLASS": JOB_CLASS, "PROBLEMS": PROBLEMS, "REASONS": REASONS}
    return {**words, "number": number, "characters": characters}
