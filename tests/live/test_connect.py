# SPDX-License-Identifier: BSD-2-Clause
"""Engine connect, as a user without any right: the verdicts are those of raw frames, whatever this machine lacks."""
import os
import pathlib
import subprocess
import unittest

import lab

WITHOUT = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--inh-caps=-all", "--bounding-set", "-all"]
RULES = """table inet far { chain in { type filter hook input priority 0;
  tcp dport 100-109 drop; tcp dport 110-114 reject with icmpx type admin-prohibited
}
}
"""
OWN = """table inet own { chain out { type filter hook output priority 0;
  tcp dport 90 drop; tcp dport 91 reject; tcp dport 92 reject with icmpx type admin-prohibited
}
}
"""
TARGETS = ("10.46.0.2", "fd46::2")
PORTS = "22,80,81-83,100-104,110-112"
FIELDS = ("--fields", "addr,port,state,reason,from,rtt_ms")


def run(command, text=None):
    subprocess.run(command.split() if isinstance(command, str) else command, check=True, input=text, text=True)


def setUpModule():
    os.chmod(".", 0o777)
    for command in ("ip netns add there", "ip link add h0 type veth peer name h1 netns there",
                    "ip netns exec there sysctl -qw net.ipv6.conf.h1.disable_ipv6=0", "sysctl -qw net.ipv6.conf.h0.disable_ipv6=0",
                    "ip address add 10.46.0.1/24 dev h0", "ip -6 address add fd46::1/64 dev h0 nodad", "ip link set h0 up",
                    "ip -n there address add 10.46.0.2/24 dev h1", "ip -n there -6 address add fd46::2/64 dev h1 nodad",
                    "ip -n there link set h1 up", "ip -n there link set lo up"):
        run(command)
    run("nsenter --net=/run/netns/there nft -f -", RULES)
    Case.servers = [subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "nsenter", "--net=/run/netns/there", lab.sys.executable, "-c",
                                      SERVER], stdout=subprocess.PIPE, text=True)]
    Case.servers[0].stdout.readline()


def tearDownModule():
    Case.servers[0].kill()
    Case.servers[0].communicate()


SERVER = """
import socket, threading
def serve(port):
    s = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)
    while True:
        s.accept()[0].close()
for port in (22, 80):
    threading.Thread(target=serve, args=(port,), daemon=True).start()
import time
time.sleep(0.3); print("ready", flush=True); time.sleep(600)
"""


class Case(unittest.TestCase):
    servers = []

    def without_rights(self, *words, expect=0, limit=None):
        """The report, and what was said."""
        command = [*WITHOUT, lab.MUSTER, *map(str, words), "--no-journal", "--all", "--force", "-o", "w.ndjson", *FIELDS]
        pathlib.Path("w.ndjson").unlink(missing_ok=True)
        if limit:
            command = ["sh", "-c", f"ulimit -n {limit}; exec \"$@\"", "sh", *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=100, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, expect, done.stderr)
        return (lab.Report("w.ndjson") if expect == 0 else None), done.stderr

    @staticmethod
    def verdicts(report):
        return {key: (line["state"], line["reason"], line.get("from")) for key, line in report.final.items()}

    def test_verdicts_are_those_of_raw_frames(self):
        truth = lab.ask("scan", *TARGETS, "-p", PORTS, "--engine", "raw", "--rx", "pcap", "--no-arp", "--no-journal", *FIELDS)
        report, said = self.without_rights("scan", *TARGETS, "-p", PORTS)
        self.assertIn("engine connect", said)
        self.assertEqual(self.verdicts(report), self.verdicts(truth))
        self.assertEqual(report.count("open"), 4)
        for line in report.final.values():
            if line["state"] in ("open", "closed"):
                self.assertTrue(0 < line["rtt_ms"] < 500, line)
        few, _ = self.without_rights("scan", *TARGETS, "-p", PORTS, limit=64)
        self.assertEqual(self.verdicts(few), self.verdicts(truth))

    def test_what_the_own_filter_stops_is_unknown(self):
        run("nft -f -", OWN)
        self.addCleanup(run, "nft delete table inet own")
        report, _ = self.without_rights("scan", "10.46.0.2", "-p", "80,90,92,93")
        self.assertEqual({port: line["state"] for (_, port), line in report.final.items()},
                         {80: "open", 90: "unknown", 92: "unknown", 93: "closed"})

    def test_sweep_by_ping_sockets_and_without_them(self):
        ranges = pathlib.Path("/proc/sys/net/ipv4/ping_group_range")
        ranges.write_text("0 2147483647")
        report, said = self.without_rights("sweep", "10.46.0.2", "10.46.0.9", "fd46::2")
        self.assertEqual({addr: line["state"] for (addr, _), line in report.final.items()},
                         {"10.46.0.2": "up", "10.46.0.9": "down", "fd46::2": "up"}, said)
        self.assertEqual(report.final["10.46.0.2", 0]["reason"], "echo-reply")
        ranges.write_text("1 0")
        report, said = self.without_rights("sweep", "10.46.0.2", "10.46.0.9", "fd46::2")
        self.assertEqual({addr: line["state"] for (addr, _), line in report.final.items()},
                         {"10.46.0.2": "up", "10.46.0.9": "down", "fd46::2": "up"}, said)
        self.assertIn(report.final["10.46.0.2", 0]["reason"], ("reset", "syn-ack"))

    def test_options_that_it_has_not_are_refused(self):
        for words, what in ((("--source-port", "4000-5000"), "--source-port"), (("--syn-options", "mss"), "--syn-options"),
                            (("--rx", "pcap"), "--rx"), (("--record", "f.pcapng"), "--record")):
            _, said = self.without_rights("scan", "10.46.0.2", "-p", "80", "--engine", "connect", *words, expect=2)
            self.assertIn(what, said)

    def test_udp_and_own_ports(self):
        report, _ = self.without_rights("scan", "10.46.0.2", "127.0.0.1", "--udp", "-p", "53,123", "--engine", "connect")
        self.assertEqual(set(report.states().values()), {"closed"})


if __name__ == "__main__":
    lab.main()
