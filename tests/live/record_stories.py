# SPDX-License-Identifier: BSD-2-Clause
"""record_stories.py - records the stories of tests/data/stories again. It is a tool, not a test.

A story is one run of muster in the private network, recorded with --record, and its report as CSV. Run it by hand with
the names of the stories to record (default: all):

    BUILD=build/dev python3 tests/live/record_stories.py errors late

It writes NAME.pcapng and NAME.csv. tests/golden/test_replay.py replays them, without a network.
"""
import os
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import lab  # noqa: E402
import lan  # noqa: E402

STORIES = lab.SOURCE / "tests/data/stories"
FIELDS = ("addr", "port", "proto", "state", "reason", "rtt_ms", "ttl", "attempts", "time", "attempt", "from", "icmp_type",
          "icmp_code", "was", "mac", "suspect")
DOCUMENTATION = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
ERRORS = tuple(f"10.8.{third}.1" for third in range(128, 137))
SILENT = "10.8.200.1"
EVERY_PORT = "table ip n { chain p { type nat hook prerouting priority -100; tcp dport 1-65535 redirect to :80; }; }"

UDP_SERVER = """
import socket, sys
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("10.8.0.1", 53))
print("ready", flush=True)
while True:
    message, who = server.recvfrom(2048)
    server.sendto(message[:2] + b"\\x80\\0" + message[4:], who)
"""


class Stories(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.listener = lab.listener()
        lan.build(3)
        cls.server = lan.servers(1, 22, 80)
        time.sleep(2)  # so that the kernel's duplicate address detection is over

    @classmethod
    def tearDownClass(cls):
        cls.listener.end()
        lan.end(cls.server)

    def tell(self, *words, expect=0):
        """Records one run of muster, and checks that a replay reports the same."""
        name = self._testMethodName.removeprefix("test_")
        record, report = STORIES / f"{name}.pcapng", STORIES / f"{name}.csv"
        shape = ("--all", "--force", "--fields", ",".join(FIELDS))
        run = lab.muster(*words, *shape, "--order", "address", "--record", record, "-o", report, "-o", "live.ndjson", expect=expect)
        again = lab.muster("replay", record, *shape, "-o", "again.csv", "-o", "again.ndjson", expect=expect)
        os.chmod(record, 0o644)  # it contains only the key of a scan that has ended
        self.assertEqual(report.read_text(), pathlib.Path("again.csv").read_text(), run.stderr + again.stderr)
        live, replayed = lab.Report("live.ndjson").summary, lab.Report("again.ndjson").summary
        counts = [name for name in live if name.startswith("strays") or name in ("received", "malformed", "duplicates", "amended")]
        self.assertEqual({name: live[name] for name in counts}, {name: replayed[name] for name in counts})
        print(f"{name}: {record.stat().st_size} bytes")

    def answer_for_everyone(self):
        for prefix in DOCUMENTATION:
            lan.ip("route", "add", prefix, "via", lab.ROUTER)
            self.addCleanup(lan.ip, "route", "del", prefix)
            lan.ip("route", "add", "local", prefix, "dev", "lo", of="far")
            self.addCleanup(lan.ip, "route", "del", "local", prefix, "dev", "lo", of="far")

    def test_errors(self):
        self.tell("scan", "10.8.0.1", *ERRORS, SILENT, "-p", "22,23,81,135")

    def test_sweep(self):
        self.tell("sweep", "10.8.0.0/30", *ERRORS, "10.8.137.1", "10.8.138.1", "10.8.200.0/30")

    def test_udp(self):
        server = lan.start_in("far", "python3", "-c", UDP_SERVER)
        self.addCleanup(lan.end, server)
        server.stdout.readline()
        self.tell("scan", "--udp", "10.8.0.1", "10.8.136.1", SILENT, "-p", "53,123,161")

    def test_discover(self):
        self.tell("scan", "--discover", "10.8.0.0/30", "10.8.137.1", "10.8.138.1", "10.8.200.0/30", "-p", "22,81")

    def test_neighbours(self):
        lan.forget_neighbours()
        self.tell("scan", f"{lan.PREFIX4}11-18", "-p", "22,81")

    def test_conflict(self):
        for machine in (2, 3):
            lan.ip("addr", "add", "10.50.0.77/16", "dev", "e0", of=lan.name(machine))
            self.addCleanup(lan.ip, "addr", "del", "10.50.0.77/16", "dev", "e0", of=lan.name(machine))
        self.tell("sweep", f"{lan.PREFIX4}70-79", f"{lan.PREFIX4}11-13")

    def test_ipv6(self):
        lan.forget_neighbours()
        self.tell("scan", f"{lan.PREFIX6}8-f", f"{lan.PREFIX6}11", f"{lan.PREFIX6}12", "-p", "22,81")

    def test_proxy(self):
        self.answer_for_everyone()
        self.tell("sweep", "10.8.0.0/28", "10.8.192.0/29", "--canary")

    def test_tarpit(self):
        lan.nft("h3", EVERY_PORT)
        self.addCleanup(lan.drop_rules, "h3")
        server = lan.servers(3, 80)
        self.addCleanup(lan.end, server)
        self.tell("scan", f"{lan.PREFIX4}11", f"{lan.PREFIX4}13", "-p", "20-29", "--canary")

    def test_late(self):
        with lab.Responder(live_share=1, seed=13, late="600:0.5"):
            self.tell("sweep", "10.7.0.0/28", "10.8.200.0/27", "--retries", "0", "--timeout", "300ms", "--rate", "20")

    def test_strays(self):
        """Forged and odd answers (forger.py), and answers to another scan of the same targets."""
        with lab.Helper("python3", lab.SOURCE / "tests/live/forger.py"):
            other = lab.start("scan", "10.7.0.0/29", "-p", "80,81", "--rate", "20", "--retries", "0")
            self.tell("scan", "10.7.0.0/28", "10.8.200.0/28", "-p", "80", "--rate", "20", "--retries", "0", "--timeout", "300ms",
                      "--seed", "1")
            other.communicate(timeout=30)

    def test_cut(self):
        self.tell("scan", "10.8.0.0/28", "-p", "22,81,135", "--rate", "20", "--max-time", "1s", expect=3)


if __name__ == "__main__":
    if os.environ.get("MUSTER_LAB") != "inside":
        sys.argv[1:] = [f"Stories.test_{name}" for name in sys.argv[1:]]
    lab.main()
