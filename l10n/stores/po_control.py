"""Control characters, which no catalog holds."""

from __future__ import annotations

import re

_LOW = bytes([*range(9), 11, 12, *range(14, 32), 127])
_HIGH = re.compile(b"\xc2[\x80-\x9f]")


def has_control(data: bytes) -> bool:
    """Whether UTF-8 *data* has a control character other than tab and line ends; many times faster than a search."""
    return len(data.translate(None, _LOW)) != len(data) or _HIGH.search(data) is not None
