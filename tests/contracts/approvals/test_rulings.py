"""Waivers, judgements, standings and proposals on every engine the record runs on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from approvals import checked_texts, judgements, rule_proposals, rule_standings, waiver_store
from approvals.asides import AsideKind, asides, counting
from approvals.checked_texts import CheckedText
from approvals.database import Database
from approvals.judgements import How, Judgement
from approvals.rule_proposal import ProposalState, RuleProposal
from approvals.rule_standings import RuleStanding
from approvals.waiver import Place, Waiver, WaiverId, WaiverScope
from brandkit.cases import case_of
from brandkit.drafts import Part, Variant
from brandkit.findings import Finding, Severity
from brandkit.rule_evidence import Reports, Tally

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
HERE = Place(brand="acme", subject="r1", channel="linkedin", market="us")
TEXT = "We are the best. Truly seamless."


def finding(match: str, rule: str, severity: Severity = Severity.ERROR) -> Finding:
    start = TEXT.index(match)
    return Finding(
        rule=rule,
        severity=severity,
        message="No.",
        start=start,
        end=start + len(match),
        match=match,
        field="body",
    )


BEST, SEAMLESS = finding("best", "superlatives"), finding("seamless", "worn")
COPY = Variant(parts=(Part(field="body", text=TEXT),))


def a_waiver(**changes: object) -> Waiver:
    values: dict[str, object] = {
        "id": WaiverId("w1"),
        "place": HERE,
        "rule": "superlatives",
        "match": "best",
        "scope": WaiverScope.DRAFT,
        "text_hash": "0" * 64,
        "severity": Severity.ERROR,
        "reason": "Agreed.",
        "by": "OMAR",
        "at": NOW,
        "expires_at": NOW + timedelta(days=7),
    }
    return Waiver(**{**values, **changes})  # type: ignore[arg-type]


def a_judgement(
    how: How = How.DISMISSED, by: str = "MAYA", of: Finding = SEAMLESS, **changes: object
) -> Judgement:
    case = case_of(of, TEXT)
    values: dict[str, object] = {
        "brand": "acme",
        "case": case.id,
        "rule": of.rule,
        "how": how,
        "match": of.match,
        "text": case.sentence,
        "reason": "Not here.",
        "by": by,
        "at": NOW,
    }
    return Judgement(**{**values, **changes})  # type: ignore[arg-type]


async def test_a_waiver_comes_back_as_it_was_kept_and_counts_until_it_ends(database: Database) -> None:
    async with database.transaction() as connection:
        assert await waiver_store.add(connection, a_waiver())
        assert not await waiver_store.add(connection, a_waiver(reason="Pressed twice."))
    async with database.reading() as connection:
        assert await waiver_store.get(connection, WaiverId("w1")) == a_waiver()
        assert await waiver_store.in_force(connection, "acme", now=NOW) == (a_waiver(),)
        assert await waiver_store.in_force(connection, "acme", now=NOW, rules=["other"]) == ()
        assert await waiver_store.in_force(connection, "acme", now=NOW + timedelta(days=7)) == ()
        assert await waiver_store.in_force(connection, "other", now=NOW) == ()


async def test_a_waiver_is_taken_back_once_and_stays_on_record(database: Database) -> None:
    async with database.transaction() as connection:
        await waiver_store.add(connection, a_waiver(expires_at=None))
        assert await waiver_store.revoke(connection, WaiverId("w1"), by="ADA", at=NOW)
        assert not await waiver_store.revoke(connection, WaiverId("w1"), by="OMAR", at=NOW)
    async with database.reading() as connection:
        assert await waiver_store.in_force(connection, "acme", now=NOW) == ()
        assert await waiver_store.of_brand(connection, "acme") == (
            a_waiver(expires_at=None, revoked_by="ADA", revoked_at=NOW),
        )


async def test_what_was_waived_and_dismissed_is_set_aside_and_the_rest_counts(database: Database) -> None:
    async with database.transaction() as connection:
        await waiver_store.add(connection, a_waiver())
        await judgements.keep(connection, a_judgement())
    third = finding("Truly", "adverbs")
    async with database.reading() as connection:
        aside = await asides(connection, [BEST, SEAMLESS, third], COPY, HERE, now=NOW)

    assert [each.kind if each else None for each in aside] == [AsideKind.WAIVED, AsideKind.DISMISSED, None]
    assert counting([BEST, SEAMLESS, third], aside) == (third,)


async def test_a_persons_own_word_sets_no_error_aside_where_it_is_unheard(database: Database) -> None:
    worn = replace(SEAMLESS, severity=Severity.WARNING)
    async with database.transaction() as connection:
        await waiver_store.add(connection, a_waiver(scope=WaiverScope.BRAND))
        await judgements.keep(connection, a_judgement(by="OMAR"))
    async with database.reading() as connection:
        errors = await asides(connection, [BEST, SEAMLESS], COPY, HERE, now=NOW, unheard="OMAR")
        warning = await asides(connection, [worn], COPY, HERE, now=NOW, unheard="OMAR")
    async with database.transaction() as connection:
        await waiver_store.add(connection, a_waiver(id=WaiverId("w2"), by="ADA"))
        await judgements.keep(connection, a_judgement(by="ADA"))
        again = await asides(connection, [BEST, SEAMLESS], COPY, HERE, now=NOW, unheard="OMAR")

    assert errors == (None, None)
    assert [each.kind if each else None for each in warning] == [AsideKind.DISMISSED]
    assert [each.by if each else None for each in again] == ["ADA", "ADA"]


async def test_a_case_is_judged_once_and_the_last_word_counts(database: Database) -> None:
    async with database.transaction() as connection:
        assert await judgements.keep(connection, a_judgement())
        assert not await judgements.keep(connection, a_judgement())
        assert await judgements.reports_on(connection, "acme", "worn") == Reports(dismissals={"MAYA": 1})
        assert await judgements.keep(connection, a_judgement(How.FIXED, by="OMAR"))
        assert await judgements.reports_on(connection, "acme", "worn") == Reports(hits=1)
        assert await judgements.reports_on(connection, "acme", "worn", since=NOW) == Reports()
    async with database.reading() as connection:
        assert await judgements.reports(connection, "acme") == {"worn": Reports(hits=1)}
        assert await judgements.false_alarms(connection, "acme") == ()


async def test_every_turn_of_a_rule_counts_up_the_revision_that_others_look_at(database: Database) -> None:
    standing = RuleStanding(
        brand="acme", rule="worn", demoted=True, tally=Tally(hits=1, false_alarms=9), by="desk", at=NOW
    )
    async with database.transaction() as connection:
        assert await rule_standings.revision(connection, "acme") == 0
        await rule_standings.keep(connection, standing)
        assert await rule_standings.revision(connection, "acme") == 1
        await rule_standings.keep(connection, replace(standing, demoted=False, by="ADA"))
        assert await rule_standings.revision(connection, "acme") == 2
        assert await rule_standings.revision(connection, "other") == 0
    async with database.reading() as connection:
        kept = await rule_standings.of_brand(connection, "acme")
    assert kept == {"worn": replace(standing, demoted=False, by="ADA")}
    assert standing.why == "demoted: 9 of 10 reports were false alarms"


async def test_a_proposal_is_kept_once_and_decided_about(database: Database) -> None:
    it = RuleProposal(
        id="p1",
        brand="acme",
        name="sign-in",
        yaml="extends: existence\n",
        sentence="Say it.",
        document="a.md",
        at=NOW,
    )
    async with database.transaction() as connection:
        assert await rule_proposals.add(connection, [it, it, replace(it, id="p2", position=1)]) == 2
        await rule_proposals.decide(connection, it, ProposalState.ACCEPTED, by="ADA", at=NOW, yaml="other\n")
        assert await rule_proposals.add(connection, [it]) == 0
    async with database.reading() as connection:
        accepted = await rule_proposals.in_state(connection, "acme", ProposalState.ACCEPTED)
        waiting = await rule_proposals.in_state(connection, "acme", ProposalState.PROPOSED)
        assert await rule_standings.revision(connection, "acme") == 1
    decided = replace(it, state=ProposalState.ACCEPTED, yaml="other\n", decided_by="ADA", decided_at=NOW)
    assert accepted == (decided,)
    assert [each.id for each in waiting] == ["p2"]


async def test_a_checked_text_comes_back_with_its_findings(database: Database) -> None:
    it = CheckedText(
        id="c1", root="c1", brand="acme", channel="", text=TEXT, findings=(BEST, SEAMLESS), by="MAYA", at=NOW
    )
    async with database.transaction() as connection:
        assert await checked_texts.add(connection, it)
        assert not await checked_texts.add(connection, it)
    async with database.reading() as connection:
        assert await checked_texts.get(connection, "c1") == it
        assert await checked_texts.get(connection, "c2") is None
