# SPDX-License-Identifier: BSD-2-Clause
"""In a large scan whose frames the kernel sees, muster resets open ports itself; where it may not, or need not, the kernel does."""
import collections
import pathlib
import re
import subprocess
import unittest

import lab

HOSTS = 2**14
MANY = ["scan", "10.8.0.0/18", "-p", "22,80,443,9", "--detect-proxies", "off", "--engine", "packet", "--rx", "pcap", "--force"]  # 65,536 questions
RIGHT = {"open": 3 * HOSTS, "closed": HOSTS}
LINE = "open ports are reset by muster instead of the kernel"


def kernel_resets():
    """That the kernel of this end has sent."""
    names, counts = [line.split() for line in pathlib.Path("/proc/net/snmp").read_text().splitlines() if line.startswith("Tcp:")]
    return int(dict(zip(names, counts))["OutRsts"])


def half_open():
    """Connections at the far end."""
    return lab.far("ss", "-Htn", "state", "syn-recv").communicate(timeout=20)[0].splitlines()


class Resets(unittest.TestCase):
    def setUp(self):
        listener = lab.listener()
        self.addCleanup(listener.end)

    def scan(self, *words, before=()):
        """The states, what is said, and how many resets the kernel sent."""
        sent = kernel_resets()
        done = subprocess.run([*before, lab.MUSTER, *words, "-v", "--all", "-o", "resets.csv"], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return collections.Counter(row["state"] for row in lab.read_csv("resets.csv")), done.stderr, kernel_resets() - sent

    def test_each_open_port_is_reset_once(self):
        capture = lab.Capture("resets.pcap", "tcp[tcpflags] & tcp-rst != 0")
        states, said, by_kernel = self.scan(*MANY)
        left = half_open()
        text = subprocess.run(["tcpdump", "-nr", capture.end()], capture_output=True, text=True, check=True).stdout
        ended = collections.Counter(re.findall(r" > (10\.8\.[0-9.]+): Flags \[R\]", text))
        self.assertEqual(states, RIGHT)
        self.assertIn(LINE, said)
        self.assertEqual(by_kernel, 0)
        self.assertEqual(left, [], "connections are half open")
        self.assertEqual(len(ended), RIGHT["open"])
        self.assertEqual(len(text.splitlines()), sum(ended.values()), "frames of another kind")
        self.assertLess(sum(ended.values()), RIGHT["open"] * 1.1, "SYN-ACKs that were repeated")
        self.assertNotIn("muster", subprocess.run(["nft", "list", "tables"], capture_output=True, text=True, check=True).stdout)

    def test_without_the_right_to_make_tables(self):
        states, said, by_kernel = self.scan(*MANY, before=["setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"])
        self.assertEqual(states, RIGHT)
        self.assertNotIn(LINE, said)
        self.assertGreaterEqual(by_kernel, RIGHT["open"])

    def test_a_small_scan_leaves_it_to_the_kernel(self):
        states, said, by_kernel = self.scan(*[word.replace("/18", "/24") for word in MANY])
        self.assertEqual(states, {"open": 3 * 256, "closed": 256})
        self.assertNotIn(LINE, said)
        self.assertGreaterEqual(by_kernel, 3 * 256)

    def test_the_kernel_connects_to_services_meanwhile(self):
        """Its connections have ports of their own."""
        states, said, _ = self.scan("scan", "10.8.0.1-2", "-p", "1-40000", "--rx", "pcap", "--service", "--service-timeout", "1s", "--detect-proxies", "off", "--force")
        rows = [row for row in lab.read_csv("resets.csv") if row["state"] == "open"]
        self.assertIn(LINE, said)
        self.assertEqual(len(rows), 16)
        self.assertLessEqual({row["speaks"] for row in rows}, {"closed", "reset", "silent"}, "the listener says nothing")


if __name__ == "__main__":
    lab.main()
