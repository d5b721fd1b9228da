"""Any text held against the brand: kept with what was found, so that it can be mended and ruled about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from approvals import checked_texts
from approvals.asides import Asides, counting
from approvals.checked_texts import CheckedText
from approvals.database import Database
from approvals.waiver import Place
from bot.clock import NewId, Now
from bot.ids import stable_id
from bot.rulebook import Rules
from bot.rulings import Found, NoSuchFinding, Rulings
from brandkit.briefs import ChannelName
from brandkit.channels import Channel
from brandkit.checking import check_text
from brandkit.findings import Finding
from brandkit.fixing import apply_fix, fix_all_safe, safe_fix
from brandkit.layout import written_in


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A text, what was found in it, and what of that was set aside."""

    text: CheckedText
    aside: Asides
    channel: Channel | None = None

    @property
    def counting(self) -> tuple[Finding, ...]:
        """The findings that count."""
        return counting(self.text.findings, self.aside)


class CheckDesk:
    """Checks texts that nobody asked the desk to write. It never changes anybody's message."""

    def __init__(
        self, *, database: Database, rules: Rules, rulings: Rulings, now: Now, new_id: NewId
    ) -> None:
        self._database = database
        self._rules = rules
        self._rulings = rulings
        self._now = now
        self._new_id = new_id

    async def check(self, text: str, *, channel: str, by: str) -> Checked:
        """What the brand's rules say about it."""
        check_id = self._new_id()
        return await self._kept(text, channel=channel, by=by, check_id=check_id, root=check_id)

    async def shown(self, check_id: str) -> Checked:
        """An earlier check, with what was set aside since. Raises NoSuchFinding."""
        async with self._database.reading() as connection:
            it = await checked_texts.get(connection, check_id)
        if it is None:
            raise NoSuchFinding
        return await self._with_asides(it)

    async def fix(self, check_id: str, number: int, *, by: str) -> Checked:
        """The text with one finding mended, checked again. Harmless to repeat."""
        before = (await self.shown(check_id)).text
        if not 0 <= number < len(before.findings) or not before.findings[number].fixes:
            raise NoSuchFinding
        finding = before.findings[number]
        text = apply_fix(before.text, finding, safe_fix(finding) or finding.fixes[0])
        return await self._mended(before, [finding], text, by=by)

    async def fix_all(self, check_id: str, *, by: str) -> Checked:
        """The text with every safe fix made, checked again. Harmless to repeat."""
        shown = await self.shown(check_id)
        safe = [each for each in shown.counting if safe_fix(each) is not None]
        text = fix_all_safe(shown.text.variant, safe).parts[0].text
        return await self._mended(shown.text, safe, text, by=by)

    async def _mended(self, before: CheckedText, taken: Sequence[Finding], text: str, *, by: str) -> Checked:
        place = Place(brand=before.brand, subject=before.root, channel=before.channel)
        found = [Found(finding=each, copy=before.variant, place=place) for each in taken]
        await self._rulings.fixed(found, by=by)
        return await self._kept(
            text,
            channel=before.channel,
            by=by,
            check_id=stable_id("check", before.id, text),
            root=before.root,
        )

    async def _kept(self, text: str, *, channel: str, by: str, check_id: str, root: str) -> Checked:
        kit = await self._rules.refresh()
        found = check_text(
            text,
            kit=kit,
            channel=kit.channels.get(ChannelName(channel)),
            filetype=written_in(text),
            today=self._now().date(),
        )
        it = CheckedText(
            id=check_id,
            root=root,
            brand=kit.slug,
            channel=channel,
            text=text,
            findings=self._rules.weighed(found),
            by=by,
            at=self._now(),
        )
        async with self._database.transaction() as connection:
            await checked_texts.add(connection, it)
        return await self._with_asides(it)

    async def _with_asides(self, it: CheckedText) -> Checked:
        place = Place(brand=it.brand, subject=it.root, channel=it.channel)
        async with self._database.reading() as connection:
            aside = await self._rulings.of_copy(connection, it.findings, it.variant, place)
        return Checked(text=it, aside=aside, channel=self._rules.kit.channels.get(ChannelName(it.channel)))
