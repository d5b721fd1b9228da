"""What a thread has asked for so far: a later change leaves it in, and copy written anew has it."""

from __future__ import annotations

from dataclasses import replace

from brandkit.briefs import Brief
from llm.house.change_kinds import Drop, Mention, NewCallToAction, NewLink, Postscript, Wish
from llm.house.changes import read_wish
from llm.house.details import all_in, as_fact, kind_called
from llm.house.word_roots import covers


def with_standing_wishes(brief: Brief) -> Brief:
    """The brief with what its follow-ups asked for, the later word over the earlier."""
    for said in brief.instructions:
        brief = _after(brief, read_wish(said))
    return brief


def _after(brief: Brief, wish: Wish) -> Brief:
    for change in wish.changes:
        match change:
            case Mention(what=what) if kind_called(what):
                pass
            case Mention(what=what) | Postscript(what=what):
                what = as_fact(what)
                brief = replace(brief, must_mention=tuple(dict.fromkeys((*brief.must_mention, what))))
            case Drop(what=what):
                kept = tuple(each for each in brief.must_mention if not _speaks_of(each, what))
                brief = replace(brief, must_mention=kept)
            case NewLink(url=url) if not wish.only:
                brief = replace(brief, link=url)
            case NewCallToAction(text=text) if not wish.only:
                brief = replace(brief, call_to_action=text)
            case _:
                pass
    return brief


def _speaks_of(wish: str, what: str) -> bool:
    kind = kind_called(what)
    return bool(all_in(wish, kind)) if kind else covers(wish, what)
