# SPDX-License-Identifier: BSD-2-Clause
"""Short real runs of muster bench: its figures, its messages where it cannot measure, and that nothing is left behind."""
import csv
import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

import lab

HAS_BPF = b"live frames" in pathlib.Path(lab.MUSTER).read_bytes()
HAS_XSK = b"AF_XDP sockets" in pathlib.Path(lab.MUSTER).read_bytes()
ENGINES = ("live", "xdp", "packet")
COUNTS = ("sent", "arrived", "answered", "matched", "lost_out", "lost_back")


def links():
    """The interfaces of this namespace, marked where an XDP program is attached."""
    return sorted(line.split(": ")[1] + (" xdp" if "xdp" in line else "")
                  for line in subprocess.run(["ip", "-o", "link"], capture_output=True, text=True).stdout.splitlines())


def descendants(pid):
    try:
        children = [int(word) for task in pathlib.Path(f"/proc/{pid}/task").iterdir()
                    for word in (task / "children").read_text().split()]
    except FileNotFoundError:
        return []
    return children + [other for child in children for other in descendants(child)]


def is_alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def bpf_links(pid):
    """The links that a process holds, by their numbers."""
    found = set()
    for path in pathlib.Path(f"/proc/{pid}/fdinfo").iterdir():
        try:
            lines = path.read_text().splitlines()
        except OSError:
            continue
        found |= {line.split()[1] for line in lines if line.startswith("link_id:")}
    return found


def eventually(condition, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen")


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.before = links()
        cls.run_ = lab.muster("bench", "--seconds", "0.2", "--lanes", "1", "--engine", ",".join(ENGINES), "--live", "50%",
                              "-o", "bench.csv", "-o", "json:bench.json")
        cls.rows = lab.read_csv("bench.csv")
        cls.document = json.loads(pathlib.Path("bench.json").read_text())

    def measured(self, **wanted):
        return [row for row in self.rows if row["sent"] and all(row[name] == value for name, value in wanted.items())]

    def test_every_combination_is_there_once(self):
        said = [(row["network"], row["engine"], row["rx"]) for row in self.rows if row["engine"]]
        expected = []
        for network, receivers in (("ifb", [""]), ("drop", [""]), ("reflect", ["xdp", "pcap"])):
            if not any(row["network"] == network and not row["engine"] for row in self.rows):  # missing as a whole
                expected += [(network, engine, rx) for engine in ENGINES for rx in receivers]
        self.assertEqual(sorted(said), sorted(expected))
        self.assertIn(("drop", "packet", ""), said)

    def test_what_cannot_be_had_is_told_in_words_and_has_no_figures(self):
        for row in self.rows:
            with self.subTest(row=row):
                self.assertNotEqual(bool(row["sent"]), bool(row["remark"]))
                if row["remark"]:
                    self.assertRegex(row["remark"], r"\w+ \w+ \w+")
                    self.assertEqual({row[name] for name in COUNTS}, {""})
        self.assertEqual(self.measured(network="ifb", engine="live"), [])

    @unittest.skipUnless(HAS_BPF, "this muster was built without libbpf")
    def test_with_bpf_all_of_veth_is_measured(self):
        engines = len(ENGINES) - (not HAS_XSK)
        self.assertEqual(len(self.measured(network="drop")), engines)
        self.assertEqual(len(self.measured(network="reflect")), 2 * engines)

    def test_figures_agree_with_each_other(self):
        for row in self.measured():
            with self.subTest(row=row):
                count = {name: int(row[name]) for name in COUNTS}
                self.assertGreater(count["sent"], 0)
                self.assertLessEqual(count["arrived"], count["sent"])
                self.assertLessEqual(count["matched"], count["answered"])
                self.assertAlmostEqual(float(row["ns_per_probe"]) * float(row["sent_pps"]), 1e9, delta=1e7)
                self.assertGreater(float(row["cpu_s_per_million"]), 0)

    def test_full_queues_push_back_and_lose_nothing_on_the_way(self):
        for row in self.measured(engine="packet") + self.measured(engine="xdp"):
            self.assertEqual((row["network"], row["engine"], row["lost_out"], row["arrived"]),
                             (row["network"], row["engine"], "0", row["sent"]))

    def test_the_reflector_answers_for_the_share_asked_for_and_answers_are_matched(self):
        for row in self.measured(network="reflect"):
            with self.subTest(row=row):
                self.assertAlmostEqual(int(row["answered"]) / int(row["arrived"]), 0.5, delta=0.1)
                self.assertGreater(int(row["matched"]), 0)

    def test_json_and_csv_say_the_same(self):
        def as_text(value):
            return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)

        said = [{name: as_text(value) for name, value in row.items()} for row in self.document["results"]]
        self.assertEqual(said, self.rows)
        self.assertEqual(self.document["parameters"]["live"], 0.5)
        self.assertIs(self.document["summary"]["interrupted"], False)

    def test_jq_reads_it(self):
        run = subprocess.run(["jq", "-r", '.results[] | select(.sent) | .engine', "bench.json"], capture_output=True, text=True)
        self.assertEqual((run.returncode, len(run.stdout.split())), (0, len(self.measured())))

    def test_the_table_has_a_line_with_a_bar_for_each(self):
        lines = self.run_.stdout.splitlines()
        self.assertRegex(lines[0], r"^network +engine +rx +lanes +sent/s")
        for row in self.measured():
            rounded = {f'{round(float(row["sent_pps"]) + tenth):,}' for tenth in (-0.1, 0.1)}  # its tenth is rounded already
            self.assertTrue(any(line.split()[:2] == [row["network"], row["engine"]] and
                                any(figure in line for figure in rounded) for line in lines), row)
        self.assertEqual(sum("█" in line or "▌" in line for line in lines), len(self.measured()))
        self.assertEqual(self.run_.stderr, "")

    def test_what_auto_takes_at_the_interface_is_told_with_why_not_the_faster(self):
        near0 = [row for row in self.document["interfaces"] if row["interface"] == "near0"][0]
        tells = "Linux 6.17" not in (near0["engine_remark"] or "")  # AF_XDP of older kernels is no faster, and says so
        self.assertEqual(near0["engine"], "xdp" if HAS_XSK and tells else "packet")
        self.assertIn(f"near0: --engine {near0['engine']} --rx {near0['rx']}", self.run_.stdout)
        if HAS_BPF:
            self.assertIn("live: near0 takes no XDP frames", near0["engine_remark"])
            self.assertIn("  not live: near0 takes no XDP frames", self.run_.stdout)

    def test_the_interfaces_of_the_machine_are_as_before(self):
        self.assertEqual(links(), self.before)


@unittest.skipUnless(HAS_BPF, "this muster was built without libbpf")
class TwoLanes(unittest.TestCase):
    def test_two_lanes_of_the_live_engine_count_their_own_frames_alone(self):
        """All threads share one CPU, so the sender and the reading of the far end alternate; the counts are still exact."""
        run = subprocess.run(["taskset", "-c", "0", lab.MUSTER, "bench", "--seconds", "0.5", "--lanes", "2", "--engine", "live",
                              "--rx", "xdp", "-o", "csv:-"], capture_output=True, text=True, timeout=120)
        self.assertEqual(run.returncode, 0, run.stderr)
        rows = {row["network"]: row for row in csv.DictReader(run.stdout.splitlines())}
        self.assertGreater(int(rows["drop"]["sent"]), 1000)
        self.assertEqual(rows["drop"]["arrived"], rows["drop"]["sent"])
        self.assertEqual(rows["reflect"]["arrived"], rows["reflect"]["sent"])


class Endings(unittest.TestCase):
    def start(self, *arguments):
        process = lab.start("bench", "--seconds", "30", "--lanes", "1", "--engine", "packet", *arguments)
        self.addCleanup(process.kill)
        eventually(lambda: len(descendants(process.pid)) >= 2)  # the keeper, and a run
        return process

    def test_its_threads_are_where_cpus_says(self):
        cpu = max(os.sched_getaffinity(0))
        process = self.start("--cpus", cpu)

        def lanes():
            tasks = [task for pid in descendants(process.pid) for task in pathlib.Path(f"/proc/{pid}/task").iterdir()]
            return [task for task in tasks if (task / "comm").read_text() == "muster-lane\n"]

        eventually(lanes)
        status = (lanes()[0] / "status").read_text()
        self.assertIn(f"\nCpus_allowed_list:\t{cpu}\n", status)

    def test_kill_9_leaves_nothing(self):
        before = links()
        process = self.start()
        family = descendants(process.pid)
        held = bpf_links(family[0])
        if HAS_BPF:
            self.assertGreaterEqual(len(held), 2)
        process.kill()
        process.communicate(timeout=20)
        eventually(lambda: not any(map(is_alive, family)))
        for link in held:
            eventually(lambda: subprocess.run(["bpftool", "link", "show", "id", link], capture_output=True).returncode)
        self.assertEqual(links(), before)

    def test_a_killed_keeper_is_told_with_exit_1(self):
        process = self.start()
        family = descendants(process.pid)
        os.kill(family[0], signal.SIGKILL)
        _, err = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 1)
        self.assertIn("has ended", err)
        eventually(lambda: not any(map(is_alive, family)))

    def test_one_interrupt_ends_it_with_a_whole_report(self):
        process = self.start("-o", "cut.json")
        family = descendants(process.pid)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 130)
        self.assertIn("network", out)
        document = json.loads(pathlib.Path("cut.json").read_text())
        self.assertIs(document["summary"]["interrupted"], True)
        self.assertIn("interrupted before its turn", {row["remark"] for row in document["results"]})
        self.assertFalse(any(map(is_alive, family)))


class Rights(unittest.TestCase):
    def test_without_privilege_the_sentence_says_what_to_do(self):
        run = subprocess.run(["setpriv", "--securebits=+noroot", "--inh-caps=-all", lab.MUSTER, "bench", "--lanes", "1"],
                             capture_output=True, text=True, timeout=60)
        self.assertEqual((run.returncode, run.stdout), (1, ""), run.stderr)
        self.assertIn("needs privilege", run.stderr)
        self.assertRegex(run.stderr, rf"as root: (sudo )?{lab.MUSTER} bench --lanes 1\n")

    def test_without_the_right_to_load_programs_the_rest_is_measured(self):
        enter = ["unshare", "--user", "--map-root-user", "--net"]
        if subprocess.run([*enter, "true"], capture_output=True).returncode:
            self.skipTest("no user namespaces here")
        run = subprocess.run([*enter, lab.MUSTER, "bench", "--seconds", "0.1", "--lanes", "1", "--engine", "packet", "-o",
                              "csv:-"], capture_output=True, text=True, timeout=60)
        self.assertEqual(run.returncode, 0, run.stderr)
        rows = {row["network"]: row for row in csv.DictReader(run.stdout.splitlines())}
        self.assertGreater(int(rows["drop"]["sent"]), 0)
        self.assertEqual(rows["drop"]["arrived"], rows["drop"]["sent"])
        if HAS_BPF:
            self.assertIn("needs privilege", rows["reflect"]["remark"])


if __name__ == "__main__":
    lab.main()
