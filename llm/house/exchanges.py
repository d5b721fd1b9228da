"""Changes that put one thing in place of another: call to action, link, readers, words, a whole part."""

from __future__ import annotations

import re
from dataclasses import replace

from brandkit.channels import Field
from brandkit.drafts import Part, Variant
from brandkit.template_text import capitalised
from llm.house.desk import Desk, Outcome, each_text, inserted, main_text, with_main, with_main_changed
from llm.house.details import all_in
from llm.house.english import listed, lowered, with_stop
from llm.house.fitting import tidy
from llm.house.part_names import combined, field_called
from llm.house.word_roots import covers

_LINK = re.compile(r"https?://[^\s)>]+[^\s)>.,;:!?]")


def asking(variant: Variant, text: str, desk: Desk) -> Outcome:
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
            if each and re.search(re.escape(each), main_text(after, desk), re.IGNORECASE)
        ),
        "",
    )
    if old:
        after = with_main_changed(
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
        after = with_main_changed(after, desk, lambda copy: _with_step(copy, step))
    if after.parts == variant.parts:
        return Outcome(
            variant=variant,
            done=False,
            said=f"I found no call to action to change; name the words to replace with “{step}”.",
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


def linking(variant: Variant, url: str, desk: Desk) -> Outcome:
    """Another link in place of the old one; added where there was none, taken out where it is empty."""
    copy = "\n".join(part.text for part in variant.parts)
    found = [match[0] for match in _LINK.finditer(copy)]
    old = desk.assignment.brief.link if desk.assignment.brief.link in found else found[0] if found else ""
    if old and url:
        return Outcome(
            variant=each_text(variant, lambda text: text.replace(old, url)),
            said=f"changed the link to {url}",
        )
    if old:
        return Outcome(
            variant=each_text(variant, lambda text: _unlinked(text, old)), said="took out the link"
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
    text = main_text(variant, desk)
    joint = "\n\n" if "\n\n" in text else " "
    return Outcome(
        variant=with_main(variant, desk, f"{text}{joint}{step}: {url}"), said=f"added the link {url}"
    )


def _unlinked(text: str, link: str) -> str:
    """The text without the link; the words that led to it end as a sentence."""
    if link not in text:
        return text
    before, _, after = text.partition(link)
    before = before.rstrip().rstrip(":→–- ")
    return tidy(f"{with_stop(before) if not after.strip() or after.startswith(chr(10)) else before}{after}")


def speaking_to(variant: Variant, who: str, desk: Desk) -> Outcome:
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

        return Outcome(variant=each_text(variant, swap), said=f"addressed it to {who}")
    if desk.main.at_most > 1 or covers(main_text(variant, desk), who):
        return Outcome(
            variant=variant,
            done=False,
            said=f"I found no readers named that I could change to {who}. Ask for a new draft for them.",
        )
    return Outcome(
        variant=with_main_changed(variant, desk, lambda text: _opened_for(who, text)),
        said=f"addressed it to {who}",
    )


def _opened_for(who: str, text: str) -> str:
    """The text with its first sentence for these readers; a greeting stays before it."""
    sender = re.match(r"[A-Z]\w+: ", text)
    if sender:
        return f"{sender[0]}For {who}: {lowered(text[sender.end() :])}"
    greeting, gap, rest = text.partition("\n\n")
    if gap and greeting.endswith(","):
        return f"{greeting}{gap}For {who}: {lowered(rest)}"
    return f"For {who}: {lowered(text)}"


def corrected(variant: Variant, kind: str, new: str, desk: Desk) -> Outcome:
    """Another date, time or price where the copy has just one; what the brand requires stays."""
    fixed = " ".join(desk.assignment.kit.approved_texts)
    copy = "\n".join(part.text for part in variant.parts)
    there = [each for each in all_in(copy, kind) if each not in fixed]
    if len(there) != 1:
        said = f"There is no {kind} in it." if not there else f"There are several: {listed(there)}."
        return Outcome(variant=variant, done=False, said=f"{said} Say “replace … with {new}”.")
    return swapped(variant, there[0], new)


def swapped(variant: Variant, old: str, new: str) -> Outcome:
    """Exact words first; the same words in other case if those are not there."""
    exact = each_text(variant, lambda text: text.replace(old, new))
    loose = each_text(
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


def anew(variant: Variant, part: str, desk: Desk) -> Outcome:
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
        variant=inserted(variant, Part(field=field.name, text=new, index=len(texts))),
        said=f"added the {field.label.lower()} “{new}”",
    )
