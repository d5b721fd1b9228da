"""Requests, drafts and reviews for tests: sensible where the test does not care."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from approvals import drafts, requests
from approvals.audit import AuditLog
from approvals.database import Database
from approvals.policy import Policy
from approvals.requests import Request
from approvals.reviewing import Recorded, Reviewing
from brandkit.briefs import Brief, ChannelName
from brandkit.drafts import Citation, Draft, DraftId, Part, Provenance, RequestId, Variant, WriterKind
from brandkit.findings import Evidence, Finding, Fix, Severity
from brandkit.passages import Passage

NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
LINKEDIN = ChannelName("linkedin")
MAYA, NOOR, OLEG, PIA = "U-maya", "U-noor", "U-oleg", "U-pia"
"""Maya asks for copy; the others may approve it."""

PASSAGE = Passage(document="voice.md", version="v3", heading=("Voice", "Tone"), text="We say “you”.", page=2)
UNUSED = Passage(document="words.md", version="v3", heading=("Words",), text="Never “simply”.")
FINDING = Finding(
    rule="style.exclamation",
    severity=Severity.WARNING,
    message="One exclamation mark is enough.",
    start=4,
    end=6,
    match="!!",
    field="body",
    fixes=(Fix(replacement="!", safe=True),),
    evidence=Evidence.of_passage(PASSAGE),
)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


def numbered(prefix: str = "id") -> Callable[[], str]:
    counter = count(1)
    return lambda: f"{prefix}-{next(counter)}"


def a_brief(topic: str = "invoice reminders", channel: ChannelName = LINKEDIN) -> Brief:
    return Brief(channel=channel, ask=f"A post about {topic}", topic=topic, must_mention=("free trial",))


def a_request(request_id: str = "R1", *, requester: str = MAYA, at: datetime = NOON) -> Request:
    return Request(
        id=RequestId(request_id),
        channel_id="C1",
        thread_ts="1.0001",
        requester=requester,
        team="T1",
        brand="ledgerline",
        ask="A post about invoice reminders",
        created_at=at,
        updated_at=at,
    )


def a_draft(
    number: int = 1,
    *texts: str,
    request: str = "R1",
    brief: Brief | None = None,
    at: datetime = NOON,
    change: str = "",
) -> Draft:
    variants = tuple(
        Variant(
            parts=(Part(field="body", text=text),), citations=(Citation(passage=PASSAGE.id, field="body"),)
        )
        for text in texts or (f"Get paid on time, take {number}.",)
    )
    return Draft(
        id=DraftId(f"{request}-D{number}"),
        request=RequestId(request),
        number=number,
        brief=brief or a_brief(),
        variants=variants,
        provenance=Provenance(
            writer=WriterKind.MODEL,
            model="tiny",
            seed=7,
            sampling=(("temperature", "0.7"),),
            kit_version="0123456789ab",
            guideline_version="v3",
            passages=((PASSAGE.id, PASSAGE.text_hash),),
        ),
        created_at=at,
        change=change,
    )


def a_policy(*approvers: str, needed: int = 1, editor_may_approve: bool = True) -> Policy:
    return Policy.one_stage(
        frozenset(approvers or (NOOR, OLEG, PIA)), needed=needed, editor_may_approve=editor_may_approve
    )


def a_reviewing(*, now: Callable[[], datetime] | None = None, key: bytes = b"") -> Reviewing:
    return Reviewing(audit=AuditLog(key=key), now=now or Clock(), new_id=numbered())


async def a_sent_draft(
    database: Database,
    *,
    draft: Draft | None = None,
    policy: Policy | None = None,
    reviewing: Reviewing | None = None,
) -> tuple[Draft, Recorded]:
    """A request with one draft that waits for approval."""
    it = draft or a_draft()
    async with database.transaction() as conn:
        await requests.add(conn, a_request(it.request))
        await drafts.add(conn, it, [[FINDING]], [PASSAGE, UNUSED])
        sent = await (reviewing or a_reviewing()).send(
            conn, it, variant=0, requester=MAYA, author=MAYA, by=MAYA, policy=policy or a_policy()
        )
    return it, sent
