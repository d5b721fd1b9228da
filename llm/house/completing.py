"""What copy must carry: mandatories, disclaimers of its claims, and what the brief wants mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from brandkit.briefs import Brief
from brandkit.channels import Channel, Field
from brandkit.drafts import Part, Variant
from brandkit.kit import BrandKit, Mandatory, Placement
from llm.house import english
from llm.house.fitting import fit, fits, tidy, without_orphans
from llm.house.mentions import MERELY_NAMED
from llm.house.told_facts import is_told
from llm.house.word_roots import covers, roots

_LONG_PIECE = 180
_WORTH_COMPARING = 3
_SAME = 0.7
_MAIN_FIELDS = ("body", "descriptions", "lead")
_MOST_CLOSING = 2
"""The step to take, and below it what the brand requires at the end."""
_STEP_IN_LINE = re.compile(
    r"(?:(?<=[.!?])|^)\s*[^.!?\n]*(?:https?://|(?<!\S)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/)\S+(?:[^\n]*)$"
)
_CLOSING_STEP = re.compile(r"https?://\S+\s*$|^\S.*:\s*https?://\S+$")


def says(copy: str, wish: str, sentence: str = "") -> bool:
    """Whether copy says what is wished for, in the wish's words or in those of the sentence chosen for it."""
    wish = re.sub(r"\bper ?cent\b", "%", wish)
    if is_told(wish) or english.is_clause(wish):
        whole = any(covers(each, wish) for each in english.sentences(copy)) and len(roots(wish)) > 1
        return whole or bool(sentence and english.without_stop(sentence).lower() in copy.lower())
    return covers(copy, wish) or bool(sentence and english.without_stop(sentence).lower() in copy.lower())


def main_field(channel: Channel) -> Field:
    """The field that carries the message."""
    named = [field for name in _MAIN_FIELDS for field in channel if field.name == name]
    return named[0] if named else max(channel.fields, key=lambda field: (field.multiline, field.required))


def completed(
    variant: Variant,
    *,
    channel: Channel,
    kit: BrandKit,
    brief: Brief,
    mentions: Sequence[str],
    keep: Sequence[str] = (),
) -> Variant:
    """The variant with everything in it that it must carry, within the limits of each field.

    Sentences that hold one of `keep` are not cut to make room.
    """
    variant = _said_once(variant, kit)
    variant = _with_mentions(variant, channel, brief, mentions, kit)
    variant = _without_needless_names(variant, brief, mentions)
    variant = _with_disclaimers(variant, channel, kit)
    due = sorted(
        mandatories_due(kit, channel, brief, variant), key=lambda each: each.placement is Placement.END
    )
    for mandatory in due:
        variant = _with_mandatory(variant, mandatory, channel, kit)
    fits_now = fitted(variant, channel, keep=(*kept_texts(kit, brief, mentions), *keep))
    return replace(
        fits_now,
        parts=tuple(replace(part, text=without_orphans(part.text, kit.claims)) for part in fits_now.parts),
    )


def fitted(variant: Variant, channel: Channel, *, keep: Sequence[str]) -> Variant:
    """Every part within its limits; sentences that hold one of `keep` stay."""
    return replace(
        variant,
        parts=tuple(
            replace(part, text=fit(part.text, channel.field(part.field), keep=keep)) for part in variant.parts
        ),
    )


def kept_texts(kit: BrandKit, brief: Brief, mentions: Sequence[str] = ()) -> tuple[str, ...]:
    """Texts that must survive any shortening."""
    wishes = [english.without_article(wish) for wish in brief.must_mention]
    return tuple(filter(None, (brief.link, *mentions, *wishes, *kit.approved_texts)))


def mandatories_due(kit: BrandKit, channel: Channel, brief: Brief, variant: Variant) -> Iterator[Mandatory]:
    """The mandatories that hold for this channel, market, product and wording."""
    copy = "\n".join(part.text for part in variant.parts)
    for mandatory in kit.mandatories:
        if (
            _admits(mandatory.channels, channel.name)
            and _admits(mandatory.markets, brief.market or kit.home_market)
            and (
                not mandatory.products or (bool(brief.product) and _admits(mandatory.products, brief.product))
            )
            and (not mandatory.when or re.search(mandatory.when, copy, re.IGNORECASE))
        ):
            yield mandatory


def is_carried(text: str, mandatory: Mandatory) -> bool:
    """Whether a text has the mandatory, in any wording that will do."""
    return any(wording and wording in text for wording in (mandatory.text, *mandatory.accepted))


def with_part(variant: Variant, channel: Channel, changed: Part) -> Variant:
    """The variant with one part replaced, or added at its place in the channel's order."""
    others = [part for part in variant.parts if (part.field, part.index) != (changed.field, changed.index)]
    order = [field.name for field in channel]
    return replace(
        variant,
        parts=tuple(sorted([*others, changed], key=lambda part: (order.index(part.field), part.index))),
    )


def before_the_close(text: str, sentence: str) -> str:
    """The text with a sentence put before its closing step or link, where a reader still expects news."""
    paragraphs = text.split("\n\n")
    at = len(paragraphs)
    while at > 1 and len(paragraphs) - at < _MOST_CLOSING and _closes(paragraphs[at - 1]):
        at -= 1
    if at < len(paragraphs):
        at -= at > 1 and paragraphs[at - 1].startswith("#")
        return tidy("\n\n".join((*paragraphs[:at], sentence, *paragraphs[at:])))
    step = _STEP_IN_LINE.search(text)
    if "\n" not in text and step and step.start() > 0:
        return tidy(f"{text[: step.start()]} {sentence} {text[step.start() :].strip()}")
    joint = "\n\n" if "\n\n" in text else " "
    return tidy(f"{text}{joint}{sentence}")


def _closes(paragraph: str) -> bool:
    """Whether a paragraph ends with a link: the step to take, or the way out of a mailing."""
    return bool(paragraph.strip() and _CLOSING_STEP.search(paragraph.strip().splitlines()[-1]))


def with_postscript(text: str, sentence: str, kit: BrandKit) -> str:
    """The text with a postscript, before the paragraph at its end that holds what the brand requires."""
    head, gap, last = text.rpartition("\n\n")
    fixed = bool(gap) and any(is_carried(last, mandatory) for mandatory in kit.mandatories)
    return f"{head}\n\nPS: {sentence}\n\n{last}" if fixed else f"{text}\n\nPS: {sentence}"


def _said_once(variant: Variant, kit: BrandKit) -> Variant:
    """Without sentences that say again what the part has said; long pieces may return to a point."""
    return replace(
        variant, parts=tuple(replace(part, text=_without_echoes(part.text, kit)) for part in variant.parts)
    )


def _without_echoes(text: str, kit: BrandKit) -> str:
    if len(text.split()) > _LONG_PIECE:
        return text
    said: list[frozenset[str]] = []
    words: set[str] = set()
    for sentence in english.sentences(text):
        meant = roots(sentence)
        echo = (sentence in words and bool(meant)) or (
            len(meant) >= _WORTH_COMPARING
            and any(len(meant & before) >= _SAME * min(len(meant), len(before)) for before in said)
        )
        if echo and "http" not in sentence and not any(sentence in each for each in kit.approved_texts):
            text = (
                tidy(text.replace(sentence, "", 1))
                if text.count(sentence) == 1
                else _without_last(text, sentence)
            )
        elif len(meant) >= _WORTH_COMPARING:
            said.append(meant)
        words.add(sentence)
    return text


def _without_last(text: str, sentence: str) -> str:
    before, _, after = text.rpartition(sentence)
    return tidy(before + after)


def _with_mentions(
    variant: Variant, channel: Channel, brief: Brief, mentions: Sequence[str], kit: BrandKit
) -> Variant:
    copy = " ".join(part.text for part in variant.parts)
    for wish, sentence in zip(brief.must_mention, mentions, strict=False):
        if says(copy, wish, sentence):
            continue
        field = main_field(channel)
        longer = _with_sentence(variant, channel, field, sentence, wish, kit=kit)
        # What there is no room for is left out and named as such, rather than cutting what stands there.
        if all(fits(text, field, hard_only=True) for text in longer.texts(field.name)):
            variant = longer
    return variant


def _without_needless_names(variant: Variant, brief: Brief, mentions: Sequence[str]) -> Variant:
    """Without a sentence that only names things of which the rest of the copy speaks."""
    for sentence in dict.fromkeys(each for each in mentions if each.startswith(MERELY_NAMED)):
        rest = replace(
            variant,
            parts=tuple(replace(part, text=tidy(part.text.replace(sentence, ""))) for part in variant.parts),
        )
        copy = " ".join(part.text for part in rest.parts)
        pairs = zip(brief.must_mention, mentions, strict=False)
        if all(part.text for part in rest.parts) and all(
            covers(copy, wish) for wish, said in pairs if said == sentence
        ):
            variant = rest
    return variant


def _with_sentence(
    variant: Variant, channel: Channel, field: Field, sentence: str, wish: str, *, kit: BrandKit
) -> Variant:
    """The sentence in the main field; in a list, as a text of its own, or in the last one's place."""
    if field.at_most == 1:
        text = variant.texts(field.name)[0]
        last = next((each for each in _closings(kit) if text.endswith(each)), "")
        before = text.removesuffix(last)
        joint = before[len(before.rstrip()) :]
        told = f"{before_the_close(before.rstrip(), sentence)}{joint}{last}"
        return with_part(variant, channel, Part(field=field.name, text=told))
    texts = variant.texts(field.name)
    said = next(
        (text for text in (sentence, wish[:1].upper() + wish[1:] + ".") if fits(text, field)), sentence
    )
    index = min(len(texts), field.at_most - 1)
    return with_part(variant, channel, Part(field=field.name, text=fit(said, field), index=index))


def _with_disclaimers(variant: Variant, channel: Channel, kit: BrandKit) -> Variant:
    for claim in kit.claims:
        copy = " ".join(part.text for part in variant.parts).lower()
        made = claim.text.rstrip(".").lower() in copy
        if claim.disclaimer and made and claim.disclaimer.lower() not in copy:
            field = main_field(channel)
            index = max(0, len(variant.texts(field.name)) - 1)
            text = variant.texts(field.name)[index] if field.at_most == 1 else ""
            joined = tidy(f"{text}{_joint(field, text)}{claim.disclaimer}")
            variant = with_part(variant, channel, Part(field=field.name, text=joined, index=index))
    return variant


def _with_mandatory(variant: Variant, mandatory: Mandatory, channel: Channel, kit: BrandKit) -> Variant:
    named = [field for field in channel if field.name == mandatory.field]
    field = named[0] if named else main_field(channel)
    texts = variant.texts(field.name)
    if any(
        is_carried(text, mandatory)
        for text in (texts if mandatory.field else [part.text for part in variant.parts])
    ):
        return variant
    if field.at_most > 1 and (not texts or fits(mandatory.text, field)):
        index = min(len(texts), field.at_most - 1)
        return with_part(variant, channel, Part(field=field.name, text=mandatory.text, index=index))
    text, joint = (texts[0] if texts else ""), _joint(field, texts[0] if texts else "")
    closing = (
        next((each for each in _closings(kit) if text.endswith(each)), "")
        if mandatory.placement is Placement.ANYWHERE
        else ""
    )
    text = text.removesuffix(closing).rstrip()
    pieces = (
        [mandatory.text, text] if mandatory.placement is Placement.START else [text, mandatory.text, closing]
    )
    return with_part(variant, channel, Part(field=field.name, text=joint.join(filter(None, pieces))))


def _closings(kit: BrandKit) -> tuple[str, ...]:
    """Texts that have to stand last."""
    return tuple(each.text for each in kit.mandatories if each.placement is Placement.END)


def _joint(field: Field, text: str) -> str:
    return "\n\n" if field.multiline and "\n" in text else " "


def _admits(names: Sequence[str], name: str) -> bool:
    return not names or name.lower() in {each.lower() for each in names}
