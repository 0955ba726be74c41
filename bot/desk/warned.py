"""What a quote would do to the budgets that it counts towards, for those who may see what was spent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.answer import Answer
from bot.desk.accounts import Accounts
from bot.desk.scopes import called, concerns
from bot.spend.budgets import over
from bot.storage import budgets
from bot.storage.errors import StorageError
from bot.storage.places import Place
from pricing import Caution
from pricing.money import total

Sees = Callable[[str, str], Awaitable[bool]]
"""Whether a person of a workspace may see what was spent."""

WARNED = frozenset({"quote", "afford", "log"})
UNREAD = Caution("budget_unread", (), "What is left of the budgets cannot be read at the moment.")


async def nobody(workspace: str, user: str) -> bool:
    """Who sees what was spent while nothing is known about people."""
    return False


@dataclass(frozen=True, slots=True)
class Warner:
    """Holds quotes against budgets."""

    accounts: Accounts
    sees: Sees

    async def warned(self, place: Place, people: tuple[str, str], answer: Answer, *, by_person: bool) -> Answer:
        """The answer, with a warning where its quotes cost more than a budget has left that they count towards.

        `people` are whom the quote is for and who asks now; `by_person` is whether a person's figures may be said in
        this place. Quotes are compared as metered, as spending is. A ledger that cannot be read keeps no quote back.
        """
        if answer.intent not in WARNED or not answer.quotes:
            return answer
        owner, workspace = people[0], place.workspace
        try:
            mine = [
                row
                for row in await budgets.holding(self.accounts.db, workspace)
                if concerns(row, place.channel, owner) and (by_person or row.scope != "person")
            ]
            if not mine or not all([await self.sees(workspace, each) for each in dict.fromkeys(people)]):
                return answer
            standings = [(await self.accounts.stand(workspace, row)).standing for row in mine]
        except StorageError:
            return replace(answer, warnings=(*answer.warnings, UNREAD))
        cost = total(each.quote.totals.metered for each in answer.quotes)
        caution = over(standings, cost, [(row.id, called(row, place.channel)) for row in mine])
        return replace(answer, warnings=(caution, *answer.warnings)) if caution else answer
