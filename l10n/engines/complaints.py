"""Errors that a service puts into an answer which says that all is well."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..ports import FailureKind

_UNITS = {"HOUR": 3600.0, "MINUTE": 60.0, "SECOND": 1.0}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the service says is wrong; *retry_after_s* is 0.0 where it does not say how long."""

    kind: FailureKind
    message: str
    retry_after_s: float = 0.0


def no_complaint(data: Any) -> Complaint | None:
    """Most services say with the status that something is wrong."""
    return None


def mymemory_complaint(data: Any) -> Complaint | None:
    """MyMemory answers 200 with `responseStatus` 403 or 429 and a sentence where the translation should be."""
    if not isinstance(data, dict):
        return None
    if str(data.get("responseStatus", 200)) == "200" and not data.get("quotaFinished"):
        return None
    response = data.get("responseData")
    said = str(response.get("translatedText") if isinstance(response, dict) else "")
    if data.get("quotaFinished") or "AVAILABLE FREE TRANSLATIONS" in said or str(data["responseStatus"]) == "429":
        return Complaint(FailureKind.RATE_LIMITED, "the free translations of today are used up", _wait_s(said))
    return Complaint(FailureKind.BAD_OUTPUT, f"status {data['responseStatus']}")


def _wait_s(said: str) -> float:
    """Return the seconds of `NEXT AVAILABLE IN 10 HOURS 11 MINUTES 12 SECONDS`; an hour where nothing is said."""
    found = re.findall(r"(\d+) (HOUR|MINUTE|SECOND)", said)
    return sum(int(number) * _UNITS[unit] for number, unit in found) or 3600.0


_BAIDU = {
    "52001": Complaint(FailureKind.UNREACHABLE, "it timed out"),
    "52002": Complaint(FailureKind.UNREACHABLE, "its system failed"),
    "52003": Complaint(FailureKind.REFUSED, "the app_id is not known"),
    "54001": Complaint(FailureKind.REFUSED, "the key does not fit the app_id"),
    "54003": Complaint(FailureKind.RATE_LIMITED, "too many requests"),
    "54004": Complaint(FailureKind.REFUSED, "the balance is used up"),
    "54005": Complaint(FailureKind.RATE_LIMITED, "too many long requests"),
    "58000": Complaint(FailureKind.REFUSED, "it does not allow this address"),
    "58002": Complaint(FailureKind.REFUSED, "the service is switched off in the account"),
    "90107": Complaint(FailureKind.REFUSED, "the account is not verified"),
}


def baidu_complaint(data: Any) -> Complaint | None:
    """Baidu answers 200 with `error_code`."""
    if not isinstance(data, dict) or "error_code" not in data or str(data["error_code"]) == "52000":
        return None
    code = str(data["error_code"])
    return _BAIDU.get(code, Complaint(FailureKind.BAD_OUTPUT, f"error {code}"))
