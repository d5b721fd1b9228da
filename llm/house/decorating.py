"""Emoji, hashtags and exclamation marks: added where they fit, taken out everywhere."""

from __future__ import annotations

import re
from dataclasses import replace

from brandkit.drafts import Part, Variant
from llm.house import rewording
from llm.house.desk import Desk, Outcome, each_text, with_main, with_main_changed
from llm.house.fitting import fits, tidy


def decorated(variant: Variant, what: str, desk: Desk, *, add: bool) -> Outcome:
    """Add or take out emoji, hashtags or exclamation marks."""
    match what, add:
        case "hashtags", _:
            return _with_hashtags(variant, desk) if add else _without_hashtags(variant)
        case "emoji", True:
            after = with_main_changed(variant, desk, rewording.with_emoji)
        case "emoji", False:
            after = each_text(variant, rewording.without_emoji)
        case _, True:
            after = with_main_changed(variant, desk, rewording.with_exclamation)
        case _:
            after = each_text(variant, rewording.without_exclamations)
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
            return Outcome(variant=with_main(variant, desk, longer), said="added a hashtag")
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


def _without_hashtags(variant: Variant) -> Outcome:
    kept = [part for part in variant.parts if part.field != "hashtags"]
    after = each_text(
        replace(variant, parts=tuple(kept)),
        lambda text: tidy(re.sub(r"(?:^|\s)#[^\W\d]\w*", "", text) if not text.startswith("# ") else text),
    )
    if after.parts == variant.parts:
        return Outcome(variant=variant, done=False, said="There are no hashtags in it.")
    return Outcome(variant=after, said="took out the hashtags")
