"""Work that takes long: done in small pieces, with a bar that says how far it is, until it is done or stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from scenario_sim.errors import ScenarioSimError
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim_tui.pages import Dialog
from scenario_sim_tui.words import QUIET, bar, plain

WorkT = TypeVar("WorkT")
Work = Generator[float, None, WorkT]
"""Yields the share that is done, 0 to 1, and returns what came of it; closed early, it leaves nothing half done."""

PATIENCE = 0.5
"""Seconds that people wait without being told anything."""

SLICE = 0.1
"""Seconds of work between two turns of the keys and the screen."""


class Ending(Generic[WorkT]):
    """How work ended: with *result*, with *error*, or *stopped* by people."""

    def __init__(
        self, result: WorkT | None = None, error: ScenarioSimError | None = None, stopped: bool = False
    ) -> None:
        self.result, self.error, self.stopped = result, error, stopped


def _advance(work: Work[WorkT], until: float) -> float | Ending[WorkT]:
    """Do pieces of *work* up to the moment *until* of the room's clock; the share done by then, or how it ended."""
    share = 0.0
    try:
        while monotonic() < until:
            share = next(work)
    except StopIteration as done:
        return Ending(result=done.value)
    except ScenarioSimError as error:
        return Ending(error=error)
    return share


def carry_out(app: App[Any], title: str, work: Work[WorkT], then: Callable[[Ending[WorkT]], None]) -> None:
    """Do *work* and tell *then* how it ended. What takes longer than PATIENCE gets a bar and can be stopped."""
    begun = _advance(work, monotonic() + PATIENCE)
    if isinstance(begun, Ending):
        then(begun)
        return

    def closed(ending: Ending[WorkT] | None) -> None:
        then(ending if ending is not None else Ending(stopped=True))

    app.push_screen(WorkDialog(title, work, begun), closed)


class WorkDialog(Dialog[Ending[WorkT]], Generic[WorkT]):
    """Goes on with *work*, of which *share* is done, and gives how it ended; None when people stopped it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", N_("Stop"))]

    def __init__(self, title: str, work: Work[WorkT], share: float) -> None:
        super().__init__()
        self.title_text, self.work, self.share = title, work, share

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog small", can_focus=False):
            yield self.heading(self.title_text)
            yield Static(id="share")
            yield Static(plain(translate(N_("Escape stops it.")), QUIET))

    def on_mount(self) -> None:
        self._show()
        self.going_on = self.run_worker(self._go_on())

    def action_leave(self) -> None:
        """Stop; what was done by now stays done."""
        self.going_on.cancel()
        self.work.close()
        super().action_leave()

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(0.01)  # keys and the screen have their turn
            reached = _advance(self.work, monotonic() + SLICE)
            if isinstance(reached, Ending):
                self.dismiss(reached)
                return
            self.share = reached
            self._show()

    def _show(self) -> None:
        self.query_one("#share", Static).update(plain(f"{bar(self.share, 0, 1, 40)} {self.share:4.0%}"))
