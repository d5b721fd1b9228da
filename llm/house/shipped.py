"""The templates that come with the desk, for brands that have written none of their own."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from brandkit.kit import BrandKit
from brandkit.templates import Template, parse_template


def templates_for(kit: BrandKit) -> tuple[Template, ...]:
    """The kit's own templates first, then the shipped ones for what it does not cover."""
    return (*kit.templates, *shipped_templates())


@cache
def shipped_templates() -> tuple[Template, ...]:
    """The shipped templates, in the order of their file names."""
    folder = resources.files("brandkit").joinpath("shipped", "templates")
    files = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".yml")), key=lambda each: each.name
    )
    return tuple(
        parse_template(yaml.safe_load(each.read_text(encoding="utf-8")), each.name) for each in files
    )
