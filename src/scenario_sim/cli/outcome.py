"""The outcome of a run as text for people."""

from __future__ import annotations

from scenario_sim.evaluation import summary
from scenario_sim.language import translate
from scenario_sim.model.units import unit_text
from scenario_sim.report.process import process_lines
from scenario_sim.session import Session

_WIDTH = 20


def outcome_text(session: Session) -> str:
    """Goals, peak level, indicators and decisions of *session*, in the language of the moment."""
    result, scenario = summary(session), session.texts()
    lines = [scenario.title, ""]
    peak = scenario.levels[result["peak_level"]].title
    lines += [translate("Highest level: {level} {title}").format(level=result["peak_level"], title=peak), ""]
    if scenario.episodes:
        lines += [*process_lines(session, scenario), ""]
    for goal in scenario.goals:
        score = result["goals"][goal.id]
        lines.append(f"{goal.id:4} {_bar(score)} {score:5.0f}  {goal.title}")
    lines.append("")
    for indicator in scenario.indicators:
        found = result["indicators"][indicator.id]
        lines.append(
            f"{indicator.title:30} {found['start']:6.1f} → {found['end']:6.1f}  "
            f"({found['min']:.1f} – {found['max']:.1f}) {unit_text(indicator.unit)}"
        )
    delivered, decided = len(result["injects_delivered"]), len(result["decisions"])
    lines += ["", translate("{injects} injects, {decisions} decisions, until {clock}").format(
        injects=delivered, decisions=decided, clock=result["end"]["clock"]
    )]  # fmt: skip
    lines += [result["note"], f"digest {result['digest']}"]
    return "\n".join(lines)


def _bar(score: float) -> str:
    full = round(score / 100 * _WIDTH)
    return "█" * full + "·" * (_WIDTH - full)
