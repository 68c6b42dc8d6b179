# SPDX-License-Identifier: BSD-2-Clause
"""Routes of targets: muster route, a scan through several egresses, and routes that reject."""
import json
import pathlib
import unittest

import lab
import lan


def pieces(*words):
    """The pieces that muster route reports, by their first address."""
    lab.muster("route", *words, "--force", "-o", "route.json")
    found = json.loads(pathlib.Path("route.json").read_text())["routes"]
    return {piece["first"]: piece for piece in found}


def kernel_says(addr, *words):
    """By ip route get: device, gateway (or None), source."""
    said = json.loads(lan.ip("-j", "route", "get", addr, *words))[0]
    return said["dev"], said.get("gateway"), said["prefsrc"]


class Split(unittest.TestCase):
    def test_it_agrees_with_the_kernel(self):
        for addr in ("10.8.0.1", "10.7.3.3", "10.50.0.11", "10.72.0.5", "10.72.0.200", "127.0.0.1", "10.50.0.1", "2001:db8:50::11",
                     "2001:db8:72::9", "2001:db8:72:0:8000::9"):
            piece = pieces(addr)[addr]
            self.assertEqual((piece["interface"], piece["gateway"], piece["source"]), kernel_says(addr), addr)

    def test_every_address_is_in_one_piece(self):
        found = pieces("10.72.0.0/24", "10.50.0.0/24", "2001:db8:72::/64", "10.73.0.0/16")
        total = sum(int(piece["targets"]) for piece in found.values())
        self.assertEqual(total, 256 + 256 + 2**64 + 65536)
        self.assertEqual(found["10.72.0.0"]["interface"], "lan0")
        self.assertEqual(found["10.72.0.128"]["interface"], "near0")

    def test_it_is_told_in_words(self):
        out = lab.muster("route", "10.72.0.0/24", "10.50.0.11", "10.74.0.1").stdout
        self.assertIn("10.72.0.128 - 10.72.0.255  (128)", out)
        self.assertIn("on-link, through lan0 from 10.50.0.1, MTU 1500", out)
        self.assertIn("prohibit", out)

    def test_a_gateway_that_the_table_knows_is_told_with_its_address(self):
        lan.ip("neigh", "replace", lan.ipv4(1), "lladdr", lan.mac(1), "nud", "permanent", "dev", "lan0")
        self.addCleanup(lan.ip, "neigh", "del", lan.ipv4(1), "dev", "lan0")
        self.assertEqual(pieces("10.72.0.1")["10.72.0.1"]["gateway_mac"], lan.mac(1))

    def test_policy_rules_have_their_say(self):
        lan.ip("route", "add", "10.8.0.0/24", "via", lan.ipv4(1), "table", "100")
        lan.ip("rule", "add", "to", "10.8.0.0/25", "table", "100", "pref", "100")
        self.addCleanup(lan.ip, "rule", "del", "pref", "100")
        self.assertEqual(pieces("10.8.0.0/24")["10.8.0.0"]["interface"], "lan0")
        self.assertEqual(pieces("10.8.0.0/24")["10.8.0.128"]["interface"], "near0")

    def test_csv_has_the_same(self):
        lab.muster("route", "10.72.0.0/24", "--force", "-o", "route.csv")
        rows = lab.read_csv("route.csv")
        self.assertEqual([(row["first"], row["interface"]) for row in rows], [("10.72.0.0", "lan0"), ("10.72.0.128", "near0")])


class Sides(unittest.TestCase):
    """Two uplinks and a local link: one scan, one report."""

    def test_all_ways_are_one_report(self):
        report = lab.ask("sweep", "10.72.0.0/24", "10.8.0.0/26", "10.50.0.8-15", "2001:db8:72::/121", "127.0.0.1")
        states = report.states()
        self.assertEqual(len(states), 256 + 64 + 8 + 128 + 1)
        down = {addr for (addr, _), state in states.items() if state != "up"}
        self.assertEqual(down, {"10.50.0.8", "10.50.0.9", "10.50.0.10", "10.50.0.13", "10.50.0.14", "10.50.0.15"})

    def test_they_are_asked_side_by_side(self):
        """Egresses send at the same time: none waits until another has finished."""
        frames = lan.Frames("side.pcap", "icmp[icmptype] == 8")
        far = lab.Capture("far.pcap", "icmp[icmptype] == 8")
        lab.ask("sweep", "10.72.0.0/24", "--rate", "500", "--retries", "0")
        frames.end()
        far.end()
        one, other = ([float(row[0]) for row in lan.fields(path, "frame.time_epoch")] for path in ("side.pcap", "far.pcap"))
        self.assertEqual((len(one), len(other)), (128, 128))
        self.assertLess(max(one[0], other[0]), min(one[-1], other[-1]))

    def test_a_scan_over_both(self):
        kept = lan.servers(1, 80)
        self.addCleanup(lan.end, kept)
        with lab.listener():
            report = lab.ask("scan", "10.72.0.1", "10.72.0.129", lan.ipv4(1), "10.8.0.1", "-p", "80,81")
        self.assertEqual({key for key, state in report.states().items() if state == "open"},
                         {("10.72.0.1", 80), (lan.ipv4(1), 80), ("10.8.0.1", 80), ("10.72.0.129", 80)})
        self.assertEqual(set(report.states().values()), {"open", "closed"})

    def test_interface_overrides(self):
        self.assertEqual(pieces("10.72.0.200", "--interface", "lan0")["10.72.0.200"]["interface"], "lan0")
        for name in ("nope0", "99"):
            run = lab.muster("sweep", "10.72.0.200", "--interface", name, expect=2)
            self.assertIn(name, run.stderr)

    def test_source_ip_overrides_and_is_checked(self):
        lan.ip("addr", "add", "10.50.0.2/16", "dev", "lan0")
        self.addCleanup(lan.ip, "addr", "del", "10.50.0.2/16", "dev", "lan0")
        frames = lan.Frames("source.pcap", "icmp[icmptype] == 8 or arp")
        report = lab.ask("sweep", "10.72.0.1", lan.ipv4(2), "--source-ip", "10.50.0.2")
        frames.end()
        self.assertEqual(set(report.states().values()), {"up"})
        self.assertEqual({row[0] for row in frames.fields("ip.src", expression="icmp")}, {"10.50.0.2"})
        self.assertIn(("10.50.0.2",), frames.fields("arp.src.proto_ipv4", expression=f"arp.dst.proto_ipv4 == {lan.ipv4(2)}"))
        run = lab.muster("sweep", "10.72.0.1", "--source-ip", "192.0.2.77", expect=2)
        self.assertIn("192.0.2.77", run.stderr)


class Refusals(unittest.TestCase):
    def test_routes_that_say_no_make_verdicts_and_nothing_is_sent(self):
        frames = lan.Frames("none.pcap")
        far = lab.Capture("none-far.pcap", "icmp or tcp or (icmp6 and ip6[40] = 128)") # the kernel may solicit routers at any time
        wanted = {"10.74.0.1": "admin-prohibited", "10.75.0.1": "host-unreach", "10.76.0.1": "no-route",
                  "2001:db8:74::1": "admin-prohibited", "2001:db8:75::1": "host-unreach", "2001:db8:76::1": "no-route"}
        report = lab.ask("sweep", *wanted)
        said = {addr: (line["state"], line["reason"], line["attempts"]) for (addr, _), line in report.final.items()}
        self.assertEqual(said, {addr: ("unreachable", reason, 0) for addr, reason in wanted.items()})
        self.assertEqual(report.count("sent"), 0)
        frames.end()
        far.end()
        self.assertEqual(frames.fields("frame.number", expression="icmp or tcp or arp.dst.proto_ipv4 == 10.74.0.1"), [])
        self.assertEqual(pathlib.Path("none-far.pcap").stat().st_size, 24)

    def test_ports_behind_them_are_filtered_with_the_same_reason(self):
        report = lab.ask("scan", "10.74.0.1", lan.ipv4(1), "-p", "81")
        self.assertEqual(report.final["10.74.0.1", 81]["attempts"], 0)
        self.assertEqual(report.final[lan.ipv4(1), 81]["state"], "closed")

    def test_what_this_machine_cannot_reach_is_a_verdict_beside_those_of_others(self):
        for addr in ("2001:db9::1", "172.30.0.1"):
            report = lab.ask("sweep", addr, lan.ipv4(1))
            self.assertEqual([report.final[addr, 0][field] for field in ("state", "reason", "attempts")],
                             ["unreachable", "no-route", 0])
            self.assertEqual(report.final[lan.ipv4(1), 0]["state"], "up")
            self.assertEqual(lab.ask("scan", addr, lan.ipv4(1), "-p", "81").final[addr, 81]["reason"], "no-route")
            run = lab.muster("sweep", "--strict", addr, lan.ipv4(1), expect=1)
            self.assertIn(f"no route to {addr}", run.stderr)
            self.assertIn("no route", lab.muster("route", addr).stdout)

    def test_where_nothing_can_be_reached_the_network_is_named(self):
        run = lab.muster("sweep", "172.30.0.1", expect=1)
        self.assertIn("no route to 172.30.0.1", run.stderr)

    def test_network_and_broadcast_addresses_are_left_out_in_every_command(self):
        own = "10.50.0.0/28"  # of a /16
        self.assertEqual(sum(piece["reserved"] for piece in pieces(own).values()), 1)
        self.assertIn("a network or broadcast address", lab.muster("route", "10.50.255.255").stdout)
        for command in (("sweep",), ("scan", "-p", "81")):
            report = lab.ask(*command, own)
            asked = {addr for addr, _ in report.final}
            self.assertEqual(len(asked), 15)
            self.assertEqual(report.count("left_out"), 1)
            run = lab.muster(*command, "10.50.255.255", expect=2)
            self.assertIn("is a network or broadcast address", run.stderr)


def setUpModule():
    lan.build(2)
    for prefix, gateway in (("10.72.0.0/25", lan.ipv4(1)), ("2001:db8:72::/65", lan.ipv6(1))):
        lan.ip("route", "add", prefix, "via", gateway)
        lan.ip("route", "add", "local", prefix, "dev", "lo", of=lan.name(1))
    lan.set_ipv6("far", True)
    for prefix, gateway in (("10.72.0.128/25", lab.ROUTER), ("2001:db8:72:0:8000::/65", "2001:db8:9::2")):
        if ":" in prefix:
            lan.ip("-6", "addr", "add", "2001:db8:9::1/64", "dev", "near0", "nodad")
            lan.ip("-6", "addr", "add", "2001:db8:9::2/64", "dev", "far0", "nodad", of="far")
        lan.ip("route", "add", prefix, "via", gateway)
        lan.ip("route", "add", "local", prefix, "dev", "lo", of="far")
    for kind, number in (("prohibit", 74), ("unreachable", 75), ("blackhole", 76)):
        lan.ip("route", "add", kind, f"10.{number}.0.0/16")
        lan.ip("-6", "route", "add", kind, f"2001:db8:{number}::/64")


if __name__ == "__main__":
    lab.main()
