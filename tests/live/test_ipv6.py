# SPDX-License-Identifier: BSD-2-Clause
"""IPv6: routed and on-link targets, compared with nmap and the kernel; targets in every form; ICMPv6 errors with their codes."""
import ipaddress
import pathlib
import random
import socket
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

import lab
import lan

MACHINES = 3
LIVE = "2001:db8:a::"     # all of this /64 is at the far end
ERRORS = {"2001:db8:b::1": ("unreachable", "net-unreach", 1, 0), "2001:db8:c::1": ("unreachable", "admin-prohibited", 1, 1),
          "2001:db8:d::1": ("down", "no-response", None, None), "2001:db8:e::1": ("unreachable", "net-unreach", 1, 0)}
HOSTS = """
127.0.0.1 localhost
10.50.0.11 both.example four.example
2001:db8:50::11 both.example six.example
"""

# Ports of the far end: 22, 80, 443 are open, 23 refuses by ICMP, 135-139 are silent, all else is closed.
PORTS_RULES = """
table ip6 t {
  chain i {
    type filter hook input priority 0
    tcp dport 23 reject with icmpv6 type admin-prohibited
    tcp dport 135-139 drop
  }
}
"""
SERVERS = """
import socket, sys
kept = [socket.create_server(("::", port), family=socket.AF_INET6, backlog=4096) for port in (22, 80, 443)]
print("ready", flush=True)
sys.stdin.read()
"""

# Answers solicitations for 2001:db8:50::7:0/112 with advertisements that each break a rule.
LIAR = r"""
import socket, struct
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x86dd))
s.bind(("e0", 0x86dd))
own = s.getsockname()[4]
def advertise(asker_mac, asker, target, hops=255, flags=0x60000000, code=0, option=b"\2\1" + own, off=0, to_mac=None, length=None):
    message = struct.pack("!BBHI", 136, code, 0, flags) + target + option
    data = target + asker + struct.pack("!II", len(message), 58) + message
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    message = message[:2] + struct.pack("!H", (~total & 0xffff) ^ off) + message[4:]
    head = struct.pack("!IHBB", 6 << 28, length or len(message), 58, hops) + target + asker
    s.send((to_mac or asker_mac) + own + b"\x86\xdd" + head + message)
print("ready", flush=True)
while True:
    frame = s.recv(2048)
    if frame[20] != 58 or frame[54] != 135 or frame[62:76] != socket.inet_pton(socket.AF_INET6, "2001:db8:50::7:0")[:14]:
        continue
    mac, asker, target = frame[6:12], frame[22:38], frame[62:78]
    other = target[:15] + bytes((target[15] ^ 128,))
    advertise(mac, asker, target, hops=64)                      # from beyond a router
    advertise(mac, asker, target, code=1)
    advertise(mac, asker, target, off=1)                        # a checksum that does not hold
    advertise(mac, asker, target, option=b"\2\0" + own)         # an option without length
    advertise(mac, asker, target, option=b"\2\2" + own)         # and one beyond the end
    advertise(mac, asker, target, option=b"\2\1" + b"\xff" * 6) # the broadcast address as link-layer address
    advertise(mac, asker, target, to_mac=b"\2\0\0\0\0\x99")     # to another machine
    advertise(mac, asker[:15] + b"\x63", target)                # to another address
    advertise(b"\x33\x33\0\0\0\1", socket.inet_pton(socket.AF_INET6, "ff02::1"), target)
    advertise(mac, asker, target, length=16)                    # cut off
"""


def states(report):
    return {key: line["state"] for key, line in report.final.items()}


def hosts(report, state="up"):
    return {addr for (addr, _), line in report.final.items() if line["state"] == state}


def far6(*words):
    return lan.ip("-6", *words, of="far")


class Routed(unittest.TestCase):
    def test_a_sweep_is_exact(self):
        report = lab.ask("sweep", f"{LIVE}/120", *ERRORS)
        self.assertEqual(hosts(report), {str(ipaddress.ip_address(LIVE) + i) for i in range(256)})
        for addr, (state, reason, kind, code) in ERRORS.items():
            line = report.final[addr, 0]
            self.assertEqual((line["state"], line["reason"]), (state, reason), line)
        self.assertEqual({report.final[addr, 0]["reason"] for addr in hosts(report)}, {"echo-reply"})
        self.assertEqual({report.final[addr, 0]["proto"] for addr in hosts(report)}, {"icmp6"})

    def test_errors_have_type_code_and_sender(self):
        lab.muster("sweep", *ERRORS, "--all", "--force", "-o", "codes.csv", "--fields", "addr,icmp_type,icmp_code,from")
        rows = {row["addr"]: row for row in lab.read_csv("codes.csv")}
        for addr, (_, _, kind, code) in ERRORS.items():
            self.assertEqual((rows[addr]["icmp_type"], rows[addr]["icmp_code"]), (str(kind or ""), str(code if kind else "")), rows[addr])
            self.assertEqual(rows[addr]["from"], "2001:db8:9::2" if kind else "")

    def test_ports_are_what_nmap_says(self):
        lan.nft("far", PORTS_RULES)
        self.addCleanup(lan.run_in, "far", "nft", "delete", "table", "ip6", "t")
        targets = f"{LIVE}1", f"{LIVE}2"
        with lab.Helper("python3", "-c", SERVERS):
            lan.run_in(None, "nmap", "-6", "-n", "-Pn", "-sS", "-p", "20-90,135-139,443", "-oX", "nmap.xml", *targets)
            report = lab.ask("scan", *targets, "-p", "20-90,135-139,443")
        theirs = {(host.find("address[@addrtype='ipv6']").get("addr"), int(port.get("portid"))): port.find("state").get("state")
                  for host in ElementTree.parse("nmap.xml").getroot().iter("host") for port in host.iter("port")}
        ours = states(report)
        self.assertEqual({key: ours[key] for key in theirs}, theirs)
        self.assertEqual(len(ours), 2 * 77)
        for addr in targets:
            said = lambda state: {port for (asked, port), told in ours.items() if asked == addr and told == state}
            self.assertEqual((said("open"), said("filtered")), ({22, 80, 443}, {23, *range(135, 140)}))
            self.assertEqual({report.final[addr, port]["reason"] for port in range(135, 140)}, {"no-response"})
            self.assertEqual(report.final[addr, 23]["reason"], "admin-prohibited")

    def test_every_engine_says_the_same(self):
        """A veth takes XDP frames when its other end has GRO on."""
        lan.run_in("far", "ethtool", "-K", "far0", "gro", "on")
        self.addCleanup(lan.run_in, "far", "ethtool", "-K", "far0", "gro", "off")
        expected = {(f"{LIVE}{i or ''}", port): ("closed", "reset") for i in range(8) for port in (22, 81)}
        expected |= {(addr, port): ("filtered", reason) for addr, (_, reason, _, _) in ERRORS.items() for port in (22, 81)}
        program = pathlib.Path(lab.MUSTER).read_bytes()
        able = {"raw": True, "packet": True, "xdp": b"AF_XDP sockets" in program, "live": b"live frames" in program}
        for engine in filter(able.get, able):
            for rx in ("pcap", "xdp") if able["live"] else ("pcap",):
                with self.subTest(engine=engine, rx=rx):
                    report = lab.ask("scan", f"{LIVE}/125", *ERRORS, "-p", "22,81", "--engine", engine, "--rx", rx, "--detect-proxies", "off")
                    self.assertEqual({key: (line["state"], line["reason"]) for key, line in report.final.items()}, expected)
                    report = lab.ask("sweep", f"{LIVE}/125", *ERRORS, "--engine", engine, "--rx", rx, "--detect-proxies", "off")
                    self.assertEqual(states(report), {**{(f"{LIVE}{i or ''}", 0): "up" for i in range(8)},
                                                      **{(addr, 0): state for addr, (state, *_) in ERRORS.items()}})

    def test_other_probes(self):
        targets = [f"{LIVE}{i}" for i in range(1, 4)]
        for probe, reason in (("ack:81", "reset"), ("fin:81", "reset"), ("null:81", "reset"), ("xmas:81", "reset"), ("syn:81", "reset")):
            report = lab.ask("sweep", *targets, "--probe", probe)
            self.assertEqual({(line["state"], line["reason"]) for line in report.final.values()}, {("up", reason)}, probe)
        report = lab.ask("sweep", "--no-arp", lan.ipv6(1), "--probe", "udp:81")
        self.assertEqual((report.final[lan.ipv6(1), 0]["state"], report.final[lan.ipv6(1), 0]["reason"]), ("up", "port-unreach"))

    def test_every_frame_is_as_tshark_expects(self):
        capture = lab.Capture("v6.pcap", "ip6 and not (icmp6 and ip6[40] >= 133)")
        with lab.listener():
            lab.ask("sweep", f"{LIVE}/124", "--probe", "icmp,ack:80,fin:80,null:80,xmas:80,udp:53,syn:443")
            lab.ask("scan", f"{LIVE}/126", "-p", "1-40")
        capture.end()
        self.assertEqual(lan.bad("v6.pcap", "tcp.flags.reset == 0 or not tcp"), [])
        self.assertGreater(len(lan.fields("v6.pcap", "frame.number", expression="ipv6.dst == 2001:db8:a::/64")), 16 * 2 + 4 * 40)
        self.assertEqual({row[0] for row in lan.fields("v6.pcap", "ipv6.src")}, {"2001:db8:9::1"})

    def test_a_timestamp_has_no_ipv6(self):
        run = lab.muster("sweep", f"{LIVE}1", "--probe", "timestamp", expect=2)
        self.assertIn("timestamp", run.stderr)
        self.assertIn("IPv6", run.stderr)


class OnLink(unittest.TestCase):
    def setUp(self):
        lan.forget_neighbours()

    def test_link_local_addresses_are_of_one_link(self):
        targets = [f"fe80::ff:fe00:20{machine}%lan0" for machine in range(1, MACHINES + 1)]
        report = lab.ask("sweep", "fe80::ff:fe00:200-20f%lan0")
        self.assertEqual(hosts(report), set(targets))
        self.assertEqual({report.final[addr, 0]["mac"] for addr in targets}, {lan.mac(machine) for machine in range(1, MACHINES + 1)})
        self.assertEqual(set(states(lab.ask("scan", targets[0], "-p", "81")).values()), {"closed"})
        self.assertEqual(hosts(lab.ask("sweep", "--no-arp", targets[0])), {targets[0]})

    def test_own_link_local_addresses_answer_by_way_of_the_loopback(self):
        own = next(word for word in lan.ip("-6", "addr", "show", "dev", "lan0", "scope", "link").split() if word.startswith("fe80"))
        own = own.split("/")[0] + "%lan0"
        server = socket.create_server(("::", 0), family=socket.AF_INET6)
        self.addCleanup(server.close)
        port = server.getsockname()[1]
        report = lab.ask("scan", own, "-p", f"{port},81")
        self.assertEqual(states(report), {(own, port): "open", (own, 81): "closed"})

    def test_a_link_local_source_is_of_the_link_of_its_targets(self):
        own = {dev: next(word for word in lan.ip("-6", "addr", "show", "dev", dev, "scope", "link").split() if word.startswith("fe80"))
               .split("/")[0] for dev in ("lan0", "near0")}
        target = "fe80::ff:fe00:201%lan0"
        for more in ([], ["--no-arp"]):
            self.assertEqual(states(lab.ask("sweep", target, "--source-ip", own["lan0"], *more)), {(target, 0): "up"})
        self.assertIn(own["near0"], lab.muster("sweep", target, "--source-ip", own["near0"], expect=2).stderr)

    def test_the_same_address_on_two_links_is_two_targets(self):
        far = next(word for word in far6("addr", "show", "dev", "far0", "scope", "link").split() if word.startswith("fe80"))
        far = far.split("/")[0]
        report = lab.ask("sweep", f"{far}%near0", f"{far}%lan0")
        self.assertEqual(states(report), {(f"{far}%near0", 0): "up", (f"{far}%lan0", 0): "down"})

    def test_liars_never_make_a_verdict(self):
        liar = lan.start_in(lan.name(3), "python3", "-c", LIAR)
        self.addCleanup(lan.end, liar)
        liar.stdout.readline()
        report = lab.ask("sweep", "2001:db8:50::7:0-ff", lan.ipv6(1))
        self.assertEqual(hosts(report), {lan.ipv6(1)})
        self.assertEqual([line for line in report.final.values() if line.get("suspect")], [])

    def test_a_conflict_is_told(self):
        for machine in (1, 2):
            lan.ip("-6", "addr", "add", "2001:db8:50::77/64", "dev", "e0", "nodad", of=lan.name(machine))
            self.addCleanup(lan.ip, "-6", "addr", "del", "2001:db8:50::77/64", "dev", "e0", of=lan.name(machine))
        report = lab.ask("sweep", "2001:db8:50::70-7f")
        self.assertEqual({addr: line["suspect"] for (addr, _), line in report.final.items() if line.get("suspect")},
                         {"2001:db8:50::77": "address-conflict"})

    def test_a_large_prefix_leaves_the_neighbour_table_alone(self):
        report = lab.ask("sweep", "2001:db8:50::/116", "--arp-rate", "20k")
        self.assertEqual(len(report.final), 4096)
        self.assertEqual(hosts(report), {lan.ipv6(machine) for machine in range(1, MACHINES + 1)} | {"2001:db8:50::1"})
        self.assertEqual([addr for addr in lan.neighbours() if addr.startswith("2001:")], [])


class Targets(unittest.TestCase):
    def test_forms_overlap_and_excludes(self):
        report = lab.ask("sweep", f"{LIVE}/124", f"{LIVE}8-1f", f"{LIVE}1e-{LIVE}21", f"{LIVE}10", "--exclude", f"{LIVE}4/126", "--exclude",
                         f"{LIVE}20")
        self.assertEqual(hosts(report), {f"{LIVE}{i:x}" for i in range(0x22) if i not in (4, 5, 6, 7, 0x20)} - {LIVE + "0"} | {LIVE})

    def test_overlaps_are_asked_once_and_what_is_excluded_never(self):
        capture = lab.Capture("overlap.pcap", "icmp6 and ip6[40] == 128")
        lab.ask("sweep", f"{LIVE}/124", f"{LIVE}8-1f", f"{LIVE}9", f"{LIVE}/125", "--exclude", f"{LIVE}4/126", "--exclude", f"{LIVE}1f",
                "--detect-proxies", "off", "--retries", "0", "--rate", "1k")
        capture.end()
        asked = [row[0] for row in lan.fields("overlap.pcap", "ipv6.dst")]
        self.assertEqual(sorted(asked), sorted(f"{LIVE}{i:x}" if i else LIVE for i in range(0x1f) if i not in (4, 5, 6, 7)))

    def test_a_hit_list_of_single_addresses(self):
        random.seed(5)
        listed = {str(ipaddress.ip_address(LIVE) + random.getrandbits(64)) for _ in range(20000)}
        pathlib.Path("hits").write_text("\n".join(listed))
        report = lab.ask("sweep", "-i", "hits", "--rate", "20k", "--retries", "3")
        self.assertEqual(hosts(report), listed)

    def test_both_families_are_one_report(self):
        report = lab.ask("sweep", "10.8.0.1-4", f"{LIVE}1-4", lan.ipv4(1), lan.ipv6(1), "10.8.192.1", "::1", "127.0.0.1")
        self.assertEqual(len(report.final), 13)
        self.assertEqual(hosts(report, "down"), {"10.8.192.1"})

    def test_of_what_nobody_can_sweep_some_are_picked(self):
        report = lab.ask("sweep", f"{LIVE}/64", "--max", "500")
        self.assertEqual(len(hosts(report)), 500)
        self.assertTrue(all(ipaddress.ip_address(addr) in ipaddress.ip_network(f"{LIVE}/64") for addr in hosts(report)))
        self.assertGreater(len({ipaddress.ip_address(addr).packed[8] for addr in hosts(report)}), 150, "from all over it")
        run = lab.muster("sweep", f"{LIVE}/64", expect=2)
        self.assertIn("18,446,744,073,709,551,616", run.stderr)
        self.assertIn("--max", run.stderr)

    def test_shards_are_disjoint_and_complete(self):
        parts = [hosts(lab.ask("sweep", f"{LIVE}/118", "--seed", "7", "--shard", f"{part}/3")) for part in (1, 2, 3)]
        self.assertEqual(sum(map(len, parts)), 1024)
        self.assertEqual(len(set.union(*parts)), 1024)

    def test_names_stand_for_what_is_asked_for(self):
        pathlib.Path("hosts").write_text(HOSTS)
        for words, expected in ((("both.example",), {"10.50.0.11"}), (("both.example", "-6"), {"2001:db8:50::11"}),
                                (("both.example", "-4", "-6"), {"10.50.0.11", "2001:db8:50::11"}), (("six.example",), {"2001:db8:50::11"}),
                                (("four.example", "-4", "-6"), {"10.50.0.11"})):
            command = f"mount --bind hosts /etc/hosts && exec {lab.MUSTER} sweep {' '.join(words)} --all --force -o names.ndjson"
            subprocess.run(["unshare", "-m", "sh", "-c", command], check=True, capture_output=True, timeout=60)
            self.assertEqual(hosts(lab.Report("names.ndjson")), expected, words)

    def test_a_name_without_addresses_of_the_wanted_family_is_told_and_the_rest_is_asked(self):
        pathlib.Path("hosts").write_text(HOSTS)
        for words, reason in ((("six.example", "-4"), "no IPv4"), (("four.example", "-6"), "no IPv6"),
                              (("none.example",), "no name server answered")):
            command = f"mount --bind hosts /etc/hosts && exec {lab.MUSTER} sweep {' '.join(words)} {LIVE}1"
            run = subprocess.run(["unshare", "-m", "sh", "-c", command], capture_output=True, text=True, timeout=60)
            self.assertEqual(run.returncode, 1, words)
            self.assertIn(f'target "{words[0]}": {reason}', run.stderr)
            self.assertIn(f"{LIVE}1 ", run.stdout)

    def test_host_bits_are_told_when_asked_to_talk(self):
        run = lab.muster("sweep", f"{LIVE}5/126", "-v")
        self.assertIn(f"{LIVE}5/126 has host bits", run.stderr)
        self.assertNotIn("host bits", lab.muster("sweep", f"{LIVE}5/126").stderr)

    def test_mistakes_are_told_in_a_sentence(self):
        for text in ("2001:db8:::1", "2001:db8::/129", "2001:db8::g", "::1%", "10.0.0.1/64%lan0", "2001:db8::5-2", "fe80::1%nope0", "fe80::1",
                     "2001:db8::1%lan0", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8:9", "2001:db8::1-10.0.0.1", "2001:db9::1", "ff02::1", "::"):
            run = lab.muster("sweep", text, lan.ipv4(1), expect=0 if text in ("ff02::1", "::", "2001:db9::1") else 2)
            if run.returncode:
                self.assertIn(text, run.stderr)
                self.assertLess(len(run.stderr.splitlines()), 3, run.stderr)


def setUpModule():
    lan.build(MACHINES)
    lan.set_ipv6("far", True)
    lan.run_in("far", "sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/all/forwarding; echo 0 >/proc/sys/net/ipv6/icmp/ratelimit")
    lan.ip("-6", "addr", "add", "2001:db8:9::1/64", "dev", "near0", "nodad")
    far6("addr", "add", "2001:db8:9::2/64", "dev", "far0", "nodad")
    far6("route", "add", "local", f"{LIVE}/64", "dev", "lo")
    for kind, prefix in (("unreachable", "2001:db8:b::/64"), ("prohibit", "2001:db8:c::/64"), ("blackhole", "2001:db8:d::/64")):
        far6("route", "add", kind, prefix)
    lan.ip("-6", "route", "add", "2001:db8::/44", "via", "2001:db8:9::2")
    lan.until(lambda: "tentative" not in far6("addr", "show", "dev", "far0") + lan.ip("-6", "addr", "show", "dev", "near0"), "addresses are there")


if __name__ == "__main__":
    lab.main()
