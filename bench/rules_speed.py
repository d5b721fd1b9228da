"""Measures the checker beside proselint and write-good, on the same drafts, in one run, on one core.

    python -m bench.rules_speed

Prints, for each checker: milliseconds for a draft of 200 words, its rules, and nanoseconds for each rule
and word, as a ratio to ours; the same for drafts in which every longer word is new; then our time for 300
rules on 200 words, and how it grows up to 1 MB. All of it is kept in bench/results/rules_speed.json.

A rule is what can be switched off by itself: a rule file here, a check in proselint, a check in write-good.
No draft is checked twice, so that nobody profits from remembering it; the words are the same in all of them,
as they mostly are in one brand's copy, and ours does remember words; that is why drafts of new words are
measured too. Times are the best of several rounds
of CPU time, because other programs on the machine can only add to them. The peers are installed into a
folder of their own (pip into a virtual environment, npm beside it); where that fails, the bench says so and
goes on with those that are there.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

from bench._results import keep
from brandkit.channel_files import shipped_channels
from brandkit.checking import check_text
from brandkit.kit import BrandKit
from brandkit.pack_files import pack_names, read_pack
from brandkit.packs import PackChoice
from brandkit.rules import Rule

WORDS = 200
DRAFTS = 40
ROUNDS = 5
RULES_ASKED = 300
GOAL_MS = 15.0
_LETTERS = "bcdfghjklmnpqrstvwxz"
PROSELINT, WRITE_GOOD = "proselint==0.16.0", "write-good@1.0.8"
_COPY = (
    "You finished the job on Friday and the invoice is ready before the kettle boils. Most clients pay late"
    " because they forget, so a short reminder does the rest. Choose the wording once, and we send it on the"
    " day you like. The planner shows which invoices are open, which are paid, and how much to keep for tax."
    " It works with the bank you already have, on a phone or a laptop. New this month: an export for your"
    " accountant, a clearer calendar, and a search that finds names with typos. Meet Sana, who designs"
    " packaging in Leeds: she used to spend Sunday evenings on polite emails, and now she spends them with"
    " her kids. The plan costs $9 a month and can be cancelled at any time. Our support answers on weekdays,"
    " from nine to six. Hurry, the offer ends soon! To learn more, click here."
)
_PROSELINT = """
import json, sys, time
from proselint.checks import __register__
from proselint.config import DEFAULT
from proselint.registry import CheckRegistry
from proselint.tools import LintFile
registry = CheckRegistry()
registry.register_many(__register__)
rounds = json.load(sys.stdin)
def run(text):
    LintFile(content=text, source="draft").lint(DEFAULT)
run(rounds[0][0])
best = []
for drafts in rounds:
    began = time.process_time()
    for text in drafts:
        run(text)
    best.append((time.process_time() - began) / len(drafts))
print(json.dumps({"seconds": min(best), "rules": len(__register__)}))
"""
_WRITE_GOOD = """
const rounds = JSON.parse(require("fs").readFileSync(0, "utf8"));
const check = require("write-good");
const fs = require("fs"), path = require("path");
const rules = ["illusion", "so", "thereIs", "passive", "weasel", "adverb", "tooWordy", "cliches"];
check(rounds[0][0]);
const best = [];
for (const drafts of rounds) {
  const began = process.cpuUsage();
  for (const text of drafts) check(text);
  const spent = process.cpuUsage(began);
  best.push((spent.user + spent.system) / 1e6 / drafts.length);
}
console.log(JSON.stringify({ seconds: Math.min(...best), rules: rules.length }));
"""


@dataclass(frozen=True, kw_only=True)
class Timing:
    """How long one draft takes with so many rules."""

    name: str
    seconds: float
    rules: int

    @property
    def per_rule_and_word(self) -> float:
        """Nanoseconds."""
        return self.seconds * 1e9 / self.rules / WORDS

    @property
    def figures(self) -> dict[str, float]:
        """What is kept of it."""
        return {
            "ms a draft": round(self.seconds * 1000, 2),
            "ns a rule and word": round(self.per_rule_and_word, 1),
        }


@dataclass(frozen=True, kw_only=True)
class Peer:
    """Another checker, installed: it reads rounds of drafts and prints its best time and its rules."""

    name: str
    version: str
    command: tuple[str, ...]
    folder: Path


def main() -> None:
    """Measure, print and keep."""
    found: dict[str, Any] = {"words a draft": WORDS}
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as folder:
        peers = _installed(Path(folder))
        for title, texts in (("drafts of one brand", _drafts), ("drafts of new words", _new_drafts)):
            rounds = [texts(number) for number in range(ROUNDS)]
            ours = [_ours(rounds, RULES_ASKED), _ours(rounds)]
            timings = [*ours, *(_measured(peer, rounds) for peer in peers)]
            print(_table(title, timings))
            found[title] = {f"{each.name}, {each.rules} rules": each.figures for each in timings}
            if texts is _drafts:
                many = ours[0].seconds * 1000
    verdict = "within" if many < GOAL_MS else "OVER"
    print(f"{RULES_ASKED} rules on {WORDS} words: {many:.1f} ms, {verdict} {GOAL_MS:.0f} ms")
    found["characters, ms"] = _growth(_kit())
    found["peers"] = [peer.version for peer in peers]
    keep("rules_speed", found, ("regex", "markdown-it-py"))


def _table(title: str, timings: Sequence[Timing]) -> str:
    head = f"{title:20} {'ms a draft':>10} {'rules':>6} {'ns a rule and word':>19} {'beside ours':>12}"
    ours = timings[1].per_rule_and_word
    rows = [
        f"{each.name:20} {each.seconds * 1000:10.2f} {each.rules:6} {each.per_rule_and_word:19.0f}"
        f" {each.per_rule_and_word / ours:10.2f} x"
        for each in timings
    ]
    return "\n".join([head, *rows, ""])


def _drafts(number: int) -> list[str]:
    """One round of texts of so many words, no two alike."""
    source = _COPY.split()
    texts = []
    for each in range(number * DRAFTS, (number + 1) * DRAFTS):
        picked = [f"Draft {each}."] + source[each % 7 :] * (WORDS // len(source) + 2)
        texts.append(" ".join(picked[:WORDS]))
    return texts


def _new_drafts(number: int) -> list[str]:
    """The same, and every word of four letters and more is one that was in no other text."""
    texts = []
    for at, text in enumerate(_drafts(number), number * DRAFTS):
        ending = _LETTERS[at // len(_LETTERS) % len(_LETTERS)] + _LETTERS[at % len(_LETTERS)]
        texts.append(re.sub(r"\w{4,}", lambda word, ending=ending: word[0][::-1] + ending, text))
    return texts


def _kit(rules: int = 0) -> BrandKit:
    """The shipped rules that hold for this market and any channel, or as many, read again and again.

    Each reading is rules of its own, so that what one has found is of no use to its like.
    """
    held = _held()
    readings = chain(held, chain.from_iterable(_held() for _ in count()))
    chosen = tuple(islice(readings, rules or len(held)))
    channels = shipped_channels()
    return BrandKit(name="Bench", slug="bench", version="", channels=channels, markets=("us",), rules=chosen)


def _held() -> list[Rule]:
    shipped = [rule for name in pack_names() for rule in read_pack(PackChoice(pack=name)).rules]
    return [rule for rule in shipped if rule.header.applies(channel="", market="us", products=frozenset())]


def _ours(rounds: Sequence[Sequence[str]], rules: int = 0) -> Timing:
    kit = _kit(rules)
    check_text(_COPY, kit=kit)
    best = []
    for texts in rounds:
        began = time.process_time()
        for text in texts:
            check_text(text, kit=kit)
        best.append((time.process_time() - began) / len(texts))
    return Timing(name="copydesk", seconds=min(best), rules=len(kit.rules))


def _growth(kit: BrandKit) -> dict[str, int]:
    """A second for ten times the text should be ten seconds, not a hundred."""
    check_text(_COPY, kit=kit)
    spent = {}
    print("\nlength       ms     µs a character")
    for size in (1_000, 10_000, 100_000, 1_000_000):
        paragraphs = (text for number in count() for text in _drafts(number))
        text = "\n\n".join(islice(paragraphs, size // 1000 + 1))[:size]
        began = time.process_time()
        check_text(text, kit=kit)
        seconds = time.process_time() - began
        print(f"{size:>9,} {seconds * 1000:8.0f} {seconds / size * 1e6:12.2f}")
        spent[f"{size:,}"] = round(seconds * 1000)
    return spent


def _installed(folder: Path) -> list[Peer]:
    """The peers that can be had here."""
    asked: list[tuple[str, Callable[[Path], Peer]]] = [(PROSELINT, _proselint), (WRITE_GOOD, _write_good)]
    peers = []
    for name, install in asked:
        try:
            peers.append(install(folder))
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            print(f"{name} could not be run here: {_reason(error)}")
    return peers


def _reason(error: Exception) -> str:
    said = getattr(error, "stderr", "") or str(error)
    return said.strip().splitlines()[-1] if said.strip() else type(error).__name__


def _proselint(folder: Path) -> Peer:
    home = folder / "python"
    _run([sys.executable, "-m", "venv", str(home)])
    python = str(home / "bin" / "python")
    _run([python, "-m", "pip", "install", "--quiet", PROSELINT])
    return Peer(name="proselint", version=PROSELINT, command=(python, "-c", _PROSELINT), folder=folder)


def _write_good(folder: Path) -> Peer:
    _run(["npm", "install", "--silent", "--prefix", str(folder), WRITE_GOOD])
    return Peer(name="write-good", version=WRITE_GOOD, command=("node", "-e", _WRITE_GOOD), folder=folder)


def _measured(peer: Peer, rounds: Sequence[Sequence[str]]) -> Timing:
    measured = json.loads(_run(peer.command, given=json.dumps(rounds), folder=peer.folder))
    return Timing(name=peer.name, seconds=measured["seconds"], rules=measured["rules"])


def _run(command: Sequence[str], *, given: str = "", folder: Path | None = None) -> str:
    """What a program printed; it may take five minutes, since it may have to be fetched first."""
    done = subprocess.run(  # noqa: S603 - fixed commands
        list(command),
        input=given,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        cwd=folder,
    )
    return done.stdout


if __name__ == "__main__":
    main()
