# SPDX-License-Identifier: BSD-2-Clause
"""The local link: hosts probed by ARP and neighbour solicitation, never by way of the kernel's neighbour table."""
import json
import pathlib
import time
import unittest

import lab
import lan

MACHINES = 4
LIVE4 = {lan.ipv4(machine) for machine in range(1, MACHINES + 1)}
LIVE6 = {lan.ipv6(machine) for machine in range(1, MACHINES + 1)}
# Kernels ask each other again some seconds after they talked: no part of what a sweep asks.
NOT_OF_KERNELS = f"arp.opcode == 1 and not arp.dst.proto_ipv4 in {{10.50.0.1, {', '.join(sorted(LIVE4))}}}"
DROP_ICMP = """
table inet t {
  chain i {
    type filter hook input priority 0
    icmp type echo-request drop
    icmpv6 type echo-request drop
    meta l4proto tcp drop
  }
}
"""

# Answers ARP requests for 10.50.7.0/24 with replies that must not be believed.
LIAR = """
import socket, struct, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
s.bind(("e0", 0))
own = s.getsockname()[4]
def reply(mac, addr, to_mac, to_addr, op=2, kind=1, source=None):
    s.send(to_mac + (source or mac) + b"\\x08\\x06" + struct.pack("!HHBBH", kind, 0x800, 6, 4, op) + mac + addr + to_mac + to_addr)
print("ready", flush=True)
while True:
    frame = s.recv(2048)
    if frame[20:22] != b"\\0\\1" or frame[38:41] != bytes((10, 50, 7)):
        continue
    asked, asker, mac = frame[38:42], frame[28:32], frame[22:28]
    other = asked[:3] + bytes((asked[3] ^ 1,))
    reply(own, bytes((10, 50, 9, 9)), mac, asker)                    # for an address that was not requested
    reply(own, asked, b"\\2\\0\\0\\0\\0\\x99", asker)                    # to another machine
    reply(own, asked, mac, bytes((224, 0, 0, 1)))                    # to a group
    reply(own, asked, b"\\2\\0\\0\\0\\0\\x99", asked, op=1)            # a request to another machine
    reply(own, asked, mac, asker, kind=15)                           # of another hardware type
    reply(b"\\xff" * 6, asked, mac, asker, source=own)                # from the broadcast address
    s.send(frame[6:12] + own + b"\\x08\\x06\\0\\1\\x08")                 # cut off
    for _ in range(50):
        reply(own, bytes((10, 50, 7, 200)) , mac, asker, op=3)       # a flood of frames that are no replies
"""


def macs(report):
    return {addr: line["mac"] for (addr, _), line in report.final.items() if line.get("mac")}


def up(report):
    return {addr for (addr, _), line in report.final.items() if line["state"] == "up"}


class Sweeps(unittest.TestCase):
    def setUp(self):
        lan.forget_neighbours()

    def test_those_that_answer_are_up_each_with_its_mac_and_the_table_is_as_it_was(self):
        report = lab.ask("sweep", "10.50.0.0/24", "2001:db8:50::/120")
        self.assertEqual(up(report), LIVE4 | LIVE6 | {"10.50.0.1", "2001:db8:50::1"})
        self.assertEqual(macs(report), {**{lan.ipv4(m): lan.mac(m) for m in range(1, MACHINES + 1)},
                                        **{lan.ipv6(m): lan.mac(m) for m in range(1, MACHINES + 1)}})
        self.assertEqual({report.final[addr, 0]["reason"] for addr in LIVE4}, {"arp-response"})
        self.assertEqual({report.final[addr, 0]["reason"] for addr in LIVE6}, {"nd-response"})
        self.assertTrue(all(report.final[addr, 0]["rtt_ms"] is not None for addr in LIVE4 | LIVE6))
        self.assertEqual(lan.neighbours(), [])

    def test_an_entry_that_was_there_is_there_afterwards(self):
        lan.ip("neigh", "replace", "10.50.0.200", "lladdr", "02:00:00:00:03:01", "nud", "permanent", "dev", "lan0")
        self.addCleanup(lambda: lan.ip("neigh", "del", "10.50.0.200", "dev", "lan0"))
        table = lambda: [line for line in lan.ip("neigh", "show", "dev", "lan0").splitlines() if line.startswith("10.50.0.20")]
        before = table()
        self.assertEqual(up(lab.ask("sweep", "10.50.0.196-209")), set())
        self.assertEqual((len(before), table()), (1, before))

    def test_who_drops_everything_else_is_up(self):
        lan.nft(lan.name(2), DROP_ICMP)
        self.addCleanup(lan.drop_rules, lan.name(2))
        report = lab.ask("sweep", lan.ipv4(2), lan.ipv6(2))
        self.assertEqual(up(report), {lan.ipv4(2), lan.ipv6(2)})
        report = lab.ask("sweep", "--no-arp", "--probe", "icmp", lan.ipv4(2), lan.ipv6(2))
        self.assertEqual(up(report), set())

    def test_no_arp_asks_by_ip(self):
        report = lab.ask("sweep", "--no-arp", lan.ipv4(1), lan.ipv6(1))
        self.assertEqual({line["reason"] for line in report.final.values()}, {"echo-reply"})
        self.assertEqual({line["proto"] for line in report.final.values()}, {"icmp", "icmp6"})

    def test_it_agrees_with_arp_scan_and_nmap(self):
        said = lan.run_in(None, "arp-scan", "-I", "lan0", "-x", "-q", "10.50.0.0/24")
        theirs = dict(line.split("\t")[:2] for line in said.splitlines() if line.count("\t") >= 1)
        self.assertEqual(macs(lab.ask("sweep", "10.50.0.0/24")), theirs)
        said = lan.run_in(None, "nmap", "-sn", "-n", "-oG", "-", "10.50.0.0/27")
        self.assertEqual(up(lab.ask("sweep", "10.50.0.0/27")), {line.split()[1] for line in said.splitlines() if "Status: Up" in line})

    def test_every_frame_is_as_tshark_expects_and_asks_once_more_only_for_the_silent(self):
        frames = lan.Frames("all.pcap", machine=1)
        report = lab.ask("sweep", "10.50.0.8-23", "2001:db8:50::8-17", "--retries", "1")
        frames.end()
        self.assertEqual(frames.bad(), [])
        ours = f"arp.opcode == 1 and eth.src == {lan.OWN_MAC}"
        asked = [row[0] for row in frames.fields("arp.dst.proto_ipv4", expression=ours)]
        for (addr, _), line in report.final.items():
            if "." in addr:
                self.assertEqual(asked.count(addr), line["attempts"], line)
                self.assertEqual(line["attempts"], 1 if addr in LIVE4 else 2, line)
        rows = frames.fields("eth.dst", "arp.src.hw_mac", "arp.src.proto_ipv4", "arp.dst.hw_mac", expression=ours)
        self.assertEqual(set(rows), {("ff:ff:ff:ff:ff:ff", lan.OWN_MAC, "10.50.0.1", "00:00:00:00:00:00")})
        for target, to, hops, by in frames.fields("icmpv6.nd.ns.target_address", "ipv6.dst", "ipv6.hlim", "icmpv6.opt.linkaddr",
                                                  expression="icmpv6.type == 135 and ipv6.src == 2001:db8:50::1"):
            self.assertEqual((hops, by), ("255", lan.OWN_MAC))
            self.assertTrue(to == target or to == f"ff02::1:ff00:{target.split('::')[1]}", to)

    def test_the_pace_is_gentle_and_the_second_wave_slower(self):
        frames = lan.Frames("pace.pcap", "arp", machine=1)
        lab.ask("sweep", "10.50.4.0/24", "--arp-rate", "400", "--retries", "1")
        rows = [(addr, float(at)) for at, addr in frames.end().fields("frame.time_epoch", "arp.dst.proto_ipv4", expression=NOT_OF_KERNELS)]
        seen, first, second = set(), [], []
        for addr, at in rows:
            (second if addr in seen else first).append(at)
            seen.add(addr)
        self.assertEqual((len(first), len(second)), (256, 256))
        self.assertGreater(first[-1] - first[0], 0.9 * 255 / 400)
        self.assertGreater(second[-1] - second[0], 0.9 * 255 / 200)
        for waved, pace in ((first, 400), (second, 200)):
            for i in range(len(waved) - 64):
                self.assertGreater(waved[i + 64] - waved[i], 0.5 * 64 / pace, "a burst")

    def test_ten_thousand_addresses_and_a_small_neighbour_table(self):
        """The kernel's neighbour table is full at 1,024 entries by default; a sweep adds none."""
        report = lab.ask("sweep", "10.50.0.1-10.50.39.255", "--arp-rate", "20k")
        self.assertEqual(up(report), LIVE4 | {"10.50.0.1"})
        self.assertEqual(len(report.final), 10239)
        self.assertEqual(lan.neighbours(), [])

    def test_who_takes_most_of_a_second_to_answer_is_up(self):
        """Late ARP answers, as of machines that save power: a Linux proxy answers after 0 to 0.8 s."""
        proxy = lan.name(2)
        lan.run_in(proxy, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/conf/e0/proxy_arp; echo 1 >/proc/sys/net/ipv4/ip_forward")
        self.addCleanup(lan.run_in, proxy, "sh", "-c", "echo 0 >/proc/sys/net/ipv4/conf/e0/proxy_arp")
        lan.ip("link", "add", "elsewhere", "type", "veth", "peer", "name", "beyond", of=proxy)
        self.addCleanup(lan.ip, "link", "del", "elsewhere", of=proxy)
        for device in ("elsewhere", "beyond"):
            lan.ip("link", "set", device, "up", of=proxy)
        lan.ip("route", "add", "10.50.66.0/28", "dev", "elsewhere", of=proxy)
        report = lab.ask("sweep", "10.50.66.0/28", lan.ipv4(1), lan.ipv4(3))
        self.assertEqual(up(report), {f"10.50.66.{last}" for last in range(16)} | {lan.ipv4(1), lan.ipv4(3)})

    def test_vendors_are_told_where_the_list_is_installed(self):
        lan.ip("link", "set", "e0", "address", "00:00:0c:12:34:56", of=lan.name(4))
        self.addCleanup(lambda: lan.ip("link", "set", "e0", "address", lan.mac(4), of=lan.name(4)))
        line = lab.ask("sweep", lan.ipv4(4)).final[lan.ipv4(4), 0]
        self.assertEqual(line["mac"], "00:00:0c:12:34:56")
        try:
            listed = pathlib.Path("/usr/share/ieee-data/oui.txt").read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            self.assertIsNone(line["vendor"])
            return
        self.assertIn("Cisco", line["vendor"])
        self.assertIn(line["vendor"], listed)

    def test_liars_never_make_a_verdict(self):
        liar = lan.start_in(lan.name(3), "python3", "-c", LIAR)
        self.addCleanup(lan.end, liar)
        liar.stdout.readline()
        report = lab.ask("sweep", "10.50.7.0/26", lan.ipv4(1))
        self.assertEqual(up(report), {lan.ipv4(1)})
        self.assertEqual([line for line in report.final.values() if line.get("suspect")], [])

    def test_two_machines_with_one_address_are_told(self):
        for machine in (1, 2):
            lan.ip("addr", "add", "10.50.3.7/16", "dev", "e0", of=lan.name(machine))
            self.addCleanup(lan.ip, "addr", "del", "10.50.3.7/16", "dev", "e0", of=lan.name(machine))
        run = lab.muster("sweep", "10.50.3.0/28", "--all", "--force", "-o", "out.ndjson")
        report = lab.Report("out.ndjson")
        self.assertEqual({addr: line["suspect"] for (addr, _), line in report.final.items() if line.get("suspect")},
                         {"10.50.3.7": "address-conflict"})
        self.assertRegex(run.stderr, "conflict")

    def test_a_watch_tells_once_that_another_machine_has_the_address(self):
        def give(machine):
            lan.ip("addr", "add", "10.50.3.8/16", "dev", "e0", of=lan.name(machine))

        def take(machine):
            lan.ip("addr", "del", "10.50.3.8/16", "dev", "e0", of=lan.name(machine))

        give(1)
        watch = lan.start_in(None, lab.MUSTER, "watch", "10.50.3.8", "--every", "300ms", "--rounds", "10", "-o", "ndjson:-")
        self.addCleanup(lan.end, watch)
        time.sleep(1)
        take(1)
        give(2)
        self.addCleanup(take, 2)
        events = [json.loads(line) for line in watch.communicate(timeout=30)[0].splitlines()]
        told = [(event["change"], event["mac"], event["was_mac"]) for event in events if event.get("change", "").startswith("mac-")]
        self.assertEqual(told, [("mac-changed", lan.mac(2), lan.mac(1))])

    def test_a_dry_run_tells_how_long_it_takes(self):
        said = lab.muster("sweep", "10.50.0.0/16", "10.8.0.0/24", "--dry-run").stdout
        self.assertIn("65,533  of them ARP requests and neighbour solicitations", said)
        self.assertIn("32.8 s  for those, at 2,000 a second on each link", said)
        self.assertIn("26 ms  for the others, at 10,000 frames a second", said)
        said = lab.muster("scan", "10.50.0.8-15", "-p", "1-100", "--rate", "1k", "--arp-rate", "100", "--dry-run").stdout
        self.assertIn("8  before: ARP requests", said)
        self.assertIn("80 ms  for those", said)
        self.assertIn("800 ms  for the ports", said)


class Scans(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.open = lan.servers(1, 22, 80)

    @classmethod
    def tearDownClass(cls):
        lan.end(cls.open)

    def setUp(self):
        lan.forget_neighbours()

    def test_ports_are_asked_of_those_that_answered_and_of_nobody_else(self):
        frames = lan.Frames("scan.pcap")
        report = lab.ask("scan", "10.50.0.8-15", "2001:db8:50::8-17", "-p", "22,80,81", "--detect-proxies", "off")
        frames.end()
        for (addr, port), line in report.final.items():
            host = addr in LIVE4 | LIVE6
            opened = addr in (lan.ipv4(1), lan.ipv6(1)) and port != 81
            self.assertEqual(line["state"], "open" if opened else "closed" if host else "filtered", line)
            self.assertEqual(line["reason"], "syn-ack" if opened else "reset" if host else "host-down", line)
            self.assertEqual(line["mac"], lan.mac(int(addr[-1], 16) if ":" in addr else int(addr[-1])) if host else None)
        self.assertEqual(len(report.final), (8 + 16) * 3)
        asked = frames.fields("ip.dst", "ipv6.dst", "eth.dst", expression="tcp.flags == 0x002")
        machine = {**{(lan.ipv4(m), ""): lan.mac(m) for m in range(1, MACHINES + 1)}, **{("", lan.ipv6(m)): lan.mac(m) for m in range(1, MACHINES + 1)}}
        self.assertEqual({(row[0], row[1]): row[2] for row in asked}, machine)
        self.assertEqual(frames.bad("tcp.flags == 0x002 or not tcp"), [])

    def test_the_same_as_nmap(self):
        said = lan.run_in(None, "nmap", "-n", "-sS", "-p", "20-90", "-oG", "-", f"{lan.PREFIX4}11-14")
        theirs = {(line.split()[1], int(port.split("/")[0])) for line in said.splitlines() if "Ports:" in line
                  for port in line.split("Ports: ")[1].split(", ") if "/open/" in port}
        report = lab.ask("scan", f"{lan.PREFIX4}11-14", "-p", "20-90")
        self.assertEqual({key for key, line in report.final.items() if line["state"] == "open"}, theirs)
        self.assertEqual(len(theirs), 2)

    def test_many_dead_hosts_cost_no_questions(self):
        report = lab.ask("scan", "10.50.0.1-255", "-p", "1-200", "--detect-proxies", "off")
        states = report.states()
        self.assertEqual(len(states), 255 * 200)
        self.assertEqual({addr for (addr, _), state in states.items() if state != "filtered"}, LIVE4 | {"10.50.0.1"})
        self.assertLess(report.count("sent"), 5 * 200 * 2 + 256 * 4)


class Gateways(unittest.TestCase):
    def test_one_that_answers_is_asked_no_more_than_needed_and_its_mac_used(self):
        """Once for its MAC address, and once when its silence would begin to mean something."""
        lan.ip("route", "add", "10.70.0.0/24", "via", lan.ipv4(1))
        self.addCleanup(lan.ip, "route", "del", "10.70.0.0/24")
        lan.ip("route", "add", "local", "10.70.0.0/24", "dev", "lo", of=lan.name(1))
        self.addCleanup(lan.ip, "route", "del", "local", "10.70.0.0/24", "dev", "lo", of=lan.name(1))
        lan.forget_neighbours()
        frames = lan.Frames("gateway.pcap")
        report = lab.ask("sweep", "10.70.0.0/27")
        frames.end()
        self.assertEqual(len(up(report)), 32)
        self.assertEqual({row[0] for row in frames.fields("eth.dst", expression="icmp.type == 8")}, {lan.mac(1)})
        asked = frames.fields("frame.number", expression="arp.opcode == 1 and arp.dst.proto_ipv4 == 10.50.0.11")
        self.assertIn(len(asked), (1, 2))
        self.assertEqual(lan.neighbours(), [])

    def test_a_silent_one_is_told_after_retries(self):
        lan.ip("route", "add", "10.71.0.0/24", "via", "10.50.9.9")
        self.addCleanup(lan.ip, "route", "del", "10.71.0.0/24")
        frames = lan.Frames("silent.pcap", "arp")
        run = lab.muster("sweep", "10.71.0.0/30", expect=1)
        self.assertIn("gateway 10.50.9.9 on lan0 does not answer for its link-layer address", run.stderr)
        self.assertIn("--gateway-mac", run.stderr)
        self.assertEqual([row[0] for row in frames.end().fields("arp.dst.proto_ipv4", expression=NOT_OF_KERNELS)], ["10.50.9.9"] * 3)

    def test_behind_a_silent_one_it_is_unknown_while_others_are_asked(self):
        lan.ip("route", "add", "10.71.0.0/24", "via", "10.50.9.9")
        self.addCleanup(lan.ip, "route", "del", "10.71.0.0/24")
        report = lab.ask("sweep", "10.71.0.0/30", lan.ipv4(1))
        self.assertEqual(report.final[lan.ipv4(1), 0]["state"], "up")
        self.assertEqual({(line["state"], line["reason"]) for (addr, _), line in report.final.items() if addr.startswith("10.71.")},
                         {("unknown", "gateway-silent")})

    def test_gateway_mac_is_used_unasked_and_checked(self):
        lan.ip("route", "add", "10.71.0.0/24", "via", "10.50.9.9")
        self.addCleanup(lan.ip, "route", "del", "10.71.0.0/24")
        lan.ip("route", "add", "local", "10.71.0.0/24", "dev", "lo", of=lan.name(2))
        self.addCleanup(lan.ip, "route", "del", "local", "10.71.0.0/24", "dev", "lo", of=lan.name(2))
        report = lab.ask("sweep", "10.71.0.0/28", "--gateway-mac", lan.mac(2))
        self.assertEqual(len(up(report)), 16)
        for wrong in ("02:00", "nonsense", "ff:ff:ff:ff:ff:ff", "02:00:00:00:02:02:03", "00:00:00:00:00:00", "02:00: 0:00:02:02"):
            for more in ([], ["--dry-run"]):
                run = lab.muster("sweep", "10.71.0.0/28", "--gateway-mac", wrong, *more, expect=2)
                self.assertIn(wrong, run.stderr)
        self.assertIn("no target is behind a gateway", lab.muster("sweep", lan.ipv4(1), "--gateway-mac", lan.mac(2), expect=2).stderr)

    def test_a_gateway_behind_itself_is_asked_for_once(self):
        lan.ip("route", "add", "10.71.0.0/24", "via", "10.71.0.1", "dev", "lan0", "onlink")
        self.addCleanup(lan.ip, "route", "del", "10.71.0.0/24")
        frames = lan.Frames("itself.pcap", "arp")
        run = lab.muster("sweep", "10.71.0.5", expect=1)
        self.assertIn("gateway 10.71.0.1 on lan0 does not answer", run.stderr)
        self.assertEqual([row[0] for row in frames.end().fields("arp.dst.proto_ipv4", expression=NOT_OF_KERNELS)], ["10.71.0.1"] * 3)
        lan.ip("addr", "add", "10.71.0.1/32", "dev", "e0", of=lan.name(2))
        self.addCleanup(lan.ip, "addr", "del", "10.71.0.1/32", "dev", "e0", of=lan.name(2))
        lan.ip("addr", "add", "10.71.0.5/32", "dev", "e0", of=lan.name(2))
        self.addCleanup(lan.ip, "addr", "del", "10.71.0.5/32", "dev", "e0", of=lan.name(2))
        self.assertEqual(up(lab.ask("sweep", "10.71.0.5")), {"10.71.0.5"})

    def test_gateways_are_asked_from_the_address_that_is_told(self):
        lan.ip("addr", "add", "10.50.0.77/16", "dev", "lan0")
        self.addCleanup(lan.ip, "addr", "del", "10.50.0.77/16", "dev", "lan0")
        lan.ip("route", "add", "10.71.0.0/24", "via", "10.50.9.9")
        self.addCleanup(lan.ip, "route", "del", "10.71.0.0/24")
        frames = lan.Frames("from.pcap", "arp")
        lab.muster("sweep", "10.71.0.0/30", "--source-ip", "10.50.0.77", expect=1)
        self.assertEqual([row[0] for row in frames.end().fields("arp.src.proto_ipv4", expression=NOT_OF_KERNELS)], ["10.50.0.77"] * 3)

    def test_a_cap_is_for_links_and_ways_together(self):
        report = lab.ask("sweep", "10.50.0.0/26", "10.8.0.0/26", "--max-rate", "200")
        self.assertLess(report.count("rate_pps"), 220)
        report = lab.ask("sweep", "10.50.0.0/26", "--max-rate", "100", "--retries", "0")
        self.assertLess(report.count("rate_pps"), 110)

    def test_a_sample_without_hosts_of_the_link_asks_nobody_there(self):
        report = lab.ask("scan", lan.ipv4(1), "10.8.0.0/24", "-p", "80", "--max", "3", "--seed", "5", "--detect-proxies", "off")
        self.assertEqual(len(report.final), 3)


def setUpModule():
    lan.build(MACHINES)
    time.sleep(1)  # so that their first MLD reports are over


if __name__ == "__main__":
    lab.main()
