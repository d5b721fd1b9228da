"""Writes text from people and documents into a prompt so that it stays data, whatever it says.

Everything is written as JSON: a text cannot end its own quotation, and a line break in it is not a
line break in the prompt. What a tokenizer reads as a control token (`<|im_end|>`, `[INST]`) is
escaped, so that it reaches the model as letters. Characters that hide or reorder text are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_HIDDEN = re.compile(r"[\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\U000e0000-\U0010ffff]")
_CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f]")
_BRACKETED_TOKEN = re.compile(r"\[(?=/?[A-Z][A-Z_]+\])")


def as_data(value: object) -> str:
    """`value` (plain JSON data) on one line that no text in it can break out of."""
    written = json.dumps(_cleaned(value), ensure_ascii=False)
    return _BRACKETED_TOKEN.sub(r"\\u005b", written.replace("<", r"\u003c"))


def as_lines(values: Iterable[object], *, empty: str) -> str:
    """One line of data for each value; `empty` stands where there is none."""
    return "\n".join(map(as_data, values)) or empty


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return _CONTROL.sub(" ", _HIDDEN.sub("", value))
    if isinstance(value, dict):
        return {str(key): _cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    return value
