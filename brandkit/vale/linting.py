"""A file's text in, alerts out: every rule of a Vale set-up, run as Vale runs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from brandkit.findings import Finding, Severity
from brandkit.vale.blocks import Block, Origin
from brandkit.vale.front_matter import front_matter_blocks
from brandkit.vale.locating import Locator, Place
from brandkit.vale.markup import Markup, as_html, markup_of, searched
from brandkit.vale.masked_text import MaskedText
from brandkit.vale.plainly import Plainly
from brandkit.vale.reading import MASKED, SKIPPED, SKIPPED_CLASSES, Habits, Reader
from brandkit.vale.rule_sets import Plan, RuleSet
from brandkit.vale.rules import Header, Hit, Memory, Rule
from brandkit.vale.sentences import sentences
from brandkit.vale.settings import Settings
from brandkit.vale.switches import Switches

TROUBLE = "rule-error"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One place where a file breaks a rule.

    `line`, `column` and `last_column` count from 1 and are where Vale says it is; `match` is the text as Vale
    reads it, without markup. `finding` has the offsets in the file itself, and the fixes.
    """

    rule: str
    severity: Severity
    message: str
    line: int
    column: int
    last_column: int
    match: str
    link: str
    finding: Finding


def lint(text: str, path: str, rules: RuleSet) -> tuple[Alert, ...]:
    """What is wrong with a file, by line and column; `path` says how it is marked up and which rules hold.

    `Refusal` when its markup is one that is not read here.
    """
    plain = Plainly(text)
    run = _Run(plain.text, path, rules)
    run.go(markup_of(path, rules.settings))
    alerts = (replace(alert, finding=plain.as_written(alert.finding)) for alert in run.alerts)
    return tuple(sorted(alerts, key=lambda alert: (alert.line, alert.column, alert.rule)))


class _Run:
    """One file under check."""

    def __init__(self, text: str, path: str, rules: RuleSet) -> None:
        self.alerts: list[Alert] = []
        self._text = text
        self._path = path
        self._set = rules
        self._rules = rules.for_file(path)
        self._extension = PurePosixPath(path).suffix
        self._switches = Switches(rules.styles_for(path))
        self._plans: dict[frozenset[str], Plan] = {}
        self._tallies: Counter[str] = Counter()
        self._memory = Memory(tallies=self._tallies)
        self._seen: set[tuple[str, int, int]] = set()
        self._counts: Counter[str] = Counter()

    def go(self, markup: Markup) -> None:
        """Check the file, block by block, then as a whole."""
        if not self._rules or not self._set.covers(self._path):
            return
        if markup in {Markup.PROSE, Markup.LINES}:
            self._check_plain(is_prose=markup is Markup.PROSE)
        else:
            self._check_markup(markup)
        raw = _whole(self._text, "raw", *self._tags())
        is_marked_up = markup not in {Markup.PROSE, Markup.LINES}
        self._check(raw, Locator(MaskedText(self._text), is_marked_up=is_marked_up))

    def _tags(self) -> tuple[str, ...]:
        return tuple(filter(None, self._extension.split(".")))

    def _check_plain(self, *, is_prose: bool) -> None:
        locator = Locator(MaskedText(self._text), is_marked_up=False)
        block = _whole(self._text, "text", *self._tags())
        if is_prose:
            self._check_prose(replace(block, lookup="\n" in block.text), locator)
        else:
            self._check(block, locator)

    def _check_markup(self, markup: Markup) -> None:
        if markup is not Markup.HTML:
            front = Locator(MaskedText(self._text))
            for block in front_matter_blocks(self._text, self._extension):
                self._check(block, front)
        page = as_html(self._text, markup, self._extension, self._set.settings.sections)
        text = searched(self._text, markup)
        masked = MaskedText(text)
        reader = Reader(
            source=self._text,
            text=masked,
            switches=self._switches,
            markup=markup,
            extension=self._extension,
            habits=_habits(self._set.settings),
            tallies=self._tallies,
        )
        locator = Locator(masked)
        for block in reader.blocks(page):
            is_prose = block.tags.isdisjoint({"heading", "list", "blockquote", "table", "figure", "attr"})
            check = self._check_prose if is_prose else self._check
            check(block, locator)
        self._switches.reset()
        summary = "".join(f"{each}\n\n" for each in reader.summary)
        block = Block(text=summary, tags=frozenset(("summary", *self._tags())), line=0, lookup=True)
        self._check(block, Locator(MaskedText(text)))

    def _check_prose(self, block: Block, locator: Locator) -> None:
        """A paragraph is read in its parts first, where any rule of the set-up is about those."""
        if self._set.cuts_paragraphs:
            for start, end in _paragraphs(block.text):
                self._check(block.cut(start, end, "paragraph"), locator)
        if self._set.cuts_sentences:
            for start, end in sentences(block.text):
                self._check(block.cut(start, end, "sentence"), locator)
        self._check(block, locator)

    def _check(self, block: Block, locator: Locator) -> None:
        if block.tags not in self._plans:
            self._plans[block.tags] = self._set.plan(self._rules, block.tags)
        for rule in self._plans[block.tags].worth_running(block.text):
            name = rule.header.name
            if self._switches.silence(name):
                continue
            try:
                for hit in rule.check(block.text, self._memory):
                    self._take(rule, hit, block, locator)
            except TimeoutError:
                self._rules = tuple(each for each in self._rules if each is not rule)
                self._plans.clear()
                self.alerts.append(_trouble(rule))
            finally:
                locator.text.uncover()

    def _take(self, rule: Rule, hit: Hit, block: Block, locator: Locator) -> None:
        """An alert, unless its match is switched off, cannot be found, or has been reported at that place."""
        match = block.text[hit.start : hit.end] if hit.is_placed else ""
        name = rule.header.name
        if self._switches.silence(f"{name}[{match}]"):
            return
        place = locator.place(match, hit.start, block)
        if place is None:
            return
        locator.text.cover_reported(match.encode("utf-8", "surrogatepass"))
        key = (name, place.line, place.column)
        limit = rule.header.limit
        if key in self._seen or (limit and self._counts[name] >= limit):
            return
        self._seen.add(key)
        self._counts[name] += 1
        self.alerts.append(
            _alert(rule.header, hit, match, place, self._finding(rule, hit, match, block, place))
        )

    def _finding(self, rule: Rule, hit: Hit, match: str, block: Block, place: Place) -> Finding:
        """The hit in the file itself; what markup breaks up is pointed at by its line, and not mended."""
        span = block.place(hit.start, hit.end) if match else None
        fixes = hit.fixes
        if span is None or self._text[slice(*span)] != match:
            span, fixes = self._by_place(place, match), ()
        return Finding(
            rule=rule.header.name,
            severity=rule.header.severity,
            message=hit.message,
            start=span[0],
            end=span[1],
            match=self._text[slice(*span)],
            fixes=fixes,
        )

    def _by_place(self, place: Place, match: str) -> tuple[int, int]:
        lines = self._line_starts
        low = lines[min(place.line, len(lines)) - 1] + place.column - 1
        high = low + len(match) if self._text.startswith(match, low) else low
        return min(low, len(self._text)), min(high, len(self._text))

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        for line in self._text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts


def _habits(settings: Settings) -> Habits:
    return Habits(
        skipped=frozenset(settings.skipped_scopes) or SKIPPED,
        masked=frozenset(settings.ignored_scopes) or MASKED,
        skipped_classes=SKIPPED_CLASSES.union(settings.ignored_classes),
    )


def _whole(text: str, *tags: str) -> Block:
    origins = (Origin(at=0, start=0, length=len(text)),)
    return Block(text=text, tags=frozenset(tags), lookup=True, origins=origins)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that end with an empty line."""
    at = 0
    while (end := text.find("\n\n", at)) >= 0:
        yield at, end + 2
        at = end + 2
    yield at, len(text)


def _alert(header: Header, hit: Hit, match: str, place: Place, finding: Finding) -> Alert:
    return Alert(
        rule=header.name,
        severity=header.severity,
        message=hit.message,
        line=place.line,
        column=place.column,
        last_column=place.last,
        match=match,
        link=header.link,
        finding=finding,
    )


def _trouble(rule: Rule) -> Alert:
    name = f"{TROUBLE}.{rule.header.name}"
    said = f"The rule “{rule.header.name}” took too long on this text and was left out. Make its pattern simpler."
    finding = Finding(rule=name, severity=Severity.SUGGESTION, message=said, start=0, end=0, match="")
    header = replace(rule.header, name=name, severity=Severity.SUGGESTION, link="")
    place = Place(line=1, column=1, last=1)
    return _alert(header, Hit(start=0, end=0, message=said), "", place, finding)
