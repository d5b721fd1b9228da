"""How an asset came to be, as plain data: versions, findings, passages, sign-offs, place in the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from approvals.approval import Approval, SignOff
from approvals.asides import Aside, AsideKind, Asides
from approvals.audit_entry import SealedEntry, spelled
from approvals.packing import pack
from brandkit.drafts import Draft
from brandkit.findings import Finding
from brandkit.passages import Passage


def provenance_of(
    approved: Approval,
    history: Sequence[Draft],
    *,
    findings: Sequence[Finding],
    aside: Asides,
    passages: Sequence[Passage],
    sign_offs: Sequence[SignOff],
    decision: SealedEntry,
) -> dict[str, Any]:
    """Everything that explains the approved version.

    `history` are all versions up to the approved one (the last), `findings` those that remained in the
    approved variant and `aside` what was waived or dismissed of them, `passages` those its writer was
    given, `decision` the audit entry that sealed it.
    """
    draft = history[-1]
    cited = {citation.passage for citation in draft.variants[approved.variant].citations}
    return {
        "request": approved.request,
        "approval": approved.id,
        "writer": pack(type(draft.provenance), draft.provenance),
        "citations": [pack(type(one), one) for one in draft.variants[approved.variant].citations],
        "gaps": list(draft.variants[approved.variant].gaps),
        "versions": [_version(one) for one in history],
        "findings": [_finding(each, by) for each, by in zip(findings, aside, strict=True)],
        "waived": sum(by is not None and by.kind is AsideKind.WAIVED for by in aside),
        "passages": [_passage(one, cited=one.id in cited) for one in passages],
        "sign_offs": [_sign_off(one) for one in sign_offs],
        "author": approved.author,
        "opened_at": spelled(approved.opened_at),
        "audit": {"seq": decision.seq, "hash": decision.hash},
    }


def _version(draft: Draft) -> Mapping[str, Any]:
    return {
        "number": draft.number,
        "draft": draft.id,
        "at": spelled(draft.created_at),
        "writer": draft.provenance.writer.value,
        "change": draft.change,
    }


def _finding(finding: Finding, aside: Aside | None) -> Mapping[str, Any]:
    plain: dict[str, Any] = pack(Finding, finding)
    return plain | ({"aside": aside.as_json()} if aside else {})


def _passage(passage: Passage, *, cited: bool) -> Mapping[str, Any]:
    return {
        "id": passage.id,
        "document": passage.document,
        "place": passage.place,
        "version": passage.version,
        "text_hash": passage.text_hash,
        "text": passage.text,
        "cited": cited,
    }


def _sign_off(it: SignOff) -> Mapping[str, Any]:
    return {
        "by": it.approver,
        "decision": it.decision.value,
        "at": spelled(it.at),
        "stage": it.stage,
        "content_hash": it.content_hash,
        "reason": it.reason,
        "labels": [label.value for label in it.labels],
    }
