# SPDX-License-Identifier: BSD-2-Clause
"""--rate auto on real networks: all live hosts are found behind every bottleneck, and no network is flooded.

tests/unit/pace checks in virtual time how near the rate comes to a bottleneck and how much it varies. Here verdicts are
checked exactly, frames are counted at the far end, and bounds on rates are wide.
"""
import fcntl
import os
import struct
import subprocess
import unittest

import lab

SIDE = "10.6.0.0/16"  # behind the second uplink


def run(*command):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def at_far(*command):
    run("nsenter", "--net=/run/netns/far", *command)


class Rules:
    """A table of nftables at the far end, before everything else there, while it is entered."""

    def __init__(self, rules, hook="prerouting"):
        self.text = f"table ip rates {{ chain early {{ type filter hook {hook} priority -400; policy accept; {rules}; }}; }}"

    def __enter__(self):
        at_far("nft", self.text)
        return self

    def __exit__(self, *_):
        at_far("nft", "delete table ip rates")


def open_side_way():
    """A second uplink: near1, with a far end whose kernel answers for SIDE."""
    run("ip", "link", "add", "near1", "address", "02:00:00:00:01:01", "txqueuelen", "10000", "type", "veth",
        "peer", "name", "far1", "address", "02:00:00:00:01:02", "netns", "far")
    run("tc", "qdisc", "add", "dev", "near1", "root", "pfifo", "limit", "10000")
    run("ip", "address", "add", "10.9.254.1/30", "dev", "near1")
    run("ip", "link", "set", "near1", "up")
    at_far("ip", "address", "add", "10.9.254.2/30", "dev", "far1")
    at_far("ip", "link", "set", "far1", "up")
    at_far("ip", "route", "add", "local", SIDE, "dev", "lo")
    run("ip", "neighbour", "replace", "10.9.254.2", "lladdr", "02:00:00:00:01:02", "dev", "near1", "nud", "permanent")
    at_far("ip", "neighbour", "replace", "10.9.254.1", "lladdr", "02:00:00:00:01:01", "dev", "far1", "nud", "permanent")
    run("ip", "route", "add", SIDE, "via", "10.9.254.2")


class Bottlenecks(unittest.TestCase):
    def sweep(self, network, *arguments, **responder):
        """The report, the responder's counts, and the live hosts that were not found. Fails if a dead host is reported up."""
        with lab.Responder(live_share=0.5, **responder) as far:
            report = lab.ask("sweep", network, "--retries", "2", *arguments)
            told = far.end()
        live = {addr for addr in lab.addresses(network) if far.is_live(addr)}
        found = {addr for (addr, _), state in report.states().items() if state == "up"}
        self.assertFalse(found - live)
        self.assertEqual(len(report.final), len(lab.addresses(network)))
        return report, told, live - found, live

    def test_everybody_behind_a_bottleneck_is_found_and_it_is_not_flooded(self):
        some = (("queue", 5000, 20, "10.7.0.0/20"), ("bucket", 5000, 200, "10.7.0.0/19"), ("queue", 20000, 0, "10.7.0.0/18"))
        more = (("bucket", 5000, 0, "10.7.0.0/20"), ("bucket", 20000, 20, "10.7.0.0/18"))
        for seed, (kind, pps, delay, network) in enumerate(lab.sized(some, some + more)):
            with self.subTest(kind=kind, pps=pps, delay=delay):
                report, told, missed, live = self.sweep(network, "--probe", "icmp", seed=30 + seed, delay=f"{delay}-{delay}",
                                                        **{kind: f"{pps}:20"})
                self.assertLessEqual(len(missed), len(live) / 1000)
                self.assertGreater(told["dropped"], 0, "it was there")
                self.assertLess(told["dropped"], 0.4 * told["questions"])
                self.assertLess(report.count("rate_pps"), 2 * pps)
                self.assertGreater(report.count("rate_pps"), 0.25 * pps)
                self.assertIn(report.summary["limit"], ("loss", "queue", "machine", "cpu", "cpu-quota", "cpu-stolen", "capture"), "the last when others keep it busy")

    def test_everybody_behind_a_satellite_is_found_and_few_are_asked_twice(self):
        report, _, missed, live = self.sweep("10.7.0.0/21", seed=40, delay="600-750")
        self.assertFalse(missed)
        # In the first seconds the rate is not adapted yet; afterwards only dead addresses are probed again.
        self.assertLess(report.count("retried"), 2 * (2048 - len(live)) + 0.75 * len(live))

    def test_a_dead_network_is_not_asked_more_slowly(self):
        network = lab.sized("10.7.0.0/20", "10.7.0.0/19")
        report, _, missed, _ = self.sweep(network, "--max-rate", "20k", seed=41)
        self.assertFalse(missed)
        with lab.Responder(live_share=0.002, seed=42):
            sparse = lab.ask("sweep", network, "--retries", "2", "--max-rate", "20k")
        for which in (report, sparse):
            self.assertNotIn(which.summary["limit"], ("loss", "queue"))
        self.assertEqual(sparse.count("retried"), 2 * sparse.count("down"), "and nobody more often for that")

    @unittest.skipUnless(lab.OPTIMISED, "a build for debugging is slower than this bottleneck")
    def test_a_hundred_thousand_a_second(self):
        with Rules("ip daddr 10.8.0.0/18 limit rate over 100000/second burst 2000 packets drop"):
            report = lab.ask("scan", "10.8.0.0/19", "-p", "1000-1039", "--retries", "2")
        self.assertEqual(len(report.final), 8192 * 40)
        self.assertLessEqual(sum(state != "closed" for state in report.states().values()), 8192 * 40 / 1000)


class Routers(unittest.TestCase):
    def test_errors_that_a_router_limits_are_no_loss(self):
        """Half of the targets are behind a router that sends at most fifty ICMP errors a second."""
        with Rules("ip daddr 10.8.144.0/20 limit rate 50/second burst 5 packets reject with icmp type host-unreachable; "
                   "ip daddr 10.8.144.0/20 drop", hook="forward"):
            report = lab.ask("sweep", "10.8.0.0/20", "10.8.144.0/20", "--retries", "2")
        states = report.states()
        self.assertTrue(all(states[addr, 0] == "up" for addr in lab.addresses("10.8.0.0/20")))
        self.assertLessEqual({states[addr, 0] for addr in lab.addresses("10.8.144.0/20")}, {"down", "unreachable"})
        self.assertGreater(report.count("down"), 2000, "the router was limited")
        self.assertNotIn(report.summary["limit"], ("loss", "queue"))
        self.assertLess(report.count("references_lost"), 10)


class Ways(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        open_side_way()

    def test_a_slow_way_does_not_slow_a_free_one(self):
        with Rules(f"iifname far1 ip daddr {SIDE} limit rate over 2000/second burst 20 packets drop"):
            report = lab.ask("sweep", "10.8.0.0/18", "10.6.0.0/20", "--retries", "2")
        self.assertEqual(len(report.final), 16384 + 4096)
        self.assertEqual(report.count("up") + report.count("down"), 16384 + 4096)
        self.assertLessEqual(report.count("down"), 4096 / 1000, "three losses in a row")
        self.assertEqual(report.count("asked"), 16384 + 4096)
        slow = free = 0
        for line in report.lines:
            if line["type"] == "result":
                slow += line["addr"].startswith("10.6.")
                free += line["addr"].startswith("10.8.")
            if free == 16384:
                break
        self.assertLess(slow, 2048, "four times as many were done while the slow way had not done half")

    def test_shards_and_samples_ask_everybody_once_on_all_ways(self):
        seen = set()
        for shard in (1, 2, 3):
            report = lab.ask("sweep", "10.8.0.0/22", "10.6.0.0/22", "--seed", "7", "--shard", f"{shard}/3", "--max-rate", "20k")
            self.assertFalse(seen & set(report.final))
            self.assertEqual(report.count("asked"), len(report.final))
            seen |= set(report.final)
        self.assertEqual(len(seen), 2048)
        report = lab.ask("sweep", "10.8.0.0/22", "10.6.0.0/22", "--max", "500")
        self.assertEqual(len(report.final), 500)
        self.assertEqual({addr[:5] for addr, _ in report.final}, {"10.6.", "10.8."})

    def test_a_cap_is_for_all_ways_together(self):
        report = lab.ask("sweep", "10.8.0.0/21", "10.6.0.0/21", "--max-rate", "3k")
        self.assertLess(report.count("rate_pps"), 3200)
        self.assertIn(report.summary["limit"], ("max-rate", "machine", "cpu", "cpu-quota", "cpu-stolen"))
        report = lab.ask("sweep", "10.8.0.0/22", "10.6.0.0/22", "--rate", "2k")
        self.assertLess(report.count("rate_pps"), 2200)
        self.assertIn(report.summary["limit"], ("rate", "machine", "cpu", "cpu-quota", "cpu-stolen"))


class Devices(unittest.TestCase):
    def test_who_was_asked_while_a_device_dropped_is_not_called_dead(self):
        """A tun device without a reader queues five hundred frames and drops the rest; the sender gets no error."""
        tunnel = os.open("/dev/net/tun", os.O_RDWR)
        self.addCleanup(os.close, tunnel)
        fcntl.ioctl(tunnel, 0x400454CA, struct.pack("16sH14x", b"tun9", 0x1001))  # TUNSETIFF: IFF_TUN, IFF_NO_PI
        run("ip", "address", "add", "10.9.253.1/30", "dev", "tun9")
        run("ip", "link", "set", "tun9", "up")
        run("ip", "route", "add", "10.5.0.0/16", "dev", "tun9")
        report = lab.ask("sweep", "10.5.0.0/20", "--retries", "1", "--timeout", "300ms", "--rate", "20k")
        self.assertGreater(report.count("device_drops"), 3000)
        self.assertGreater(report.count("unknown"), 4096 * 0.9)
        self.assertEqual({line["reason"] for line in report.final.values() if line["state"] == "unknown"}, {"local-loss"})


if __name__ == "__main__":
    lab.main()
