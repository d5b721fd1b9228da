"""Changes to what one variant says: shorter, longer, another tone, something mentioned or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from brandkit.drafts import Part, Variant
from llm.house import rewording
from llm.house.completing import before_the_close, completed, kept_texts, says, with_postscript
from llm.house.desk import Desk, Outcome, each_text, inserted, with_main
from llm.house.details import all_in, as_fact, kind_called, without_detail
from llm.house.english import listed, sentences, without_stop
from llm.house.fact_sentences import sentence_of
from llm.house.fitting import fits, tidy, without_a_sentence, without_orphans
from llm.house.material import gather
from llm.house.on_record import NOT_ON_RECORD, is_own_detail
from llm.house.repairer import counted_anew
from llm.house.shipped import templates_for
from llm.house.word_roots import covers, roots

_SHORTER = 0.7
_SAME = 0.6
"""Sentences that share so many of their words say the same."""
_STEP = 2
"""So many sentences are a step; more would be another text."""


_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def shorter(variant: Variant, desk: Desk) -> Outcome:
    """Leave out whole sentences of the main text, the last that may go first, until a third of it is gone."""
    keep = kept_texts(desk.assignment.kit, desk.assignment.brief, _wished(desk))
    if desk.main.at_most > 1:
        return Outcome(
            variant=variant,
            done=False,
            said=f"Each {desk.main.label.lower()} is short already; ask me to replace or drop one.",
        )
    text = before = variant.texts(desk.main.name)[0]
    while len(text) > _SHORTER * len(before):
        cut = without_a_sentence(text, keep)
        if cut is None or cut == text:
            break
        text = cut
    text = without_orphans(text, desk.assignment.kit.claims)
    if text == before:
        return Outcome(
            variant=variant,
            done=False,
            said="What is left has to stay: the opening, the link, and what the brief or the rules ask for.",
        )
    return Outcome(variant=with_main(variant, desk, text), said="made it shorter")


def longer(variant: Variant, desk: Desk) -> Outcome:
    """Add what the brand has to say on the topic and this copy has not said yet."""
    if desk.main.at_most > 1:
        return _longer_list(variant, desk)
    text = variant.texts(desk.main.name)[0]
    added = 0
    for sentence in _offered(desk):
        candidate = before_the_close(text, sentence)
        if not _is_said(sentence, text) and fits(candidate, desk.main):
            text, added = candidate, added + 1
        if added == _STEP:
            break
    if not added:
        return Outcome(
            variant=variant,
            done=False,
            said="I have nothing more to say that the brief or the kit supports. Tell me a fact to mention.",
        )
    return Outcome(
        variant=with_main(variant, desk, text), said="made it longer with what the kit says on the subject"
    )


def _longer_list(variant: Variant, desk: Desk) -> Outcome:
    texts = variant.texts(desk.main.name)
    said = " ".join(texts)
    new = next((each for each in _offered(desk) if not _is_said(each, said) and fits(each, desk.main)), "")
    if not new or len(texts) >= desk.main.at_most:
        return Outcome(
            variant=variant, done=False, said=f"There is no room for a longer {desk.main.label.lower()}."
        )
    part = Part(field=desk.main.name, text=new, index=len(texts))
    return Outcome(variant=inserted(variant, part), said=f"added a {desk.main.label.lower()}")


def _offered(desk: Desk) -> Iterator[str]:
    """What the brand has to say on the topic, sentence by sentence."""
    values = desk.material.values
    slots = (
        "detail",
        "detail_1",
        "detail_2",
        "detail_3",
        "benefit",
        "how",
        "how_1",
        "how_2",
        "relief",
        "proof",
        "proof_more",
        "key_message",
        "brand_promise",
    )
    offered = [values[slot] for slot in slots if values.get(slot)]
    yield from dict.fromkeys(sentence for offer in offered for sentence in sentences(offer))


def _is_said(sentence: str, text: str) -> bool:
    """Whether a sentence tells nothing that one sentence of the text, or all of them together, does not."""
    meant = roots(sentence)
    told = [roots(each) for each in sentences(text)]
    near = any(len(meant & each) >= _SAME * min(len(meant), len(each)) for each in told if each)
    return near or len(meant - frozenset().union(*told)) <= len(meant) / 4


def toned(variant: Variant, *, formal: bool) -> Outcome:
    """More formal, or warmer; refused where no word of it can change."""
    reword = rewording.more_formal if formal else rewording.warmer
    after = each_text(variant, reword)
    if after.parts == variant.parts:
        already = (
            "formal: nothing is contracted or colloquial"
            if formal
            else "as friendly as my word lists can make it"
        )
        return Outcome(
            variant=variant,
            done=False,
            said=f"The wording is already {already}. Tell me which words to replace.",
        )
    return Outcome(variant=after, said="made it more formal" if formal else "made it friendlier")


def mentioning(variant: Variant, what: str, desk: Desk) -> Outcome:
    """Say this as well, before the closing step."""
    copy = " ".join(part.text for part in variant.parts)
    kind = kind_called(what)
    if kind:
        return Outcome(variant=variant, done=False, said=_which(kind, what, all_in(copy, kind)))
    what = as_fact(what)
    brief = replace(desk.assignment.brief, must_mention=(what,))
    kit = desk.assignment.kit
    mentions = gather(brief, kit, templates=templates_for(kit), today=desk.today, turn=0).mentions
    if not any(mentions):
        return Outcome(variant=variant, done=False, said=NOT_ON_RECORD.format(detail=is_own_detail(what)))
    if says(copy, what, *mentions):
        return Outcome(variant=variant, done=False, said=f"It mentions {without_stop(what)} already.")
    stated = sentences(desk.material.values.get("statement", ""))
    kept = (*desk.assignment.brief.must_mention, *desk.material.mentions, *stated)
    after = completed(
        variant,
        channel=desk.assignment.channel,
        kit=kit,
        brief=brief,
        mentions=mentions,
        keep=[each for each in kept if says(copy, each, each)],
    )
    if not says(" ".join(part.text for part in after.parts), what, *mentions):
        return Outcome(
            variant=variant,
            done=False,
            said=f"There is no room left to mention {without_stop(what)}. Make it shorter first.",
        )
    return Outcome(variant=after, said=f"mentioned {without_stop(what)}")


def _which(kind: str, what: str, there: Sequence[str]) -> str:
    """What to answer to a detail that is asked for by its kind alone."""
    if there:
        return f"It has a {kind} already: {listed(there)}. Say which words to change, or which {kind} to add."
    example = {"date": "it is on 12 May", "time": "it starts at 5pm", "price": "it costs £15"}[kind]
    return f"I do not know {what}. Tell me, such as “add that {example}”."


def adding_postscript(variant: Variant, what: str, desk: Desk) -> Outcome:
    """A postscript behind the closing step, before what the brand requires at the end."""
    if desk.main.at_most > 1 or not desk.main.multiline:
        return Outcome(
            variant=variant,
            done=False,
            said="There is no place for a postscript here. Ask me to mention it.",
        )
    text = variant.texts(desk.main.name)[0]
    after = with_main(variant, desk, with_postscript(text, sentence_of(what), desk.assignment.kit))
    if not fits(after.texts(desk.main.name)[0], desk.main):
        return Outcome(
            variant=variant, done=False, said="There is no room left for a postscript. Make it shorter first."
        )
    return Outcome(variant=after, said="added the postscript")


def without(variant: Variant, what: str, desk: Desk) -> Outcome:
    """Leave out the sentences that say it; what the rules require stays."""
    ordinal = re.match(
        rf"(?:the )?({'|'.join(_ORDINALS)}|last) (sentence|line|paragraph)", what, re.IGNORECASE
    )
    if ordinal and desk.main.at_most == 1:
        return _without_place(variant, ordinal[1].lower(), ordinal[2].lower(), desk)
    if kind_called(what):
        return _without_detail(variant, what, desk)
    protected = [text for text in desk.assignment.kit.approved_texts if covers(text, what)]
    claims = desk.assignment.kit.claims
    left = [
        replace(part, text=without_orphans(_text_without(part.text, what, protected), claims))
        for part in variant.parts
    ]
    after = replace(variant, parts=counted_anew([part for part in left if part.text]))
    if after.parts == variant.parts:
        said = (
            f"“{what}” is part of a text the brand requires here, so it stays."
            if protected
            else f"I found nothing about “{what}” to leave out."
        )
        return Outcome(variant=variant, done=False, said=said)
    written = {part.field for part in after.parts}
    emptied = [
        field.label.lower()
        for field in desk.assignment.channel
        if field.required and field.name not in written
    ]
    if emptied:
        return Outcome(
            variant=variant,
            done=False,
            said=f"Without “{what}” nothing would be left of the {emptied[0]}. Tell me what to say instead.",
        )
    return Outcome(variant=after, said=f"left out {what}")


def _without_detail(variant: Variant, what: str, desk: Desk) -> Outcome:
    """Without the date, the time or the price: only its words, where the sentence says something else too."""
    kind, fixed = kind_called(what), desk.assignment.kit.approved_texts

    def bare(text: str) -> str:
        for sentence in sentences(text):
            if all_in(sentence, kind) and not any(sentence in each for each in fixed):
                text = text.replace(sentence, without_detail(sentence, kind), 1)
        return tidy(text)

    after = each_text(variant, bare)
    if after.parts == variant.parts:
        return Outcome(variant=variant, done=False, said=f"I found no {kind} to leave out.")
    if not all(part.text for part in after.parts):
        said = f"Without {what} a part would be empty. Tell me what to say instead."
        return Outcome(variant=variant, done=False, said=said)
    return Outcome(variant=after, said=f"left out {what}")


def _text_without(text: str, what: str, protected: Sequence[str]) -> str:
    for sentence in sentences(text):
        if covers(sentence, what) and not any(sentence in each or each in sentence for each in protected):
            text = text.replace(sentence, "", 1)
    return tidy(text)


def _without_place(variant: Variant, which: str, what: str, desk: Desk) -> Outcome:
    """Without the first, second or last sentence, or paragraph."""
    text = variant.texts(desk.main.name)[0]
    fixed = desk.assignment.kit.approved_texts
    pieces = text.split("\n\n") if what == "paragraph" else sentences(text)
    said = [each for each in pieces if not any(each in one or one in each for one in fixed)]
    number = len(said) - 1 if which == "last" else _ORDINALS.index(which)
    if number >= len(said) or len(said) == 1:
        return Outcome(variant=variant, done=False, said=f"There is no {which} {what} to take out.")
    return Outcome(
        variant=with_main(variant, desk, tidy(text.replace(said[number], "", 1))),
        said=f"took out the {which} {what}",
    )


def _wished(desk: Desk) -> tuple[str, ...]:
    return (*desk.material.mentions, desk.material.values.get("step", ""))
