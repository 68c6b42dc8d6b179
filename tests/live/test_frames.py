# SPDX-License-Identifier: BSD-2-Clause
"""Frames sent: all checksums are right, a seed repeats the order, shards are disjoint and complete."""
import ipaddress
import json
import pathlib
import subprocess
import unittest

import lab

CHECKS = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"]


def tshark(path, show, *fields):
    command = ["tshark", "-n", "-r", path, *CHECKS, "-Y", show, "-T", "fields"]
    for field in fields:
        command += ["-e", field]
    output = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout
    return [tuple(line.split("\t")) for line in output.splitlines()]


def statuses(path):
    """How often each (IP, TCP, ICMP) checksum status occurs: 1 is good, 0 is bad, empty is absent."""
    counts = {}
    for line in tshark(path, "ip", "ip.checksum.status", "tcp.checksum.status", "icmp.checksum.status"):
        counts[line] = counts.get(line, 0) + 1
    return counts


def asked(path, field="ip.dst"):
    return [line[0] for line in tshark(path, "ip", field)]


class OnTheWire(unittest.TestCase):
    def test_every_echo_request_is_valid_and_there_is_one_for_each_target(self):
        capture = lab.Capture("echo.pcap")
        report = lab.ask("sweep", "10.8.0.0/20", "--retries", "0", "--rate", "20k")
        path = capture.end()
        self.assertEqual(statuses(path), {("1", "", "1"): 4096})
        self.assertEqual(report.count("sent"), 4096)
        self.assertEqual(sorted(asked(path), key=ipaddress.ip_address), lab.addresses("10.8.0.0/20"))

    def test_every_syn_is_valid_and_so_are_those_asked_again(self):
        capture = lab.Capture("syn.pcap", "tcp[tcpflags] = tcp-syn")
        lab.ask("scan", "10.8.137.0/28", "-p", "1-100", "--retries", "2", "--timeout", "200ms", "--rate", "20k")
        path = capture.end()
        self.assertEqual(statuses(path), {("1", "1", ""): 3 * 1600})
        targets = tshark(path, "tcp", "ip.dst", "tcp.dstport")
        self.assertEqual({targets.count(target) for target in set(targets)}, {3})
        tickets = tshark(path, "tcp", "ip.dst", "tcp.dstport", "tcp.seq_raw")
        self.assertEqual(len(set(tickets)), len(tickets), "each attempt has a ticket of its own")

    def test_source_ports_keep_out_of_the_kernels_range(self):
        first, last = map(int, pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
        capture = lab.Capture("ports.pcap", "tcp[tcpflags] = tcp-syn")
        lab.ask("scan", "10.8.137.0/24", "-p", "1-20", "--retries", "0", "--timeout", "100ms")
        ports = {int(port) for port in asked(capture.end(), "tcp.srcport")}
        self.assertFalse([port for port in ports if first <= port <= last])
        self.assertTrue(ports)

    def test_options_reach_the_wire(self):
        capture = lab.Capture("options.pcap", "tcp[tcpflags] = tcp-syn")
        lab.ask("scan", "10.8.137.0/28", "-p", "80", "--retries", "0", "--timeout", "100ms", "--ttl", "7",
                "--source-port", "1000-1003", "--source-ip", lab.OWN, "--interface", "near0")
        seen = tshark(capture.end(), "tcp", "ip.ttl", "ip.src", "tcp.srcport")
        self.assertEqual(len(seen), 16)
        for ttl, source, port in seen:
            self.assertEqual((ttl, source), ("7", lab.OWN))
            self.assertIn(int(port), range(1000, 1004))


class DryRun(unittest.TestCase):
    def write(self, name, *arguments):
        lab.muster(*arguments, "--dry-run", "--force", "-w", name)
        return name

    def test_its_frames_are_valid_and_complete(self):
        path = self.write("dry.pcap", "scan", "10.8.0.0/24", "-p", "22,80,443")
        self.assertEqual(statuses(path), {("1", "1", ""): 768})
        path = self.write("dry.pcap", "sweep", "10.8.0.0/22")
        self.assertEqual(statuses(path), {("1", "", "1"): 1024})

    def test_it_sends_nothing(self):
        capture = lab.Capture("nothing.pcap")
        self.write("dry.pcap", "sweep", "10.8.0.0/24")
        lab.muster("sweep", "10.8.0.0/24", "--dry-run")
        self.assertEqual(asked(capture.end()), [])

    def test_a_seed_repeats_the_order_and_never_the_tickets(self):
        paths = [self.write(f"{n}.pcap", "sweep", "10.8.0.0/22", "--seed", seed) for n, seed in ((1, 7), (2, 7), (3, 8))]
        first, second, other = map(asked, paths)
        self.assertEqual(first, second)
        self.assertNotEqual(first, other)
        self.assertNotEqual(pathlib.Path(paths[0]).read_bytes(), pathlib.Path(paths[1]).read_bytes())

    def test_the_order_is_what_it_writes_is_what_is_sent(self):
        path = self.write("dry.pcap", "sweep", "10.8.0.0/24", "--seed", "99")
        capture = lab.Capture("sent.pcap")
        lab.ask("sweep", "10.8.0.0/24", "--seed", "99", "--retries", "0")
        first_asked = list(dict.fromkeys(asked(capture.end())))  # a reference probe comes after its target
        self.assertEqual(asked(path), first_asked)

    def test_shards_are_disjoint_and_complete(self):
        parts = [asked(self.write("shard.pcap", "sweep", "10.8.0.0/22", "--seed", "5", "--shard", f"{k}/3")) for k in (1, 2, 3)]
        self.assertEqual(sorted(sum(parts, [])), sorted(lab.addresses("10.8.0.0/22")))
        self.assertLessEqual(max(map(len, parts)) - min(map(len, parts)), 1)

    def test_shards_that_really_run_are_disjoint_and_complete_with_any_lanes(self):
        seen = []
        for k, lanes in ((1, 1), (2, 2), (3, 3)):
            report = lab.ask("sweep", "10.8.0.0/23", "--seed", "5", "--shard", f"{k}/3", "--lanes", lanes)
            seen += report.final
        self.assertEqual(sorted(addr for addr, _ in seen), sorted(lab.addresses("10.8.0.0/23")))

    def test_max_and_sample_ask_that_many(self):
        self.assertEqual(len(set(asked(self.write("m.pcap", "sweep", "10.8.0.0/16", "--max", "100")))), 100)
        self.assertIn(len(set(asked(self.write("s.pcap", "sweep", "10.8.0.0/16", "--sample", "1%")))), (655, 656))


class ReadBack(unittest.TestCase):
    """csv, json and ndjson hold the same data, as read by python and by jq."""

    def test_all_formats_agree(self):
        outputs = [word for name in ("a.csv", "a.json", "a.ndjson", "a.txt") for word in ("-o", name)]
        lab.muster("sweep", "10.8.128.0/21", *outputs, "--all", "--force")
        rows = {row["addr"]: (row["state"], row["reason"]) for row in lab.read_csv("a.csv")}
        document = json.loads(pathlib.Path("a.json").read_text())
        listed = {line["addr"]: (line["state"], line["reason"]) for line in document["results"]}
        streamed = {addr: (line["state"], line["reason"]) for (addr, _), line in lab.Report("a.ndjson").final.items()}
        self.assertEqual(len(rows), 2048)
        self.assertEqual(rows, listed)
        self.assertEqual(rows, streamed)
        counted = subprocess.run(["jq", "-s", 'map(select(.type == "result")) | length', "a.ndjson"], check=True,
                                 capture_output=True, text=True).stdout
        self.assertEqual(int(counted), 2048)

    def test_the_header_of_csv_is_the_list_of_fields(self):
        lab.muster("sweep", "10.8.0.1", "-o", "h.csv", "--force")
        self.assertEqual(pathlib.Path("h.csv").read_bytes().splitlines()[0], b"addr,port,proto,state,reason,rtt_ms,ttl,attempts,time,mac,vendor,suspect,service")


if __name__ == "__main__":
    lab.main()
