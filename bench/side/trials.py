# SPDX-License-Identifier: BSD-2-Clause
"""trials.py - one run of a tool against the simulated network, and the measures that consist of such runs.

Every case runs with all tools in turn, round after round (A B A B …), so that a slow minute of the machine affects
all of them. For a trial that was not possible, "refused" has the reason.
"""
import dataclasses
import json
import math
import subprocess
import time

from . import world
from .tools import Asking, Masscan, Muster, Unavailable, Zmap

SWEEP_OUT = "/run/out"
RATES = (50_000, 100_000, 200_000, 400_000, 800_000, 1_600_000)


@dataclasses.dataclass
class Bench:
    """What all trials share: the folder of the programs, time limits, results so far."""
    programs: object
    rounds: int
    seconds: float             # how long a measured run should send
    bound: int                 # seconds after which a run is ended
    progress: object           # prints a line of progress
    peers: object              # tools.Peers
    trials: list = dataclasses.field(default_factory=list)
    refused: dict = dataclasses.field(default_factory=dict)     # (measure, case, tool) → reason
    commands: dict = dataclasses.field(default_factory=dict)    # (measure, tool) → the first command
    rates: dict = dataclasses.field(default_factory=dict)       # tool → frames a second, about


# ---- one run


def mean_rate(samples):
    """Questions a second from the first to the last arrival: (rate, seconds)."""
    total = samples[-1][1]
    if not total:
        return 0.0, 0.0
    first = max(i for i, (_, seen) in enumerate(samples) if seen == 0)
    last = next(i for i, (_, seen) in enumerate(samples) if seen == total)
    seconds = (samples[last][0] - samples[first][0]) / 1e3
    return total / seconds, seconds


def peak_rate(samples, window_ms=500):
    """The best rate held for half a second; of a shorter run, its mean."""
    rate, seconds = mean_rate(samples)
    if seconds * 1e3 <= window_ms:
        return rate
    best, start = 0.0, 0
    for at, seen in samples:
        while start + 1 < len(samples) and at - samples[start + 1][0] >= window_ms:
            start += 1
        elapsed = at - samples[start][0]
        if elapsed >= window_ms:
            best = max(best, (seen - samples[start][1]) * 1e3 / elapsed)
    return max(best, rate)


def received(interface):
    """Frames that reached the near end, with those that an XDP program consumed."""
    with open("/proc/net/dev") as file:
        for line in file:
            name, _, counts = line.partition(":")
            if name.strip() == interface:
                return int(counts.split()[1])
    raise RuntimeError(f"no interface {interface}")


def read_error(path):
    """The last line that a tool wrote to standard error, without its progress."""
    with open(path, errors="replace") as file:
        lines = [line.strip() for line in file.read().replace("\r", "\n").splitlines() if line.strip()]
    sentences = [line for line in lines if not line.startswith("try:")]    # muster's last line is advice
    return sentences[-1] if sentences else "nothing on standard error"


def run_commands(bench, commands, out, fine):
    """Runs the commands one after another. The cost is the sum, the exit code the worst."""
    sum_up = {"exit": 0, "wall_s": 0.0, "user_s": 0.0, "sys_s": 0.0, "busy_s": 0.0, "rss_kib": 0}
    for number, command in enumerate(commands):
        measured = [bench.programs / "measured", str(bench.bound), f"{out}.stdout{number}", f"{out}.stderr", *command]
        cost = json.loads(world.output(measured, timeout=bench.bound + 30))
        for key in ("wall_s", "user_s", "sys_s", "busy_s"):
            sum_up[key] += cost[key]
        sum_up["rss_kib"] = max(sum_up["rss_kib"], cost["rss_kib"])
        if cost["exit"] not in fine:
            sum_up["exit"] = cost["exit"]
            break
    return sum_up


def add_arrivals(trial, counts):
    trial["questions"] = counts["syn"] + counts["echo"]
    trial["answers"] = counts["syn_ack"] + counts["reset"] + counts["echo_reply"]
    trial["mean_pps"], trial["sending_s"] = mean_rate(counts["samples"])
    trial["peak_pps"] = peak_rate(counts["samples"])


def add_scores(bench, trial, tool, asking, out):
    there, absent = ("open", "closed") if asking.ports else ("live", "dead")
    trial["score"] = world.score(bench.programs, asking, there, tool.found(asking, out))
    if asking.whole and hasattr(tool, "dead") and not asking.stack:
        trial["negative"] = world.score(bench.programs, asking, absent, tool.dead(asking, out))
    if asking.whole and hasattr(tool, "lines"):
        trial["verdicts"] = int(world.output(tool.lines(asking, out), shell=True))


def end_for(bench, tool, asking):
    if asking.stack:
        return world.Stack()
    if asking.delay:
        return world.Responder(bench.programs, asking)
    return world.Reflector(bench.programs, asking, not tool.own_xdp)


def try_tool(bench, tool, asking):
    """One run. Raises Unavailable when the tool cannot do it, or refuses."""
    out = SWEEP_OUT
    subprocess.run(f"rm -f {out} {out}.*", shell=True, check=True)
    end = end_for(bench, tool, asking)
    with end:
        commands = tool.commands(asking, end, out)
        time.sleep(0.2)        # so that frames caused by attaching are over
        end.clear()
        before = received(end.interface)
        trial = run_commands(bench, commands, out, tool.fine)
        trial["reached"] = received(end.interface) - before
        counts = end.counts()
    if trial["exit"] == -1:
        raise Unavailable(f"did not end in {bench.bound} s")
    if trial["exit"] > 128:
        raise Unavailable(f"ended by signal {trial['exit'] - 128} ({read_error(f'{out}.stderr')})")
    if trial["exit"]:
        raise Unavailable(f"{read_error(f'{out}.stderr')} (exit {trial['exit']})")
    if counts:
        add_arrivals(trial, counts)
    add_scores(bench, trial, tool, asking, out)
    trial["command"] = commands
    return trial


def record(bench, measure, case, tool, asking, number):
    """Adds a trial to the list, and prints a line. A tool that refused a case once is left out of it from then on."""
    if (measure, case, tool.name) in bench.refused:
        return None
    try:
        trial = try_tool(bench, tool, asking)
    except Unavailable as reason:
        bench.refused[measure, case, tool.name] = str(reason)
        bench.progress(f"{case}: {tool.name}: not available: {reason}")
        return None
    bench.commands.setdefault((measure, tool.name), trial.pop("command"))
    trial.update(measure=measure, case=case, tool=tool.name, peer=tool.peer, round=number)
    trial["targets"] = asking.targets()
    bench.trials.append(trial)
    score = trial["score"]
    rate = f"{trial['mean_pps'] / 1e3:,.0f}k/s, " if "mean_pps" in trial else ""
    bench.progress(f"{case}, round {number}: {tool.name}: {rate}{trial['wall_s']:.2f} s, "
              f"{100 * score['found'] / max(score['wanted'], 1):.2f} % found, {score['wrong']} wrong")
    return trial


# ---- the measures


def bits_for(questions):
    """The network with about this many addresses: at least a /18, at most the whole simulated network."""
    return min(18, max(9, 32 - round(math.log2(max(questions, 1)))))


def size_for(bench, tool, asking):
    """The network that keeps this tool sending for about the wanted time; a small run measures its rate first."""
    if tool.name not in bench.rates:
        small = dataclasses.replace(asking, network=world.network(16))
        bench.rates[tool.name] = try_tool(bench, tool, small)["mean_pps"]
    return world.network(bits_for(bench.rates[tool.name] * bench.seconds))


PEAK_CASES = (("SYN, 25 % of hosts answer", (80, 80), 0.25), ("SYN, all hosts answer", (80, 80), 1.0),
              ("ICMP echo, 25 % of hosts answer", None, 0.25))


def measure_peak(bench, tools, quick):
    for case, ports, live in PEAK_CASES[:1] if quick else PEAK_CASES:
        bench.rates.clear()
        for number in range(1, bench.rounds + 1):
            for tool in tools:
                if ("peak", case, tool.name) in bench.refused:
                    continue
                asking = Asking(world.network(16), ports, live=live, seed=number)
                try:
                    asking = dataclasses.replace(asking, network=size_for(bench, tool, asking))
                except Unavailable as reason:
                    bench.refused["peak", case, tool.name] = str(reason)
                    bench.progress(f"{case}: {tool.name}: not available: {reason}")
                    continue
                record(bench, "peak", case, tool, asking, number)


def measure_recall(bench, tools, quick):
    for live in (0.25, 1.0):
        for rate in RATES[:3] if quick else RATES:
            case = f"{rate // 1000}k a second, {live * 100:.0f} % live"
            # A third of the rounds only, because there are many cases.
            for number in range(1, max(1, bench.rounds // 3) + 1):
                for tool in tools:
                    bits = bits_for(rate * min(bench.seconds, 2))
                    record(bench, "recall", case, tool,
                           Asking(world.network(bits), (80, 80), rate, live=live, seed=number), number)


def jobs(peers, quick):
    """Yields name, job, tools besides muster."""
    wide = [*peers.masscans, *peers.many_threads()]
    few = dict(live=0.25, open=0.02, whole=True)
    yield ("which hosts of a /16 are up", Asking(world.network(16), whole=True, addresses="/run/addresses"),
           [*wide, *peers.nmaps, *peers.fpings])
    yield "a /24 × 1,000 ports", Asking(world.network(24), (1, 1000), **few), [*wide, *peers.nmaps]
    yield "a /16 × 5 ports", Asking(world.network(16), (80, 84), **few), wide
    yield ("one host × 65,535 ports, the kernel answers",
           Asking(f"{world.Stack.host}/32", (1, 65535), whole=True, stack=True),
           [*wide, *peers.nmaps])
    if not quick:
        yield "a /24 × 65,535 ports", Asking(world.network(24), (1, 65535), **few), wide


def measure_jobs(bench, tools, quick):
    for case, asking, others in jobs(bench.peers, quick):
        if asking.addresses:
            world.list_addresses(bench.programs, asking)
        for number in range(1, bench.rounds + 1):
            for tool in (*others, *tools):
                record(bench, "jobs", case, tool, dataclasses.replace(asking, seed=number), number)


FAULTS = ((0.01, "5-25"), (0.05, "5-25"), (0.05, "180-220"))


def measure_faulty(bench, tools, quick):
    repeating = [fping for fping in bench.peers.fpings if fping.again]
    slow = [*bench.peers.masscans, *bench.peers.one_thread(), *bench.peers.nmaps, *repeating]
    for loss, delay in FAULTS[1:2] if quick else FAULTS:
        case = f"{100 * loss:.0f} % lost in each direction, answers after {delay.replace('-', ' to ')} ms"
        asking = Asking(world.network(18), rate=20_000, live=0.25, loss=loss, delay=delay, addresses="/run/addresses", whole=True)
        world.list_addresses(bench.programs, asking)
        for number in range(1, bench.rounds + 1):
            for tool in (*slow, *tools):
                # Not all tools have a rate option.
                paced = asking if isinstance(tool, (Masscan, Zmap, Muster)) else dataclasses.replace(asking, rate=None)
                record(bench, "faulty", case, tool, dataclasses.replace(paced, seed=number), number)


MEASURES = {"peak": measure_peak, "recall": measure_recall, "jobs": measure_jobs, "faulty": measure_faulty}
