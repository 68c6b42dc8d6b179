# SPDX-License-Identifier: BSD-2-Clause
"""beside.py - the part of AGAIN.md about the peers: rows of a run, and what they say of muster at the peak and by wall time."""
import datetime
import shlex
import statistics

from . import parts

HEAD = ["job", "program", "wall", "peak", "CPU a million", "memory", "found", "rounds"]
OURS = "this"


def spread(values, show):
    return f"{show(statistics.median(values))} ({show(min(values))}–{show(max(values))})"


def peak_text(runs):
    """Frames a second of the best half second at the far end, in millions; empty where the far end counts none."""
    peaks = [trial["peak_pps"] / 1e6 for trial in runs if "peak_pps" in trial]
    return spread(peaks, "{:.2f}".format) + " M/s" if peaks else ""


def rows(trials, rounds):
    out = []
    for (job, tool), runs in trials.items():
        costs = [(trial["user_s"] + trial["sys_s"]) / trial["questions"] * 1e6 for trial in runs if trial.get("questions")]
        scores = [trial["score"] for trial in runs]
        share = statistics.median(score["found"] / max(score["wanted"], 1) for score in scores)
        out.append([job, tool, spread([trial["wall_s"] for trial in runs], "{:.3g}".format) + " s", peak_text(runs),
                    f"{statistics.median(costs):.2f} s" if costs else "", f"{max(trial['rss_kib'] for trial in runs) / 1024:.0f} MiB",
                    f"{min(share, 0.9999 if share < 1 else 1):.2%}" + (f", {sum(score['wrong'] for score in scores)} wrong" * any(score["wrong"] for score in scores)),
                    f"{len(runs)} of {rounds} on {datetime.date.today().isoformat()}"])
    return out


def number(cell):
    """The median at the beginning of a cell; None of an empty one."""
    return float(cell.split()[0]) if cell else None


def sentences(table):
    """muster beside the best peer of each job, by what the table says."""
    lines = []
    for job in dict.fromkeys(row[0] for row in table):
        ours = [row for row in table if row[0] == job and row[1] == OURS]
        others = [row for row in table if row[0] == job and row[1] != OURS]
        if not ours or not others:
            continue
        quick = min(others, key=lambda row: number(row[2]))
        words = f"{number(ours[0][2]) / number(quick[2]):.2f} of the wall time of the quickest peer ({quick[1]})"
        peaking = [row for row in others if row[3]]
        if ours[0][3] and peaking:
            best = max(peaking, key=lambda row: number(row[3]))
            words = f"{number(ours[0][3]) / number(best[3]):.1f} times the peak of the best peer ({best[1]}), {words}"
        lines.append(f"- **{job}**: this build has {words}.")
    return [*lines, ""] if lines else []


def commands(trials):
    """The command of each tool's last run, without the path of bench/peers."""
    lines = []
    for (job, tool), runs in trials.items():
        words = runs[-1]["command"][0]
        words = words[3:] if runs[-1]["peer"] else ["muster", *words[1:]]
        note = f" ({runs[-1]['note']})" if runs[-1]["note"] else ""
        lines.append(f"- {job}, {tool}: `{shlex.join(map(str, words))}`{note}")
    return lines


def commands_of_others(page, name, jobs):
    """Those that the part has of other jobs."""
    lines = [line for line in parts.of(page, name).splitlines() if line.startswith("- ") and not line.startswith("- **")]
    return [line for line in lines if line[2:].partition(",")[0] not in jobs]
