"""Keeping the casing of a sentence when one of its words is replaced."""

from __future__ import annotations


def like(model: str, text: str) -> str:
    """`text` with the casing of `model` where that was a matter of position: a capital first letter.

    A text that brings capitals of its own (a name) keeps them.
    """
    if text != text.lower() or not model[:1].isupper():
        return text
    letters = [character for character in model if character.isalpha()]
    if len(letters) > 1 and all(character.isupper() for character in letters):
        return text.upper()
    return text[:1].upper() + text[1:]
