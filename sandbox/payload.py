"""The untyped JSON that goes over the wire, under one name."""

import copy
import json
from typing import Any

Json = dict[str, Any]


def a_copy(payload: Json) -> Json:
    """Give the same payload as a value of its own, so that nobody writes into the record by accident."""
    return copy.deepcopy(payload)


def as_line(payload: object) -> str:
    """Write a payload as compact JSON."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
