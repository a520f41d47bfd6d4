"""What a trace tells of a mishap."""

from pathlib import Path

import pytest
from torture.tracing import met_others, writes

ROOM = Path("/room")
MADE = '12 openat(AT_FDCWD, "/room/.new", O_RDWR|O_CREAT|O_EXCL, 0600) = 3</room/.new>'
READ = '12 openat(AT_FDCWD, "/room/diglot.toml", O_RDONLY|O_CLOEXEC) = -1 ENOSPC (No space left on device) (INJECTED)'
MISSED = (
    '12 openat(AT_FDCWD, "/room/.new", O_RDWR|O_CREAT|O_EXCL, 0600) = -1 ENOSPC (No space left on device) (INJECTED)'
)
ELSEWHERE = '12 write(4</tmp/other>, ""..., 12) = -1 ENOSPC (No space left on device) (INJECTED)'
RESUMED = "12 <... write resumed>) = -1 ENOSPC (No space left on device) (INJECTED)"


def test_a_file_that_is_opened_to_read_is_no_change():
    assert [(call.name, call.number) for call in writes(f"{READ}\n{MADE}\n", ROOM)] == [("openat", 2)]


@pytest.mark.parametrize(
    ("line", "others"), [(MADE, False), (MISSED, False), (READ, True), (ELSEWHERE, True), (RESUMED, True)]
)
def test_a_mishap_may_meet_a_call_that_changes_nothing_of_the_project(line, others):
    assert met_others(f"{MADE}\n{line}\n", ROOM) is others
