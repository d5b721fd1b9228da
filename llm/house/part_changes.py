"""The changes to one variant: each takes copy and gives copy, and says what it did or why it could not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from brandkit.channels import Field
from brandkit.drafts import Part, Variant
from brandkit.template_text import capitalised
from llm.assignments import Assignment
from llm.house import rewording
from llm.house.changes import (
    Another,
    Change,
    Decorate,
    Drop,
    Longer,
    Mention,
    NewAudience,
    NewCallToAction,
    NewLink,
    Shorter,
    Swap,
    Tone,
)
from llm.house.completing import before_the_close, completed, kept_texts, main_field, says
from llm.house.english import lowered, sentences, with_stop
from llm.house.fitting import fits, tidy, without_a_sentence, without_orphans
from llm.house.material import Material, gather
from llm.house.part_names import combined, field_called
from llm.house.repairer import counted_anew
from llm.house.shipped import templates_for
from llm.house.word_roots import covers, roots

_SHORTER = 0.7
_LINK = re.compile(r"https?://[^\s)>]+[^\s)>.,;:!?]")
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What lies at hand for a change: the assignment, the material on its topic, and fresh copy if need be."""

    assignment: Assignment
    material: Material
    fresh: Callable[[], Sequence[Variant]]
    today: date | None = None

    @property
    def main(self) -> Field:
        """The field that carries the message."""
        return main_field(self.assignment.channel)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The variant after one change. `said` tells what was done, or, when nothing was, why not."""

    variant: Variant
    said: str
    done: bool = True


def apply_to(variant: Variant, change: Change, desk: Desk) -> Outcome:
    """Make one change to one variant; everything else in it stays."""
    match change:
        case Shorter():
            return _shorter(variant, desk)
        case Longer():
            return _longer(variant, desk)
        case Tone(formal=formal):
            return _toned(variant, formal=formal)
        case Mention(what=what):
            return _mentioning(variant, what, desk)
        case Drop(what=what):
            return _without(variant, what, desk)
        case Decorate(what=what, add=add):
            return _decorated(variant, what, desk, add=add)
        case NewCallToAction(text=text):
            return _asking(variant, text, desk)
        case NewLink(url=url):
            return _linking(variant, url, desk)
        case NewAudience(who=who):
            return _speaking_to(variant, who, desk)
        case Swap(old=old, new=new):
            return _swapped(variant, old, new)
        case Another(part=part):
            return _anew(variant, part, desk)
        case _:
            return Outcome(
                variant=variant, done=False, said="That concerns the set of variants, not one of them."
            )


def _shorter(variant: Variant, desk: Desk) -> Outcome:
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
    return Outcome(variant=_with_main(variant, desk, text), said="made it shorter")


def _longer(variant: Variant, desk: Desk) -> Outcome:
    """Add what the brand has to say on the topic and this copy has not said yet."""
    if desk.main.at_most > 1:
        return _longer_list(variant, desk)
    text = variant.texts(desk.main.name)[0]
    added = 0
    for sentence in _unsaid(text, desk):
        candidate = before_the_close(text, sentence)
        if fits(candidate, desk.main):
            text, added = candidate, added + 1
        if added == 2:
            break
    if not added:
        return Outcome(
            variant=variant,
            done=False,
            said="I have nothing more to say that the brief or the kit supports. Tell me a fact to mention, and I add it.",
        )
    return Outcome(
        variant=_with_main(variant, desk, text), said="made it longer with what the kit says on the subject"
    )


def _longer_list(variant: Variant, desk: Desk) -> Outcome:
    texts = variant.texts(desk.main.name)
    new = next((each for each in _unsaid(" ".join(texts), desk) if fits(each, desk.main)), "")
    if not new or len(texts) >= desk.main.at_most:
        return Outcome(
            variant=variant, done=False, said=f"There is no room for a longer {desk.main.label.lower()}."
        )
    part = Part(field=desk.main.name, text=new, index=len(texts))
    return Outcome(variant=_inserted(variant, part), said=f"added a {desk.main.label.lower()}")


def _unsaid(text: str, desk: Desk) -> Iterator[str]:
    values = desk.material.values
    slots = (
        "detail",
        "detail_1",
        "detail_2",
        "benefit",
        "how",
        "proof",
        "proof_more",
        "key_message",
        "brand_promise",
        "description",
    )
    offered = [values[slot] for slot in slots if values.get(slot)]
    for sentence in dict.fromkeys(sentence for offer in offered for sentence in sentences(offer)):
        new = roots(sentence) - roots(text)
        if len(new) > len(roots(sentence)) / 2:
            yield sentence


def _toned(variant: Variant, *, formal: bool) -> Outcome:
    reword = rewording.more_formal if formal else rewording.warmer
    after = _each_text(variant, reword)
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


def _mentioning(variant: Variant, what: str, desk: Desk) -> Outcome:
    copy = " ".join(part.text for part in variant.parts)
    if covers(copy, what):
        return Outcome(variant=variant, done=False, said=f"It mentions {what} already.")
    brief = replace(desk.assignment.brief, must_mention=(what,))
    kit = desk.assignment.kit
    mentions = gather(brief, kit, templates=templates_for(kit), today=desk.today, turn=0).mentions
    after = completed(variant, channel=desk.assignment.channel, kit=kit, brief=brief, mentions=mentions)
    if not says(" ".join(part.text for part in after.parts), what, *mentions):
        return Outcome(
            variant=variant,
            done=False,
            said=f"There is no room left to mention {what}. Make it shorter first.",
        )
    return Outcome(variant=after, said=f"mentioned {what}")


def _without(variant: Variant, what: str, desk: Desk) -> Outcome:
    """Leave out the sentences that say it; what the rules require stays."""
    ordinal = re.match(
        rf"(?:the )?({'|'.join(_ORDINALS)}|last) (?:sentence|line|paragraph)", what, re.IGNORECASE
    )
    if ordinal and desk.main.at_most == 1:
        return _without_sentence(variant, ordinal[1].lower(), desk)
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


def _text_without(text: str, what: str, protected: Sequence[str]) -> str:
    for sentence in sentences(text):
        if covers(sentence, what) and not any(sentence in each or each in sentence for each in protected):
            text = text.replace(sentence, "", 1)
    return tidy(text)


def _without_sentence(variant: Variant, which: str, desk: Desk) -> Outcome:
    text = variant.texts(desk.main.name)[0]
    said = sentences(text)
    number = len(said) - 1 if which == "last" else _ORDINALS.index(which)
    if number >= len(said) or len(said) == 1:
        return Outcome(variant=variant, done=False, said=f"There is no {which} sentence to take out.")
    return Outcome(
        variant=_with_main(variant, desk, tidy(text.replace(said[number], "", 1))),
        said=f"took out the {which} sentence",
    )


def _decorated(variant: Variant, what: str, desk: Desk, *, add: bool) -> Outcome:
    match what, add:
        case "hashtags", _:
            return _with_hashtags(variant, desk) if add else _without_hashtags(variant, desk)
        case "emoji", True:
            after = _with_main_changed(variant, desk, rewording.with_emoji)
        case "emoji", False:
            after = _each_text(variant, rewording.without_emoji)
        case _, True:
            after = _with_main_changed(variant, desk, rewording.with_exclamation)
        case _:
            after = _each_text(variant, rewording.without_exclamations)
    if after.parts == variant.parts:
        there = "It has some already" if add else "There are none in it"
        return Outcome(variant=variant, done=False, said=f"{there} ({what}).")
    return Outcome(variant=after, said=f"{'added' if add else 'took out'} {what}")


def _with_hashtags(variant: Variant, desk: Desk) -> Outcome:
    field = next((field for field in desk.assignment.channel if field.name == "hashtags"), None)
    words = re.findall(r"[^\W\d_]+", desk.material.values.get("topic_bare", ""))
    tags = dict.fromkeys(
        filter(
            None,
            (
                *desk.material.values.get("hashtags", "").split(),
                "#" + "".join(word.capitalize() for word in words[:3]),
            ),
        )
    )
    if field is None:
        text = variant.texts(desk.main.name)[0] if desk.main.at_most == 1 else ""
        longer = f"{text} {next(iter(tags))}"
        if desk.assignment.channel.name == "x" and "#" not in text and fits(longer, desk.main):
            return Outcome(variant=_with_main(variant, desk, longer), said="added a hashtag")
        return Outcome(
            variant=variant, done=False, said=f"{desk.assignment.channel.label} has no place for hashtags."
        )
    new = [tag for tag in tags if tag not in variant.texts(field.name)]
    at = len(variant.texts(field.name))
    if not new or at >= field.at_most:
        return Outcome(variant=variant, done=False, said="It has the hashtags that fit the topic already.")
    parts = [
        Part(field=field.name, text=tag, index=at + step)
        for step, tag in enumerate(new[: field.at_most - at])
    ]
    return Outcome(variant=replace(variant, parts=(*variant.parts, *parts)), said="added hashtags")


def _without_hashtags(variant: Variant, desk: Desk) -> Outcome:
    kept = [part for part in variant.parts if part.field != "hashtags"]
    after = _each_text(
        replace(variant, parts=tuple(kept)),
        lambda text: tidy(re.sub(r"(?:^|\s)#[^\W\d]\w*", "", text) if not text.startswith("# ") else text),
    )
    if after.parts == variant.parts:
        return Outcome(variant=variant, done=False, said="There are no hashtags in it.")
    return Outcome(variant=after, said="took out the hashtags")


def _asking(variant: Variant, text: str, desk: Desk) -> Outcome:
    """Another call to action: on the button, and in the line that carries the link."""
    step = capitalised(text.strip().rstrip("."))
    after = variant
    if variant.texts("cta"):
        after = replace(
            after,
            parts=tuple(replace(part, text=step) if part.field == "cta" else part for part in after.parts),
        )
    said = desk.material.values.get("cta", "")
    old = next(
        (
            each
            for each in (said, desk.assignment.brief.call_to_action)
            if each and re.search(re.escape(each), _main_text(after, desk), re.IGNORECASE)
        ),
        "",
    )
    if old:
        after = _with_main_changed(
            after,
            desk,
            lambda copy: re.sub(
                re.escape(old),
                lambda match: step if match[0][:1].isupper() else step[:1].lower() + step[1:],
                copy,
                flags=re.IGNORECASE,
            ),
        )
    elif not variant.texts("cta") and desk.main.at_most == 1:
        after = _with_main_changed(after, desk, lambda copy: _with_step(copy, step))
    if after.parts == variant.parts:
        return Outcome(
            variant=variant,
            done=False,
            said=f"I found no call to action to change; say “replace …” with the words that should become “{step}”.",
        )
    return Outcome(variant=after, said=f"changed the call to action to “{step}”")


def _with_step(copy: str, step: str) -> str:
    """The step before the link, in place of the words that led to it; without a link, at the end."""
    link = re.search(r"[^\n.!?:]*:\s*(https?://\S+)", copy)
    return (
        tidy(f"{copy[: link.start()]} {step}: {link[1]}{copy[link.end() :]}")
        if link
        else tidy(f"{copy} {step}.")
    )


def _linking(variant: Variant, url: str, desk: Desk) -> Outcome:
    copy = "\n".join(part.text for part in variant.parts)
    found = [match[0] for match in _LINK.finditer(copy)]
    old = desk.assignment.brief.link if desk.assignment.brief.link in found else found[0] if found else ""
    if old and url:
        return Outcome(
            variant=_each_text(variant, lambda text: text.replace(old, url)),
            said=f"changed the link to {url}",
        )
    if old:
        return Outcome(
            variant=_each_text(variant, lambda text: _unlinked(text, old)), said="took out the link"
        )
    if not url or desk.main.at_most > 1:
        return Outcome(
            variant=variant,
            done=False,
            said="There is no link in it."
            if not url
            else "The link of an ad is set where it is booked, not in its text.",
        )
    step = desk.material.values.get("cta", "") or "See how it works"
    text = _main_text(variant, desk)
    joint = "\n\n" if "\n\n" in text else " "
    return Outcome(
        variant=_with_main(variant, desk, f"{text}{joint}{step}: {url}"), said=f"added the link {url}"
    )


def _unlinked(text: str, link: str) -> str:
    """The text without the link; the words that led to it end as a sentence."""
    if link not in text:
        return text
    before, _, after = text.partition(link)
    before = before.rstrip().rstrip(":→–- ")
    return tidy(f"{with_stop(before) if not after.strip() or after.startswith(chr(10)) else before}{after}")


def _speaking_to(variant: Variant, who: str, desk: Desk) -> Outcome:
    """Name other readers where the old ones were named, else open with the new ones."""
    old = desk.material.values.get("readers", "")
    who = re.sub(r"^(?:the|our)\s+", "", who)
    if old and old.lower() != who.lower() and any(old.lower() in part.text.lower() for part in variant.parts):

        def swap(text: str) -> str:
            return re.sub(
                re.escape(old),
                lambda match: capitalised(who) if match[0][:1].isupper() else who,
                text,
                flags=re.IGNORECASE,
            )

        return Outcome(variant=_each_text(variant, swap), said=f"addressed it to {who}")
    if desk.main.at_most > 1 or covers(_main_text(variant, desk), who):
        return Outcome(
            variant=variant,
            done=False,
            said=f"I found no readers named that I could change to {who}. Ask for a new draft for them.",
        )
    return Outcome(
        variant=_with_main_changed(variant, desk, lambda text: f"For {who}: {lowered(text)}"),
        said=f"addressed it to {who}",
    )


def _swapped(variant: Variant, old: str, new: str) -> Outcome:
    """Exact words first; the same words in other case if those are not there."""
    exact = _each_text(variant, lambda text: text.replace(old, new))
    loose = _each_text(
        variant,
        lambda text: re.sub(
            rf"(?<!\w){re.escape(old)}(?!\w)",
            lambda match: capitalised(new) if match[0][:1].isupper() else new,
            text,
            flags=re.IGNORECASE,
        ),
    )
    after = exact if exact.parts != variant.parts else loose
    if after.parts == variant.parts:
        return Outcome(variant=variant, done=False, said=f"“{old}” does not occur in it.")
    return Outcome(variant=after, said=f"replaced “{old}” with “{new}”")


def _anew(variant: Variant, part: str, desk: Desk) -> Outcome:
    """One part from a fresh piece on the same brief; in a list, one more item."""
    field = field_called(part, desk.assignment.channel)
    for donor in desk.fresh():
        if field is not None and field.at_most > 1:
            return _one_more(variant, donor, field)
        after = combined(variant, donor, part, desk.assignment.channel)
        if after is not None and after.parts != variant.parts:
            return Outcome(variant=after, said=f"wrote another {part}")
    return Outcome(variant=variant, done=False, said=f"The templates give no other {part} for this brief.")


def _one_more(variant: Variant, donor: Variant, field: Field) -> Outcome:
    texts = variant.texts(field.name)
    new = next((text for text in donor.texts(field.name) if text not in texts), "")
    if not new or len(texts) >= field.at_most:
        return Outcome(
            variant=variant,
            done=False,
            said=f"The templates give no other {field.label.lower()} for this brief.",
        )
    return Outcome(
        variant=_inserted(variant, Part(field=field.name, text=new, index=len(texts))),
        said=f"added the {field.label.lower()} “{new}”",
    )


def _wished(desk: Desk) -> tuple[str, ...]:
    return (*desk.material.mentions, desk.material.values.get("step", ""))


def _main_text(variant: Variant, desk: Desk) -> str:
    return " ".join(variant.texts(desk.main.name))


def _with_main(variant: Variant, desk: Desk, text: str) -> Variant:
    return replace(
        variant,
        parts=tuple(
            replace(part, text=text) if part.field == desk.main.name and part.index == 0 else part
            for part in variant.parts
        ),
    )


def _with_main_changed(variant: Variant, desk: Desk, change: Callable[[str], str]) -> Variant:
    return _with_main(variant, desk, change(variant.texts(desk.main.name)[0]))


def _each_text(variant: Variant, change: Callable[[str], str]) -> Variant:
    return replace(variant, parts=tuple(replace(part, text=change(part.text)) for part in variant.parts))


def _inserted(variant: Variant, new: Part) -> Variant:
    at = max(
        (number for number, part in enumerate(variant.parts, start=1) if part.field == new.field),
        default=len(variant.parts),
    )
    return replace(variant, parts=(*variant.parts[:at], new, *variant.parts[at:]))
