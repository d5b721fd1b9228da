"""From prose to rules: an upload proposes them, an admin accepts, edits or rejects each, and they hold at once."""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from approvals import rule_standings
from approvals.audit import AuditLog
from approvals.database import Database
from approvals.rule_proposal import ProposalState
from bot.cli.main import app
from bot.proposals import AlreadyDecided, Proposed
from bot.rulebook import Rulebook
from tests.scenarios.test_guidelines import uploaded
from tests.scenarios.workplace import (
    ADA,
    AUDIT_KEY,
    KIT,
    OMAR,
    Json,
    Workplace,
    actions_of,
    text_of,
    typed,
)

CATS = b'# Cats\n\n## How to call them\n\nAvoid "purry". We never write "meowy".\n'

pytestmark = pytest.mark.asyncio(loop_scope="module")

BIRDS = """# Birds

## What to call them

Use “carrier pigeon”, not “bird mail”. We never write “feathery” or “featherlight”. Avoid “flappy”.

## How to sound

Write as warmly as a good host, and be yourself.
""".encode()


async def test_an_upload_proposes_rules_and_says_what_cannot_be_tested(work: Workplace) -> None:
    result = await uploaded(work, "birds.md", BIRDS)
    assert "3 rules proposed" in text_of(result)
    assert "1 statement cannot be tested" in text_of(result)
    await work.ada.click(result, "proposals.open")
    window = await work.window(work.ada, "Proposed rules", "Use “carrier pigeon”, not “bird mail”.")
    assert "birds.md: Birds › What to call them" in text_of(window)

    await work.ada.click_in(window, "proposals.untestable")
    listed = await work.window(work.ada, "Cannot be tested", "be yourself")
    await work.ada.close(listed, everything=True)
    assert await found(work, "Our bird mail is feathery and flappy.") == set()


async def test_a_reading_that_is_repeated_after_a_crash_says_the_same(work: Workplace) -> None:
    newest = (await work.desk.library.versions(KIT.name))[0]

    again = await work.desk.proposals.propose(newest.version, ["birds.md"])

    assert again == Proposed(rules=3, untestable=1)


async def test_an_accepted_rule_holds_at_once_in_every_process_and_twice_is_once(work: Workplace) -> None:
    elsewhere = Rulebook(kit=work.desk.rulebook.folder, database=Database(work.settings.record_url))
    assert "carrier-pigeon-not-bird-mail" not in names(elsewhere)
    window = await opened(work)
    value = value_of(window, "carrier-pigeon-not-bird-mail", "proposals.accept")
    await work.ada.click_in(window, "proposals.accept", value=value)
    await work.window(work.ada, "2 rules proposed")
    await work.ada.click_in(window, "proposals.accept", value=value)
    await work.quiet()

    assert await found(work, "Our bird mail.") == {"carrier-pigeon-not-bird-mail"}
    await elsewhere.refresh()
    assert "carrier-pigeon-not-bird-mail" in names(elsewhere)
    assert elsewhere.kit.version != work.desk.rulebook.folder.version
    assert await entries(work) == ["rule.accepted"]

    before = elsewhere.kit
    async with work.desk.database.transaction() as connection:
        await rule_standings.changed(connection, before.slug)
    assert await elsewhere.refresh() is before, "the rules are built anew only when others are accepted"
    await elsewhere._database.close()
    await work.ada.close(window, everything=True)


async def test_an_edited_rule_must_work_before_it_is_taken(work: Workplace) -> None:
    window = await opened(work)
    value = value_of(window, "avoid-flappy", "proposals.edit")
    await work.ada.click_in(window, "proposals.edit", value=value)
    form = await work.window(work.ada, "Edit the rule", "Avoid “flappy”.")
    rule = yaml.safe_load((await work.desk.proposals.find("avoid-flappy")).yaml)
    refused = await work.ada.submit(form, {"yaml": typed("extends: existence\ntokens: [")})
    assert "yaml" in refused["errors"]
    nothing = yaml.safe_dump({**rule, "tokens": ["sleek"]}, allow_unicode=True)
    assert "does not find" in (await work.ada.submit(form, {"yaml": typed(nothing)}))["errors"]["yaml"]
    better = yaml.safe_dump({**rule, "tokens": ["flapp(?:y|ier)"], "level": "error"}, allow_unicode=True)
    assert await work.ada.submit(form, {"yaml": typed(better)}) == {"ok": True}

    await work.window(work.ada, "1 rule proposed")
    assert await found(work, "A flappier one.") == {"avoid-flappy"}
    await work.ada.close(window, everything=True)


async def test_a_rejected_rule_is_not_proposed_again(work: Workplace) -> None:
    window = await opened(work)
    value = value_of(window, "avoid-feathery", "proposals.reject")
    await work.ada.click_in(window, "proposals.reject", value=value)
    window = await work.window(work.ada, "No rules wait for a decision.")
    await work.ada.close(window, everything=True)

    result = await uploaded(work, "birds.md", BIRDS + b"\nMore to come.\n")
    assert "rules proposed" not in text_of(result)
    assert await found(work, "A feathery one.") == set()


async def test_a_click_that_comes_after_a_decision_changes_nothing_and_hears_of_it(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(work.settings.home))
    await uploaded(work, "cats.md", CATS)
    window = await opened(work)
    stale = value_of(window, "avoid-purry", "proposals.accept")
    it = await work.desk.proposals.find("avoid-purry")
    told = await asyncio.to_thread(run, "kit", "reject", str(KIT), it.name)
    assert told.exit_code == 0, told.output

    await work.ada.click_in(window, "proposals.accept", value=stale)
    shown = await work.window(work.ada, "That did not work", "was turned down on the command line before")
    await work.ada.close(shown)
    window = await work.window(work.ada, "Proposed rules")
    assert "avoid-purry" not in text_of(window)
    assert (await work.desk.proposals.find("avoid-purry")).state is ProposalState.REJECTED
    assert await found(work, "A purry one.") == set()
    await work.ada.close(window, everything=True)


async def test_of_two_admins_the_first_decides_and_the_other_hears_who(work: Workplace) -> None:
    both = replace(work.desk.people, admins=frozenset({ADA, OMAR}))
    proposals = work.desk.proposals
    proposals._people = both
    it = await proposals.find("avoid-meowy")
    await proposals.accept(it.id, by=OMAR, cause="test:first")

    for late in (
        proposals.reject(it.id, by=ADA, cause="test:late"),
        proposals.accept(it.id, by=ADA, cause="test:late too", yaml=it.yaml.replace("warning", "error")),
        proposals.must_wait_for(it.id, by=ADA),
    ):
        with pytest.raises(AlreadyDecided, match=f"accepted by <@{OMAR}> before"):
            await late
    await proposals.accept(it.id, by=OMAR, cause="test:twice")
    assert await found(work, "A meowy one.") == {"avoid-meowy"}
    proposals._people = work.desk.people


async def test_only_admins_look_at_proposals_and_decide(work: Workplace) -> None:
    assert "proposals.open" not in actions_of(await work.home(work.maya))
    it = (await work.desk.proposals.accepted())[0]
    with pytest.raises(Exception, match="Only an admin can accept a rule"):
        await work.desk.proposals.accept(it.id, by="U0MAYA", cause="test:accept")
    with pytest.raises(Exception, match="Only an admin can turn a rule down"):
        await work.desk.proposals.reject(it.id, by="U0MAYA", cause="test:reject")


async def test_a_shadow_run_goes_by_the_rules_that_were_accepted_too(work: Workplace) -> None:
    reworded = BIRDS.replace("not “bird mail”".encode(), "not “bird post”".encode())
    for text in (BIRDS, reworded):
        await uploaded(work, "birds.md", text)
        newest = (await work.desk.library.versions(KIT.name))[0]
        if text is BIRDS:
            await work.desk.guidelines.activate(version=newest.version, by=ADA, cause="test:activate")

    run = await work.desk.shadow.run(newest.version)

    assert "carrier-pigeon-not-bird-mail" in {each.rule for each in run.rules}


async def test_an_accepted_rule_is_exported_and_can_be_taken_out_again(
    work: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(work.settings.home))
    out = tmp_path / "out"
    told = await asyncio.to_thread(run, "kit", "export", str(KIT), "--to", str(out))
    assert told.exit_code == 0, told.output
    written = (out / "rules" / "carrier-pigeon-not-bird-mail.yml").read_text("utf-8")
    assert "Use “carrier pigeon”, not “bird mail”." in written
    told = await asyncio.to_thread(run, "kit", "reject", str(KIT), "carrier-pigeon-not-bird-mail")
    assert told.exit_code == 0, told.output
    assert await found(work, "Our bird mail.") == set()
    assert (await work.desk.proposals.find("carrier-pigeon-not-bird-mail")).state is ProposalState.REJECTED


def test_rules_are_proposed_accepted_and_rejected_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "home"))
    kit = Path(shutil.copytree(KIT, tmp_path / "ledgerline"))
    (kit / "guidelines" / "birds.md").write_bytes(BIRDS)
    told = run("kit", "propose", str(kit))
    proposed = {path.stem for path in (kit / "rules" / "proposed").glob("*.yml")}

    assert told.exit_code == 1
    assert {"carrier-pigeon-not-bird-mail", "avoid-feathery", "avoid-flappy"} <= proposed
    assert run("kit", "accept", str(kit), "avoid-flappy").exit_code == 0
    assert run("kit", "reject", str(kit), "avoid-feathery").exit_code == 0
    again = run("kit", "propose", str(kit), "--format", "json")
    named = {each["name"] for each in yaml.safe_load(again.stdout)["proposed"]}
    assert "carrier-pigeon-not-bird-mail" in named
    assert not {"avoid-flappy", "avoid-feathery"} & named
    assert (kit / "rules" / "avoid-flappy.yml").is_file()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


async def opened(work: Workplace) -> Json:
    home = await work.home(work.ada, "Proposed rules:")
    await work.ada.click_in(home, "proposals.open")
    return await work.window(work.ada, "Proposed rules")


async def found(work: Workplace, text: str) -> set[str]:
    checked = await work.desk.checks.check(text, channel="", by=ADA)
    return {each.rule for each in checked.text.findings}


async def entries(work: Workplace) -> list[str]:
    async with work.desk.database.reading() as connection:
        log = AuditLog(key=AUDIT_KEY.encode())
        told = [each.entry.action async for each in log.entries(connection)]
    return [each for each in told if each.startswith("rule.")]


def names(rulebook: Rulebook) -> set[str]:
    return {rule.header.name for rule in rulebook.kit.rules}


def value_of(window: Json, name: str, action: str) -> str:
    blocks = window["blocks"]
    start = next(
        place
        for place, block in enumerate(blocks)
        if block["type"] == "section" and block["text"]["text"] == name
    )
    return next(
        str(each["value"])
        for block in blocks[start:]
        if block["type"] == "actions"
        for each in block["elements"]
        if each["action_id"] == action
    )
