"""The list of all commands (ctrl+p): every key of the screen below it, by what it does."""

from __future__ import annotations

from functools import partial

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim_tui.keys import Key, commands_of


class KeyCommands(Provider):
    """Offers the keys that work on the screen from which the list was opened."""

    async def discover(self) -> Hits:
        for key in commands_of(self.screen):
            yield DiscoveryHit(_title(key), partial(self._do, key), help=key.does)

    async def search(self, query: str) -> Hits:
        """What matches; when nothing does, a line that says so in the language of the moment."""
        matcher, found = self.matcher(query), False
        for key in commands_of(self.screen):
            for said in (_title(key), key.does):
                score = matcher.match(said)
                if score > 0:
                    found = True
                    shown = matcher.highlight(said) if said == _title(key) else _title(key)
                    yield Hit(score, shown, partial(self._do, key), help=key.does)
                    break
        if not found:
            yield Hit(1.0, translate(N_("No command has these letters")), self._nothing)

    async def _do(self, key: Key) -> None:
        await self.app.run_action(key.action, key.node)

    def _nothing(self) -> None:
        """Closing the list is all there is to do."""


class Commands(CommandPalette):
    """Textual's own list, with our words and without a picture that few terminals have."""

    def __init__(self) -> None:
        super().__init__(placeholder=translate(N_("Search for commands…")), id="--command-palette")

    def on_mount(self) -> None:
        self.query_one(SearchIcon).icon = "›"


def _title(key: Key) -> str:
    return f"{key.name}  ({key.shown})"
