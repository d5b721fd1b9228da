"""Accounts for every sentence of a draft: what it cites, what it broke and kept, what it answers.

That a draft names a passage does not mean that the passage supports it. So the support is measured,
by the words the two share and by how near they are in meaning, and a weak one is marked as weak. Most
passages of a guideline are instructions, which copy follows without repeating them: weak support is a
reason to look, not an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from brandkit.briefs import Brief
from brandkit.channels import Channel
from brandkit.drafts import Part, Variant
from brandkit.findings import Finding
from brandkit.kit import BrandKit
from brandkit.passages import Passage, PassageId
from brandkit.sentences import sentence_spans
from llm.house.english import head_noun
from llm.house.word_roots import roots
from llm.meaning import Embed
from llm.support import Support, nearness_of, shared_words

_ANSWERS = 0.5
_MOST = 2 / 3
_NAMED = frozenset({"link", "product"})
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^.!?]{0,40}[,!]?", re.IGNORECASE
)
_LINES = {
    "topic": "topic",
    "audience": "audience",
    "objective": "objective",
    "key_message": "key message",
    "call_to_action": "call to action",
    "link": "link",
    "must_mention": "must mention",
    "product": "product",
}


@dataclass(frozen=True, kw_only=True)
class ExplainedSentence:
    """One sentence of the copy, at `[start, end)` of its part's text, and everything it answers for.

    `support` is of the passages that its part cites, strongest first; `broke` what the checks found in
    it; `kept` the fixed wordings and proven claims it carries; `answers` the lines of the brief.
    """

    field: str
    index: int
    start: int
    end: int
    text: str
    support: tuple[Support, ...] = ()
    broke: tuple[Finding, ...] = ()
    kept: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """All sentences of one variant in order, and what is not in any of them.

    `about_all` are findings that belong to no sentence, such as something missing. `unanswered` are the
    lines of the brief that no sentence answers. `weak` are citations whose every support is weak, as
    passage, field and index.
    """

    sentences: tuple[ExplainedSentence, ...]
    about_all: tuple[Finding, ...] = ()
    unanswered: tuple[str, ...] = ()
    weak: tuple[tuple[PassageId, str, int], ...] = ()


def explain(
    variant: Variant,
    *,
    brief: Brief,
    channel: Channel,
    kit: BrandKit,
    findings: Sequence[Finding] = (),
    passages: Sequence[Passage] = (),
    embed: Embed | None = None,
) -> Explanation:
    """Account for every sentence of a variant.

    `findings` are those of this variant, `passages` those it may cite. Without `embed` the support is
    measured by shared words alone.
    """
    by_id = {passage.id: passage for passage in passages}
    found = [_Found(part, start, end) for part in variant.parts for start, end in _spans(part, channel)]
    cites = [_cited(each.part, variant, by_id) for each in found]
    nearness = nearness_of(
        [each.text for each, cited in zip(found, cites, strict=True) if cited],
        [by_id[each] for each in dict.fromkeys(one for cited in cites for one in cited)],
        embed,
    )
    sentences = tuple(
        ExplainedSentence(
            field=each.part.field,
            index=each.part.index,
            start=each.start,
            end=each.end,
            text=each.text,
            support=_told(_supports(each.text, [by_id[one] for one in cited], nearness), each.text, kit),
            broke=tuple(finding for finding in findings if each.has(finding)),
            kept=tuple(_kept(each.text, kit)),
            answers=tuple(name for name, said in _lines(brief) if _is_answered(name, said, each.text)),
        )
        for each, cited in zip(found, cites, strict=True)
    )
    return Explanation(
        sentences=sentences,
        about_all=tuple(finding for finding in findings if not any(each.has(finding) for each in found)),
        unanswered=tuple(dict.fromkeys(_unanswered(brief, variant, sentences))),
        weak=tuple(_weak(variant, sentences)),
    )


@dataclass(frozen=True)
class _Found:
    """A sentence where it stands."""

    part: Part
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.part.text[self.start : self.end]

    def has(self, finding: Finding) -> bool:
        """Whether the finding points into this sentence; one about something missing points nowhere."""
        here = (finding.field, finding.index) == (self.part.field, self.part.index)
        return here and finding.start < finding.end and self.start < finding.end and finding.start < self.end


def _spans(part: Part, channel: Channel) -> tuple[tuple[int, int], ...]:
    """In posts a line break ends a sentence; in marked-up text paragraphs do."""
    markdown = any(field.name == part.field and field.markdown for field in channel)
    return sentence_spans(part.text, lines_end_sentences=not markdown)


def _cited(part: Part, variant: Variant, known: Mapping[PassageId, Passage]) -> tuple[PassageId, ...]:
    """The passages this part cites; a citation of a list's first item speaks for all that have none."""
    own = [each.passage for each in variant.citations if (each.field, each.index) == (part.field, part.index)]
    first = [each.passage for each in variant.citations if (each.field, each.index) == (part.field, 0)]
    return tuple(dict.fromkeys(each for each in own or first if each in known))


def _supports(
    text: str, passages: Sequence[Passage], nearness: Callable[[str, Passage], float | None]
) -> tuple[Support, ...]:
    measured = (
        Support(passage=each.id, shared=shared_words(text, each.text), nearness=nearness(text, each))
        for each in passages
    )
    return tuple(sorted(measured, key=lambda one: (-max(one.nearness or 0.0, one.shared), one.passage)))


def _told(support: tuple[Support, ...], text: str, kit: BrandKit) -> tuple[Support, ...]:
    """The support of a sentence, a weak one only where some is needed.

    A greeting says nothing to support, and what the brand requires or has proven has its own ground.
    """
    if not (_GREETING.fullmatch(text.strip()) or any(_kept(text, kit))):
        return support
    return tuple(each for each in support if not each.is_weak)


def _kept(text: str, kit: BrandKit) -> Iterator[str]:
    """Fixed wordings and claims that the sentence carries."""
    folded = _folded(text)
    for mandatory in kit.mandatories:
        if any(_folded(each) in folded for each in (mandatory.text, *mandatory.accepted) if each.strip()):
            yield f"says what has to be said: “{mandatory.name or mandatory.text}”"
    for claim in kit.claims:
        if _folded(claim.text.rstrip(".")) in folded:
            yield f"makes a claim that can be proven: “{claim.text}” ({claim.evidence})"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _lines(brief: Brief) -> Iterator[tuple[str, str]]:
    """The lines of a brief that copy can answer, each with its words."""
    for name, label in _LINES.items():
        said = getattr(brief, name)
        for each in (said,) if isinstance(said, str) else said:
            if each.strip():
                yield (f"{label}: {each}" if name == "must_mention" else label), each


def _is_answered(name: str, said: str, text: str) -> bool:
    """Whether a sentence answers a line of the brief: says it as it stands, or enough of its words.

    A link and a product have to be there themselves. A topic needs most of its words, or half of them with
    the one that it is about.
    """
    if name in _NAMED or _folded(said) in _folded(text):
        return _is_there(name, said, text)
    words, there = roots(said), roots(text)
    near = len(words & there) >= _MOST * len(words) or bool(roots(head_noun(said)) & there)
    return _is_there(name, said, text) and (name != "topic" or near)


def _is_there(name: str, said: str, text: str) -> bool:
    """Whether a text has a line of the brief, or half of its words; of a name, all."""
    if _folded(said) in _folded(text) or (name == "link" and said.partition("//")[2] in text):
        return True
    words = roots(said)
    return name not in _NAMED and bool(words) and len(words & roots(text)) >= _ANSWERS * len(words)


def _unanswered(brief: Brief, variant: Variant, sentences: Sequence[ExplainedSentence]) -> Iterator[str]:
    answered = {name for each in sentences for name in each.answers}
    whole = " ".join(part.text for part in variant.parts)
    # An audience is spoken to, not named; a long line may be answered by several sentences together.
    silent = ("audience", "objective")
    for name, said in _lines(brief):
        if name not in answered and name not in silent and not _is_there(name, said, whole):
            yield name


def _weak(variant: Variant, sentences: Sequence[ExplainedSentence]) -> Iterator[tuple[PassageId, str, int]]:
    for citation in variant.citations:
        here = [
            support
            for each in sentences
            if each.field == citation.field
            for support in each.support
            if support.passage == citation.passage
        ]
        if here and all(support.is_weak for support in here):
            yield citation.passage, citation.field, citation.index
