"""Two folders exchanged in one step of the file system, where it can do that."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}


def exchange_folders(one: Path, other: Path) -> bool:
    """Exchange the two, so that whoever looks sees either both as they were or both exchanged.

    False where neither the system nor its disk can do that: then nothing has happened. OSError.
    """
    try:
        library = ctypes.CDLL(None, use_errno=True)
    except (OSError, TypeError):  # Windows has no library of that kind
        return False
    a, b = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        call, arguments = getattr(library, "renamex_np", None), (a, b, _RENAME_SWAP)
    else:
        call, arguments = getattr(library, "renameat2", None), (_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
    if call is None:
        return False
    if call(*arguments) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(one))
