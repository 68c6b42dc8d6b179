# SPDX-License-Identifier: BSD-2-Clause
"""results.py - trials → RESULTS.md and the bars of results.svg: medians and ranges, versions, commands."""
import os
import shlex
import statistics

from . import chart
from .tools import PEERS


def value_of(trial, what):
    """A figure of a trial; None where it has none."""
    millions = trial.get("questions", 0) / 1e6
    score = trial["score"]
    figures = {
        "mean_pps": lambda: trial["mean_pps"],
        "peak_pps": lambda: trial["peak_pps"],
        "found": lambda: 100 * score["found"] / max(score["wanted"], 1),
        "cpu": lambda: (trial["user_s"] + trial["sys_s"]) / millions,
        "busy": lambda: trial["busy_s"] / millions,
        "rss": lambda: trial["rss_kib"] / 1024,
        "wall": lambda: trial["wall_s"],
    }
    try:
        return figures[what]()
    except (KeyError, ZeroDivisionError):
        return None


class Sums:
    """The trials of one measure, by case and tool, in the order they came."""

    def __init__(self, trials, measure):
        self.trials = [trial for trial in trials if trial["measure"] == measure]
        self.cases = list(dict.fromkeys(trial["case"] for trial in self.trials))

    def tools(self, case=None):
        return list(dict.fromkeys(trial["tool"] for trial in self.trials if case in (None, trial["case"])))

    def of(self, case, tool):
        return [trial for trial in self.trials if (trial["case"], trial["tool"]) == (case, tool)]

    def values(self, case, tool, what):
        found = [value_of(trial, what) for trial in self.of(case, tool)]
        return [value for value in found if value is not None]

    def median(self, case, tool, what):
        values = self.values(case, tool, what)
        return statistics.median(values) if values else None

    def is_peer(self, tool):
        return next(trial["peer"] for trial in self.trials if trial["tool"] == tool)

    def bars(self, case, what):
        rows = [(tool, self.values(case, tool, what), self.is_peer(tool)) for tool in self.tools(case)]
        return [(tool, statistics.median(values), min(values), max(values), peer)
                for tool, values, peer in rows if values]


def rate_text(pps):
    return f"{pps / 1e6:.2f} M" if pps >= 1e6 else f"{pps / 1e3:.0f} k"


def share_text(percent):
    """A percentage; one below 100 is never rounded up to 100."""
    return "100 %" if percent == 100 else f"{min(percent, 99.99):.2f} %"


SHOWS = {
    "mean_pps": rate_text, "peak_pps": rate_text, "found": share_text, "cpu": lambda v: f"{v:.2f}",
    "busy": lambda v: f"{v:.2f}", "rss": lambda v: f"{v:.0f}", "wall": lambda v: f"{v:.2f} s",
}


def cell(values, what):
    """The median, and the range where there is one."""
    if not values:
        return ""
    show = SHOWS[what]
    median, low, high = (show(value) for value in (statistics.median(values), min(values), max(values)))
    return median if low == high else f"{median} ({low} … {high})"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


# ---- the chapters


def figure(sums, case, tool, what):
    """The text of a cell; beside the share found, the number of wrong lines."""
    return cell(sums.values(case, tool, what), what) + (wrong_text(sums, case, tool) if what == "found" else "")


def wrong_text(sums, case, tool):
    wrong = sum(trial["score"]["wrong"] for trial in sums.of(case, tool))
    return f", {wrong:,} wrong" if wrong else ""


def peak_chapter(sums):
    columns = (("mean_pps", "probes/s, mean"), ("peak_pps", "best half second"), ("found", "answers found"),
               ("cpu", "own CPU s per million"), ("busy", "all CPU s per million"), ("rss", "memory, MiB"))
    lines = ["## At the highest rate", "",
             "Probes per second are counted at the far end, from the first to the last that arrived. muster sends one",
             "probe to each target here, as the other tools do. Own CPU is user and system time of the program; all CPU is",
             "the busy time of the whole machine meanwhile, with the work for the answers.", ""]
    for case in sums.cases:
        rows = [[tool] + [figure(sums, case, tool, what) for what, _ in columns] for tool in sums.tools(case)]
        lines += [f"### {case}", "", *table(["", *[name for _, name in columns]], rows), *ratios(sums, case), ""]
    return lines


def ratios(sums, case):
    """Each muster compared with the best other tool, separately for rate and CPU."""
    def best(what, choose):
        values = [sums.median(case, tool, what) for tool in sums.tools(case) if sums.is_peer(tool)]
        return choose(filter(None, values), default=None)

    rate, cpu, busy = best("mean_pps", max), best("cpu", min), best("busy", min)
    ours = [tool for tool in sums.tools(case) if not sums.is_peer(tool)]
    if not (rate and cpu and busy and ours):
        return []

    def times(a, b):
        return f"{a / b:.1f}" if a and b else ""

    rows = [[tool, times(sums.median(case, tool, "mean_pps"), rate), times(cpu, sums.median(case, tool, "cpu")),
             times(busy, sums.median(case, tool, "busy"))] for tool in ours]
    return table(["compared with the best other tool", "times the rate", "own CPU: 1/…", "all CPU: 1/…"], rows)


def recall_chapter(sums):
    lines = ["## Answers found at a fixed rate", "",
             "The share of all open ports that the report lists. After @ stands the rate of the best half second, where it",
             "differs from the requested rate by more than 5 %.", ""]
    for live in dict.fromkeys(case.partition(", ")[2] for case in sums.cases):
        cases = [case for case in sums.cases if case.endswith(", " + live)]
        rows = [[tool, *[recall_cell(sums, case, tool) for case in cases]] for tool in sums.tools()]
        lines += [f"### {live}", "", *table(["", *[case.partition(" ")[0] for case in cases]], rows)]
    return lines


def recall_cell(sums, case, tool):
    values = sums.values(case, tool, "found")
    if not values:
        return ""
    asked, got = int(case.partition("k")[0]) * 1000, sums.median(case, tool, "peak_pps")
    words = figure(sums, case, tool, "found")
    return words if abs(got / asked - 1) <= 0.05 else f"{words} @ {rate_text(got)}"


def negative_text(sums, case, tool):
    """The share of dead hosts or closed ports that a tool listed; empty for tools that cannot list them."""
    scores = [trial["negative"] for trial in sums.of(case, tool) if "negative" in trial]
    if not scores:
        return "none"
    share = statistics.median(100 * score["found"] / max(score["wanted"], 1) for score in scores)
    wrong = sum(score["wrong"] for score in scores)
    return share_text(share) + (f", {wrong:,} wrong" if wrong else "")


def jobs_chapter(sums):
    lines = ["## Jobs", "",
             "Wall time from start to exit, with the report written. muster lists every target with its verdict and",
             "round-trip time, and repeats probes that got no answer. \"the rest\" is the share of dead hosts or closed ports",
             "that a tool lists.", ""]
    for case in sums.cases:
        rows = [[tool, figure(sums, case, tool, "wall"), figure(sums, case, tool, "found"),
                 negative_text(sums, case, tool), figure(sums, case, tool, "rss")] for tool in sums.tools(case)]
        lines += [f"### {case}", "", *table(["", "wall", "found", "the rest", "memory, MiB"], rows)]
    return lines


def faulty_chapter(sums):
    lines = ["## Answers found on a bad network", "",
             "A sweep of a /18, a quarter of it live. The program that answers delays its answers, and loses probes and answers by",
             "chance. Tools with a rate option send at most 20,000 frames a second.", ""]
    for case in sums.cases:
        rows = [[tool, figure(sums, case, tool, "found"), figure(sums, case, tool, "wall")] for tool in sums.tools(case)]
        lines += [f"### {case}", "", *table(["", "found", "wall"], rows)]
    return lines


CHAPTERS = {"peak": peak_chapter, "recall": recall_chapter, "jobs": jobs_chapter, "faulty": faulty_chapter}


# ---- the page around the chapters


def machine():
    with open("/proc/cpuinfo") as file:
        models = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) / 2**20
    system = os.uname()
    release = ".".join(system.release.split(".")[:2])
    return f"{os.cpu_count()} cores ({(models or ['unknown'])[0]}), {memory:.0f} GiB, {system.sysname} {release}"


def command_text(commands, program):
    words = commands[0]
    if words[0] == str(PEERS):
        words = words[3:]      # bench/peers run SUITE; the tool's name says which version it is
    words = shlex.join(words).replace(str(program), "muster")
    return words + (f" (and {len(commands) - 1} more)" if len(commands) > 1 else "")


def commands_chapter(data):
    lines = ["## Commands", "", "One command of each tool. Targets and rates vary with the case; all outputs are written to memory.", ""]
    for entry in data["commands"]:
        lines.append(f"- {entry['measure']}, {entry['tool']}: `{command_text(entry['commands'], data['program'])}`")
    return lines + [""]


def refused_chapter(data):
    if not data["refused"]:
        return []
    lines = ["## Not available", ""]
    for entry in data["refused"]:
        lines.append(f"- {entry['case']}: {entry['tool']}: {entry['why'].replace(str(data['program']), 'muster')}")
    return lines + [""]


def rounds_text(trials):
    """How many rounds each measure has."""
    rounds = {}
    for trial in trials:
        rounds[trial["measure"]] = max(rounds.get(trial["measure"], 0), trial["round"])
    if len(set(rounds.values())) == 1:
        return f"Rounds: {rounds.popitem()[1]}"
    return "Rounds: " + ", ".join(f"{rounds[measure]} of {measure}" for measure in CHAPTERS if measure in rounds)


def opening(data):
    tools = [[entry["tool"], entry["version"], entry["note"]] for entry in data["tools"]]
    return ["# Side by side", "",
            f"Written by `bench/compare` on {data['date']}. {rounds_text(data['trials'])}; each tool ran once in each round.",
            "Figures are medians, with the range in brackets. Compare figures of this file only: on another machine all are different.", "",
            f"Machine: {data['machine']}. The scanner and the simulated network share it:",
            "two network namespaces joined by a veth pair with two queues at each end. The queueing disciplines are mq and",
            "pfifo, so that a full queue refuses frames instead of dropping them. An XDP program at the far end",
            "(`src/lab/reflector.bpf.c`) makes the answers. At the near end, where a scanner has no XDP program of its own, one",
            "that only passes frames on is attached: a veth needs it to receive them.", "",
            "![bars](results.svg)", "", *table(["", "version", "settings"], tools)]


def markdown(data):
    lines = opening(data)
    for measure, chapter in CHAPTERS.items():
        sums = Sums(data["trials"], measure)
        if sums.trials:
            lines += chapter(sums)
    return "\n".join(lines + commands_chapter(data) + refused_chapter(data)).rstrip() + "\n"


def svg(data):
    panels = []
    peak, jobs = Sums(data["trials"], "peak"), Sums(data["trials"], "jobs")
    for case in peak.cases:
        panels.append((f"Probes a second, {case}", peak.bars(case, "mean_pps"), rate_text))
    for case in peak.cases[:1]:
        panels.append((f"Answers found at that rate, {case}", peak.bars(case, "found"), share_text))
        panels.append((f"All CPU seconds per million probes, {case}", peak.bars(case, "busy"), SHOWS["busy"]))
    for case in jobs.cases:
        panels.append((f"Wall seconds: {case}", jobs.bars(case, "wall"), SHOWS["wall"]))
    return chart.draw(panels)
