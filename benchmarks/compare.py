"""One scenario, seven programs that give the same results, compared in one interleaved run: read the ratios.

    python -m benchmarks.compare                 all that is installed
    python -m benchmarks.compare --rounds 31     more rounds, for a noisy machine
    python -m benchmarks.compare --tick "30 s"   with a shorter tick, such as the shipped scenarios have
    python -m benchmarks.compare --memory        also what 200 replications need in memory, each program on its own

The reference scenario (benchmarks/reference/scenario.yaml): 120 minutes, 6 coupled indicators, 25 scheduled, 10
conditional and 8 hazard injects, 12 measures and a policy. First every program plays the same replications, and must
give the same results. Then they take turns; the table has medians over the rounds, in processor time. See README.md.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.reference.ours import generate
from benchmarks.reference.parts import read_parts
from benchmarks.reference.result import Result
from scenario_sim.engine.plan import Keep

Run = Callable[[int, int], Result]
OURS = "scenario-sim, from YAML"
BY_HAND = {
    "SimPy, the textbook way": ("textbook_simpy", "simpy"),
    "SimPy, the fast way": ("fast_simpy", "simpy"),
    "Mesa": ("mesa_model", "mesa"),
    "salabim": ("salabim_model", "salabim"),
    "a bare loop over a heap, generated": ("heapq_loop", "heapq"),
}
CHECKED = 12


def programs(tick: str = "1 min") -> dict[str, Callable[[], Run]]:
    """What makes each program, by name: only those whose library is installed."""
    found: dict[str, Callable[[], Run]] = {
        OURS: partial(generate, Keep.TALLY, tick),
        "scenario-sim, with all events kept": partial(generate, Keep.LOG, tick),
    }
    for name, (module, library) in BY_HAND.items():
        if importlib.util.find_spec(library) is None:
            print(f"{name}: not installed, left out (pip install {library})", file=sys.stderr)
        else:
            found[name] = partial(_by_hand, module, tick)
    return found


def _by_hand(name: str, tick: str) -> Run:
    module, parts = importlib.import_module(f"benchmarks.reference.{name}"), read_parts(tick)
    return module.generate(parts) if hasattr(module, "generate") else partial(module.run, parts)


def check(runs: dict[str, Run]) -> None:
    """All give the same results, to the sixth decimal to which goals are scored."""
    for replication in range(CHECKED):
        results = {name: _rounded(run(1, replication)) for name, run in runs.items()}
        if len(set(results.values())) > 1:
            sys.exit(f"replication {replication} differs: {results}")


def _rounded(result: Result) -> Result:
    return result._replace(calm=round(result.calm, 6), trusted=round(result.trusted, 6))


def measure(runs: dict[str, Run], rounds: int) -> dict[str, list[float]]:
    """Seconds of processor time per replication, for each program and round."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    counts = {name: _count(run) for name, run in runs.items()}
    for number in range(rounds):
        for name, run in runs.items():
            began = process_time()
            for replication in range(counts[name]):
                run(number, replication)
            times[name].append((process_time() - began) / counts[name])
    return times


def _count(run: Run) -> int:
    """How many replications take about a tenth of a second."""
    began = process_time()
    run(0, 0)
    return max(1, round(0.1 / max(process_time() - began, 1e-4)))


def memory_of(name: str) -> str:
    """Peak memory of 200 replications in a process of their own, in MiB more than before the first."""
    code = f"from benchmarks.compare import peak; peak({name!r})"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def peak(name: str) -> None:
    status = Path("/proc/self/status")
    if not status.exists():
        print("?")  # only Linux says
        return
    run = programs()[name]()
    before = _mebibytes(status, "VmRSS")
    for replication in range(200):
        run(0, replication)
    print(f"{_mebibytes(status, 'VmHWM') - before:.1f}")


def _mebibytes(status: Path, what: str) -> float:
    (line,) = (line for line in status.read_text().splitlines() if line.startswith(what))
    return int(line.split()[1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--tick", default="1 min")
    parser.add_argument("--memory", action="store_true")
    arguments = parser.parse_args()
    runs = {name: make() for name, make in programs(arguments.tick).items()}
    check(runs)
    print(f"{CHECKED} replications are the same in all {len(runs)} programs")
    gc.collect()
    gc.freeze()  # so that nobody pays for the libraries that others have loaded
    times = measure(runs, arguments.rounds)
    textbook = times["SimPy, the textbook way"]
    print(
        f"{'':38} {'ms each':>8} {'per second':>10} {'we are':>9} {'textbook =':>11}" + "  MiB more" * arguments.memory
    )
    for name, found in times.items():
        faster = median(other / ours for other, ours in zip(found, times[OURS], strict=True))
        against = median(base / own for base, own in zip(textbook, found, strict=True))
        line = f"{name:38} {median(found) * 1e3:8.2f} {1 / median(found):10.0f} {faster:7.2f} × {against:9.2f} ×"
        print(line + (f"  {memory_of(name):>8}" if arguments.memory else ""))


if __name__ == "__main__":
    main()
