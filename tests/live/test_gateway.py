# SPDX-License-Identifier: BSD-2-Clause
"""Gateways that change or fall silent while a scan runs: what is up is never called down."""
import concurrent.futures
import json
import subprocess
import time
import unittest

import lab

OTHER_MAC = "02:00:00:00:00:bb"
SILENCE = "table netdev no { chain c { type filter hook ingress device %s priority 0; drop; }; }"


def run(line, namespace=None, text=None):
    enter = ["ip", "netns", "exec", namespace] if namespace else []
    return subprocess.run([*enter, *line.split()], check=True, capture_output=True, text=True, input=text).stdout


class Case(unittest.TestCase):
    """Two links, u0 and u1, to a router behind which all of 10.88.0.0/16 and fd88::/64 answer."""

    def setUp(self):
        for name in ("us", "them"):
            run(f"ip netns add {name}")
            self.addCleanup(run, f"ip netns del {name}")
            run("ip link set lo up", name)
        self.them("sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_ratemask=0 net.ipv4.conf.all.arp_ignore=1")
        for i, net in ((0, 71), (1, 72)):
            run(f"ip link add u{i} netns us type veth peer name t{i} netns them")
            for side, host, ns in (("u", "1", self.us), ("t", "254", self.them)):
                ns(f"ip link set {side}{i} up")
                ns(f"ip addr add 10.{net}.0.{host}/24 dev {side}{i}")
                ns(f"ip -6 addr add fd{net}::{host}/64 dev {side}{i} nodad")
        self.them("ip route add local 10.88.0.0/16 dev lo")
        self.them("ip -6 route add local fd88::/64 dev lo")
        self.us("ip route add 10.88.0.0/16 via 10.71.0.254")
        self.us("ip -6 route add fd88::/64 via fd71::254")

    @staticmethod
    def us(line):
        return run(line, "us")

    @staticmethod
    def them(line, text=None):
        return run(line, "them", text)

    def silence(self, link="t0"):
        self.them("nft -f -", SILENCE % link)

    def speak(self):
        self.them("nft delete table netdev no")

    def received(self):
        links = json.loads(self.them("ip -j -s link show"))
        return sum(link["stats64"]["rx"]["packets"] for link in links if link["ifname"] in ("t0", "t1"))

    def during(self, changes, *words, expect=0, first=150):
        """Runs muster, makes the changes when so many frames have left (functions, a second between two). Verdicts, and
        what was said."""
        words = (*words, "--all", "-o", "ndjson:-")
        words = words if words[0] == "scan" else ("sweep", *words)
        before = self.received()
        with subprocess.Popen(["ip", "netns", "exec", "us", lab.MUSTER, *words], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as process:
            until = time.monotonic() + 20
            while self.received() < before + first and time.monotonic() < until:
                time.sleep(0.02)
            for change in changes:
                change()
                time.sleep(1)
            out, said = process.communicate(timeout=100)
        self.assertEqual(process.returncode, expect, said)
        lines = [json.loads(line) for line in out.splitlines()]
        verdicts = [line for line in lines if line["type"] != "summary"]
        found = {line.get("port") or line["addr"]: line for line in verdicts}
        return found, said, lines[-1]

    def assert_up(self, found, count):
        self.assertEqual(len(found), count)
        others = [line for line in found.values() if line["state"] != "up"]
        self.assertFalse(others, f"{len(others)} of {count}, such as {others[:2]}")


class Changes(Case):
    def test_another_link_layer_address_is_found_and_told_by_every_engine(self):
        self.them("ethtool -K t0 gro on")  # the device takes frames of the engine live
        for turn, engine in enumerate(lab.sized(("packet", "raw"), ("packet", "raw", "xdp", "live"))):
            mac = f"02:00:00:00:01:{turn:02x}"
            found, said, summary = self.during([lambda: self.them(f"ip link set t0 address {mac}")], "--engine", engine,
                                               "--rate", "1k", "10.88.0.0/21" if engine == "raw" else "10.88.4.0/22")
            self.assert_up(found, 2048 if engine == "raw" else 1024)
            self.assertIn(f"gateway 10.71.0.254 on u0 has another link-layer address, {mac} instead of", said, engine)
            self.assertEqual(summary["gateway_changes"], 1)

    def test_of_ipv6_too_and_what_the_administrator_writes_counts_at_once(self):
        found, said, _ = self.during([lambda: self.them(f"ip link set t0 address {OTHER_MAC}")], "--rate", "1k",
                                     "fd88::/118")
        self.assert_up(found, 1024)
        self.assertIn(f"gateway fd71::254 on u0 has another link-layer address, {OTHER_MAC} instead of", said)
        self.us(f"ip neigh replace 10.71.0.254 lladdr {OTHER_MAC} dev u0 nud permanent")

        def both():
            self.them("ip link set t0 address 02:00:00:00:00:cc")
            self.us("ip neigh replace 10.71.0.254 lladdr 02:00:00:00:00:cc dev u0 nud permanent")
        found, said, _ = self.during([both], "--rate", "1k", "10.88.0.0/22")
        self.assert_up(found, 1024)
        self.assertIn("02:00:00:00:00:cc instead of", said)

    def test_one_that_another_machine_takes_over_after_a_silence_is_waited_for(self):
        def back():
            self.them(f"ip link set t0 address {OTHER_MAC}")
            self.speak()
        found, said, summary = self.during([self.silence, lambda: None, back], "--rate", "1k", "10.88.0.0/22")
        self.assert_up(found, 1024)
        self.assertIn("gateway 10.71.0.254 on u0 fell silent", said)
        self.assertIn(f"has another link-layer address, {OTHER_MAC}", said)
        self.assertEqual((summary["gateway_silences"], summary["gateway_changes"]), (1, 1))
        self.assertGreater(summary["gateway_loss"], 0)


class Watch(Case):
    def test_rounds_tell_of_it_and_of_no_host_that_went(self):
        words = ("watch", "--changes", "--rounds", "4", "--every", "1s", "10.88.0.1-40")
        with subprocess.Popen(["ip", "netns", "exec", "us", lab.MUSTER, *words], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True) as process:
            time.sleep(1.2)
            self.them(f"ip link set t0 address {OTHER_MAC}")
            said, _ = process.communicate(timeout=60)
        self.assertNotRegex(said, "went|came back")
        self.assertIn("4 rounds", said)
        self.assertIn("0 changes", said)


class Renamed(Case):
    def test_an_interface_with_another_name_is_the_same_interface(self):
        def rename():
            self.us("ip link set u0 down")
            self.us("ip link set u0 name u9")
            self.us("ip link set u9 up")
            self.us("ip -6 addr replace fd71::1/64 dev u9 nodad")
            self.us("ip route replace 10.88.0.0/16 via 10.71.0.254")
        found, said, _ = self.during([rename], "--rate", "1k", "10.88.0.0/22")
        self.assert_up(found, 1024)
        self.assertIn("waiting for it to come back", said)


class Hosts(Case):
    def test_a_host_on_the_link_with_another_link_layer_address_keeps_its_ports(self):
        for mac, host in ((OTHER_MAC, "10.71.0.254"), ("02:00:00:00:00:cc", "fd71::254")):
            found, said, _ = self.during([lambda: self.them(f"ip link set t0 address {mac}")], "scan", "--rate", "500",
                                         "-p", "1-500", host)
            self.assertEqual({line["state"] for line in found.values()}, {"closed"}, said)
            self.assertEqual(len(found), 500)
            self.assertIn(f"host {host} on u0 has another link-layer address, {mac}", said)


class ForGood(Case):
    def counted(self):
        rules = json.loads(self.them("nft -j list table inet seen"))["nftables"]
        return sum(item["counter"]["packets"] for entry in rules if "rule" in entry
                   for item in entry["rule"]["expr"] if "counter" in item)

    def test_behind_a_silent_gateway_targets_are_unknown_and_nothing_is_sent_by_a_route_that_changed(self):
        """Two runs at the same time: each waits ten seconds. The wrong way would still get answers here."""
        self.us("ip route add 10.88.128.0/17 via 10.72.0.254")
        self.them("nft -f -", "table inet seen { chain c { type filter hook prerouting priority -400; "
                  "iifname t1 ip daddr 10.88.130.0/23 counter; }; }")
        seen = []

        def reroute():
            self.us("ip route add blackhole 10.88.130.0/23")
            time.sleep(0.5)
            seen.append(self.counted())
        with concurrent.futures.ThreadPoolExecutor() as pool:
            silent = pool.submit(self.during, [self.silence], "--rate", "700", "10.88.0.0/22", "10.88.140.0/24")
            changed = pool.submit(self.during, [reroute], "--rate", "700", "10.88.128.0/22")
        found, said, _ = silent.result()
        self.assertEqual(len(found), 1280)
        self.assertEqual({line["state"] for addr, line in found.items() if addr.startswith("10.88.140.")}, {"up"})
        self.assertEqual({(line["state"], line["reason"]) for line in found.values() if line["state"] != "up"},
                         {("unknown", "gateway-silent")})
        self.assertIn("gateway 10.71.0.254 on u0 has been silent for ten seconds", said)
        found, said, _ = changed.result()
        self.assertEqual(self.counted(), seen[0])
        self.assertEqual({line["state"] for addr, line in found.items() if addr.split(".")[2] in ("128", "129")}, {"up"})
        self.assertEqual({(line["state"], line["reason"]) for line in found.values() if line["state"] != "up"},
                         {("unknown", "route-changed")})
        self.assertIn("the route to 10.88.130.0-10.88.131.255 changed (now: no route)", said)

    @unittest.skipUnless(lab.LONG, "takes seconds, and is about time only")
    def test_a_dead_network_behind_a_living_gateway_takes_no_longer(self):
        self.them("ip route add blackhole 10.99.0.0/16")
        self.us("ip route add 10.99.0.0/16 via 10.71.0.254")
        began = time.monotonic()
        found, said, _ = self.during([], "--rate", "2k", "10.99.0.0/22")
        self.assertEqual({line["state"] for line in found.values()}, {"down"})
        self.assertLess(time.monotonic() - began, 12)
        self.assertNotIn("gateway", said)


class Routes(Case):
    def test_another_gateway_on_the_same_interface_is_followed(self):
        self.them("ip addr add 10.71.0.253/24 dev t0")
        found, said, summary = self.during([lambda: self.us("ip route replace 10.88.0.0/16 via 10.71.0.253")],
                                           "--rate", "1k", "10.88.0.0/22")
        self.assert_up(found, 1024)
        self.assertIn("targets behind gateway 10.71.0.254 on u0 are probed through 10.71.0.253", said)
        self.assertEqual((summary["route_changes"], summary["gateway_changes"]), (1, 0))

    def test_routes_that_became_one_are_followed_for_all_of_their_targets(self):
        for host in (252, 253):
            self.them(f"ip addr add 10.71.0.{host}/24 dev t0")
        self.us("ip route add 10.88.2.0/23 via 10.71.0.253")
        both = "route replace 10.88.0.0/16 via 10.71.0.252\nroute replace 10.88.2.0/23 via 10.71.0.252\n"
        found, said, summary = self.during([lambda: self.us("ip route replace 10.88.2.0/23 via 10.71.0.254"),
                                            lambda: run("ip -batch -", "us", both)],
                                           "--rate", "600", "10.88.0.0/22", first=60)
        self.assert_up(found, 1024)
        self.assertEqual(said.count("targets behind gateway 10.71.0.254 on u0 are probed through 10.71.0.252"), 2, said)
        self.assertEqual((summary["route_changes"], summary["gateway_changes"]), (2, 0))

    def test_a_source_address_that_comes_back_is_waited_for(self):
        def gone():
            self.us("ip addr del 10.71.0.1/24 dev u0")

        def back():
            self.us("ip addr add 10.71.0.1/24 dev u0")
            self.us("ip route replace 10.88.0.0/16 via 10.71.0.254")
        found, said, summary = self.during([gone, back], "--rate", "1k", "10.88.0.0/22")
        self.assert_up(found, 1024)
        self.assertIn("waiting for it to come back", said)
        self.assertEqual((summary["outages"], summary["route_changes"]), (1, 0))

    @unittest.skipUnless(lab.LONG, "as IPv4 does")
    def test_a_router_whose_advertisement_ends_and_comes_back_is_waited_for(self):
        found, said, _ = self.during([lambda: self.us("ip -6 route del fd88::/64"),
                                      lambda: self.us("ip -6 route add fd88::/64 via fd71::254")],
                                     "--rate", "1k", "fd88::/118")
        self.assert_up(found, 1024)
        self.assertIn("waiting for it to come back", said)


if __name__ == "__main__":
    lab.main()
