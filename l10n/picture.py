"""A picture as an edition carries it: small, and with nothing in it but what it shows."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG without metadata; *width* and *height* are in pixels."""

    data: bytes = field(repr=False)
    width: int
    height: int

    media_type = "image/jpeg"
    suffix = ".jpg"

    @property
    def data_address(self) -> str:
        """Return the address that holds the whole picture."""
        return f"data:{self.media_type};base64,{b64encode(self.data).decode()}"
