"""Reading a rule's file: the keys all rules share, in Vale's words and ours."""

from __future__ import annotations

from brandkit.entries import Entry
from brandkit.findings import Severity
from brandkit.references import Reference
from brandkit.rules.actions import NO_ACTION, Action, problem_with
from brandkit.rules.patterns import Pattern, PatternError, literal
from brandkit.rules.rule import Example, Header
from brandkit.scopes import Selector


class RuleEntry(Entry):
    """A rule file under reading. `vocabulary` holds the words that the brand writes in its own way.

    The patterns of a `proven` file are known to compile, as those of the shipped packs.
    """

    def __init__(
        self,
        value: object,
        *,
        file: str,
        name: str,
        vocabulary: tuple[str, ...] = (),
        proven: bool = False,
    ) -> None:
        super().__init__(value, file=file, name="a rule file")
        self._proven = proven
        self._name = name
        self._vocabulary = vocabulary

    def header(self, *, default_message: str, default_scope: str = "text") -> Header:
        """The shared part of the rule."""
        examples = self.entry("examples")
        return Header(
            name=self._name,
            message=self.text("message", default_message),
            severity=self.choice("level", Severity, Severity.WARNING),
            scope=Selector.parse(self.texts("scope") or (default_scope,)),
            channels=self.texts("channels"),
            markets=self.texts("markets"),
            products=self.texts("products"),
            fields=self.texts("fields"),
            evidence=parse_reference(self),
            source=self.text("source", ""),
            checked_on=self.day("checked_on"),
            confirmed=self.flag("confirmed", default=True),
            link=self.text("link", ""),
            description=self.text("description", ""),
            owner=self.text("owner", ""),
            review_by=self.day("review_by"),
            good=_examples(examples, "good"),
            bad=_examples(examples, "bad"),
            at_most=self.number("limit", 0),
            gives_way_to=self.texts("gives_way_to"),
            action=self._action(),
        )

    def pattern(self, source: str, *, ignore_case: bool, key: str) -> Pattern:
        """A pattern out of this file; `KitError` at `key` when it does not compile."""
        try:
            return Pattern(source=source, ignore_case=ignore_case, proven=self._proven)
        except PatternError as error:
            raise self.error(f"{error}. Correct it, or take it out of the rule.", key) from error

    def exceptions(self, *, ignore_case: bool, vocabulary_by_default: bool = True) -> tuple[Pattern, ...]:
        """What the rule leaves alone: its own list, and the brand's words where `vocab` allows."""
        listed = tuple(
            self.pattern(text, ignore_case=ignore_case, key="exceptions") for text in self.texts("exceptions")
        )
        if not self.flag("vocab", default=vocabulary_by_default):
            return listed
        return listed + tuple(Pattern(source=literal(word)) for word in self._vocabulary)

    def vocabulary(self) -> tuple[str, ...]:
        """The words that keep their own casing: the rule's exceptions and the brand's words."""
        listed = self.texts("exceptions")
        return listed + self._vocabulary if self.flag("vocab", default=True) else listed

    def _action(self) -> Action:
        entry = self.entry("action")
        if entry is None:
            return NO_ACTION
        action = Action(name=entry.text("name", ""), params=entry.texts("params"), safe=entry.flag("safe"))
        entry.finish()
        problem = problem_with(action)
        if problem:
            raise entry.error(problem, "params" if action.params else "name")
        return action


def parse_reference(entry: Entry) -> Reference | None:
    """The `evidence` of an entry: `document` and `heading` in the guidelines; None when it names none."""
    evidence = entry.entry("evidence")
    if evidence is None:
        return None
    reference = Reference(document=evidence.text("document"), heading=evidence.text("heading", ""))
    evidence.finish()
    return reference


def _examples(entry: Entry | None, key: str) -> tuple[Example, ...]:
    if entry is None:
        return ()
    value = entry.value(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise entry.error(f"“{key}” must be a list of example texts.", key)
    return tuple(_example(item, entry, key) for item in value)


def _example(item: object, entry: Entry, key: str) -> Example:
    if isinstance(item, str):
        return Example(text=item)
    if not isinstance(item, dict):
        raise entry.error(
            f"each of the {key} examples must be a text, or a text with its channel. Quote it.", key
        )
    setting = Entry(item, file=entry.file, line=entry.line, name=f"an example under “{key}”")
    example = Example(
        text=setting.text("text"),
        channel=setting.text("channel", ""),
        field=setting.text("field", ""),
        market=setting.text("market", ""),
        product=setting.text("product", ""),
    )
    setting.finish()
    return example
