# SPDX-License-Identifier: BSD-2-Clause
"""Answers that come back by another interface than their probes left by: every one of them is heard, once.

    here: near0 10.9.255.1, up0 10.9.252.1 ───── far: far0, up1, the same; 10.68.0.0/24 answers
    to 10.68.0.0/24: through near0. Back to 10.9.255.1: through what a test chooses.
"""
import os
import pathlib
import subprocess
import unittest

import lab
import lan

TARGETS = "10.68.0.0/26"
TARGETS6 = "2001:db8:68::/122"
RECEIVERS = ("pcap", "xdp") if os.geteuid() == 0 else ("pcap",)


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def setUpModule():
    lan.set_ipv6("", True)
    lan.set_ipv6("far", True)
    ip("link", "add", "up0", "type", "veth", "peer", "name", "up1", "netns", "far")
    for where, dev, other, end in (([], "up0", "near0", 1), (["-n", "far"], "up1", "far0", 2)):
        ip(*where, "address", "add", f"10.9.252.{end}/30", "dev", dev)
        ip(*where, "link", "set", dev, "up")
        ip(*where, "-6", "address", "add", f"2001:db8:252::{end}/64", "dev", dev, "nodad")
        ip(*where, "-6", "address", "add", f"2001:db8:255::{end}/64", "dev", other, "nodad")
    ip("-n", "far", "route", "add", "local", TARGETS, "dev", "lo")
    ip("route", "add", TARGETS, "via", lab.ROUTER)
    ip("-n", "far", "-6", "route", "add", "local", TARGETS6, "dev", "lo")
    ip("-6", "route", "add", TARGETS6, "via", "2001:db8:255::2", "src", "2001:db8:255::1")
    # Until its link-local address is there, the far end solicits for nobody: answers of the first second would come after a repeated question.
    lan.until(lambda: "tentative" not in lan.ip("-6", "addr") + lan.ip("-n", "far", "-6", "addr"), "addresses are there")


def back(*hops, families=("-4", "-6")):
    """The far end answers our addresses by these routes."""
    for family, own, other in (("-4", "10.9.255.1", "10.9.252.1"), ("-6", "2001:db8:255::1", "2001:db8:252::1")):
        if family not in families:
            continue
        ip("-n", "far", family, "route", "replace", own, *[hop.format(own=own, other=other) for hop in hops])


class Back(unittest.TestCase):
    def check(self, command, targets, *words, state):
        for rx in RECEIVERS:
            with self.subTest(f"{command} {targets} --rx {rx}"):
                report = lab.ask(command, targets, "--rx", rx, *words)
                self.assertEqual(set(report.states().values()), {state})
                self.assertEqual(len(report.final), 64)
                self.assertEqual(report.count("duplicates"), 0)
                yield report

    def test_by_the_other_interface_only(self):
        back("via", "{other}", "dev", "up1")
        for targets in (TARGETS, TARGETS6):
            for report in self.check("sweep", targets, "--probe", "icmp", state="up"):
                self.assertEqual(report.count("asymmetric"), 64)
            for report in self.check("scan", targets, "-p", "81", state="closed"):
                self.assertEqual(report.count("asymmetric"), 64)

    def test_by_both(self):
        back("nexthop", "via", "{other}", "dev", "up1", "nexthop", "via", "{own}", "dev", "far0", "onlink",
             families=["-4"])
        for report in self.check("sweep", TARGETS, "--probe", "icmp", state="up"):
            self.assertLess(0, report.count("asymmetric"))

    def test_by_the_same_nothing_is_counted(self):
        back("dev", "far0")
        for report in self.check("sweep", TARGETS, "--probe", "icmp", state="up"):
            self.assertEqual(report.count("asymmetric"), 0)

    def test_people_read_which_one(self):
        back("via", "{other}", "dev", "up1")
        run = lab.muster("sweep", TARGETS, "--probe", "icmp", "-v")
        self.assertIn("answers come in at near0 by", run.stderr)
        self.assertIn("answers come in at all other interfaces by pcap", run.stderr)
        self.assertRegex(run.stderr, r"asymmetric +answers that came in by another interface than\s+their probes left by: up0")

    def test_a_watch_hears_them(self):
        back("via", "{other}", "dev", "up1")
        run = lab.muster("watch", "-q", "--rounds", 1, TARGETS, "--probe", "icmp")
        self.assertRegex(run.stdout, "Total 0 hosts are inactive\n$")

    def test_a_record_of_them_is_judged_alike(self):
        back("via", "{other}", "dev", "up1")
        lab.muster("sweep", TARGETS, "--probe", "icmp", "--record", "asymmetric.pcapng", "--force", "--all", "--order", "address", "-o",
                   "live.csv")
        lab.muster("replay", "asymmetric.pcapng", "--force", "--all", "-o", "again.csv")
        self.assertEqual(pathlib.Path("live.csv").read_text(), pathlib.Path("again.csv").read_text())


class Once(unittest.TestCase):
    """A packet that the kernel receives at two interfaces is one answer."""

    def setUp(self):
        back("dev", "far0")

    def test_a_bridge_and_its_port(self):
        try:
            ip("link", "add", "br5", "type", "bridge")
        except subprocess.CalledProcessError:
            self.skipTest("this kernel has no bridges")
        self.addCleanup(ip, "link", "delete", "br5")
        ip("link", "set", "br5", "up")
        ip("link", "set", "up0", "master", "br5")
        ip("address", "flush", "dev", "up0")
        ip("address", "add", "10.9.252.1/30", "dev", "br5")
        self.addCleanup(ip, "address", "add", "10.9.252.1/30", "dev", "up0")
        back("via", "{other}", "dev", "up1")
        report = lab.ask("sweep", TARGETS, "--probe", "icmp", "--rx", "pcap")
        self.assertEqual(set(report.states().values()), {"up"})
        self.assertEqual((report.count("asymmetric"), report.count("duplicates")), (64, 0))

    def test_a_macvlan_above_the_interface(self):
        try:
            ip("link", "add", "mv5", "link", "near0", "type", "macvlan", "mode", "bridge")
        except subprocess.CalledProcessError:
            self.skipTest("this kernel has no macvlan")
        self.addCleanup(ip, "link", "delete", "mv5")
        ip("link", "set", "mv5", "up")
        report = lab.ask("sweep", TARGETS, "--probe", "icmp", "--rx", "pcap")
        self.assertEqual((report.count("asymmetric"), report.count("duplicates")), (0, 0))


if __name__ == "__main__":
    lab.main()
