"""Copy as it will be published, field by field with its counts, over as many messages as it takes.

A card holds the beginning. The rest follows in the thread, and not as a file: it can be read, searched
and quoted where the talk is, needs no upload that may fail, and posting it twice can be prevented by
the same key as any message. How copy is cut depends on the copy alone, never on findings or decisions,
so that a card can be updated in place without the messages below it having to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.slack import limits
from bot.slack.escaping import clean, fallback, split, weight
from bot.slack.views.blocks import Element, line, listed, note, quote, rich, run, say, section
from bot.slack.views.models import Block, Message
from brandkit.channels import Channel, Field
from brandkit.counting import describe
from brandkit.drafts import Part, Variant

_PIECE = 2_200
_BLOCK_TEXT = 2_900
_BLOCK_TOTAL = 3_300
_LIST_ITEM = 400
_CARD_TOTAL = 5_000
_CARD_BLOCKS = 14
_FOLLOWING_TOTAL = 12_400
_FOLLOWING_BLOCKS = 40


def field_label(channel: Channel, part: Part) -> str:
    """What people call the field, numbered where there are several: "Headline 2"."""
    field = field_of(channel, part.field)
    label = field.label if field else part.field.replace("_", " ").capitalize()
    return f"{label} {part.index + 1}" if field and field.at_most > 1 else label


def field_of(channel: Channel, name: str) -> Field | None:
    """The channel's field of that name, or None for copy from an older format."""
    return next((field for field in channel if field.name == name), None)


def count_label(channel: Channel, part: Part) -> str:
    """How much of the field is used: "212 of 3,000 characters"; marked where it is too much."""
    field = field_of(channel, part.field)
    if field is None:
        return ""
    count = describe(field, part.text)
    return f"{count.label}, too long" if count.over else count.label


def copy_blocks(variants: Sequence[Variant], channel: Channel) -> list[Block]:
    """All the copy, in reading order; each block small enough for any message."""
    if len(variants) == 1:
        return list(_packed(_elements(variants[0], channel)))
    blocks: list[Block] = []
    for number, variant in enumerate(variants, start=1):
        blocks += [section(say(f"*Variant {number}*")), *_packed(_elements(variant, channel))]
    return blocks


def laid_out(blocks: Sequence[Block], *, title: str) -> tuple[list[Block], tuple[Message, ...]]:
    """The blocks that go on the card, and the messages that follow it with the rest."""
    on_card = _taken(blocks, _CARD_TOTAL, _CARD_BLOCKS)
    pages, rest = [], blocks[on_card:]
    while rest:
        taken = _taken(rest, _FOLLOWING_TOTAL, _FOLLOWING_BLOCKS)
        pages.append(list(rest[:taken]))
        rest = rest[taken:]
    following = tuple(
        _continuation(page, title=title, number=number, of=len(pages))
        for number, page in enumerate(pages, start=1)
    )
    return [*blocks[:on_card], *_pointer(len(following))], following


def opening(variant: Variant) -> str:
    """The copy in one line, for notifications and screen readers."""
    return " · ".join(part.text for part in variant.parts if part.text)


def _taken(blocks: Sequence[Block], most: int, count: int) -> int:
    """How many blocks go into one message: at least one, and no variant's title without its copy."""
    taken, size = 0, 0
    for block in blocks[:count]:
        size += limits.total([block])
        if size > most:
            break
        taken += 1
    if 1 < taken < len(blocks) and blocks[taken - 1]["type"] == "section":
        taken -= 1
    return max(taken, 1)


def _continuation(page: list[Block], *, title: str, number: int, of: int) -> Message:
    place = f"continued, {number} of {of}"
    return Message(
        text=fallback(f"{title}, {place}", limits.MESSAGE_TEXT),
        blocks=(note(f"{fallback(title, 200)} · {place}"), *page),
    )


def _pointer(messages: int) -> list[Block]:
    if not messages:
        return []
    more = "one more message" if messages == 1 else f"{messages} more messages"
    return [note(f"The copy goes on below, in {more}.")]


def _packed(elements: Iterator[Element]) -> Iterator[Block]:
    """Elements gathered into rich text blocks that stay within the limits."""
    held: list[Element] = []
    for element in elements:
        if held and not _fits([*held, element]):
            yield rich(*held)
            held = []
        held.append(element)
    if held:
        yield rich(*held)


def _fits(elements: list[Element]) -> bool:
    return limits.total(elements) <= _BLOCK_TOTAL and sum(map(_text_weight, elements)) <= _BLOCK_TEXT


def _text_weight(element: Element) -> int:
    return weight(element["text"]) if "text" in element else sum(map(_text_weight, element["elements"]))


def _elements(variant: Variant, channel: Channel) -> Iterator[Element]:
    for name, group in groupby(variant.parts, key=lambda part: part.field):
        parts = list(group)
        if len(parts) > 1 and all(_is_short(part) for part in parts):
            yield from _short_list(name, parts, channel)
        else:
            for part in parts:
                yield from _whole(part, channel)


def _is_short(part: Part) -> bool:
    return bool(part.text) and "\n" not in part.text and weight(part.text) <= _LIST_ITEM


def _short_list(name: str, parts: list[Part], channel: Channel) -> Iterator[Element]:
    """Headlines and the like: one numbered list instead of a title for each."""
    field = field_of(channel, name)
    limited = field is not None and bool(field.limits)
    yield line(run(f"{field.label if field else name}: {len(parts)}", bold=True))
    for start in range(0, len(parts), 5):
        items = [_item(part, channel, limited=limited) for part in parts[start : start + 5]]
        yield listed(items, ordered=True) | ({"offset": start} if start else {})


def _item(part: Part, channel: Channel, *, limited: bool) -> Element:
    count = [run(f"  · {count_label(channel, part)}", italic=True)] if limited else []
    return line(run(clean(part.text)), *count)


def _whole(part: Part, channel: Channel) -> Iterator[Element]:
    label, count = field_label(channel, part), count_label(channel, part)
    if not part.text:
        yield line(run(label, bold=True), run(" · empty", italic=True))
        return
    yield line(run(label, bold=True), *([run(f" · {count}")] if count else []))
    for piece in split(part.text, _PIECE):
        yield quote(run(piece))
