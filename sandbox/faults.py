"""How the workspace can be told to misbehave, the way Slack does on a bad day."""

import random
from collections.abc import Collection
from dataclasses import asdict, dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from sandbox.payload import Json


class FaultKind(StrEnum):
    """What can go wrong."""

    TOO_MANY_REQUESTS = "429"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"
    DROP_RESPONSE = "drop_response"
    SLOW = "slow"
    DUPLICATE_DELIVERY = "duplicate_delivery"
    REDELIVER = "redeliver"
    DISCONNECT = "disconnect"
    STREAM_TIMEOUT = "stream_timeout"
    EXPIRED_TRIGGER = "expired_trigger"
    HTML_LOGIN = "html_login"


@dataclass(kw_only=True)
class Rule:
    """One misbehaviour, for calls or deliveries whose name fits `match` (a name, `chat.*`, `event`, `*`).

    `times` counts down; None is for ever. `after` lets a 500 or 503 come after the call took effect.
    `seconds` is how long `slow` waits, `retry_after` what a 429 asks for.
    """

    match: str
    kind: FaultKind
    times: int | None = None
    retry_after: int = 1
    seconds: float = 1.0
    probability: float = 1.0
    after: bool = False

    def fits(self, names: Collection[str]) -> bool:
        """Say whether the rule is still good and meant for one of the names."""
        return self.times != 0 and any(fnmatchcase(name, self.match) for name in names)


class Faults:
    """The rules in force. Draws are seeded, so that a test that fails can be run again."""

    def __init__(self, *, seed: int = 0) -> None:
        self._rules: list[Rule] = []
        self._random = random.Random(seed)  # noqa: S311  (chance for tests, not for secrets)

    def replace(self, rules: list[Json]) -> None:
        """Take other rules. Raises ValueError naming the first that cannot be understood."""
        self._rules = [_rule(raw) for raw in rules]

    def add(self, match: str, kind: FaultKind | str, **options: float | bool | None) -> None:
        """Add one rule to those in force."""
        self._rules.append(_rule({"match": match, "kind": kind, **options}))

    def take(self, kinds: Collection[FaultKind], *names: str) -> Rule | None:
        """Give the first rule of these kinds for one of these names, and use it up once."""
        for rule in self._rules:
            if rule.kind in kinds and rule.fits(names) and self._random.random() < rule.probability:
                if rule.times is not None:
                    rule.times -= 1
                return rule
        return None

    def as_json(self) -> Json:
        """The rules as the page shows them."""
        return {"rules": [{**asdict(rule), "kind": rule.kind.value} for rule in self._rules]}


def _rule(raw: Json) -> Rule:
    given = {key: value for key, value in raw.items() if value is not None}
    try:
        return Rule(**{**given, "kind": FaultKind(str(given.get("kind")))})
    except (TypeError, ValueError) as exc:
        kinds = ", ".join(FaultKind)
        raise ValueError(f"Not a fault rule: {raw} ({exc}). Needs match and kind, one of {kinds}.") from exc
