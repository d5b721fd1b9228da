"""The one home of the clock and of randomness; everyone else asks for them by argument."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime

Now = Callable[[], datetime]
NewId = Callable[[], str]


def now() -> datetime:
    """Give the time, aware and in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the home that the ban names


def today() -> date:
    """Give the date in UTC, by which claims expire."""
    return now().date()


def new_id() -> str:
    """Give 12 hexadecimal characters that nobody has used (48 random bits)."""
    return uuid.uuid4().hex[:12]  # noqa: TID251 - this is the home that the ban names
