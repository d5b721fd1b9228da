"""What a Vale set-up costs as the text grows to a megabyte, beside searching it for the same patterns only.

The alternative finds less: it knows no markup, no scopes, no exceptions and no places by line and column. It
says how much of the cost is the patterns' own, and, by its side, whether ours grows faster than the text.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import regex

from brandkit.vale.linting import lint
from brandkit.vale.rule_sets import RuleSet, RuleSource, WordLists, build
from brandkit.vale.settings import parse_settings

GUIDES = Path(__file__).parents[1] / "kits" / "ledgerline" / "guidelines"
KILOBYTES = (62, 125, 250, 500, 1000)
RULES: Mapping[str, Mapping[str, object]] = {
    "Weasel": {
        "extends": "existence",
        "tokens": ["very", "really", "quite", "many", "clearly", "often", "mostly"],
    },
    "We": {"extends": "existence", "ignorecase": True, "tokens": ["we", "our", "us", "let's"]},
    "Passive": {"extends": "existence", "raw": [r"\b(?:is|are|was|were|been|be)\b\s+\w+ed\b"]},
    "Spaces": {"extends": "existence", "nonword": True, "tokens": [r"[a-z][.?!] {2,}[A-Z]", r"\s—\s"]},
    "Raw": {"extends": "existence", "scope": "raw", "nonword": True, "tokens": [r"\]\(http:", "TODO"]},
    "Plain": {
        "extends": "substitution",
        "swap": {"utili[sz]e": "use", "in order to": "to", "prior to": "before"},
    },
    "Short": {"extends": "substitution", "swap": {"do not": "don't", "it is": "it's", "cannot": "can't"}},
    "Long": {"extends": "occurrence", "scope": "sentence", "max": 25, "token": r"\b(\w+)\b"},
    "Twice": {"extends": "repetition", "ignorecase": True, "alpha": True, "tokens": [r"[^\s]+"]},
    "Acronym": {"extends": "conditional", "first": r"\b([A-Z]{3,5})\b", "second": r"\(([A-Z]{3,5})\)"},
    "Case": {"extends": "capitalization", "scope": "heading", "match": "$sentence"},
}


def main() -> None:
    """Print both costs at each length, as milliseconds a kilobyte, and how each grew."""
    rules, plain = _rules(), _patterns()
    source = _text()
    print(f"{'kB':>6}{'alerts':>8}{'ours ms/kB':>12}{'plain ms/kB':>13}{'ours : plain':>14}")
    costs = []
    for size in KILOBYTES:
        text = source[: size * 1000]
        alerts, ours = _timed(lambda text=text: len(lint(text, "a.md", rules)))
        _, alone = _timed(lambda text=text: sum(1 for pattern in plain for _ in pattern.finditer(text)))
        costs.append((ours / size, alone / size))
        print(f"{size:>6}{alerts:>8}{costs[-1][0]:>12.2f}{costs[-1][1]:>13.2f}{ours / alone:>13.1f}x")
    grown = costs[-1][0] / costs[0][0]
    print(f"A kilobyte of the longest text costs {grown:.2f} times one of the shortest (1 is linear).")


def _timed(work: Callable[[], int]) -> tuple[int, float]:
    """What it gives, and the processor's milliseconds."""
    start = time.process_time()
    value = work()
    return value, (time.process_time() - start) * 1000


def _text() -> str:
    """The sample kit's guidelines over and over, each time with a number so that no two are the same."""
    pages = "\n\n".join(path.read_text("utf-8") for path in sorted(GUIDES.glob("*.md")))
    rounds = 1 + max(KILOBYTES) * 1000 // len(pages)
    return "\n\n".join(
        f"# Round {number}\n\n{pages.replace('. ', f'. {number} ')}" for number in range(rounds)
    )


def _rules() -> RuleSet:
    sources = tuple(
        RuleSource(name=f"Bench.{name}", text=json.dumps({"message": "'%s'", **rule}), file=name)
        for name, rule in RULES.items()
    )
    return build(parse_settings("[*]\nBasedOnStyles = Bench\n"), sources, WordLists())


def _patterns() -> list[regex.Pattern[str]]:
    return [regex.compile(source) for rule in RULES.values() for source in _written(rule)]


def _written(rule: Mapping[str, object]) -> list[str]:
    listed = [rule.get(key) for key in ("tokens", "raw", "token", "first", "second", "swap")]
    return [text for each in listed if each for text in ([each] if isinstance(each, str) else list(each))]


if __name__ == "__main__":
    main()
