"""Everything that the Slack side can ask of the application, handed over by the wiring."""

from __future__ import annotations

from dataclasses import dataclass

from approvals.database import Database
from bot.checked import CheckDesk
from bot.clock import Now
from bot.conversation import Conversation
from bot.documents import Documents
from bot.drafting import Drafting
from bot.guideline_desk import GuidelineDesk
from bot.indexing import Indexing
from bot.open_questions import OpenQuestions
from bot.people import People
from bot.posts import Posts
from bot.proposals import Proposals
from bot.reviewing import Reviewing
from bot.rulebook import Rulebook
from bot.rulings import Rulings
from bot.shadow import Shadow
from bot.slack.asset_files import AssetFiles
from bot.slack.board import RecordBoard
from bot.slack.homes import Homes
from bot.slack.open_windows import OpenWindows
from bot.stopping import Stopping
from brandkit.kit import BrandKit
from retrieval.library import GuidelineLibrary


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The use cases, the record, and the ways to draw from it."""

    bot_user: str
    """The desk's own user id."""
    database: Database
    kit: BrandKit
    people: People
    drafting: Drafting
    conversation: Conversation
    reviewing: Reviewing
    rulebook: Rulebook
    rulings: Rulings
    checks: CheckDesk
    proposals: Proposals
    stopping: Stopping
    guidelines: GuidelineDesk
    library: GuidelineLibrary
    shadow: Shadow
    documents: Documents
    questions: OpenQuestions
    indexing: Indexing
    posts: Posts
    board: RecordBoard
    homes: Homes
    windows: OpenWindows
    asset_files: AssetFiles
    now: Now
