"""Who has to say yes, how many of them, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of a review: `needed` different people out of `approvers` must approve."""

    name: str
    approvers: frozenset[str]
    needed: int = 1

    def __post_init__(self) -> None:
        if self.needed < 1:
            raise ValueError(f"stage {self.name!r} needs at least one approval, not {self.needed}")


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The rules a review is decided by. Stages are passed in order; each starts with no sign-offs.

    A review is due `due_in` after it reaches a stage, its approvers are reminded every `remind_every`,
    and it expires `grace` after it was due. Only a review on hold has no clock.
    """

    stages: tuple[Stage, ...]
    due_in: timedelta = timedelta(hours=48)
    remind_every: timedelta = timedelta(hours=24)
    grace: timedelta = timedelta(days=5)
    author_may_approve: bool = False
    editor_may_approve: bool = True
    """Whether *Edit & approve* counts as the editor's own approval of the edit."""

    def __post_init__(self) -> None:
        if not self.stages:
            raise ValueError("a policy has at least one stage")

    @classmethod
    def one_stage(
        cls,
        approvers: frozenset[str],
        *,
        needed: int = 1,
        due_in: timedelta = timedelta(hours=48),
        author_may_approve: bool = False,
        editor_may_approve: bool = True,
    ) -> Policy:
        """The usual policy: any `needed` of these people."""
        return cls(
            stages=(Stage(name="review", approvers=approvers, needed=needed),),
            due_in=due_in,
            author_may_approve=author_may_approve,
            editor_may_approve=editor_may_approve,
        )

    def stage(self, index: int) -> Stage:
        """The stage at that place; the last one when a shortened policy has fewer stages than before."""
        return self.stages[min(index, len(self.stages) - 1)]
