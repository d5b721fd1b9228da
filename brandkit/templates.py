"""Templates: copy a brand has approved in advance, with places to fill in.

A channel template says how a piece for one channel is built, in several takes (benefit, question,
proof …). A message says what the brand has to say about one subject, in phrases that fill the
slots of any channel template.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from brandkit.briefs import ChannelName
from brandkit.errors import Refusal
from brandkit.template_text import TemplateText, TemplateTextError, parse_text

_ANY_CHANNEL = ChannelName("")
_TEMPLATE_KEYS = frozenset(
    {"name", "channel", "message", "about", "product", "markets", "phrases", "takes", "locked"}
)


class TemplateError(Refusal):
    """A template file cannot be used; the message names the file and what to change."""


@dataclass(frozen=True, kw_only=True)
class TemplateField:
    """The texts of one field: alternatives to choose from, or the items of a list.

    A `locked` text is used word for word and no refinement touches it.
    """

    name: str
    texts: tuple[TemplateText, ...]
    locked: bool = False


@dataclass(frozen=True, kw_only=True)
class Take:
    """One way into a piece of copy, such as starting from a question."""

    angle: str
    fields: tuple[TemplateField, ...]

    def field(self, name: str) -> TemplateField | None:
        """The texts for the field of that name, if the take has any."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """What may stand in one slot: the first is preferred, the others are for further variants."""

    slot: str
    texts: tuple[TemplateText, ...]


@dataclass(frozen=True, kw_only=True)
class Template:
    """One template file: a channel template has takes, a message has phrases and words it is about.

    `about` are words and phrases of a brief that call for this message; without any it serves
    whatever no other message is about. `channel` is empty for a message. A message of `product` is
    only used for briefs about that product or about none, one with `markets` only in those.
    """

    name: str
    channel: ChannelName = _ANY_CHANNEL
    about: tuple[str, ...] = ()
    product: str = ""
    markets: tuple[str, ...] = ()
    takes: tuple[Take, ...] = ()
    phrases: tuple[Phrases, ...] = ()

    @property
    def is_message(self) -> bool:
        """Whether this is material for any channel rather than the frame of one."""
        return not self.channel


def parse_template(mapping: Mapping[str, object], source: str) -> Template:
    """The template in one parsed YAML file; `source` names the file in errors (`TemplateError`)."""
    reader = _Reader(source)
    reader.allow(mapping, _TEMPLATE_KEYS, "a template")
    channel, message = reader.text(mapping, "channel"), reader.text(mapping, "message")
    if bool(channel) == bool(message):
        raise TemplateError(
            f"{source}: a template needs either “channel:” (what it is for) or “message:” (its name)."
        )
    template = Template(
        name=reader.text(mapping, "name") or message or channel,
        channel=ChannelName(channel),
        about=reader.words(mapping, "about"),
        product=reader.text(mapping, "product"),
        markets=reader.words(mapping, "markets"),
        takes=tuple(reader.takes(mapping)),
        phrases=tuple(reader.phrases(mapping)),
    )
    if channel and not template.takes:
        raise TemplateError(f"{source}: give at least one take: “takes: [{{angle: benefit, fields: …}}]”.")
    if message and not template.phrases:
        raise TemplateError(
            f"{source}: a message without “phrases:” says nothing; add some or delete the file."
        )
    return template


@dataclass(frozen=True)
class _Reader:
    """Reads the pieces of one template file and says where one is not as it should be."""

    source: str

    def allow(self, mapping: Mapping[str, object], keys: frozenset[str], what: str) -> None:
        unknown = sorted(set(mapping) - keys)
        if unknown:
            known = ", ".join(sorted(keys))
            raise TemplateError(f"{self.source}: {what} has no “{unknown[0]}”. It may have: {known}.")

    def text(self, mapping: Mapping[str, object], key: str) -> str:
        value = mapping.get(key, "")
        if not isinstance(value, str):
            raise TemplateError(f"{self.source}: “{key}” should be text; put it in quotes.")
        return value.strip()

    def words(self, mapping: Mapping[str, object], key: str) -> tuple[str, ...]:
        value = mapping.get(key, ())
        if isinstance(value, str):
            return (value.strip(),)
        if isinstance(value, Sequence) and all(isinstance(word, str) for word in value):
            return tuple(str(word).strip() for word in value)
        raise TemplateError(f"{self.source}: “{key}” should be a list of words.")

    def takes(self, mapping: Mapping[str, object]) -> Iterator[Take]:
        locked = frozenset(self.words(mapping, "locked"))
        takes = mapping.get("takes", ())
        if not isinstance(takes, Sequence) or isinstance(takes, str):
            raise TemplateError(f"{self.source}: “takes” should be a list, each with “angle” and “fields”.")
        for number, take in enumerate(takes, start=1):
            if not isinstance(take, Mapping):
                raise TemplateError(f"{self.source}: take {number} should have “angle” and “fields”.")
            self.allow(take, frozenset({"angle", "fields"}), f"take {number}")
            fields = take.get("fields")
            if not isinstance(fields, Mapping) or not fields:
                raise TemplateError(
                    f"{self.source}: take {number} needs “fields:” with a text for each field."
                )
            angle = self.text(take, "angle") or f"take {number}"
            yield Take(
                angle=angle,
                fields=tuple(
                    TemplateField(
                        name=str(name),
                        texts=self.template_texts(texts, f"{angle} › {name}"),
                        locked=name in locked,
                    )
                    for name, texts in fields.items()
                ),
            )

    def phrases(self, mapping: Mapping[str, object]) -> Iterator[Phrases]:
        phrases = mapping.get("phrases", {})
        if not isinstance(phrases, Mapping):
            raise TemplateError(f"{self.source}: “phrases” should name slots, each with its texts.")
        for slot, texts in phrases.items():
            yield Phrases(slot=str(slot), texts=self.template_texts(texts, f"phrases › {slot}"))

    def template_texts(self, value: object, place: str) -> tuple[TemplateText, ...]:
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, Sequence) or not texts or not all(isinstance(text, str) for text in texts):
            raise TemplateError(f"{self.source}: {place} should be a text or a list of texts.")
        try:
            return tuple(parse_text(str(text).strip()) for text in texts)
        except TemplateTextError as error:
            raise TemplateError(f"{self.source}: {place}: {error}.") from error
