"""The words of a finding: a rule's message with what was found put in."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SLOT = re.compile(r"%(?:\[(\d+)\])?[sdv]|%%")


def filled(message: str, values: Sequence[str]) -> str:
    """Put `values` into the `%s`, `%d` and `%[2]s` of a message, in order; spare values are left out.

    A slot without a value is dropped, because a reader is better served by a gap than by a code.
    """
    remaining = iter(values)

    def fill(slot: re.Match[str]) -> str:
        if slot[0] == "%%":
            return "%"
        if slot[1] is None:
            return next(remaining, "")
        number = int(slot[1]) - 1
        return values[number] if 0 <= number < len(values) else ""

    return _SLOT.sub(fill, message)
