"""Work shared by processes, whatever libraries the first one has loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:3]
from l10n.parallel import run_in_order

def size(number):
    from edition_fixture import edition
    from l10n.editions import writer_for
    return len(writer_for(sys.argv[3]).write(edition(locale="es")))

if __name__ == "__main__":
    print(len(set(run_in_order(size, range(4), jobs=2))))
"""


@pytest.mark.parametrize("format", ["html", "pdf"])
def test_processes_do_not_wait_for_threads_that_were_not_copied(format, tmp_path):
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(script), str(ROOT), str(ROOT / "tests"), format]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env=dict(os.environ))
    assert ran.stdout == "1\n"
