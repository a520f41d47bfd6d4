"""How the tests run everywhere.

Property tests try 25 examples at a person's desk, so that the fast tests stay fast, and a hundred where all is tried
(thorough.py); their time is never judged, since machines are noisy. The tests' folders lie in memory where there is
room: whatever we write is flushed to the disk, and a busy disk makes the tests wait for minutes.
"""

import os
import shutil
from pathlib import Path

from hypothesis import HealthCheck, settings
from thorough import THOROUGH

IN_MEMORY = Path("/dev/shm")
ROOM_BYTES = 2**30

settings.register_profile("quick", deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=100)
settings.load_profile("thorough" if THOROUGH else "quick")

if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM_BYTES:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
