"""Who may do what."""

from __future__ import annotations

from dataclasses import dataclass

from brandkit.errors import Refusal


class NotAllowed(Refusal):
    """The person may not do that; the message says who may."""


@dataclass(frozen=True, kw_only=True)
class People:
    """The roles of a workspace, by Slack user id. Everyone may ask for copy."""

    admins: frozenset[str] = frozenset()
    approvers: frozenset[str] = frozenset()

    def must_be_admin(self, user: str, wish: str) -> None:
        """Raise `NotAllowed` unless this person may change what the brand allows."""
        if user not in self.admins:
            raise NotAllowed(f"Only an admin can {wish}. {self._ask_an_admin()}")

    def _ask_an_admin(self) -> str:
        if not self.admins:
            return "No admins are set up yet: whoever runs Copydesk sets COPYDESK_ADMINS."
        return f"Ask {' or '.join(f'<@{admin}>' for admin in sorted(self.admins))}."
