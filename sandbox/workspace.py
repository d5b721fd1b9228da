"""The workspace itself: its people, conversations, files, App Homes and thread statuses."""

from dataclasses import dataclass, field

from sandbox.conversation import Conversation, Kind
from sandbox.files import StoredFile
from sandbox.payload import Json
from sandbox.seed import Person, Seed


@dataclass(frozen=True, kw_only=True)
class ThreadStatus:
    """What the app says it is doing in a thread ("is drafting…"), until `until` (seconds since 1970)."""

    text: str
    loading_messages: tuple[str, ...]
    until: float


@dataclass(kw_only=True)
class Workspace:
    """Everything that a second start should find again, and the little that it need not."""

    people: dict[str, Person]
    conversations: dict[str, Conversation]
    bot_user_id: str
    files: dict[str, StoredFile] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    sessions: dict[str, Json] = field(default_factory=dict)
    statuses: dict[tuple[str, str], ThreadStatus] = field(default_factory=dict)
    prompts: dict[tuple[str, str], Json] = field(default_factory=dict)

    def find(self, reference: str) -> Conversation | None:
        """Find a conversation by id, `#name` or name, or by the person it is a direct message with."""
        if reference in self.people:
            return self.direct_message(reference)
        by_name = reference.removeprefix("#")
        named = (
            each for each in self.conversations.values() if each.name == by_name and each.kind is not Kind.IM
        )
        return self.conversations.get(reference) or next(named, None)

    def direct_message(self, person: str) -> Conversation:
        """The direct message between a person and the app, opened if it was not."""
        channel_id = "D" + person[1:]
        if channel_id not in self.conversations:
            self.conversations[channel_id] = Conversation(
                id=channel_id, name=person, kind=Kind.IM, members=[person, self.bot_user_id]
            )
        return self.conversations[channel_id]

    def group_message(self, people: list[str]) -> Conversation:
        """The direct message of several people and the app, opened if it was not."""
        members = sorted({*people, self.bot_user_id})
        for conversation in self.conversations.values():
            if conversation.kind is Kind.MPIM and sorted(conversation.members) == members:
                return conversation
        names = "--".join(self.people[person].name for person in members)
        conversation = Conversation(
            id=f"G{len(self.conversations):08d}", name=f"mpdm-{names}-1", kind=Kind.MPIM, members=members
        )
        self.conversations[conversation.id] = conversation
        return conversation


def new_workspace(seed: Seed, *, bot_name: str, created: int) -> Workspace:
    """Furnish a workspace from its seed."""
    bot = Person(
        id=seed.app.bot_user_id, name=bot_name.lower(), real_name=bot_name, color="#1f6f5c", is_bot=True
    )
    people = {person.id: person for person in (*seed.people, bot)}
    creator = seed.people[0].id if seed.people else bot.id
    conversations = {
        channel.id: Conversation(
            id=channel.id,
            name=channel.name,
            kind=Kind.GROUP if channel.is_private else Kind.CHANNEL,
            members=list(people if channel.members is None else channel.members),
            creator=creator,
            created=created,
            topic=channel.topic,
        )
        for channel in seed.channels
    }
    return Workspace(people=people, conversations=conversations, bot_user_id=bot.id)
