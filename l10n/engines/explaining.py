"""What it means when a class of deep-translator raised something, or a service answered with an error."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from ..errors import BadOutput, EngineError, EngineUnavailable, RateLimited
from ..ports import FailureKind
from .batching import LONGEST_WAIT_S, NoAnswer
from .complaints import Complaint
from .services import Service
from .transport import Answer, Refused, Unreachable

_LATER = "try later, or another engine"


def explain(
    raised: Exception | None, answer: Answer | None, *, service: Service, host: str, now: float
) -> EngineError | None:
    """Return our error for one call, None where all is well; what the service says tells more than what was raised.

    *now* is the time in seconds since 1970. The text of *raised* is never repeated: it may hold a key.
    """
    if isinstance(raised, Unreachable | Refused):
        return NoAnswer(f"{host} does not answer: {raised}", engine=service.name, remedy=_LATER)
    if answer is None:
        name = type(raised).__name__ if raised else "nothing was sent"
        return BadOutput(f"not sent: {name}", engine=service.name)
    if not 200 <= answer.status_code < 300:
        return _of_status(answer, service=service, host=host, now=now)
    if complaint := service.complaint(_data(answer)):
        return _of_complaint(complaint, service=service, host=host)
    if raised is not None:
        return BadOutput(f"unreadable answer: {type(raised).__name__}", engine=service.name)
    return None


def _of_status(answer: Answer, *, service: Service, host: str, now: float) -> EngineError:
    status, engine = answer.status_code, service.name
    if status == 429:
        return RateLimited(
            f"{host} asks for patience", engine=engine, retry_after_s=retry_after_s(answer, now=now), remedy="try later"
        )
    if status == 456:
        return EngineUnavailable(
            f"{host} says that the characters of your plan are used up", engine=engine, remedy="use another engine"
        )
    if status in (401, 403):
        return EngineUnavailable(f"{host} refused access", engine=engine, remedy="check the key in api_key_file")
    if status >= 500:
        return NoAnswer(f"{host} does not answer: HTTP {status}", engine=engine, remedy=_LATER)
    return BadOutput(f"HTTP {status}", engine=engine)


def _of_complaint(complaint: Complaint, *, service: Service, host: str) -> EngineError:
    message, engine = f"{host}: {complaint.message}", service.name
    match complaint.kind:
        case FailureKind.RATE_LIMITED:
            return RateLimited(
                message, engine=engine, retry_after_s=complaint.retry_after_s, remedy="try later, or another engine"
            )
        case FailureKind.UNREACHABLE:
            return NoAnswer(message, engine=engine, remedy=_LATER)
        case FailureKind.REFUSED:
            return EngineUnavailable(message, engine=engine, remedy="check your account there")
    return BadOutput(message, engine=engine)


def retry_after_s(answer: Answer, *, now: float) -> float:
    """Return how many seconds the server asks to wait, given as such or as a date; 0.0 where it does not say."""
    asked = str(answer.headers.get("Retry-After", "")).strip()
    if asked.isdecimal():
        return float(asked)
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - now)
    except (ValueError, OverflowError):
        return 0.0


def _data(answer: Answer) -> object:
    try:
        return answer.json()
    except (ValueError, LookupError, RecursionError):
        return None


def is_hopeless(error: EngineError) -> bool:
    """Whether trying again within this run makes no sense: access refused, stopped, asked to wait for long."""
    if isinstance(error, RateLimited):
        return error.retry_after_s > LONGEST_WAIT_S
    return isinstance(error, EngineUnavailable) and not isinstance(error, NoAnswer)
