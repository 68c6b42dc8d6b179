# SPDX-License-Identifier: BSD-2-Clause
"""Hosts beyond a gateway: those that drop echo are found, and absent ones have the same verdict in every run."""
import collections
import subprocess
import unittest

import lab

SILENT_TO_ECHO = "10.8.138.0/29"  # tcp-only
DEAD = "10.8.200.0/29"
STUB = "10.6.0"  # a link behind the router, on which it looks for hosts by ARP
HOW = "by echo; silent ones again, also by SYN 443, ACK 80, timestamp"


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


class DropEcho(unittest.TestCase):
    """Port 22 is open there, 443 closed: it answers by RST."""

    @classmethod
    def setUpClass(cls):
        cls.listener = lab.Helper(lab.BUILD / "tools/listener", "22")

    @classmethod
    def tearDownClass(cls):
        cls.listener.end()

    def test_a_sweep_finds_them_whatever_receives(self):
        for rx in ("pcap", "xdp"):
            with self.subTest(rx=rx):
                report = lab.ask("sweep", SILENT_TO_ECHO, DEAD, "--rx", rx, "--detect-proxies", "off")
                for (addr, _), line in report.final.items():
                    expected = ("up", "reset", 2) if lab.part_of(addr) == "tcp-only" else ("down", "no-response", 2)
                    self.assertEqual((line["state"], line["reason"], line["attempts"]), expected, line)
                self.assertEqual(report.count("strays"), 0)
                self.assertEqual(report.count("sent") - report.count("references"), 16 * (1 + 4))

    def test_the_second_wave_alone_is_received_by_xdp(self):
        for probe, reason in (("ack:80", "reset"), ("timestamp", "timestamp-reply"), ("syn:22", "syn-ack")):
            with self.subTest(probe=probe):
                report = lab.ask("sweep", SILENT_TO_ECHO, "--rx", "xdp", "--probe", f"icmp/{probe}")
                self.assertEqual({(line["state"], line["reason"]) for line in report.final.values()}, {("up", reason)})

    def test_echo_alone_does_not_find_them(self):
        report = lab.ask("sweep", SILENT_TO_ECHO, "--probe", "icmp")
        self.assertEqual(set(report.states().values()), {"down"})

    def test_discover_asks_the_same_way(self):
        report = lab.ask("scan", "--discover", "-p", "22", SILENT_TO_ECHO, DEAD)
        for (addr, _), line in report.final.items():
            expected = ("open", "syn-ack") if lab.part_of(addr) == "tcp-only" else ("filtered", "host-down")
            self.assertEqual((line["state"], line["reason"]), expected, line)

    def test_the_summary_says_how_hosts_were_asked(self):
        for words, how in (((), HOW), (("--retries", 0), "by echo once (--retries 0)"), (("--probe", "syn:22"), "by SYN 22")):
            with self.subTest(words=words):
                told = lab.muster("sweep", SILENT_TO_ECHO, *words).stderr
                self.assertIn(f"hosts probed  {how}\n", told)


class Absent(unittest.TestCase):
    """A Linux router sends host-unreachable for a few hosts a second only, three seconds late, and chance decides for which."""

    @classmethod
    def setUpClass(cls):
        for line in ("ip netns add stub", "ip link add stub0 netns far type veth peer name stub1 netns stub",
                     f"ip -n far address add {STUB}.1/24 dev stub0", "ip -n far link set stub0 up",
                     f"ip -n stub address add {STUB}.2/24 dev stub1", "ip -n stub link set stub1 up",
                     f"ip -n stub route add default via {STUB}.1", f"ip route add {STUB}.0/24 via {lab.ROUTER}"):
            run(*line.split())
        for side in ("saddr", "daddr"):
            run("nsenter", "--net=/run/netns/far", "nft", "insert", "rule", "ip", "lab", "route", "ip", side, f"{STUB}.0/24", "accept")
        for knob, value in (("icmp_ratemask", 6168), ("icmp_ratelimit", 1000)):
            run("nsenter", "--net=/run/netns/far", "sh", "-c", f"echo {value} >/proc/sys/net/ipv4/{knob}")

    @classmethod
    def tearDownClass(cls):
        run("ip", "netns", "delete", "stub")
        for knob in ("icmp_ratemask", "icmp_ratelimit"):
            run("nsenter", "--net=/run/netns/far", "sh", "-c", f"echo 0 >/proc/sys/net/ipv4/{knob}")

    def test_every_run_gives_the_same_states(self):
        reasons = collections.Counter()
        for timeout in ("1800ms", "200ms", "500ms"):  # a run that receives the errors, one that ends before them, one in between
            report = lab.ask("sweep", f"{STUB}.2-61", "--timeout", timeout, "--detect-proxies", "off")
            states = collections.Counter(report.states().values())
            self.assertEqual(states, {"up": 1, "down": 59})
            self.assertEqual((report.amendments, report.count("down"), report.count("unreachable")), (0, 59, 0))
            reasons += collections.Counter(line["reason"] for line in report.final.values())
        self.assertGreater(reasons["host-unreach"], 0, "the router reported nothing: nothing was tested")


if __name__ == "__main__":
    lab.main()
