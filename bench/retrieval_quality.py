"""Measures retrieval and abstention: python -m bench.retrieval_quality DATA [DUMP].

DATA holds guides/ and retrieval/queries.jsonl. The uncovered questions of bench/data are asked of the
guides they name, where those are there. Prints means with 95 % intervals and paired differences.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from retrieval.embedding import SentenceEmbedder
from retrieval.evaluation import Report, Setting, evaluate
from retrieval.index import ChromaIndex
from retrieval.labelled import read_questions
from retrieval.metrics import Interval

UNCOVERED = Path(__file__).parent / "data" / "uncovered.jsonl"


def main() -> None:
    """Run and print."""
    if not sys.argv[1:]:
        print("needs labelled questions: python -m bench.retrieval_quality DATA")
        return
    data = Path(sys.argv[1])
    guides = data / "guides"
    uncovered = [one for one in read_questions(UNCOVERED) if (guides / one.guide).is_dir()]
    questions = [*read_questions(data / "retrieval" / "queries.jsonl"), *uncovered]
    with tempfile.TemporaryDirectory() as folder:
        setting = Setting(embedder=SentenceEmbedder(), index=ChromaIndex(Path(folder)))
        report = asyncio.run(evaluate(guides, questions, setting))
    _print(report)
    if len(sys.argv) > 2:
        report.dump(Path(sys.argv[2]))


def _print(report: Report) -> None:
    print(f"{report.questions} covered questions")
    for title, table in (
        ("means", report.measures),
        ("ours minus", report.differences),
        ("ours by kind", report.by_kind),
    ):
        print(f"\n{title}")
        for name, cells in table.items():
            print(f"  {name:14}{_row(cells)}")
    verdicts = report.abstention
    print(f"\nno guideline covers this: said {verdicts.said} times, due {verdicts.uncovered} times")
    print(f"  precision {verdicts.precision:.3f}  recall {verdicts.recall:.3f}")


def _row(cells: Mapping[str, Interval]) -> str:
    return "  ".join(
        f"{name} {cell.mean:.3f} [{cell.low:.3f}, {cell.high:.3f}]" for name, cell in cells.items()
    )


if __name__ == "__main__":
    main()
