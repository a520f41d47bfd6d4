"""The short form of the outside editors; `make torture` has the long one."""

import pytest
from thorough import THOROUGH
from tools import needs_tool
from torture.editors import tell_of, torture_by_editors

pytestmark = [pytest.mark.slow, needs_tool("git"), needs_tool("msgmerge")]

EDITS, SECONDS = (120, 60) if THOROUGH else (20, 20)


def test_no_approval_is_lost_to_other_programs(tmp_path, capsys):
    found = torture_by_editors(tmp_path, edits=EDITS, seconds=SECONDS, seed=20210902)
    with capsys.disabled():
        tell_of(found)
    assert found.faults == []
    assert found.lost == 0
    assert found.told > 0
    assert found.where["beside the paragraph"] + found.where["in the history of the paragraph"] > 0 or not THOROUGH
