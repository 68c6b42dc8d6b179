# SPDX-License-Identifier: BSD-2-Clause
"""A host with two addresses answers from the one that was not asked: found by the ticket, in every kind and by every engine."""
import os
import pathlib
import subprocess
import sys
import unittest

import lab
import lan

HAS_XDP = os.geteuid() == 0 and b"live frames" in pathlib.Path(lab.MUSTER).read_bytes()
FIELDS = ("--fields", "addr,port,state,reason,from,suspect")
ASKED, OTHER = "10.88.0.5", "10.88.0.105"
SERVER = r"""
import select, socket, sys
tcp = socket.socket()
tcp.bind((sys.argv[1], 80))
tcp.listen()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind((sys.argv[1], 53))
print("ready", flush=True)
while sys.stdin not in select.select([sys.stdin, udp], [], [])[0]:
    data, sender = udp.recvfrom(2048)
    udp.sendto(data[:2] + b"\x81\x80" + data[4:], sender)
"""


def setUpModule():
    for addr in (ASKED, OTHER):
        lan.ip("address", "add", addr + "/32", "dev", "lo", of="far")
    lan.ip("route", "add", "10.88.0.0/24", "via", "10.9.255.2")
    rules = f"add table ip t; add chain ip t o {{ type filter hook output priority 0; }}; add rule ip t o ip saddr {ASKED} ip saddr set {OTHER}"
    subprocess.run(["nsenter", "--net=/run/netns/far", "nft", rules], check=True)


class Elsewhere(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = lab.Helper(sys.executable, "-c", SERVER, ASKED)
        cls.addClassCleanup(cls.server.end)

    def check(self, words, *expected, engines=("pcap", "xdp")):
        for rx in engines if HAS_XDP else ("pcap",):
            with self.subTest(rx=rx):
                report = lab.ask(*words, ASKED, "--rx", rx, *FIELDS, "--retries", "1", "--timeout", "300ms", "--detect-proxies", "off")
                said = sorted((line["state"], line["reason"], line["from"]) for line in report.final.values())
                self.assertEqual(said, sorted(expected))

    def test_hosts(self):
        for probe in ("icmp", "timestamp", "syn:80", "ack:80"):
            self.check(("sweep", "--probe", probe), ("up", "other-address", OTHER))

    def test_no_connection_to_a_port_is_possible(self):
        silent = ("filtered", "no-response", None)
        self.check(("scan", "-p", "80,81"), silent, silent)

    def test_datagrams_with_an_identifier(self):
        self.check(("scan", "--udp", "-p", "53"), ("open", "udp-response", OTHER), engines=("pcap",))


if __name__ == "__main__":
    lab.main()
