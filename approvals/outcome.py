"""What came of an event: the review as it now is, and everything that must happen because of it."""

from __future__ import annotations

from dataclasses import dataclass

from approvals.approval import Approval, SignOff
from approvals.audit_entry import AuditEntry
from approvals.effects import Effect


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The new state and its consequences, to be written in one transaction.

    `audit` is None exactly when nothing changed. `then` is the review of the edited version after
    *Edit & approve*; it is written after this one.
    """

    approval: Approval
    sign_off: SignOff | None = None
    effects: tuple[Effect, ...] = ()
    audit: AuditEntry | None = None
    then: Outcome | None = None

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.audit is not None

    @property
    def final(self) -> Approval:
        """The review that now stands for the copy: the last of the chain."""
        return self.then.final if self.then else self.approval

    @property
    def all_effects(self) -> tuple[Effect, ...]:
        """The effects of this and what follows from it, in order."""
        return self.effects + (self.then.all_effects if self.then else ())
