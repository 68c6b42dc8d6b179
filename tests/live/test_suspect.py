# SPDX-License-Identifier: BSD-2-Clause
"""Proxies and tarpits: paths, hosts and machines that answer for everything are marked as suspect, real ones are not."""
import json
import pathlib
import unittest

import lab
import lan

EVERY_PORT, HONEST, PROXY = 1, 2, 3
DOCUMENTATION = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
EVERY_PORT_RULES = """
table ip n {
  chain p {
    type nat hook prerouting priority -100
    tcp dport 1-65535 redirect to :80
  }
}
"""


def suspects(report):
    return {key: line["suspect"] for key, line in report.final.items() if line.get("suspect")}


def of_state(report, state):
    return {key for key, line in report.final.items() if line["state"] == state}


def no_detection(*words):
    return lab.ask(*words, "--detect-proxies", "off")


class Paths(unittest.TestCase):
    """The far end answers for the addresses of 10.8.0.0/18 only, or for the documentation networks too."""

    @classmethod
    def setUpClass(cls):
        for prefix in DOCUMENTATION:
            lan.ip("route", "add", prefix, "via", lab.ROUTER)

    @classmethod
    def tearDownClass(cls):
        for prefix in DOCUMENTATION:
            lan.ip("route", "del", prefix)

    def answer_for_everyone(self):
        for prefix in DOCUMENTATION:
            lan.ip("route", "add", "local", prefix, "dev", "lo", of="far")
            self.addCleanup(lan.ip, "route", "del", "local", prefix, "dev", "lo", of="far")

    def test_an_honest_path_is_not_suspect(self):
        report = lab.ask("sweep", "10.8.0.0/24")
        self.assertEqual(len(of_state(report, "up")), 256)
        self.assertEqual(suspects(report), {})
        self.assertGreater(report.count("unused_probes"), 0)
        self.assertEqual(report.count("suspect"), 0)

    def test_one_that_answers_for_everyone_is_told_with_every_answer_in_every_format(self):
        self.answer_for_everyone()
        run = lab.muster("sweep", "10.8.0.0/24", "10.8.192.0/24", "--all", "--force", "-o", "out.ndjson")
        report = lab.Report("out.ndjson")
        up = of_state(report, "up")
        self.assertEqual(len(up), 256)
        self.assertEqual(suspects(report), {key: "answers-for-unused" for key in up})
        self.assertEqual(report.count("suspect"), 256)
        self.assertRegex(run.stderr, r"(?m)^ +256 +suspect ")
        lab.muster("sweep", "10.8.0.0/24", "--force", "-o", "out.csv", "-o", "out.json")
        document = json.loads(pathlib.Path("out.json").read_text())
        rows = {row["addr"]: row["suspect"] for row in lab.read_csv("out.csv")}
        self.assertEqual(rows, {f"10.8.0.{last}": "answers-for-unused" for last in range(256)})
        self.assertEqual({row["addr"]: row["suspect"] for row in document["results"]}, rows)

    def test_another_path_of_the_same_scan_is_honest(self):
        self.answer_for_everyone()
        report = lab.ask("sweep", "10.8.0.0/25", f"{lan.PREFIX4}8-15")
        self.assertEqual({addr for addr, _ in suspects(report)}, {f"10.8.0.{last}" for last in range(128)})

    def test_detection_switched_off_probes_nothing_else_and_marks_nothing(self):
        self.answer_for_everyone()
        capture = lab.Capture("honest.pcap", "icmp[icmptype] == 8")
        report = no_detection("sweep", "10.8.0.0/24")
        capture.end()
        self.assertEqual(suspects(report), {})
        self.assertEqual(report.count("unused_probes"), 0)
        self.assertEqual({addr for addr, in lan.fields("honest.pcap", "ip.dst")}, {f"10.8.0.{last}" for last in range(256)})

    def test_by_itself_only_where_many_are_asked_and_on_request_always(self):
        self.answer_for_everyone()
        self.assertEqual(suspects(lab.ask("sweep", "10.8.0.0/26")), {}, "64 questions")
        self.assertEqual(len(suspects(lab.ask("sweep", "10.8.0.0/26", "--detect-proxies", "on"))), 64)
        self.assertEqual(len(suspects(lab.ask("sweep", "10.8.0.0-10.8.0.64"))), 65)

    def test_what_is_excluded_is_not_probed_as_unused(self):
        self.answer_for_everyone()
        report = lab.ask("sweep", "10.8.0.0/24", *(word for prefix in DOCUMENTATION for word in ("--exclude", prefix)))
        self.assertEqual((suspects(report), report.count("unused_probes")), ({}, 0))
        report = lab.ask("sweep", "10.8.0.0/24", *(word for prefix in DOCUMENTATION[1:] for word in ("--exclude", prefix)))
        self.assertGreater(report.count("unused_probes"), 0)

    def test_probes_to_unused_addresses_leave_from_the_address_given(self):
        self.answer_for_everyone()
        self.assertEqual(len(suspects(lab.ask("sweep", "10.8.0.0/24", "--source-ip", lab.OWN))), 256)

    def test_unused_addresses_have_no_verdicts(self):
        self.answer_for_everyone()
        report = lab.ask("sweep", "10.8.0.0/24")
        self.assertEqual({addr for addr, _ in report.final}, {f"10.8.0.{last}" for last in range(256)})

    def test_documentation_addresses_may_be_targets_themselves(self):
        self.answer_for_everyone()
        report = lab.ask("sweep", *DOCUMENTATION)
        self.assertEqual(len(of_state(report, "up")), 3 * 256)


class Ports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = [lan.servers(EVERY_PORT, 80), lan.servers(HONEST, 22, 80)]
        lan.nft(lan.name(EVERY_PORT), EVERY_PORT_RULES)

    @classmethod
    def tearDownClass(cls):
        lan.drop_rules(lan.name(EVERY_PORT))
        for server in cls.servers:
            lan.end(server)

    def scan(self, *words, ports="1-100"):
        return lab.ask("scan", lan.ipv4(EVERY_PORT), lan.ipv4(HONEST), "-p", ports, *words)

    def test_a_host_with_every_port_open_is_told_and_an_honest_one_is_not(self):
        report = self.scan()
        self.assertEqual(suspects(report), {(lan.ipv4(EVERY_PORT), port): "every-port-open" for port in range(1, 101)})
        self.assertEqual(of_state(report, "open") - set(suspects(report)), {(lan.ipv4(HONEST), 22), (lan.ipv4(HONEST), 80)})
        self.assertEqual(len(report.final), 200)

    def test_few_ports_are_tested_on_request_only(self):
        self.assertEqual(suspects(self.scan(ports="22,80")), {})
        self.assertEqual(suspects(self.scan("--detect-proxies", "on", ports="22,80")),
                         {(lan.ipv4(EVERY_PORT), 22): "every-port-open", (lan.ipv4(EVERY_PORT), 80): "every-port-open"})
        self.assertEqual(suspects(self.scan("--detect-proxies", "off")), {})

    def test_by_itself_only_where_more_than_64_ports_are_asked(self):
        for count, told in ((64, 0), (65, 65)):
            self.assertEqual(len(suspects(lab.ask("scan", lan.ipv4(EVERY_PORT), "-p", f"1-{count}"))), told)

    def test_every_format_tells_it_and_so_does_the_summary(self):
        run = lab.muster("scan", lan.ipv4(EVERY_PORT), lan.ipv4(HONEST), "-p", "1-100", "--force", "-o", "out.csv",
                         "-o", "out.json")
        rows = {(row["addr"], int(row["port"])): row["suspect"] for row in lab.read_csv("out.csv")}
        self.assertEqual(rows, {**{(lan.ipv4(EVERY_PORT), port): "every-port-open" for port in range(1, 101)},
                                (lan.ipv4(HONEST), 22): "", (lan.ipv4(HONEST), 80): ""})
        results = json.loads(pathlib.Path("out.json").read_text())["results"]
        self.assertEqual({(row["addr"], row["port"]): row.get("suspect") or "" for row in results}, rows)
        self.assertRegex(run.stderr, r"(?m)^ +100 +suspect ")

    def test_what_is_excluded_is_not_probed_as_unused(self):
        frames = lan.Frames("excluded.pcap", "tcp[tcpflags] == tcp-syn", machine=HONEST)
        self.scan("--exclude-ports", "20000-24999,25001-29999")
        self.assertEqual({int(port) for port, in frames.end().fields("tcp.dstport")}, {*range(1, 101), 25000})

    def test_detection_switched_off_probes_no_other_port(self):
        frames = [lan.Frames(f"asked{machine}.pcap", "tcp[tcpflags] == tcp-syn", machine=machine) for machine in (EVERY_PORT, HONEST)]
        self.scan("--detect-proxies", "off")
        for asked in frames:
            self.assertEqual({int(port) for port, in asked.end().fields("tcp.dstport")}, set(range(1, 101)))

    def test_an_honest_host_is_asked_one_port_more(self):
        frames = lan.Frames("ports.pcap", "tcp[tcpflags] == tcp-syn", machine=HONEST)
        lab.ask("scan", lan.ipv4(HONEST), "-p", "1-100", "--retries", "0")
        frames.end()
        asked = [int(row[0]) for row in frames.fields("tcp.dstport")]
        self.assertEqual(len(set(asked)), 101)
        self.assertEqual(len([port for port in asked if port > 100]), 1)


class Machines(unittest.TestCase):
    def test_one_that_claims_every_address_is_told_as_proxy(self):
        lan.run_in(lan.name(PROXY), "sh", "-c", "echo 1 >/proc/sys/net/ipv4/conf/e0/proxy_arp; echo 1 >/proc/sys/net/ipv4/ip_forward; "
                   "echo 0 >/proc/sys/net/ipv4/neigh/e0/proxy_delay")
        lan.ip("link", "add", "elsewhere", "type", "veth", "peer", "name", "beyond", of=lan.name(PROXY))
        for device in ("elsewhere", "beyond"):
            lan.ip("link", "set", device, "up", of=lan.name(PROXY))
        lan.ip("route", "add", "10.50.66.0/24", "dev", "elsewhere", of=lan.name(PROXY))
        self.addCleanup(lan.ip, "link", "del", "elsewhere", of=lan.name(PROXY))
        self.addCleanup(lan.run_in, lan.name(PROXY), "sh", "-c", "echo 0 >/proc/sys/net/ipv4/conf/e0/proxy_arp")
        run = lab.muster("sweep", "10.50.66.0/24", f"{lan.PREFIX4}11-12", "--all", "--force", "-o", "out.ndjson", seconds=60)
        report = lab.Report("out.ndjson")
        self.assertEqual({addr for addr, _ in of_state(report, "up")},
                         {f"10.50.66.{last}" for last in range(256)} | {lan.ipv4(1), lan.ipv4(2)})
        self.assertEqual(suspects(report), {(f"10.50.66.{last}", 0): "proxy-arp" for last in range(256)})
        self.assertRegex(run.stderr, r"(?m)^ +256 +suspect ")

    def test_one_with_many_addresses_is_no_proxy(self):
        for last in range(100, 120):
            lan.ip("addr", "add", f"10.50.67.{last}/16", "dev", "e0", of=lan.name(HONEST))
            self.addCleanup(lan.ip, "addr", "del", f"10.50.67.{last}/16", "dev", "e0", of=lan.name(HONEST))
        report = lab.ask("sweep", "10.50.67.100-119")
        self.assertEqual((len(of_state(report, "up")), suspects(report)), (20, {}))
        self.assertEqual(report.count("unused_probes"), 4)

    def test_one_that_answers_for_other_networks_and_for_several_targets_is_a_proxy(self):
        lan.run_in(lan.name(PROXY), "sh", "-c", "echo 1 >/proc/sys/net/ipv4/conf/e0/proxy_arp; echo 1 >/proc/sys/net/ipv4/ip_forward; "
                   "echo 0 >/proc/sys/net/ipv4/neigh/e0/proxy_delay")
        self.addCleanup(lan.run_in, lan.name(PROXY), "sh", "-c", "echo 0 >/proc/sys/net/ipv4/conf/e0/proxy_arp")
        lan.ip("link", "add", "elsewhere", "type", "veth", "peer", "name", "beyond", of=lan.name(PROXY))
        self.addCleanup(lan.ip, "link", "del", "elsewhere", of=lan.name(PROXY))
        for device in ("elsewhere", "beyond"):
            lan.ip("link", "set", device, "up", of=lan.name(PROXY))
        for route in ("default", "10.50.66.0/28"):
            lan.ip("route", "add", route, "dev", "elsewhere", of=lan.name(PROXY))
        report = lab.ask("sweep", "10.50.66.4-9", f"{lan.PREFIX4}11-12")
        self.assertEqual(suspects(report), {(f"10.50.66.{last}", 0): "proxy-arp" for last in range(4, 10)})

    def test_two_with_one_address_are_a_conflict(self):
        for machine in (EVERY_PORT, HONEST):
            lan.ip("addr", "add", "10.50.0.77/16", "dev", "e0", of=lan.name(machine))
            self.addCleanup(lan.ip, "addr", "del", "10.50.0.77/16", "dev", "e0", of=lan.name(machine))
        run = lab.muster("sweep", f"{lan.PREFIX4}70-79", "--all", "--force", "-o", "out.ndjson")
        report = lab.Report("out.ndjson")
        self.assertEqual(suspects(report), {("10.50.0.77", 0): "address-conflict"})
        self.assertEqual(report.count("conflicts"), 1)
        self.assertIn("conflict", run.stderr)


def setUpModule():
    lan.build(3)


if __name__ == "__main__":
    lab.main()
