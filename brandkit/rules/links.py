"""Links: where an address may lead, and how its campaign parameters are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlsplit

import regex

from brandkit.findings import Finding, Fix
from brandkit.rules.patterns import Pattern
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import Block, ScopedText

_ADDRESS = regex.compile(r"\bhttps?://[^\s<>\"'“”]*[^\s<>\"'“”.,;:!?)\]}*]", regex.IGNORECASE)
_BARE = regex.compile(
    r"(?<![\w@./\-])(?:[a-z0-9\-]++\.)+[a-z]{2,}/[^\s<>\"'“”]*[^\s<>\"'“”.,;:!?)\]}*]", regex.IGNORECASE
)
_CAMPAIGN = "utm_"


@dataclass(frozen=True, kw_only=True)
class Links:
    """Addresses that are not secure, lead to an unwanted host, or whose parameters are wrong, are findings.

    `hosts` are unwanted hosts; `allowed` are places on them that may be linked to. `parameters` must all be
    there as soon as one of them is. `lower_case` asks for campaign values in lower case, because reports
    count “Spring” and “spring” apart.
    """

    header: Header
    secure: bool = False
    hosts: Pattern | None = None
    allowed: Pattern | None = None
    parameters: tuple[str, ...] = ()
    lower_case: bool = False

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each wrong address; its message takes what is wrong with it."""
        for block in self.header.blocks(text):
            for start, end in _places(block):
                yield from self._judge(block, start, end)

    def _judge(self, block: Block, start: int, end: int) -> Iterator[Finding]:
        written = block.text[start:end]
        address = _parsed(written)
        if address is None:
            return
        problem = self._problem(address)
        if problem:
            fixes = (Fix(replacement=fixed, safe=True),) if (fixed := self._fixed(written)) else ()
            yield self.header.finding(block, start, end, problem, fixes=fixes)

    def _problem(self, address: SplitResult) -> str:
        """What is wrong with an address; empty when nothing is."""
        host = address.hostname or ""
        if self.secure and address.scheme.lower() == "http":
            return "http"
        if self._is_unwanted(host, address.path):
            return host
        given = dict(parse_qsl(address.query, keep_blank_values=True))
        missing = [name for name in self.parameters if not given.get(name)]
        if missing and len(missing) < len(self.parameters):
            return ", ".join(missing)
        if self.lower_case:
            return next((value for name, value in given.items() if _is_uneven(name, value)), "")
        return ""

    def _is_unwanted(self, host: str, path: str) -> bool:
        if self.hosts is None or not self.hosts.occurs_in(host):
            return False
        return self.allowed is None or not self.allowed.occurs_in(f"{host}{path}")

    def _fixed(self, written: str) -> str:
        """The address put right, where that needs no knowledge of the campaign."""
        return regex.sub(r"(?i)^http://", "https://", written) if self.secure else ""


def _is_uneven(name: str, value: str) -> bool:
    return name.lower().startswith(_CAMPAIGN) and (value != value.lower() or " " in value)


def _places(block: Block) -> list[tuple[int, int]]:
    if "/" not in block.text:
        return []
    whole = [found.span() for found in _ADDRESS.finditer(block.text)]
    bare = [found.span() for found in _BARE.finditer(block.text)]
    return whole + [span for span in bare if not any(low <= span[0] < high for low, high in whole)]


def _parsed(written: str) -> SplitResult | None:
    try:
        return urlsplit(written if "://" in written else f"//{written}")
    except ValueError:
        return None


def parse(entry: RuleEntry) -> Links:
    """`secure`, `hosts` (patterns), `parameters` and `lowercase`; at least one of them.

    `allowed` are patterns of a host with its path.
    """
    hosts = "|".join(f"(?:{pattern})" for pattern in entry.texts("hosts"))
    allowed = "|".join(f"(?:{pattern})" for pattern in entry.texts("allowed"))
    rule = Links(
        header=entry.header(default_message="This address is not right: %s.", default_scope="raw"),
        secure=entry.flag("secure"),
        hosts=entry.pattern(hosts, ignore_case=True, key="hosts") if hosts else None,
        allowed=entry.pattern(allowed, ignore_case=True, key="allowed") if allowed else None,
        parameters=entry.texts("parameters"),
        lower_case=entry.flag("lowercase"),
    )
    entry.finish()
    if not (rule.secure or rule.hosts or rule.parameters or rule.lower_case):
        raise entry.error(
            "a link rule asks for nothing. Add “secure: true”, “hosts”, “parameters” or “lowercase”.",
            "extends",
        )
    return rule
