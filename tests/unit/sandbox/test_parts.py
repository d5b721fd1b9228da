"""The small parts: timestamps, response URLs, faults, manifests, rich text, files on disk."""

import json
from pathlib import Path

import pytest

from sandbox.clock import Clock, Timing
from sandbox.faults import FaultKind, Faults
from sandbox.files import safe_name
from sandbox.live import Live
from sandbox.manifest import Manifest, manifest_from, read_manifest
from sandbox.rich_text import blocks_of
from sandbox.saved import SavedWorkspace
from sandbox.seed import ChannelSeed, Person, Seed, read_seed
from sandbox.server import Options, running_sandbox
from sandbox.triggers import ResponseRefusedError, ResponseUrls, TriggerRefusedError, Triggers
from sandbox.workspace import new_workspace

MAYA, MARKETING = "U0MAYA", "C0MARKETING"


def test_timestamps_never_repeat_and_only_grow() -> None:
    clock = Clock()
    stamps = [clock.next_ts() for _ in range(1_000)]

    assert stamps == sorted(set(stamps))


def test_timestamps_go_on_after_those_of_a_saved_workspace() -> None:
    clock = Clock()
    clock.start_after("9999999999.000007")

    assert clock.next_ts() == "9999999999.000008"


def test_scaling_shortens_the_long_waits_only() -> None:
    quick = Timing().scaled(0.1)

    assert (quick.ack, quick.trigger, quick.retries, quick.stream) == (3.0, 3.0, (0.0, 6.0, 30.0), 30.0)


def test_a_trigger_expires_after_its_seconds() -> None:
    triggers = Triggers(Clock(), seconds=-1)

    with pytest.raises(TriggerRefusedError, match="expired_trigger_id"):
        triggers.exchange(triggers.give(MAYA))


def test_a_response_url_is_good_for_five_answers() -> None:
    urls = ResponseUrls(Clock(), seconds=60)
    key = urls.give(person=MAYA, channel=MARKETING)
    for _ in range(5):
        urls.use(key)

    with pytest.raises(ResponseRefusedError, match="used_url"):
        urls.use(key)


def test_a_response_url_is_good_for_thirty_minutes() -> None:
    urls = ResponseUrls(Clock(), seconds=-1)

    with pytest.raises(ResponseRefusedError, match="expired_url"):
        urls.use(urls.give(person=MAYA, channel=MARKETING))


@pytest.mark.parametrize("name", ["../../etc/a.md", "C:\\\\temp\\\\a.md", "a.md"])
def test_of_a_file_name_from_outside_only_the_last_part_is_kept(name: str) -> None:
    assert safe_name(name) == "a.md"


def test_a_fault_is_used_up_and_meant_for_matching_names_only() -> None:
    faults = Faults()
    faults.add("chat.*", FaultKind.SERVER_ERROR, times=1)

    assert faults.take({FaultKind.SERVER_ERROR}, "views.open") is None
    assert faults.take({FaultKind.SLOW}, "chat.update") is None
    assert faults.take({FaultKind.SERVER_ERROR}, "chat.update") is not None
    assert faults.take({FaultKind.SERVER_ERROR}, "chat.update") is None


def test_chance_is_the_same_on_every_run() -> None:
    def draws() -> list[bool]:
        faults = Faults(seed=7)
        faults.add("*", FaultKind.UNAVAILABLE, probability=0.5)
        return [faults.take({FaultKind.UNAVAILABLE}, "x") is not None for _ in range(50)]

    assert draws() == draws()
    assert 10 < sum(draws()) < 40


def test_a_rule_that_cannot_be_understood_is_named() -> None:
    with pytest.raises(ValueError, match="Needs match and kind, one of 429"):
        Faults().replace([{"match": "*", "kind": "explode"}])


def test_a_manifest_says_what_the_app_has(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text(
        """
display_information: {name: Copydesk}
features:
  bot_user: {display_name: copydesk}
  app_home: {home_tab_enabled: true, messages_tab_enabled: true}
  slash_commands: [{command: /draft, description: Write, usage_hint: a post}]
  shortcuts: [{name: Rewrite, type: message, callback_id: rewrite, description: x}]
oauth_config: {scopes: {bot: [chat:write]}}
settings: {event_subscriptions: {bot_events: [app_mention]}, socket_mode_enabled: true}
""",
        encoding="utf-8",
    )

    manifest = read_manifest(path)

    assert (manifest.name, manifest.bot_name, manifest.scopes) == ("Copydesk", "copydesk", ("chat:write",))
    assert [each.command for each in manifest.commands] == ["/draft"]
    assert [(each.callback_id, each.type) for each in manifest.shortcuts] == [("rewrite", "message")]
    assert (manifest.hears("app_mention"), manifest.hears("message.im")) == (True, False)


def test_an_app_without_a_manifest_hears_everything() -> None:
    assert Manifest().hears("message.im")
    assert not manifest_from({}).hears("message.im")


def test_a_seed_file_names_its_own_people(tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    person = {"id": "U1", "name": "ann", "real_name": "Ann"}
    path.write_text(
        json.dumps({"people": [person], "channels": [{"id": "C1", "name": "one", "members": ["U1"]}]})
    )

    assert read_seed(path) == Seed(
        people=(Person(id="U1", name="ann", real_name="Ann"),),
        channels=(ChannelSeed(id="C1", name="one", members=("U1",)),),
    )


def test_a_seed_with_an_unknown_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    path.write_text('{"poeple": []}')

    with pytest.raises(ValueError, match="poeple"):
        read_seed(path)


def test_what_people_write_comes_with_a_rich_text_block() -> None:
    [block] = blocks_of("Hi <@U0DESK>, see <https://example.com|this> &amp; :tada:")

    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "Hi "},
        {"type": "user", "user_id": "U0DESK"},
        {"type": "text", "text": ", see "},
        {"type": "link", "url": "https://example.com", "text": "this"},
        {"type": "text", "text": " & "},
        {"type": "emoji", "name": "tada"},
    ]


async def test_a_second_start_finds_everything_again(tmp_path: Path) -> None:
    options = Options(data=tmp_path / "deep" / "sandbox.json")
    async with running_sandbox(options) as first:
        maya = first.person(MAYA)
        file = await maya.upload("a.md", b"\x00 bytes")
        said = await maya.say(await maya.dm(), "keep me", files=[file])

    async with running_sandbox(options) as second:
        maya = second.person(MAYA)
        [message] = maya.messages(await maya.dm())
        later = await maya.say(MARKETING, "later")

    assert (message["text"], message["ts"]) == ("keep me", said["ts"])
    assert second.service.workspace.files[file["id"]].data == b"\x00 bytes"
    assert float(later["ts"]) > float(said["ts"])


async def test_the_file_is_written_after_a_change(tmp_path: Path) -> None:
    path, live = tmp_path / "sandbox.json", Live()
    workspace = new_workspace(Seed(), bot_name="desk", created=0)
    saved = SavedWorkspace(path)
    saved.keep(workspace, live)

    live.push("message")
    await saved.written()

    assert json.loads(path.read_text())["conversations"][0]["name"] == "marketing"


async def test_a_file_that_is_no_workspace_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    path.write_text("{}")

    with pytest.raises(ValueError, match="Move it away"):
        async with running_sandbox(Options(data=path)):
            pass

    assert path.read_text() == "{}"
