# SPDX-License-Identifier: BSD-2-Clause
"""The bench of tests/machines without a guest: its command line, and that its judge finds what is wrong."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

sys.dont_write_bytecode = True
BENCH = pathlib.Path(os.environ["SOURCE"]) / "tests/machines"
sys.path.insert(0, str(BENCH))
import guests  # noqa: E402
import judge  # noqa: E402
import suites  # noqa: E402


def bench(*words):
    return subprocess.run([BENCH / "run", *words], capture_output=True, text=True, timeout=60)


def report(ask="routed", engine="auto", status=0, kernel=None, verdicts=None, sink=False, words=()):
    """The lines of a guest: kernel and verdicts are what differs from the plan."""
    planned = judge.plan(ask, sink)
    truth, found = {**planned, **(kernel or {})}, {**planned, **(verdicts or {})}
    yield "begin veth"
    if sink:
        yield "sink"
    for (address, port), state in truth.items():
        if state:
            yield f"kernel {ask} {address}" + (f" {port} {state}" if port else "")
    yield f"ask veth {engine} {ask}"
    for (address, port), state in found.items():
        if state != "absent":
            yield f"verdict {address} {port} {state or 'down'} no-response"
    yield from words
    yield f"done {status} 1.5"
    yield "end veth"


def judged(**options):
    rows = []
    reader = judge.Reader(rows.append)
    for line in report(**options):
        reader.line(line)
    assert reader.ended == ["veth"]
    [row] = rows
    return row


ALIVE, DEAD = ("10.78.0.96", 0), ("10.78.0.159", 0)
ALL = {question: "down" for question in judge.plan("routed")}
UNKNOWN = {question: "unknown" for question in judge.plan("routed")}


class Judge(unittest.TestCase):
    def test_all_as_the_kernel_found_it_is_right(self):
        for ask in judge.ASKS:
            row = judged(ask=ask)
            self.assertEqual((row.outcome, row.right, row.missed, row.false, row.notes), ("right", row.of, 0, 0, []), ask)

    def test_each_ask_has_living_and_dead_hosts(self):
        for ask in judge.ASKS:
            self.assertGreater(len(set(judge.plan(ask).values())), 1, ask)

    def test_a_living_host_that_is_down_is_missed(self):
        row = judged(verdicts={ALIVE: "down"})
        self.assertEqual((row.outcome, row.missed, row.false), ("wrong", 1, 0))

    def test_a_dead_host_that_is_up_is_false(self):
        row = judged(verdicts={DEAD: "up"})
        self.assertEqual((row.outcome, row.missed, row.false), ("wrong", 0, 1))

    def test_an_open_port_that_is_closed_is_wrong(self):
        row = judged(ask="ports", verdicts={("10.78.1.120", 22): "closed"})
        self.assertEqual((row.outcome, row.missed), ("wrong", 1))

    def test_the_truth_is_what_the_kernel_reached(self):
        row = judged(kernel={ALIVE: None}, verdicts={ALIVE: "down"})
        self.assertEqual((row.outcome, row.notes), ("right", ["the kernel itself reaches 31 of 32"]))

    def test_what_the_kernel_cannot_reach_at_all_is_not_judged(self):
        row = judged(kernel=dict.fromkeys(judge.plan("routed")))
        self.assertEqual((row.outcome, row.notes), ("skipped", ["the kernel itself reaches nothing"]))

    def test_all_down_is_wrong_by_any_engine(self):
        for engine in ("auto", "xdp", "packet+xdp"):
            self.assertEqual(judged(engine=engine, verdicts=ALL).outcome, "wrong", engine)

    def test_auto_has_to_find_out(self):
        self.assertEqual(judged(verdicts=UNKNOWN, words=["said cannot"]).outcome, "wrong")

    def test_a_named_engine_may_refuse_in_a_word_and_not_in_silence(self):
        self.assertEqual(judged(engine="xdp", verdicts=UNKNOWN, words=["said cannot"]).outcome, "skipped")
        self.assertEqual(judged(engine="xdp", verdicts=UNKNOWN).outcome, "wrong")

    def test_a_missing_verdict_and_a_killed_run_are_wrong(self):
        self.assertEqual(judged(verdicts={ALIVE: "absent"}).outcome, "wrong")
        self.assertEqual(judged(engine="raw", status=137, verdicts=dict.fromkeys(ALL, "absent")).outcome, "wrong")

    def test_a_program_that_did_not_start_is_no_engine_that_refuses(self):
        for status, outcome in ((1, "skipped"), (127, "wrong")):
            self.assertEqual(judged(engine="raw", status=status, verdicts=dict.fromkeys(ALL, "absent"), words=["said no"]).outcome, outcome)

    def test_where_frames_end_every_host_is_dead(self):
        self.assertEqual(judged(sink=True).outcome, "right")
        self.assertEqual(judged(sink=True, verdicts={ALIVE: "up"}).outcome, "wrong")
        self.assertEqual(judged(sink=True, verdicts=UNKNOWN, words=["said nothing proves"]).outcome, "right")

    def test_what_is_left_at_the_device_is_wrong(self):
        rows = []
        reader = judge.Reader(rows.append)
        for line in ("left igb xdp + prog/xdp", "left igb auto + carrier changes: 4", "left igb xdp + carrier changes: 4"):
            reader.line(line)
        self.assertEqual([row.outcome for row in rows], ["wrong", "wrong", "right"])

    def test_a_device_that_cannot_be_made_is_skipped(self):
        rows = []
        reader = judge.Reader(rows.append)
        for line in ("begin hsr", "skip hsr cannot be made here: Unknown device type.", "end hsr"):
            reader.line(line)
        self.assertEqual([(row.device, row.outcome, row.notes) for row in rows],
                         [("hsr", "skipped", ["cannot be made here: Unknown device type."])])


class FarEnd(unittest.TestCase):
    def make(self, before):
        """Lets guests.py make the far end of a guest that ends at once, in a namespace of its own."""
        job = json.dumps({"command": ["ip", "-o", "address", "show", "dev", "tap0"], "tap": [], "seconds": 10})
        return subprocess.run(["unshare", "--net", "--map-root-user", "sh", "-c", f'{before}; exec "$@"', "sh", sys.executable, BENCH / "guests.py", job],
                              capture_output=True, text=True, timeout=60)

    def setUp(self):
        done = subprocess.run(["unshare", "--net", "--map-root-user", "ip", "tuntap", "add", "tap0", "mode", "tap"], capture_output=True)
        if done.returncode:
            self.skipTest("no namespace or no tap can be made here")

    def test_it_has_the_addresses_of_the_plan(self):
        done = self.make("true")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("10.77.0.1/20", done.stdout)
        self.assertIn("fd77::40/128", done.stdout)

    def test_a_namespace_with_another_interface_is_refused(self):
        done = self.make("ip link add uplink type veth peer name other")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("more than a loopback interface", done.stderr)
        self.assertEqual(done.stdout, "")


class Limits(unittest.TestCase):
    def test_the_time_in_which_the_bench_was_stopped_does_not_count(self):
        looks = [0, *range(1, 10), 309, *range(310, 312)]  # a limit of 10 s, stopped for five minutes
        with unittest.mock.patch.object(guests.time, "monotonic", unittest.mock.Mock(side_effect=looks)):
            limit = guests.Limit(10)
            self.assertEqual([limit.is_over() for _ in looks[1:]], [False] * 11 + [True])


class Packages(unittest.TestCase):
    def test_lists_of_packages_are_fetched_again_when_they_are_old_or_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            suite, calls = suites.Suite(pathlib.Path(folder), "trixie"), []
            lists = suite.folder / "state/lists/mirror_Packages"
            suite.apt = lambda *words: (calls.append(words), lists.touch())
            with unittest.mock.patch.object(suites, "KEYS", __file__):
                suite.update()
                suite.update()
                self.assertEqual(calls, [("apt-get", "-q", "update")])
                os.utime(suite.folder / "updated", (0, 0))
                suite.update()
                self.assertEqual(len(calls), 2)
                lists.unlink()
                suite.update()
                self.assertEqual(len(calls), 3)


class CommandLine(unittest.TestCase):
    def test_a_name_that_is_none_is_refused_with_those_that_are(self):
        done = bench("token-ring")
        self.assertEqual(done.returncode, 2)
        self.assertIn("token-ring: expected a kernel (bookworm, trixie, sid", done.stderr)
        self.assertIn("wireguard", done.stderr)

    def test_engines_and_asks_are_checked(self):
        for option in ("--engines", "--asks"):
            done = bench(option, "smoke")
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"{option} smoke: expected ", done.stderr)

    def test_help_and_list_run_nothing(self):
        self.assertIn("Exit status: 0 nothing was wrong", bench("--help").stdout)
        for name in ("netkit_l3", "bond_lacp", "wireguard", "virtio_iommu", "bookworm"):
            self.assertRegex(bench("--list").stdout, rf"\b{name}\b")


if __name__ == "__main__":
    unittest.main()
