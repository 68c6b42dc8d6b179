# SPDX-License-Identifier: BSD-2-Clause
"""Faults of this machine while a scan runs: links, routes, queues, captures, and the scan itself go away.

In every case no host that is up is reported as down; muster waits for what comes back, and reports it. The far end is
the real kernel, or a tap device that this test answers for.
"""
import ctypes
import fcntl
import json
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import threading
import time
import unittest

import lab
from test_links import answer_to

ENGINES, RECEIVERS = ("raw", "packet", "xdp", "live"), ("pcap", "xdp")
# Each engine and each receiver, or all pairs of them.
EVERY_WAY = lab.sized(tuple((engine, RECEIVERS[i % 2]) for i, engine in enumerate(ENGINES)),
                      tuple((engine, rx) for engine in ENGINES for rx in RECEIVERS))
PARTS = ("10.8.60.0/22", "10.8.64.0/21", "10.8.132.0/22", "10.8.200.0/23")  # live, sparse, rejecting, dead


def near(*commands):
    """Runs all these commands in one ip(8) process, so that hardly any time passes between them."""
    subprocess.run(["ip", "-batch", "-"], input="\n".join(commands), text=True, check=True)


ROUTES = ["neighbour replace 10.9.255.2 lladdr 02:00:00:00:00:02 dev near0 nud permanent",
        *[f"route replace {network} via {lab.ROUTER}" for network in ("10.7.0.0/16", "10.8.0.0/16")]]


def near_up():
    near("link set near0 up", *ROUTES)


def far_up():
    """Sets the link of the far end up. Its routes were lost with the link, and are added again before frames arrive."""
    enter = ["nsenter", "--net=/run/netns/far", "ip", "-batch", "-"]
    subprocess.run(enter, text=True, check=True, input="link set far0 up\nroute replace 10.8.0.0/16 dev far0\n"
                   "neighbour replace 10.9.255.1 lladdr 02:00:00:00:00:01 dev far0 nud permanent\n")


def far_run(*command):
    subprocess.run(["nsenter", "--net=/run/netns/far", *command], check=True)


def wait_until(true, what, seconds=30):
    for _ in range(seconds * 100):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError(f"in {seconds} s: not {what}")


class Running:
    """A running scan with all verdicts reported as NDJSON."""

    number = 0
    processes = []

    def __init__(self, *arguments):
        Running.number += 1
        self.path = pathlib.Path(f"run{Running.number}.ndjson")
        self.process = lab.start(*arguments, "--all", "-o", self.path, stdout=subprocess.DEVNULL)
        Running.processes.append(self.process)

    @staticmethod
    def end_all():
        """Ends the processes that a failed test has left."""
        for process in Running.processes:
            process.kill()
            process.wait()
            process.stderr.close()
        Running.processes.clear()

    def reported(self, lines):
        wait_until(lambda: self.path.exists() and self.path.read_bytes().count(b"\n") >= lines, f"{lines} lines")
        return self

    def end(self, expect=0, seconds=60):
        self.err = self.process.communicate(timeout=seconds)[1]
        Running.processes.remove(self.process)
        if self.process.returncode != expect:
            raise AssertionError(f"exit {self.process.returncode}, not {expect}: {self.err}")
        return lab.Report(self.path)

    def of_kernel(self):
        """The BPF links and programs that the process holds: (kind, number) → its lines of fdinfo."""
        found = {}
        for path in pathlib.Path(f"/proc/{self.process.pid}/fdinfo").iterdir():
            values = dict(line.split(":\t", 1) for line in path.read_text().splitlines() if ":\t" in line)
            kind = "link" if "link_id" in values else "prog" if "prog_id" in values else None
            if kind:
                found[kind, values[f"{kind}_id"].strip()] = values
        return found


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        far_run("ethtool", "-K", "far0", "gro", "on")  # then near0 takes XDP frames

    def tearDown(self):
        Running.end_all()
        near_up()
        far_up()

    def can(self, engine, rx="pcap"):
        """Skips the rest of the subtest when near0 does not support this engine and receive path."""
        ended = subprocess.run([lab.MUSTER, "sweep", "10.8.0.1", "--engine", engine, "--rx", rx], capture_output=True,
                               text=True, timeout=30)
        if ended.returncode:
            self.skipTest(ended.stderr.strip())

    def assert_right(self, report, truth=lab.host_truth, unknown=False):
        wrong = []
        for (addr, _), line in report.final.items():
            said = (line["state"], line["reason"])
            if said != truth(addr)[:2] and not (unknown and line["state"] == "unknown"):
                wrong.append(f"{addr}: said {said}, is {truth(addr)[:2]}")
        self.assertFalse(wrong, f"{len(wrong)} wrong, such as:\n" + "\n".join(wrong[:10]))
        if not unknown:
            self.assertEqual(len(report.final), report.count("targets"))



class Outages(Case):
    def sweep(self, engine="raw", rx="pcap", rate="8k"):
        """Without repeats, only the recognised outage keeps lost probes from counting as silence."""
        return Running("sweep", *PARTS, "--rate", rate, "--engine", engine, "--rx", rx, "--retries", 0).reported(1000)

    def test_an_interface_down_and_up_again_is_waited_for(self):
        for engine, rx in EVERY_WAY:
            with self.subTest(engine=engine, rx=rx):
                self.can(engine, rx)
                run = self.sweep(engine, rx)
                near("link set near0 down")
                time.sleep(0.4)
                near("link set near0 up")
                time.sleep(0.2)  # the routes come later
                near(*ROUTES)
                report = run.end()
                self.assert_right(report)
                self.assertEqual(report.count("outages"), 1)
                self.assertIn("waited for", run.err)
                self.assertIn("waiting for it to come back", run.err)

    def test_a_cable_pulled_and_plugged_in_again_is_waited_for(self):
        near("link add other0 type veth peer name other1", "link set other0 up", "link set other1 up")
        self.addCleanup(near, "link delete other0")
        for engine, rx in (("raw", "pcap"), ("live", "xdp")):
            with self.subTest(engine=engine, rx=rx):
                self.can(engine, rx)
                time.sleep(1)  # the kernel reports at most one lost carrier a second
                run = self.sweep(engine, rx)
                near("link set other1 down")
                far_run("ip", "link", "set", "far0", "down")
                time.sleep(0.5)
                far_up()
                near("link set other1 up")
                report = run.end()
                self.assert_right(report)
                self.assertGreaterEqual(report.count("outages"), 1)

    def test_an_interface_down_between_two_looks_is_noticed(self):
        run = self.sweep()
        run.process.send_signal(signal.SIGSTOP)
        near("link set near0 down", "link set near0 up", *ROUTES)
        time.sleep(1.2)  # so that no trace of the outage is left in the kernel
        run.process.send_signal(signal.SIGCONT)
        report = run.end()
        self.assert_right(report)
        self.assertGreaterEqual(report.count("outages"), 1)

    def test_routes_gone_for_a_while_are_waited_for(self):
        run = self.sweep()
        near("route delete 10.8.0.0/16")
        time.sleep(1)
        near(*ROUTES)
        report = run.end()
        self.assert_right(report)
        self.assertEqual((report.count("outages"), report.count("not_sent")), (1, 0))

    def test_ctrl_c_while_the_interface_is_away_ends_in_order(self):
        run = self.sweep()
        near("link set near0 down")
        time.sleep(0.3)
        run.process.send_signal(signal.SIGINT)
        report = run.end(expect=130, seconds=5)
        self.assertTrue(report.count("interrupted"))
        self.assert_right(report, unknown=True)

    def test_an_interface_that_is_deleted_ends_the_run_at_once(self):
        for rx in ("pcap", "xdp"):
            with self.subTest(rx=rx):
                near("link add gone0 type veth peer name gone1", "link set gone1 up", "link set gone0 up",
                     "address add 10.4.0.1/24 dev gone0",
                     "neighbour add 10.4.0.2 lladdr 02:00:00:00:00:09 dev gone0 nud permanent",
                     "route add 10.5.0.0/16 via 10.4.0.2")
                try:
                    self.can("raw", rx)
                    run = Running("sweep", "10.5.0.0/24", "--timeout", "2s", "--engine", "raw", "--rx", rx, "--rate", "1k")
                    time.sleep(0.5)
                finally:
                    near("link delete gone0")
                report = run.end(expect=1, seconds=5)
                self.assertIn("gone0 went away", run.err)
                self.assertEqual(set(report.states().values()) - {"unknown"}, set())

    def test_what_a_packet_filter_refuses_is_not_waited_for(self):
        subprocess.run(["nft", "-f", "-"], text=True, check=True, input="table ip refusing { chain out { "
                       "type filter hook output priority 0; ip daddr 10.8.60.0/24 drop; }; }")
        try:
            report = lab.ask("sweep", "10.8.60.0/23", "--rate", "5k", "--engine", "raw")
        finally:
            subprocess.run(["nft", "delete", "table", "ip", "refusing"], check=True)
        for (addr, _), line in report.final.items():
            refused = addr.startswith("10.8.60.")
            self.assertEqual((line["state"], line["reason"]), ("unknown", "not-sent") if refused else ("up", "echo-reply"))
        self.assertEqual(report.count("outages"), 0)
        self.assertGreaterEqual(report.count("not_sent"), 256)


class Tap:
    """A tap device; this process answers for 10.5.0.0/22 behind it, and stands still for 2 s when its turn comes."""

    TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 2, 0x1000

    def __init__(self):
        self.fd = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(self.fd, self.TUNSETIFF, struct.pack("16sH22x", b"tap0", self.IFF_TAP | self.IFF_NO_PI))
        near("link set tap0 address 02:00:00:00:00:05 txqueuelen 64 up", "address add 10.4.1.1/24 dev tap0",
             "neighbour add 10.4.1.2 lladdr 02:00:00:00:00:06 dev tap0 nud permanent", "route add 10.5.0.0/22 via 10.4.1.2")
        self.until_pause = None  # frames
        threading.Thread(target=self.answer_all, daemon=True).start()

    def answer_all(self):
        while True:
            try:
                frame = os.read(self.fd, 2048)
            except OSError:
                return
            reply = answer_to(frame[14:]) if frame[12:14] == b"\x08\x00" else None
            if reply and self.until_pause is not None:
                self.until_pause -= 1
                if self.until_pause == 0:
                    time.sleep(2)
            if reply:
                os.write(self.fd, frame[6:12] + frame[:6] + b"\x08\x00" + reply)

    @staticmethod
    def truth(addr):
        return ("down", "no-response") if int(addr.rpartition(".")[2]) % 2 else ("up", "echo-reply")


class Queues(Case):
    def test_a_queue_that_stands_still_for_seconds_delays_and_loses_nothing(self):
        # The queue is changed, never replaced while frames flow: a removed queue drops the frames that wait in it.
        crawl = "tc qdisc change dev near0 root handle 1: tbf rate 8kbit burst 1540 limit 4000"
        run_on = "tc qdisc change dev near0 root handle 1: tbf rate 1gbit burst 100k limit 100k"
        subprocess.run(run_on.replace("change", "replace").split(), check=True)
        run = Running("sweep", *PARTS, "--rate", "8k", "--engine", "raw", "--retries", 0).reported(1000)
        try:
            subprocess.run(crawl.split(), check=True)
            time.sleep(2.5)
            subprocess.run(run_on.split(), check=True)
            report = run.end()
        finally:
            subprocess.run("tc qdisc replace dev near0 root pfifo limit 10000".split(), check=True)
        self.assert_right(report)
        self.assertGreater(report.count("stalls"), 0)
        self.assertEqual((report.count("not_sent"), report.count("amended")), (0, 0))

    def test_a_device_whose_ring_is_full_for_seconds_delays_and_loses_nothing(self):
        try:
            tap = Tap()
        except OSError as trouble:
            self.skipTest(f"no tap device here: {trouble}")
        for engine, rx, rate in (("packet", "pcap", "2k"), ("live", "xdp", "300k")):  # at 300k by live frames indeed
            with self.subTest(engine=engine, rx=rx):
                options = ("--rate", rate, "--engine", engine, "--rx", rx, "--retries", "0")
                ended = subprocess.run([lab.MUSTER, "sweep", "10.5.0.2", *options], capture_output=True, text=True)
                if ended.returncode:
                    self.skipTest(ended.stderr.strip())
                tap.until_pause = 300  # by its own count, so that many more than the ring holds are still to come
                report = Running("sweep", "10.5.0.0/22", *options).end()
                self.assert_right(report, Tap.truth)
                self.assertGreater(report.count("stalls"), 0)
                self.assertEqual(report.count("amended"), 0)


class Captures(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.listener = lab.listener()

    @classmethod
    def tearDownClass(cls):
        cls.listener.end()

    def test_where_another_program_sits_pcap_is_taken_in_words(self):
        self.can("raw", "xdp")
        sitting = Running("sweep", "10.8.0.0/20", "--rate", "1k", "--rx", "xdp").reported(10)
        ended = lab.muster("sweep", "10.8.0.1", "-v", "--rx", "auto")
        self.assertIn("answers come in at near0 by pcap", ended.stderr)
        self.assertIn("not xdp: another XDP program is attached to near0", ended.stderr)
        self.assertIn("another XDP program is attached to near0", lab.muster("sweep", "10.8.0.1", "--rx", "xdp", expect=1).stderr)
        sitting.process.send_signal(signal.SIGINT)
        self.assert_right(sitting.end(expect=130), unknown=True)

    def test_when_the_program_is_taken_away_libpcap_goes_on(self):
        for engine in ("raw", "live"):
            with self.subTest(engine=engine):
                self.can(engine, "xdp")
                run = Running("sweep", *PARTS, "--rate", "8k", "--engine", engine, "--rx", "xdp").reported(1000)
                ours = [number for (kind, number), fields in run.of_kernel().items() if kind == "link" and
                        fields["link_type"].strip() == "xdp" and int(fields["ifindex"]) == socket.if_nametoindex("near0")]
                self.assertEqual(len(ours), 1, run.of_kernel())
                subprocess.run(["bpftool", "link", "detach", "id", ours[0]], check=True)
                report = run.end()
                self.assert_right(report)
                self.assertEqual(report.count("fallbacks"), 1)
                self.assertIn("libpcap took over", " ".join(run.err.split()))

    def test_a_capture_that_overflows_counts_and_asks_again(self):
        for rx in ("pcap", "xdp"):
            with self.subTest(rx=rx):
                self.can("raw", rx)
                run = Running("scan", "10.8.0.0/21", "-p", "1-40", "--rate", "40k", "--timeout", "1s", "--rx", rx).reported(1000)
                with held(thread_of(run.process.pid, "muster-receive")):
                    before = frames_out()
                    wait_until(lambda: frames_out() > before + 50000, "50,000 frames more")
                report = run.end()
                wrong = [line for key, line in report.final.items()
                         if (line["state"], line["reason"]) != lab.port_truth(*key)[:2]]
                self.assertEqual(wrong[:10], [], f"{len(wrong)} wrong")
                self.assertGreater(report.count("capture_drops"), 0)
                self.assertGreater(report.count("local_loss"), 0)


def frames_out():
    link = json.loads(subprocess.run(["ip", "-j", "-s", "link", "show", "near0"], capture_output=True, check=True).stdout)[0]
    return link["stats64"]["tx"]["packets"]


def thread_of(pid, name):
    for number in os.listdir(f"/proc/{pid}/task"):
        if pathlib.Path(f"/proc/{pid}/task/{number}/comm").read_text().strip() == name:
            return int(number)
    raise AssertionError(f"no thread {name}")


class held:
    """Stops one thread of a program, as a debugger does."""

    SEIZE, INTERRUPT, DETACH, WALL = 0x4206, 0x4207, 17, 0x40000000

    def __init__(self, thread):
        self.thread = thread

    def ptrace(self, request):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        libc.ptrace.restype = ctypes.c_long
        if libc.ptrace(request, self.thread, None, None) < 0:
            raise unittest.SkipTest(f"threads cannot be held here: {os.strerror(ctypes.get_errno())}")

    def __enter__(self):
        self.ptrace(self.SEIZE)
        self.ptrace(self.INTERRUPT)
        os.waitpid(self.thread, self.WALL)

    def __exit__(self, *_):
        self.ptrace(self.DETACH)


class Killed(Case):
    def test_kill_9_leaves_nothing_behind(self):
        for engine, rx in EVERY_WAY:
            with self.subTest(engine=engine, rx=rx):
                self.can(engine, rx)
                links, files = self.links(), set(os.listdir("/run"))
                run = Running("sweep", "10.8.0.0/18", "--rate", "4k", "--engine", engine, "--rx", rx).reported(300)
                things = run.of_kernel()
                self.assertEqual(bool(things), engine == "live" or rx == "xdp")
                run.process.kill()
                run.process.communicate()
                for kind, number in things:
                    wait_until(lambda: not self.is_in_kernel(kind, number), f"without {kind} {number}")
                self.assertEqual(self.links(), links)
                self.assertNotIn("xdp", subprocess.run(["ip", "-d", "link", "show", "near0"], capture_output=True,
                                                       text=True, check=True).stdout)
                self.assertEqual(set(os.listdir("/run")), files)
                after = lab.ask("sweep", "10.8.63.240/28", "10.8.200.0/30", "--engine", engine, "--rx", rx)
                self.assert_right(after)

    @staticmethod
    def links():
        shown = subprocess.run(["ip", "-o", "link"], capture_output=True, text=True, check=True).stdout
        return [line.split(":")[1] for line in shown.splitlines()]

    @staticmethod
    def is_in_kernel(kind, number):
        return subprocess.run(["bpftool", kind, "show", "id", number], capture_output=True).returncode == 0


if __name__ == "__main__":
    lab.main()
