"""Measures the checker beside proselint and write-good, on the same drafts, in one run, on one core.

    python -m bench.rules_speed

Prints, for each checker: milliseconds for a draft of 200 words, its rules, and nanoseconds for each rule
and word, as a ratio to ours; then our time for 300 rules on 200 words, and how it grows up to 1 MB.

A rule is what can be switched off by itself: a rule file here, a check in proselint, a check in write-good.
No draft is checked twice, so that nobody profits from remembering it; the words are the same in all of them,
as they mostly are in one brand's copy, and ours does remember words. Times are the best of several rounds
of CPU time, because other programs on the machine can only add to them. The peers are installed into a
folder of their own (pip into a virtual environment, npm beside it); where that fails, the bench says so and
goes on with those that are there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from brandkit.channel_files import shipped_channels
from brandkit.checking import check_text
from brandkit.kit import BrandKit
from brandkit.pack_files import pack_names, read_pack
from brandkit.packs import PackChoice

WORDS = 200
DRAFTS = 40
ROUNDS = 5
RULES_ASKED = 300
GOAL_MS = 15.0
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
drafts, rounds = json.load(sys.stdin)
def run(text):
    LintFile(content=text, source="draft").lint(DEFAULT)
run(drafts[0])
best, found = [], 0
for number in range(rounds):
    began = time.process_time()
    for text in drafts:
        run(f"{text} Round {number}.")
    best.append((time.process_time() - began) / len(drafts))
print(json.dumps({"seconds": min(best), "rules": len(__register__)}))
"""
_WRITE_GOOD = """
const [drafts, rounds] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const check = require("write-good");
const fs = require("fs"), path = require("path");
const rules = ["illusion", "so", "thereIs", "passive", "weasel", "adverb", "tooWordy", "cliches"];
check(drafts[0]);
const best = [];
for (let number = 0; number < rounds; number++) {
  const began = process.cpuUsage();
  for (const text of drafts) check(`${text} Round ${number}.`);
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


def main() -> None:
    """Measure and print."""
    ours, many = _ours(), _ours(RULES_ASKED)
    print(
        f"{'':12} {'ms a draft':>10} {'rules':>6} {'ns a rule and word':>20} {f'beside our {many.rules}':>16}"
    )
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as folder:
        for timing in [many, ours, *_peers(Path(folder))]:
            print(_row(timing, many))
    verdict = "within" if many.seconds * 1000 < GOAL_MS else "OVER"
    print(f"\n{many.rules} rules on {WORDS} words: {many.seconds * 1000:.1f} ms, {verdict} {GOAL_MS:.0f} ms")
    _growth(_kit())


def _row(timing: Timing, ours: Timing) -> str:
    ratio = timing.per_rule_and_word / ours.per_rule_and_word
    return (
        f"{timing.name:12} {timing.seconds * 1000:10.2f} {timing.rules:6} {timing.per_rule_and_word:20.0f}"
        f" {f'{ratio:.2f} x as long':>16}"
    )


def drafts(words: int = WORDS, count: int = DRAFTS, *, start: int = 0) -> list[str]:
    """Texts of so many words, no two alike."""
    source = _COPY.split()
    texts = []
    for number in range(start, start + count):
        picked = [f"Draft {number}."] + source[number % 7 :] * (words // len(source) + 2)
        texts.append(" ".join(picked[:words]))
    return texts


def _kit(rules: int = 0) -> BrandKit:
    """The shipped rules that hold for this market and any channel, or as many, taken up again and again."""
    shipped = [rule for name in pack_names() for rule in read_pack(PackChoice(pack=name)).rules]
    held = [rule for rule in shipped if rule.header.applies(channel="", market="us", products=frozenset())]
    chosen = tuple(islice(cycle(held), rules or len(held)))
    channels = shipped_channels()
    return BrandKit(name="Bench", slug="bench", version="", channels=channels, markets=("us",), rules=chosen)


def _ours(rules: int = 0) -> Timing:
    kit = _kit(rules)
    return Timing(name="copydesk", seconds=_time(kit), rules=len(kit.rules))


def _time(kit: BrandKit) -> float:
    """Seconds for one draft."""
    check_text(drafts(count=1)[0], kit=kit)
    best = []
    for number in range(ROUNDS):
        texts = drafts(start=(number + 1) * DRAFTS)
        began = time.process_time()
        for text in texts:
            check_text(text, kit=kit)
        best.append((time.process_time() - began) / len(texts))
    return min(best)


def _growth(kit: BrandKit) -> None:
    """A second for ten times the text should be ten seconds, not a hundred."""
    print("\nlength       ms     µs a character")
    for size in (1_000, 10_000, 100_000, 1_000_000):
        paragraphs = drafts(count=size // 1000 + 1, start=size)
        text = "\n\n".join(paragraphs)[:size]
        began = time.process_time()
        check_text(text, kit=kit)
        spent = time.process_time() - began
        print(f"{size:>9,} {spent * 1000:8.0f} {spent / size * 1e6:12.2f}")


def _peers(folder: Path) -> list[Timing]:
    asked: list[tuple[str, Callable[[Path], Timing]]] = [
        (PROSELINT, _proselint),
        (WRITE_GOOD, _write_good),
    ]
    timings = []
    for name, measure in asked:
        try:
            timings.append(measure(folder))
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            print(f"{name} could not be run here: {_reason(error)}")
    return timings


def _reason(error: Exception) -> str:
    said = getattr(error, "stderr", "") or str(error)
    return said.strip().splitlines()[-1] if said.strip() else type(error).__name__


def _proselint(folder: Path) -> Timing:
    home = folder / "python"
    _run([sys.executable, "-m", "venv", str(home)])
    python = str(home / "bin" / "python")
    _run([python, "-m", "pip", "install", "--quiet", PROSELINT])
    return _measured("proselint", [python, "-c", _PROSELINT], folder)


def _write_good(folder: Path) -> Timing:
    _run(["npm", "install", "--silent", "--prefix", str(folder), WRITE_GOOD])
    return _measured("write-good", ["node", "-e", _WRITE_GOOD], folder)


def _measured(name: str, command: list[str], folder: Path) -> Timing:
    printed = _run(command, given=json.dumps([drafts(), ROUNDS]), folder=folder)
    measured = json.loads(printed)
    return Timing(name=name, seconds=measured["seconds"], rules=measured["rules"])


def _run(command: list[str], *, given: str = "", folder: Path | None = None) -> str:
    """What a program printed; it may take five minutes, since it may have to be fetched first."""
    done = subprocess.run(  # noqa: S603 - fixed commands
        command,
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
