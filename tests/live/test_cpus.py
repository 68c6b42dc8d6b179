# SPDX-License-Identifier: BSD-2-Clause
"""--cpus: the CPUs of each thread, as the kernel shows them while a scan runs."""
import json
import os
import pathlib
import subprocess
import time
import unittest

import lab

CPUS = sorted(os.sched_getaffinity(0))
THREADS = ("muster-lane", "muster-receive", "muster-report")


def seats(process):
    """The CPUs of each of muster's threads: name → sets, in the order of their start. The first one has the name of
    another for a moment, while it starts that."""
    found = {name: [] for name in THREADS}
    for task in sorted(pathlib.Path(f"/proc/{process.pid}/task").iterdir(), key=lambda path: int(path.name)):
        if int(task.name) == process.pid:
            continue
        try:
            name = (task / "comm").read_text().strip()
            status = dict(line.split(":\t") for line in (task / "status").read_text().splitlines())
        except (FileNotFoundError, ProcessLookupError):
            continue  # a thread of the gateway round, which has just ended
        if name in found:
            found[name].append(numbers(status["Cpus_allowed_list"]))
    return found


def numbers(cpus):
    """A list such as 0-3,8 as a set."""
    bounds = [[int(end) for end in part.split("-")] for part in cpus.split(",")]
    return {cpu for bound in bounds for cpu in range(bound[0], bound[-1] + 1)}


class Cpus(unittest.TestCase):
    def run_on(self, cpus, lanes, path="out.ndjson"):
        """The CPUs of the threads of a scan. It waits until the scan has ended."""
        process = lab.start("scan", "10.8.0.0/24", "-p", "1-20", "--rate", "5k", "--lanes", lanes, *cpus, "--force", "-o", path)
        for _ in range(200):
            found = seats(process)
            if [len(found[name]) for name in THREADS] == [lanes, 1, 1]:
                break
            time.sleep(0.01)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        self.assertEqual([len(found[name]) for name in THREADS], [lanes, 1, 1], "its threads were seen")
        return found

    @unittest.skipIf(len(CPUS) < 2, "one CPU has no order")
    def test_the_receiver_has_the_cpu_after_the_last_lane(self):
        first, second = CPUS[1], CPUS[0]
        found = self.run_on(("--cpus", f"{first},{second}"), 1)
        self.assertEqual(found["muster-lane"], [{first}])
        self.assertEqual(found["muster-receive"], [{second}])
        self.assertEqual(found["muster-report"], [{first, second}])

    def test_lanes_take_the_cpus_in_turn_and_the_others_share_them(self):
        listed = CPUS[:2]
        found = self.run_on(("--cpus", ",".join(map(str, listed))), 3)
        self.assertEqual(found["muster-lane"], [{listed[lane % len(listed)]} for lane in range(3)])
        self.assertEqual(found["muster-receive"], [set(listed)])
        self.assertEqual(found["muster-report"], [set(listed)])

    def test_without_it_nobody_is_bound(self):
        found = self.run_on((), 2)
        self.assertEqual([cpus for name in THREADS for cpus in found[name]], [set(CPUS)] * 4)

    def test_the_report_tells_it(self):
        self.run_on(("--cpus", str(CPUS[0])), 1, "out.json")
        document = json.loads(pathlib.Path("out.json").read_text())
        self.assertEqual(document["parameters"]["cpus"], [str(CPUS[0])])

    @unittest.skipIf(len(CPUS) < 2, "there is no CPU to take away")
    def test_a_cpu_taken_from_the_process_is_none_of_its_own(self):
        run = subprocess.run(["taskset", "-c", str(CPUS[0]), lab.MUSTER, "sweep", "10.8.0.0/24", "--cpus", str(CPUS[1])],
                             capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertIn(f"no CPU {CPUS[1]} for this process; expected some of {CPUS[0]}", run.stderr)


if __name__ == "__main__":
    lab.main()
