"""A draft's explanation on the command line: lines for people, plain data for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brandkit.passages import Passage, PassageId
from llm.explaining import ExplainedSentence, Explanation
from llm.support import Support
from retrieval.naming import section_name

Passages = Mapping[PassageId, Passage]


def lines_of(explanation: Explanation, passages: Passages) -> Iterator[str]:
    """The account of each sentence, then what no sentence answers."""
    yield "Sentence by sentence"
    for sentence in explanation.sentences:
        yield f"  {sentence.field}{f' {sentence.index + 1}' if sentence.index else ''}: {sentence.text}"
        yield from (f"    {told}" for told in _account(sentence, passages))
    for name in explanation.unanswered:
        yield f"  Not found in the copy: {name}"
    yield ""


def _account(sentence: ExplainedSentence, passages: Passages) -> Iterator[str]:
    for support in sentence.support:
        passage = passages[support.passage]
        weak = " (weak: have a look)" if support.is_weak else ""
        yield f"cites {passage.document}, {section_name(passage)}: {_measured(support)}{weak}"
    if not sentence.support:
        yield "cites no passage"
    for finding in sentence.broke:
        yield f"{finding.severity.value}: {finding.message}"
    yield from sentence.kept
    if sentence.answers:
        yield f"answers the brief: {', '.join(sentence.answers)}"


def _measured(support: Support) -> str:
    near = "" if support.nearness is None else f"nearness {support.nearness:.2f}, "
    return f"{near}{support.shared:.0%} of its words"


def as_data(explanation: Explanation, passages: Passages) -> dict[str, object]:
    """Everything about every sentence; offsets count code points in the part's text."""
    return {
        "sentences": [_sentence(each, passages) for each in explanation.sentences],
        "unanswered": list(explanation.unanswered),
        "weak_citations": [
            {"file": passages[passage].document, "passage": passage, "field": field, "index": index}
            for passage, field, index in explanation.weak
        ],
        "about_all": [finding.rule for finding in explanation.about_all],
    }


def _sentence(sentence: ExplainedSentence, passages: Passages) -> dict[str, object]:
    return {
        "field": sentence.field,
        "index": sentence.index,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "cites": [_support(each, passages) for each in sentence.support],
        "broke": [{"rule": each.rule, "severity": each.severity.value} for each in sentence.broke],
        "kept": list(sentence.kept),
        "answers": list(sentence.answers),
    }


def _support(support: Support, passages: Passages) -> dict[str, object]:
    return {
        "file": passages[support.passage].document,
        "heading": section_name(passages[support.passage]),
        "shared_words": round(support.shared, 3),
        "nearness": None if support.nearness is None else round(support.nearness, 3),
        "weak": support.is_weak,
    }
