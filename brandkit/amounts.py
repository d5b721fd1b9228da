"""Amounts as people say them."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: “1 error”, “1,200 passages”."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
