"""What people rule about findings: fixed, dismissed, waived, and rules that lose their voice."""

import asyncio
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from approvals import assets, drafts, judgements, rule_standings, waiver_store
from approvals.approval import ApprovalId
from approvals.asset_export import export_markdown
from approvals.audit import AuditLog
from approvals.rule_standings import RuleStanding
from approvals.waiver import MayNotWaive, WaiverScope
from bot.cli.main import app
from bot.people import NotAllowed
from bot.reviewing import Edit, ErrorsRemain
from bot.rulings import Grounds, Target
from bot.turns import Said
from brandkit.drafts import Draft, DraftId
from brandkit.findings import Severity
from brandkit.rule_evidence import Tally
from tests.scenarios.test_refining import by_hand
from tests.scenarios.workplace import (
    ADA,
    APPROVALS,
    AUDIT_KEY,
    KIT,
    MARKETING,
    MAYA,
    OMAR,
    Workplace,
    action_in,
    actions_of,
    picked,
    text_of,
    typed,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

Json = dict[str, Any]
HYPE = "Smart Reminders are seamless. Our web site sends them by e-mail."
WRONG = "Deal with nightmare clients: Smart Reminders write to them."


async def with_error(work: Workplace) -> tuple[Json, Json]:
    """A draft whose newest version breaks a hard rule."""
    root, first = await work.drafted("X post for freelancers about Smart Reminders")
    return root, await by_hand_checked(work, root, first, WRONG)


async def by_hand_checked(work: Workplace, root: Json, card: Json, text: str) -> Json:
    """The next version by hand, past the form, which refuses new errors at their box."""
    kept = await draft_of(work, card)
    part = kept.variants[0].parts[0]
    said = Said(
        key=f"test:{kept.id}", team="T", user="U0MAYA", channel=MARKETING, root=root["ts"], ts="", text=""
    )
    edit = Edit(parts=(replace(part, text=text),))
    await work.desk.conversation.edit(said, draft=kept.id, variant=0, edit=edit)
    return await work.card(root, kept.number + 1)


async def draft_of(work: Workplace, card: Json) -> Draft:
    value = value_in(card, action_in(card, "draft.edit"))
    async with work.desk.database.reading() as connection:
        kept = await drafts.get(connection, DraftId(value.split(":")[1]))
    assert kept is not None
    return kept


def number_of(card: Json, action: str, words: str) -> str:
    """The action id of a button under the finding that says these words."""
    blocks = card["blocks"]
    for place, block in enumerate(blocks):
        if block["type"] == "section" and words in block["text"]["text"]:
            return next(
                str(each["action_id"])
                for each in blocks[place + 1]["elements"]
                if each["action_id"].startswith(action)
            )
    raise AssertionError(f"no finding says {words!r}:\n{text_of(card)}")


async def rule_says(work: Workplace, card: Json, words: str, *, who: Any, reason: str) -> None:
    await who.click(card, number_of(card, "draft.dismiss", words))
    form = await work.window(who, "Dismiss a finding")
    assert "reason" in (await who.submit(form, {"reason": typed(" ")}))["errors"]
    assert await who.submit(form, {"reason": typed(reason)}) == {"ok": True}


async def test_a_dismissed_finding_stops_counting_here_and_in_the_same_sentence(work: Workplace) -> None:
    root, first = await work.drafted("X post for freelancers about Smart Reminders")
    card = await by_hand(work, root, first, HYPE)
    before = text_of(card)
    assert "seamless" in before
    await rule_says(work, card, "seamless", who=work.maya, reason="The seams are real: it is about gloves.")

    after = text_of(await work.shows(card, "1 dismissed", "Dismissed, not counted"))
    assert "it is about gloves" in after
    assert points(after) > points(before)
    async with work.desk.database.reading() as connection:
        said = await judgements.reports(connection, work.desk.kit.slug)
    assert said["worn-phrases"].dismissals == {MAYA: 1}


async def test_the_card_says_what_each_finding_costs(work: Workplace) -> None:
    root, first = await work.drafted("X post for freelancers about Smart Reminders")
    shown = text_of(await by_hand(work, root, first, HYPE))

    costs = [int(each) for each in re.findall(r"−(\d+) \(", shown.split("Score")[0])]
    assert costs
    assert points(shown) == 100 - sum(costs)


def points(shown: str) -> int:
    return int(re.findall(r"Score (\d+) of", shown)[0])


async def test_copy_with_an_error_is_not_approved_until_somebody_who_may_waives_it(work: Workplace) -> None:
    _, card = await with_error(work)
    mark = work.latest(MARKETING)
    await work.maya.click(card, number_of(card, "draft.waive", "paints clients"))
    await work.told_privately(work.maya, MARKETING, "Only an approver or an admin can waive", after=mark)
    assert work.maya.view() is None

    review = await work.send(card)
    mark = work.latest(APPROVALS)
    await work.omar.click(review, "approval.approve")
    await work.told_privately(work.omar, APPROVALS, "fixed or waived", after=mark)

    await work.omar.click(review, "approval.findings")
    window = await work.window(work.omar, "paints clients")
    await work.omar.click_in(window, number_of(window, "draft.waive", "paints clients"))
    form = await work.window(work.omar, "Waive a finding")
    assert "reason" in (await work.omar.submit(form, chosen("", "draft", "30")))["errors"]
    assert await work.omar.submit(form, chosen("A quote, agreed with legal.", "draft", "30")) == {"ok": True}
    await work.shows(review, "1 waived", who=work.omar)

    await work.omar.close(await work.window(work.omar), everything=True)
    await work.ada.click(review, "approval.approve")
    await work.shows(review, "Approved", who=work.omar)
    async with work.desk.database.reading() as connection:
        asset = (await assets.search(connection, "nightmare", brand=work.desk.kit.slug))[0]
    assert asset.provenance["waived"] == 1
    assert "Waived for this draft until" in export_markdown(asset)
    home = await work.home(work.omar, "1 waiver in force")
    assert "waivers.open" in actions_of(home)


async def test_an_approvers_edit_that_leaves_an_error_is_refused_at_its_box(work: Workplace) -> None:
    _, card = await with_error(work)
    kept = await draft_of(work, card)
    review = await work.send(card)
    await work.omar.click(review, "approval.edit")
    form = await work.window(work.omar, "Edit & approve")
    box = next(str(each["block_id"]) for each in form["blocks"] if "/body/" in each["block_id"])

    refused = await work.omar.submit(form, {box: typed(f"{WRONG} Today.")})
    assert "paints clients" in refused["errors"][box]
    edit = Edit(parts=(replace(kept.variants[0].parts[0], text=f"{WRONG} Today."),))
    approval = ApprovalId(value_in(review, "approval.approve").split(":")[1])
    with pytest.raises(ErrorsRemain, match="fixed or waived"):
        await work.desk.reviewing.edit_and_approve(approval=approval, by=OMAR, edit=edit, cause="test:edit")
    async with work.desk.database.reading() as connection:
        newest = await drafts.latest(connection, kept.request)
    assert newest == kept
    mended = "Smart Reminders write to late clients."
    assert await work.omar.submit(form, {box: typed(mended)}) == {"ok": True}
    await work.shows(review, "Edited and approved", who=work.omar)


def chosen(reason: str, scope: str, until: str) -> Json:
    return {"reason": typed(reason), "scope": picked(scope), "until": picked(until)}


async def test_nobody_waives_an_error_in_copy_they_asked_for(work: Workplace) -> None:
    root, first = await work.drafted("X post for freelancers about Smart Reminders", who=work.omar)
    card = await by_hand_checked(work, root, first, WRONG)
    mark = work.latest(MARKETING)
    await work.omar.click(card, number_of(card, "draft.waive", "paints clients"))

    await work.told_privately(work.omar, MARKETING, "someone else must waive its errors", after=mark)


async def test_what_the_requester_set_aside_elsewhere_lets_no_error_of_theirs_pass(work: Workplace) -> None:
    root, first = await work.drafted("X post for freelancers about Smart Reminders", who=work.ada)
    card = await by_hand_checked(work, root, first, WRONG)
    checked = await work.desk.checks.check(WRONG, channel="", by=ADA)
    number = next(n for n, each in enumerate(checked.text.findings) if "paints clients" in each.message)
    target = Target(check=checked.text.id, number=number)
    everywhere = Grounds(reason="I say so.", scope=WaiverScope.BRAND, lasts=timedelta(days=1))
    wide = await work.desk.rulings.waive(target, everywhere, by=ADA, cause="test:wide")
    await work.desk.rulings.dismiss(target, reason="I say so.", by=ADA, cause="test:alone")
    assert (await work.desk.checks.shown(checked.text.id)).aside[number] is not None

    review = await work.send(card, who=work.ada)
    mark = work.latest(APPROVALS)
    await work.omar.click(review, "approval.approve")
    await work.told_privately(work.omar, APPROVALS, "fixed or waived", after=mark)
    await work.omar.click(review, "approval.findings")
    window = await work.window(work.omar, "1 error", "paints clients")
    await work.omar.click_in(window, number_of(window, "draft.waive", "paints clients"))
    form = await work.window(work.omar, "Waive a finding")
    assert await work.omar.submit(form, chosen("It is a quote.", "draft", "7")) == {"ok": True}
    await work.shows(review, "1 waived", who=work.omar)
    await work.omar.close(await work.window(work.omar), everything=True)
    await work.omar.click(review, "approval.approve")
    await work.shows(review, "Approved", who=work.omar)

    for each in await work.desk.rulings.waivers():
        if each.rule == wide.finding.rule:
            await work.desk.rulings.revoke(each.id, by=ADA, cause=f"test:back:{each.id}")


async def test_a_refusal_is_said_over_the_window_it_was_tried_in(work: Workplace) -> None:
    _, card = await with_error(work)
    message = await work.omar.say(MARKETING, WRONG)
    direct = work.latest(await work.maya.dm())

    await work.maya.click(card, action_in(card, "draft.why"))
    window = await work.window(work.maya, "paints clients")
    await work.maya.click_in(window, number_of(window, "draft.waive", "paints clients"))
    await refused(work, window, "Only an approver or an admin can waive an error")
    await work.maya.command(MARKETING, "/check", WRONG)
    window = await work.window(work.maya, "Brand check", "paints clients")
    await work.maya.click_in(window, number_of(window, "check.dismiss", "paints clients"))
    await refused(work, window, "Only an approver or an admin can dismiss an error")
    await work.maya.shortcut("msg.check_against_brand", message)
    window = await work.window(work.maya, "Brand check", "paints clients")
    await work.maya.click_in(window, number_of(window, "check.waive", "paints clients"))
    await refused(work, window, "Only an approver or an admin can waive an error")

    await work.quiet()
    assert work.latest(await work.maya.dm()) == direct


async def refused(work: Workplace, below: Json, why: str) -> None:
    """The window on top says why, with links to whom to ask; under it is the one that was open."""
    shown = await work.window(work.maya, "That did not work", why)
    assert [each["user_id"] for each in shown["blocks"][0]["elements"][0]["elements"][1::2]] == [ADA, OMAR]
    await work.maya.close(shown)
    assert (await work.window(work.maya, "paints clients"))["id"] == below["id"]
    await work.maya.close(below, everything=True)


async def test_a_form_that_is_refused_stays_open_with_what_was_written(work: Workplace) -> None:
    root, first = await work.drafted("X post for freelancers about Smart Reminders")
    card = await by_hand(work, root, first, "Quiet and seamless reminders.")
    await work.maya.click(card, number_of(card, "draft.waive", "seamless"))
    form = await work.window(work.maya, "Waive a finding")
    direct = work.latest(await work.maya.dm())
    wider = {**chosen("It is our song.", "draft", "7"), "scope": picked("brand")}
    await work.maya.submit(form, wider)

    shown = await work.window(work.maya, "That did not work", "Only an admin can waive a rule for the whole")
    await work.maya.close(shown)
    assert (await work.window(work.maya, "Waive a finding"))["id"] == form["id"]
    await work.quiet()
    assert work.latest(await work.maya.dm()) == direct
    await work.maya.close(form, everything=True)


async def test_a_rule_that_lost_its_voice_is_dismissed_as_the_suggestion_it_is(work: Workplace) -> None:
    checked = await work.desk.checks.check(WRONG, channel="", by=MAYA)
    number = next(n for n, each in enumerate(checked.text.findings) if "paints clients" in each.message)
    target = Target(check=checked.text.id, number=number)
    rule = checked.text.findings[number].rule
    with pytest.raises(MayNotWaive):
        await work.desk.rulings.dismiss(target, reason="No.", by=MAYA, cause="test:loud")
    tally = Tally(hits=1, false_alarms=19)
    turned = RuleStanding(
        brand=work.desk.kit.slug, rule=rule, demoted=True, tally=tally, by="desk", at=work.desk.now()
    )
    async with work.desk.database.transaction() as connection:
        await rule_standings.keep(connection, turned)
    await work.desk.rulebook.refresh()

    found = await work.desk.rulings.dismiss(target, reason="A film title.", by=MAYA, cause="test:quiet")
    assert found.finding.severity is Severity.SUGGESTION
    await work.desk.rulings.promote(rule, by=ADA, cause="test:loud again")


async def test_a_waiver_taken_back_counts_no_more_and_the_log_says_so(work: Workplace) -> None:
    _, card = await with_error(work)
    await work.omar.click(card, number_of(card, "draft.waive", "paints clients"))
    form = await work.window(work.omar, "Waive a finding")
    await work.omar.submit(form, chosen("Agreed for the campaign.", "draft", "7"))
    card = await work.shows(card, "1 waived")
    review = await work.send(card)
    home = await work.home(work.omar, "in force")
    await work.omar.click_in(home, "waivers.open")
    window = await work.window(work.omar, "Waivers", "Agreed for the campaign.")
    await work.omar.click_in(window, "waivers.revoke", value=value_in(window, "waivers.revoke"))

    await work.shows(review, "1 error")
    mark = work.latest(APPROVALS)
    await work.ada.click(review, "approval.approve")
    await work.told_privately(work.ada, APPROVALS, "before this can be approved", after=mark)
    async with work.desk.database.reading() as connection:
        log = AuditLog(key=AUDIT_KEY.encode())
        actions = [each.entry.action async for each in log.entries(connection)]
        assert (await log.verify(connection)).intact
        waivers = await waiver_store.of_brand(connection, work.desk.kit.slug)
    assert [each for each in actions if each.startswith("waiver")][-2:] == [
        "waiver.granted",
        "waiver.revoked",
    ]
    assert waivers[0].revoked_by == OMAR
    await work.omar.close(window, everything=True)


def value_in(shown: Json, action: str) -> str:
    found = (
        each
        for block in shown["blocks"]
        for each in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
    )
    return next(str(each["value"]) for each in found if each.get("action_id") == action)


async def test_a_rule_that_is_wrong_too_often_loses_its_voice_and_an_admin_gives_it_back(
    work: Workplace,
) -> None:
    wrong = "It is a shop."
    for number in range(11):
        who = OMAR if number > 6 else ADA
        checked = await work.desk.checks.check(
            f"Offer number {number} is a one-stop shop.", channel="", by=who
        )
        finding = next(
            place for place, each in enumerate(checked.text.findings) if each.rule == "worn-phrases"
        )
        target = Target(check=checked.text.id, number=finding)
        assert not await is_demoted(work, "worn-phrases")
        await work.desk.rulings.dismiss(target, reason=wrong, by=who, cause=f"test:{number}")
    assert await is_demoted(work, "worn-phrases")

    root, first = await work.drafted("X post for freelancers about Smart Reminders")
    shown = text_of(await by_hand(work, root, first, "Effortless reminders."))
    assert "Demoted: " in shown
    assert "reports were false alarms" in shown
    assert "−1 (worn-phrases)" in shown

    home = await work.home(work.ada, "Rules that lost their voice: 1")
    await work.ada.click_in(home, "rules.standing")
    window = await work.window(work.ada, "Rules", "worn-phrases", "Demoted")
    await work.ada.click_in(window, "rules.promote", value=value_in(window, "rules.promote"))
    await work.window(work.ada, "promoted by")
    await work.quiet()
    checked = await work.desk.checks.check("Seamlessly done.", channel="", by=ADA)
    assert [(each.rule, each.severity.value) for each in checked.text.findings] == [
        ("worn-phrases", "warning")
    ]
    await work.ada.close(window, everything=True)


async def is_demoted(work: Workplace, rule: str) -> bool:
    async with work.desk.database.reading() as connection:
        standing = await rule_standings.get(connection, work.desk.kit.slug, rule)
    return standing is not None and standing.demoted


async def test_only_an_admin_promotes_a_rule(work: Workplace) -> None:
    assert "rules.standing" not in actions_of(await work.home(work.maya))

    with pytest.raises(NotAllowed, match="Only an admin can give a rule its voice back"):
        await work.desk.rulings.promote("worn-phrases", by=OMAR, cause="test:promote")


async def test_pasted_text_is_mended_dismissed_and_waived_in_its_window(work: Workplace) -> None:
    message = await work.omar.say(MARKETING, "Our web site is seamless. Send us an e-mail &amp; relax.")
    await work.maya.shortcut("msg.check_against_brand", message)
    window = await work.window(work.maya, "Brand check", "web site")
    fix = next(each for each in actions_of(window) if each.startswith("check.fix#"))
    await work.maya.click_in(window, fix)
    window = await work.window(work.maya, "Corrected text")
    assert "e-mail & relax" in text_of(window) or "email & relax" in text_of(window)

    if "check.fix_all" in actions_of(window):
        await work.maya.click_in(window, "check.fix_all")
        window = await work.window(work.maya, "Corrected text", "website")
    dismiss = number_of(window, "check.dismiss", "seamless")
    await work.maya.click_in(window, dismiss)
    form = await work.window(work.maya, "Dismiss a finding")
    assert await work.maya.submit(form, {"reason": typed("About gloves.")}) == {"ok": True}
    window = await work.window(work.maya, "Brand check", "1 dismissed")
    assert work.again(message)["text"] == message["text"]
    await work.maya.close(window, everything=True)


async def test_fifty_findings_stay_within_what_slack_takes(work: Workplace) -> None:
    await work.maya.command(MARKETING, "/check", " ".join(f"Seamless offer {each}." for each in range(50)))
    window = await work.window(work.maya, "Brand check", "Page 1 of")
    await work.maya.click_in(window, "findings.page#1")
    window = await work.window(work.maya, "Page 2 of")
    await work.maya.close(window, everything=True)

    root, first = await work.drafted("Blog post for freelancers about Smart Reminders")
    card = await by_hand_checked(
        work, root, first, "\n".join(f"Seamless offer {each}." for each in range(50))
    )
    await work.maya.click(card, action_in(card, "draft.findings"))
    window = await work.window(work.maya, "Findings", "Page 1 of")
    waive = number_of(window, "draft.waive", "“Seamless” is a worn phrase")
    await work.maya.click_in(window, waive)
    form = await work.window(work.maya, "Waive a finding")
    assert await work.maya.submit(form, chosen("Fine in a blog post.", "draft", "7")) == {"ok": True}
    window = await work.window(work.maya, "Findings", "waived")
    await work.maya.close(window, everything=True)


async def test_the_command_line_sees_the_same_record(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(work.settings.home))
    checked = await work.desk.checks.check("A one-stop shop.", channel="", by=ADA)
    target = Target(check=checked.text.id, number=0)
    grounds = Grounds(reason="The shop is called so.", scope=WaiverScope.PHRASE)
    await work.desk.rulings.waive(target, grounds, by=OMAR, cause="test:cli")
    found = await told(1, "waivers", "list", str(KIT), "--format", "json")
    waiver = next(each for each in found if each["reason"] == grounds.reason)
    assert (waiver["rule"], waiver["scope"], waiver["by"], waiver["in_force"]) == (
        "worn-phrases",
        "phrase",
        OMAR,
        True,
    )

    (page := work.settings.home / "page.md").write_text("We are a one-stop shop.\n")
    rows = await told(0, "check", "--kit", str(KIT), "--format", "json", str(page))
    assert [each["waived"]["reason"] for each in rows] == [grounds.reason]
    await told(0, "waivers", "revoke", str(KIT), waiver["id"], "--format", "json")
    rows = await told(1, "check", "--kit", str(KIT), "--format", "json", str(page))
    assert [each["waived"] for each in rows] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Ready! ![A desk](desk.jpg)\n\n<!-- soon -->\n# Get paid",
        "Ready! Steady! Go!",
        "    Set in! And again!",
    ],
)
async def test_slack_and_the_command_line_find_the_same_in_the_same_text(
    work: Workplace, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(work.settings.home))
    checked = await work.desk.checks.check(text, channel="", by=ADA)
    mine = [(each.rule, each.start, each.end) for each in checked.text.findings]
    rows = await told(bool(mine), "check", "--kit", str(KIT), "--format", "json", "-", typed_in=text)
    assert [(each["rule"], each["start"], each["end"]) for each in rows] == mine
    assert any(rule == "exclamation-marks" for rule, _, _ in mine) is ("![" not in text)

    for number in range(len(mine)):
        target = Target(check=checked.text.id, number=number)
        await work.desk.rulings.dismiss(target, reason="It cheers.", by=ADA, cause=f"test:{text}:{number}")
    rows = await told(0, "check", "--kit", str(KIT), "--format", "json", "-", typed_in=text)
    assert {each["dismissed"]["reason"] for each in rows} <= {"It cheers."}


async def test_what_people_said_stands_beside_what_was_labelled(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(work.settings.home))
    labelled = KIT / "labelled.jsonl"
    report = await told(
        0, "eval", "rules", "--kit", str(KIT), "--labelled", str(labelled), "--format", "json"
    )
    row = next(each for each in report["reported"] if each["rule"] == "worn-phrases")
    standing = await told(0, "rules", "standing", str(KIT), "--format", "json")
    dismissals = await told(1, "rules", "dismissals", str(KIT), "--format", "json")

    for name in ("hits", "false_alarms", "misses"):
        assert row["combined"][name] == row["labelled"][name] + row["reported"][name]
    assert row["reported"]["false_alarms"] >= 10
    assert next(each for each in standing if each["rule"] == "worn-phrases")["by"] == ADA
    assert "It is a shop." in {each["reason"] for each in dismissals}


async def told(code: int, *arguments: str, typed_in: str = "") -> Any:
    """What a command says as JSON; it must end with this exit code."""
    result = await asyncio.to_thread(CliRunner().invoke, app, list(arguments), input=typed_in)
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)
