"""Reading channel formats: the shipped ones, and those a kit adds or changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from brandkit.briefs import ChannelName
from brandkit.channels import Channel, Field, Limit, Unit
from brandkit.entries import Entry, parse_yaml

_DEFAULT_ORDER = ("linkedin", "x", "email", "ad", "sms", "blog", "press")


@cache
def shipped_channels() -> Mapping[ChannelName, Channel]:
    """The formats that come with the desk, by name."""
    return _shipped("channels")


@cache
def shipped_formats() -> Mapping[ChannelName, Channel]:
    """More formats, by name: copy can be checked against their limits, but the desk writes none for them."""
    return _shipped("formats")


def known_channel(kit: Mapping[ChannelName, Channel], name: str) -> Channel | None:
    """The format of that name among a kit's own channels and the shipped formats."""
    return kit.get(ChannelName(name)) or shipped_formats().get(ChannelName(name))


def _shipped(name: str) -> Mapping[ChannelName, Channel]:
    folder = resources.files("brandkit").joinpath(f"shipped/{name}")
    channels = [
        parse_channel(parse_yaml(path.read_text("utf-8"), path.name), path.name)
        for path in folder.iterdir()
        if path.name.endswith(".yml")
    ]
    ordered = sorted(channels, key=lambda channel: (_rank(channel.name), channel.name))
    return MappingProxyType({channel.name: channel for channel in ordered})


def _rank(name: str) -> int:
    return _DEFAULT_ORDER.index(name) if name in _DEFAULT_ORDER else len(_DEFAULT_ORDER)


def parse_channel(mapping: object, source: str) -> Channel:
    """A channel from its file's mapping. `KitError` names the file, the line and the change to make."""
    entry = Entry(mapping, file=source, name="a channel file")
    channel = Channel(
        name=ChannelName(entry.text("name")),
        label=entry.text("label"),
        aliases=entry.texts("aliases"),
        guidance=entry.text("guidance", ""),
        fields=tuple(_field(each) for each in entry.entries("fields")),
    )
    entry.finish()
    if not channel.fields:
        raise entry.error("a channel needs at least one field. Add “fields:” with “- name: body”.", "fields")
    return channel


def _field(entry: Entry) -> Field:
    field = Field(
        name=entry.text("name"),
        label=entry.text("label"),
        at_least=entry.number("at_least", 1),
        at_most=entry.number("at_most", 1),
        multiline=entry.flag("multiline"),
        markdown=entry.flag("markdown"),
        guidance=entry.text("guidance", ""),
        limits=tuple(_limit(each) for each in entry.entries("limits")),
    )
    entry.finish()
    if field.at_most < field.at_least:
        raise entry.error(f"“at_most” is less than “at_least” in {field.name}. Raise at_most.", "at_most")
    return field


def _limit(entry: Entry) -> Limit:
    checked_on = entry.day("checked_on")
    if checked_on is None:
        raise entry.error(
            "“checked_on” is missing. Add the day somebody last looked the limit up.", "checked_on"
        )
    limit = Limit(
        value=entry.number("value"),
        unit=entry.choice("unit", Unit),
        hard=entry.flag("hard"),
        source=entry.text("source"),
        checked_on=checked_on,
        minimum=entry.number("minimum", 0),
        opening=entry.flag("opening"),
    )
    entry.finish()
    return limit
