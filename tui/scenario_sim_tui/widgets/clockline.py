"""The two lines on top of play: the clock and the level, and through whose eyes one looks."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.session.view import View
from scenario_sim_tui.pacing import Pace, room_clock
from scenario_sim_tui.widgets.still import Still
from scenario_sim_tui.words import level_text, occasion, role_short


class ClockLine(Still):
    """Exercise mark, scenario clock, phase, level, the pace, and the clock of the room."""

    def show(self, view: View, texts: Scenario, pace: Pace, read_only: bool) -> None:
        phase = by_id(texts.phases, view.phase).title if view.phase else ""
        if view.over:
            running = "■ " + translate(N_("over"))
        elif read_only:
            running = "◂ " + translate(N_("replay"))
        elif pace.running:
            running = f"▶ {pace.factor}×"
        else:
            running = "‖ " + translate(N_("paused")) + f" {pace.factor}×"
        level = translate(N_("Level")) + " " + level_text(texts, view.level)
        style = "bold $error" if view.level >= 3 else "bold $warning" if view.level else "bold"
        here = translate(N_("here {clock}")).format(clock=room_clock())
        shown = [
            Content.assemble(
                (f" {occasion(view.observed)} ", "bold reverse"),
                (f" {view.clock} ", "bold"),
                f" {named}  " if named else " ",
                (level, style),
                f"  {running}",
            )
            for named in (phase, "")
        ]
        room = self.app.size.width - len(here) - 2
        line = next((one for one in shown if one.cell_length <= room), None)  # without the phase if that makes it fit
        self.update(shown[0] if line is None else Content.assemble(line.pad_right(room - line.cell_length), f" {here}"))


class RoleLine(Still):
    """Who is at this table, each with the digit that looks through their eyes, and the hat of who looks."""

    def show(self, viewers: Sequence[str], role: str, texts: Scenario, hat: str) -> bool:
        """*hat* is what *role* wears, empty if it has none. Returns whether there was room for it."""
        parts: list[Content] = []
        for number, viewer in enumerate(viewers, 1):
            name = f"{number} {role_short(texts, viewer)}"
            shown = Content.styled(f"▸{name}◂", "bold reverse") if viewer == role else Content(f" {name} ")
            click = shown.stylize(f"@click=screen.look('{viewer}')")
            parts.append(click)
        worn = Content(f"· {hat}")
        fits = sum(part.cell_length + 1 for part in parts) + worn.cell_length <= self.app.size.width
        self.update(Content(" ").join([*parts, worn] if hat and fits else parts))
        return fits
