# SPDX-License-Identifier: BSD-2-Clause
"""--rate auto with little CPU time: throttled by a control group, and beside busy programs on one CPU. Every host is found, and
the summary names the CPU as the limit. How long it takes is measured by bench/quota."""
import os
import pathlib
import subprocess
import unittest

import lab

PERIOD_US = 100000
BUSY = 3
STARVED = ("cpu", "cpu-quota", "cpu-stolen")
PREFIXES = range(19, 15, -1)


class Group:
    """A control group with a fifth of one CPU; `path` is None where this machine permits none."""

    def __init__(self):
        self.path = self.make("cgroup2", {"cpu.max": f"{PERIOD_US // 5} {PERIOD_US}"}) or self.make(
            "cgroup", {"cpu.cfs_period_us": str(PERIOD_US), "cpu.cfs_quota_us": str(PERIOD_US // 5)})

    @staticmethod
    def make(kind, settings):
        for line in pathlib.Path("/proc/mounts").read_text().splitlines():
            _, point, mounted, options = line.split()[:4]
            if mounted != kind or kind == "cgroup" and "cpu" not in options.split(","):
                continue
            path = pathlib.Path(point, f"muster-test-{os.getpid()}")
            try:
                path.mkdir()
            except OSError:
                continue
            try:
                for name, text in settings.items():
                    (path / name).write_text(text)
                return path
            except OSError:
                path.rmdir()
        return None

    def enter(self):
        (self.path / "cgroup.procs").write_text(str(os.getpid()))


class LittleCpu(unittest.TestCase):
    def sweep(self, *words, begin):
        """Sweeps networks, each twice the one before: a short run is over before its rate meets a limit."""
        for prefix in PREFIXES:
            done = lab.muster("sweep", f"10.8.0.0/{prefix}", "--rate", "auto", "--probe", "icmp", *words, "--all", "--force",
                              "-o", "out.ndjson", preexec_fn=begin)
            report = lab.Report("out.ndjson")
            self.assertEqual([(addr, state) for (addr, _), state in report.states().items() if state != lab.echo_truth(addr)], [])
            self.assertEqual(len(report.final), report.count("targets"))
            if report.summary["limit"] in STARVED:
                break
        self.assertIn(report.summary["limit"], STARVED)
        self.assertIn("limited by this machine (CPU)", " ".join(done.stderr.split()))

    def test_a_process_that_is_throttled_finds_all(self):
        group = Group()
        if not group.path:
            self.skipTest("this machine permits no control group with a CPU quota")
        self.addCleanup(group.path.rmdir)
        self.sweep(begin=group.enter)

    def test_two_lanes_on_one_cpu_beside_busy_programs_find_all(self):
        cpu = min(os.sched_getaffinity(0))
        for _ in range(BUSY):
            loop = subprocess.Popen(["timeout", "60", "taskset", "--cpu-list", str(cpu), "sh", "-c", "while :; do :; done"])
            self.addCleanup(loop.wait)
            self.addCleanup(loop.terminate)
        self.sweep("--lanes", "2", begin=lambda: os.sched_setaffinity(0, {cpu}))


if __name__ == "__main__":
    lab.main()
