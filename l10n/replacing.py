"""A file put in another's place on systems where whoever reads a file keeps it from being replaced."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

_FOR_S = 2.0
_PAUSE_S = 0.01


def replace_patiently(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    replace: Callable[..., None] = os.replace,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Put *source* in the place of *target*; where another has it open, as a virus scanner has, try for two seconds.

    OSError.
    """
    pause_s, waited_s = _PAUSE_S, 0.0
    while True:
        try:
            replace(source, target)
            return
        except PermissionError:
            if waited_s >= _FOR_S:
                raise
        sleep(pause_s)
        waited_s += pause_s
        pause_s = min(pause_s * 2, 0.2)
