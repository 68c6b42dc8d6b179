# SPDX-License-Identifier: BSD-2-Clause
"""Scans of the real kernel compared with the exact truth: every verdict is right, with any seed and number of lanes."""
import unittest

import lab

STATES = ("unknown", "down", "unreachable", "up", "filtered", "closed", "open")


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.listener = lab.listener()

    @classmethod
    def tearDownClass(cls):
        cls.listener.end()

    def assert_all_right(self, report, truth, targets):
        wrong = []
        for key in targets:
            line = report.final.get(key)
            said = line and (line["state"], line["reason"], line.get("from") or None)
            if said != truth(*key):
                wrong.append(f"{key}: said {said}, is {truth(*key)}")
        self.assertFalse(wrong, f"{len(wrong)} of {len(targets)} wrong, such as:\n" + "\n".join(wrong[:10]))
        self.assertEqual(len(report.final), len(targets))
        self.assertEqual(sum(report.count(state) for state in STATES), len(targets))
        self.assertEqual(report.count("targets"), len(targets))


FIELDS = ("--fields", "addr,port,state,reason,from,attempts,rtt_ms,ttl")


ALL = ("10.8.0.0/16",)
# Some hosts of each kind in network.txt; where the program is fast, and in scripts/nightly, all of them.
SOME = ALL if lab.OPTIMISED else lab.sized(("10.8.56.0/21", "10.8.64.0/20", "10.8.128.0/20"), ALL)
PORTS = 1000 if lab.OPTIMISED else lab.sized(450, 1000)


class Sweep(Case):
    def sweep(self, networks, seed, lanes, rate):
        report = lab.ask("sweep", *networks, "--seed", seed, "--lanes", lanes, "--rate", rate, *FIELDS)
        targets = [(addr, 0) for network in networks for addr in lab.addresses(network)]
        self.assert_all_right(report, lambda addr, _: lab.host_truth(addr), targets)
        self.assertGreaterEqual(report.count("sent"), len(targets))

    def test_a_slash_16_is_told_exactly(self):
        self.sweep(ALL, seed=1, lanes=1, rate="20k")

    def test_a_network_is_told_exactly_by_two_lanes(self):
        self.sweep(SOME, seed=2, lanes=2, rate="20k")

    def test_a_network_is_told_exactly_at_twice_the_rate(self):
        self.sweep(SOME, seed=3, lanes=1, rate="40k")

    def test_syn_finds_hosts_that_drop_echo(self):
        report = lab.ask("sweep", "10.8.137.0/28", "10.8.138.0/28", "10.8.200.0/28", "--probe", "icmp,syn:443,syn:81")
        for (addr, _), line in report.final.items():
            self.assertEqual(line["state"], "down" if lab.part_of(addr) == "dead" else "up", line)
            if lab.part_of(addr) == "tcp-only":
                self.assertIn(line["reason"], ("syn-ack", "reset"))
        self.assertEqual(len(report.final), 48)

    def test_round_trip_and_ttl_are_those_of_the_answer(self):
        report = lab.ask("sweep", "10.8.0.1", "10.8.200.1", *FIELDS)
        live, dead = report.final["10.8.0.1", 0], report.final["10.8.200.1", 0]
        self.assertEqual(live["ttl"], 64)
        self.assertTrue(0 < live["rtt_ms"] < 1000, live)
        self.assertEqual(live["attempts"], 1)
        self.assertEqual(dead["attempts"], 2)
        self.assertFalse(dead.get("rtt_ms"))


class Scan(Case):
    @unittest.skipUnless(lab.LONG, "half a million questions are asked in scripts/nightly")
    def test_lanes_that_join_by_themselves_ask_each_question_once(self):
        report = lab.ask("scan", "10.8.0.1-9", "-p", "-", *FIELDS)
        self.assert_all_right(report, lab.port_truth, [(f"10.8.0.{host}", port) for host in range(1, 10) for port in range(1, 65536)])

    def scan(self, targets, ports, *options):
        report = lab.ask("scan", *targets, "-p", ",".join(map(str, ports)), *FIELDS, *options)
        wanted = [(addr, port) for network in targets for addr in lab.addresses(network) for port in ports]
        self.assert_all_right(report, lab.port_truth, wanted)
        return report

    def test_a_slash_24_by_hundreds_of_ports_is_told_exactly(self):
        report = lab.ask("scan", "10.8.1.0/24", "-p", f"1-{PORTS}", "--rate", "40k", "--lanes", 2, *FIELDS)
        wanted = [(addr, port) for addr in lab.addresses("10.8.1.0/24") for port in range(1, PORTS + 1)]
        self.assert_all_right(report, lab.port_truth, wanted)

    def test_every_icmp_error_makes_a_port_filtered_and_tells_its_sender(self):
        self.scan([f"10.8.{third}.0/28" for third in range(128, 140)], [22, 23, 80, 81, 135, 445], "--rate", "5k")

    def test_a_whole_machine_of_ports(self):
        report = lab.ask("scan", "10.8.0.77", "-p", "-", "--rate", "20k", *FIELDS)
        wanted = [("10.8.0.77", port) for port in range(1, 65536)]
        self.assert_all_right(report, lab.port_truth, wanted)

    def test_discover_asks_ports_only_of_those_who_are_up(self):
        report = lab.ask("scan", "10.8.64.0/26", "-p", "22,81", "--discover")
        self.assertEqual(len(report.final), 128)
        for (addr, port), line in report.final.items():
            up = lab.host_truth(addr)[0] == "up"
            expected = lab.port_truth(addr, port)[:2] if up else ("filtered", "host-down")
            self.assertEqual((line["state"], line["reason"]), expected, line)


if __name__ == "__main__":
    lab.main()
