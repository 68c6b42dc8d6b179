# SPDX-License-Identifier: BSD-2-Clause
"""The engine xdp (AF_XDP) on veth (copy mode): verdicts, frames, lanes, full devices, refusals, cleaning up."""
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import threading
import time
import unittest

import lab
import test_frames
import test_truth

HAS_BPF = b"live frames" in pathlib.Path(lab.MUSTER).read_bytes()
HAS_XSK = b"AF_XDP sockets" in pathlib.Path(lab.MUSTER).read_bytes()
RECEIVERS = ("pcap", "xdp") if HAS_BPF else ("pcap",)
WIDE = "10.9.254"  # a second link, with two queues


def run(*command, **options):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, timeout=60, **options).stdout


def far(*command):
    return run("nsenter", "--net=/run/netns/far", *command)


def received(device):
    """The far end's counter of received frames."""
    return json.loads(far("ip", "-s", "-j", "link", "show", device))[0]["stats64"]["rx"]["packets"]


def add_wide_link():
    """A device with two queues on any machine; near0 uses one."""
    for line in (f"ip link add wide0 numtxqueues 2 numrxqueues 2 address 02:00:00:00:01:01 type veth "
                 "peer name wide1 numtxqueues 2 numrxqueues 2 address 02:00:00:00:01:02 netns far",
                 f"ip address add {WIDE}.1/30 dev wide0", f"ip -n far address add {WIDE}.2/30 dev wide1",
                 "ip link set wide0 up", "ip -n far link set wide1 up",
                 f"ip neighbour replace {WIDE}.2 lladdr 02:00:00:00:01:02 dev wide0 nud permanent",
                 f"ip -n far neighbour replace {WIDE}.1 lladdr 02:00:00:00:01:01 dev wide1 nud permanent",
                 f"ip route add 10.8.1.0/24 via {WIDE}.2", f"ip route add 10.7.255.0/24 via {WIDE}.2"):
        run(*line.split())


def setUpModule():
    if not HAS_XSK:
        raise unittest.SkipTest("this muster was built without libxdp")
    add_wide_link()


class Truth(test_truth.Case):
    def test_a_sweep_is_told_exactly_whatever_receives(self):
        for rx in RECEIVERS:
            with self.subTest(rx=rx):
                report = lab.ask("sweep", "10.8.128.0/18", "--engine", "xdp", "--rx", rx, "--rate", "20k", *test_truth.FIELDS)
                self.assert_all_right(report, lambda addr, _: lab.host_truth(addr),
                                      [(addr, 0) for addr in lab.addresses("10.8.128.0/18")])

    def test_a_scan_by_two_lanes_is_told_exactly_whatever_receives(self):
        ports = range(1, 101)
        for rx in RECEIVERS:
            with self.subTest(rx=rx):
                report = lab.ask("scan", "10.8.1.0/24", "-p", "1-100", "--engine", "xdp", "--rx", rx, "--lanes", 2,
                                 "--rate", "40k", *test_truth.FIELDS)
                self.assert_all_right(report, lab.port_truth,
                                      [(addr, port) for addr in lab.addresses("10.8.1.0/24") for port in ports])

    def test_ports_are_asked_by_the_same_sockets_after_hosts(self):
        report = lab.ask("scan", "10.8.64.0/26", "-p", "22,81", "--discover", "--engine", "xdp")
        self.assertEqual(len(report.final), 128)
        for (addr, port), line in report.final.items():
            up = lab.host_truth(addr)[0] == "up"
            expected = lab.port_truth(addr, port)[:2] if up else ("filtered", "host-down")
            self.assertEqual((line["state"], line["reason"]), expected, line)


class Frames(unittest.TestCase):
    def test_every_frame_is_valid_and_there_is_one_for_each_target(self):
        for name, expression, wanted, words in (
                ("echo.pcap", "icmp", ("1", "", "1"), ("sweep", "10.7.0.0/20")),
                ("syn.pcap", "tcp[tcpflags] = tcp-syn", ("1", "1", ""), ("scan", "10.7.0.0/24", "-p", "1-16"))):
            with self.subTest(name=name):
                capture = lab.Capture(name, expression)
                report = lab.ask(*words, "--engine", "xdp", "--retries", "0", "--rate", "20k", "--timeout", "100ms")
                path = capture.end()
                self.assertEqual(test_frames.statuses(path), {wanted: 4096})
                self.assertEqual(report.count("sent"), 4096)
                asked = test_frames.tshark(path, "ip", "ip.dst", "tcp.dstport")
                self.assertEqual(len(set(asked)), 4096)
                self.assertEqual(set(test_frames.tshark(path, "ip", "eth.dst", "eth.src", "eth.type")),
                                 {("02:00:00:00:00:02", "02:00:00:00:00:01", "0x0800")})


class FullDevice(unittest.TestCase):
    """The far end's NAPI threads have the lowest priority on the CPU that the scan keeps busy, so the ring of 256 is full. Every forty
    milliseconds they have the highest, for one: without that, other programs may keep them from running for ten seconds."""

    @classmethod
    def setUpClass(cls):
        far("ethtool", "-K", "wide1", "gro", "on")
        run("ethtool", "-K", "wide0", "tso", "off")  # frames take the ring then (veth_skb_is_eligible_for_gro)
        try:
            far("unshare", "--mount", "sh", "-c", "mount -t sysfs sysfs /sys && echo 1 >/sys/class/net/wide1/threaded")
            cls.threads = [int(pid) for pid in run("pgrep", "^napi/wide1").split()]
            cls.rest(True)
            for pid in cls.threads:
                os.sched_setaffinity(pid, {0})
        except (OSError, subprocess.CalledProcessError) as trouble:
            raise unittest.SkipTest(f"no such thread here: {trouble}") from None
        cls.over = threading.Event()
        cls.pulse = threading.Thread(target=cls.let_run, daemon=True)
        cls.pulse.start()

    @classmethod
    def tearDownClass(cls):
        cls.over.set()
        cls.pulse.join()

    @classmethod
    def rest(cls, resting):
        policy, priority = (os.SCHED_IDLE, 0) if resting else (os.SCHED_FIFO, 1)
        for pid in cls.threads:
            with contextlib.suppress(ProcessLookupError):  # of another test like this
                os.sched_setscheduler(pid, policy, os.sched_param(priority))

    @classmethod
    def let_run(cls):
        while not cls.over.wait(0.04):
            cls.rest(False)
            time.sleep(0.001)
            cls.rest(True)

    def assert_exact(self, lanes):
        before = received("wide1")
        process = subprocess.Popen(["taskset", "-c", "0", lab.MUSTER, "sweep", "10.7.255.0/24", "--probe",
                                    ",".join(f"syn:{port}" for port in range(1, 9)), "--engine", "xdp", "--rx", "pcap",
                                    "--rate", "max", "--retries", "1", "--timeout", "100ms", "--lanes", str(lanes), "--all", "--no-arp",
                                    "--force", "-o", "full.ndjson"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        _, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, err)
        report = lab.Report("full.ndjson")
        self.assertEqual(report.count("sent"), 2 * 8 * 256, err)
        self.assertGreater(report.count("stalls"), 0, err)
        self.assertEqual(received("wide1") - before, report.count("sent"))
        self.assertEqual(set(report.states().values()), {"down"})

    def test_what_it_drops_is_offered_again_and_counted_once(self):
        for lanes in (1, 2):
            with self.subTest(lanes=lanes):
                self.assert_exact(lanes)

    def test_where_it_pushes_back_nothing_is_lost_or_doubled(self):
        run("tc", "qdisc", "add", "dev", "wide0", "root", "pfifo", "limit", "1000")
        self.addCleanup(run, "tc", "qdisc", "del", "dev", "wide0", "root")
        # One lane only: without an XDP program at the receiving end, Linux 6.18 wakes the first queue instead of each one.
        self.assert_exact(1)


class Refusals(unittest.TestCase):
    def refuse(self, *words, expect, **options):
        return lab.muster(*words, "--engine", "xdp", "--rx", "pcap", expect=expect, **options).stderr

    def test_the_loopback_is_refused_in_words(self):
        self.assertIn("no Ethernet device", self.refuse("scan", "127.0.0.1", "-p", "1", expect=2))

    def test_more_lanes_than_queues_are_refused_in_words_and_auto_does_without(self):
        self.assertIn("wide0 has 2 queues", self.refuse("sweep", "10.8.1.1", "--lanes", 3, expect=1))
        report = lab.ask("sweep", "10.8.1.0/28", "--lanes", 3)
        self.assertEqual(set(report.states().values()), {"up"})

    def test_queues_that_are_not_in_use_are_refused_in_words(self):
        run("ethtool", "-L", "wide0", "tx", "1", "rx", "1")
        self.addCleanup(run, "ethtool", "-L", "wide0", "tx", "2", "rx", "2")
        self.assertIn("wide0 has no queue 1 in use", self.refuse("sweep", "10.8.1.1", "--lanes", 2, expect=1))

    def test_targets_behind_two_devices_share_no_engine_and_one_lane_cannot_serve_both(self):
        refused = self.refuse("sweep", "10.8.1.1", "10.8.2.1", "--rate", "1k", expect=1)
        self.assertRegex(refused, "(wide0 and near0|near0 and wide0)")
        for engine in ("xdp", "auto"):
            report = lab.ask("sweep", "10.8.1.1", "10.8.2.1", "--engine", engine)
            self.assertEqual(set(report.states().values()), {"up"})
        self.assertEqual(set(lab.ask("sweep", "10.8.1.1", "10.8.2.1").states().values()), {"up"})

    def test_without_privilege_the_sentence_says_so(self):
        process = subprocess.run(["setpriv", "--bounding-set", "-all", lab.MUSTER, "sweep", "10.8.0.1", "--engine", "xdp"],
                                 capture_output=True, text=True, timeout=60)
        self.assertEqual(process.returncode, 1)
        self.assertIn("privilege", process.stderr)


class Traces(unittest.TestCase):
    def start(self):
        """A running sweep of which at least one frame was counted."""
        before = received("far0")
        process = lab.start("sweep", "10.7.0.0/17", "--engine", "xdp", "--rx", "pcap", "--rate", "2k")
        self.addCleanup(process.kill)
        until = time.monotonic() + 20
        while received("far0") < before + 50 and time.monotonic() < until:
            time.sleep(0.02)
        self.assertGreater(received("far0"), before)
        return process

    def links(self):
        return run("ip", "-d", "link")

    def test_it_attaches_no_program(self):
        before = self.links()
        process = self.start()
        self.assertEqual(self.links(), before)
        self.assertNotIn("xdp", before)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)

    def test_a_queue_that_is_taken_is_refused_in_words_and_auto_does_without(self):
        process = self.start()
        told = lab.muster("sweep", "10.8.0.1", "--engine", "xdp", "--rx", "pcap", expect=1).stderr
        self.assertIn("queue 0 of near0 is taken by another AF_XDP socket", told)
        self.assertEqual(lab.ask("sweep", "10.8.0.1").states(), {("10.8.0.1", 0): "up"})
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)

    def test_it_opens_again_right_after_it_was_closed(self):
        for _ in range(10):
            report = lab.ask("sweep", "10.8.0.1", "--engine", "xdp", "--rx", "pcap")
            self.assertEqual(report.states(), {("10.8.0.1", 0): "up"})

    def test_kill_9_leaves_nothing(self):
        before = self.links()
        process = self.start()
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        self.assertEqual(self.links(), before)
        if HAS_BPF:
            self.assertNotIn("near0", run("bpftool", "net"))
        report = lab.ask("sweep", "10.8.0.1", "--engine", "xdp", "--rx", "pcap")  # its queue is free again
        self.assertEqual(report.states(), {("10.8.0.1", 0): "up"})


if __name__ == "__main__":
    lab.main()
