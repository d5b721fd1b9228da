"""Loads guides and drafts in every channel with each: python bench/every_channel.py GUIDES [PAGE].

GUIDES holds a folder of guideline documents, or a brand kit, for each brand. Each is loaded with `copydesk
kit load`, then `copydesk draft` writes one text in every channel, each from another of the briefs of
bench/data/briefs.txt. Prints what is wrong with a draft (a crash, an error left in it, a slot nobody filled,
a citation that no document has) and writes PAGE, Markdown to read as a marketer would.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.kits import open_kit
from brandkit.kit import BrandKit

BRIEFS = Path(__file__).parent / "data" / "briefs.txt"
_SLOT = re.compile(r"\{[^{}\n]*\}|\[(?:[A-Z][A-Z _]+|[Yy]our [^\]]+)\]|\bTODO\b|\bXX+\b|\b[Ll]orem\b")
_MENDED = re.compile(r" [,.;:!?](?:\s|$)|\.\.(?!\.)|,,|[ \t]{2,}(?=\S)|(?<!\w)(\w+) \1(?!\w)")
"""What is left where words were taken out or put together: a space before a comma, a word said twice."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """One draft of one brand: what was asked, what came, how long it took in seconds."""

    brand: str
    channel: str
    brief: str
    seconds: float
    draft: dict[str, Any]
    wrong: Sequence[str]


def main() -> int:
    """Run, print and write; gives 1 when anything is wrong."""
    if len(sys.argv) < 2:
        print("Name a folder of guides: python bench/every_channel.py GUIDES [PAGE]")
        return 0
    guides = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir())
    briefs = BRIEFS.read_text(encoding="utf-8").splitlines()
    written: list[Written] = []
    for number, guide in enumerate(guides):
        with tempfile.TemporaryDirectory() as home:
            os.environ["COPYDESK_HOME"] = home
            written += _brand(guide, briefs[number % len(briefs) :] + briefs[: number % len(briefs)])
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text("\n".join(map(_page, written)), encoding="utf-8")
    bad = [one for one in written if one.wrong]
    print(f"{len(written)} drafts, {len(bad)} with something wrong")
    return int(bool(bad))


def _brand(guide: Path, briefs: Sequence[str]) -> Iterator[Written]:
    started = time.monotonic()
    loaded = CliRunner().invoke(app, ["kit", "load", str(guide), "--activate"])
    said = loaded.output.strip().splitlines()
    print(f"{guide.name}: {time.monotonic() - started:.1f} s, {said[-1] if said else loaded.exception}")
    kit = open_kit(guide).kit
    for channel, brief in zip(kit.channels, briefs, strict=False):
        one = _drafted(guide, kit, channel, brief)
        print(f"  {channel:14} {one.seconds:5.1f} s  {'; '.join(one.wrong) or 'nothing wrong'}", flush=True)
        yield one


def _drafted(guide: Path, kit: BrandKit, channel: str, brief: str) -> Written:
    started = time.monotonic()
    arguments = ["draft", "--kit", str(guide), "--channel", channel, "--format", "json", brief]
    result = CliRunner().invoke(app, arguments)
    draft = json.loads(result.stdout) if result.stdout.startswith("{") else {}
    return Written(
        brand=guide.name,
        channel=channel,
        brief=brief,
        seconds=time.monotonic() - started,
        draft=draft,
        wrong=[*_wrong(draft, kit, guide)] if draft else [_failure(result)],
    )


def _failure(result: Result) -> str:
    return f"no draft: {result.output.strip()[-300:] or repr(result.exception)}"


def _wrong(draft: dict[str, Any], kit: BrandKit, guide: Path) -> Iterator[str]:
    documents = {path.name for path in guide.rglob("*") if path.is_file()}
    for variant in draft["variants"]:
        for part in variant["parts"]:
            field = part["field"]
            yield from (f"{field}: unfilled “{found[0]}”" for found in _SLOT.finditer(part["text"]))
            yield from (f"{field}: badly mended “{found[0]}”" for found in _MENDED.finditer(part["text"]))
        for finding in variant["findings"]:
            if finding["severity"] == "error":
                yield f"error left: {finding['rule']} “{finding['match']}”"
        for citation in variant["citations"]:
            if Path(citation["file"]).name not in documents:
                yield f"cites {citation['file']}, which is not there"
    if not kit.channels[draft["channel"]]:
        yield f"{draft['channel']} is not a channel of the kit"


def _page(one: Written) -> str:
    """One draft as Markdown."""
    lines = [f"## {one.brand} · {one.channel}", "", f"> {one.brief}", "", *(f"WRONG: {w}" for w in one.wrong)]
    for variant in one.draft.get("variants", ()):
        lines += [f"**{part['field']}** ({part['count']})\n\n{part['text']}\n" for part in variant["parts"]]
        lines += [f"- finding {f['severity']} {f['rule']}: {f['message']}" for f in variant["findings"]]
        lines += [f"- gap: {gap}" for gap in variant["gaps"]]
        lines += [f"- cites {c['file']} › {c['heading']}: {c['text'][:160]!r}" for c in variant["citations"]]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    raise SystemExit(main())
