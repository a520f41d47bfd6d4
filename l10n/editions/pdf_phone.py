"""PDF in pages of the size of a phone, one language under the other."""

from __future__ import annotations

from .pdf import PdfWriter

writer = PdfWriter("pdf-phone", ".phone.pdf", "phone")
