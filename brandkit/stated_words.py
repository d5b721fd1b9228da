"""The two commonest rules as rule files: write this word instead of that, and leave these words out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from brandkit.passages import Passage

_SLUG = re.compile(r"[^a-z0-9]+")
_LETTER = re.compile(r"\w")
_LONGEST_NAME = 48


def swap_body(
    pairs: Mapping[str, Sequence[str]], *, passage: Passage, level: str = "warning"
) -> tuple[str, dict[str, object]] | None:
    """A name and the keys of the rule; the words to avoid map to what may be written. None for nothing.

    Words that differ in case alone are looked for exactly as they are written.
    """
    cased = {avoid: [_cased(each, avoid) for each in good] for avoid, good in pairs.items()}
    kept = {avoid: tuple(dict.fromkeys(good)) for avoid, good in cased.items() if good and avoid not in good}
    if not kept:
        return None
    exact = any(avoid.casefold() == each.casefold() for avoid, good in kept.items() for each in good)
    abbreviated = any(not _LETTER.match(avoid[-1:]) for avoid in kept)
    bad, good = next(iter(kept.items()))
    body: dict[str, object] = {
        "extends": "substitution",
        "message": "Write “%s” instead of “%s”.",
        "level": level,
        "ignorecase": not exact,
        **({"nonword": True} if abbreviated else {}),
        "swap": {
            (rf"(?<!\w){literal(avoid)}(?!\w)" if abbreviated else literal(avoid)): "|".join(options)
            for avoid, options in kept.items()
        },
        **grounds(passage, good=[_shown(each) for each in good[:2]], bad=[_shown(each) for each in kept]),
    }
    return name_of(f"{good[0]}-not-{bad}"), body


def avoid_body(
    words: Sequence[str], *, passage: Passage, level: str = "warning", scope: Sequence[str] = ()
) -> tuple[str, dict[str, object]] | None:
    """A name and the keys of the rule; None for no words."""
    listed = tuple(dict.fromkeys(words))
    if not listed:
        return None
    example = "[{}](https://example.com/a)" if "link" in scope else "Here we say {} again."
    example = "# Here we say {} again" if "heading" in scope else example
    body: dict[str, object] = {
        "extends": "existence",
        "message": "We do not write “%s”.",
        "level": level,
        "ignorecase": True,
        **({"scope": list(scope)} if scope else {}),
        "tokens": [literal(each) for each in listed],
        **grounds(
            passage,
            good=["Nothing of that kind stands in this sentence."],
            bad=[example.format(each) for each in listed],
        ),
    }
    return name_of(f"avoid-{listed[0]}"), body


def grounds(passage: Passage, *, good: Sequence[object], bad: Sequence[object]) -> dict[str, object]:
    """What a rule rests on, and its examples."""
    heading = {"heading": passage.heading[-1]} if passage.heading else {}
    return {
        "evidence": {"document": passage.document, **heading},
        "examples": {"good": list(good), "bad": list(bad)},
    }


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens."""
    return _SLUG.sub("-", text.casefold()).strip("-")


def name_of(text: str) -> str:
    """A short name for a rule."""
    return slug(text)[:_LONGEST_NAME].strip("-") or "stated"


def literal(words: str) -> str:
    """The words as a pattern: white space of any kind between them, and either apostrophe."""
    escaped = r"\s+".join(re.escape(each) for each in words.split())
    return re.sub("['’]", "['’]", escaped)


def _cased(good: str, bad: str) -> str:
    """A capital that only begins the line goes, where what it replaces has none."""
    begins = good[:1].isupper() and good[1:] == good[1:].lower() and bad == bad.lower() and len(good) > 1
    return good[:1].lower() + good[1:] if begins and good.casefold() != bad.casefold() else good


def _shown(words: str) -> str:
    return f"Here we write {words} again."
