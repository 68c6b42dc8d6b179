# SPDX-License-Identifier: BSD-2-Clause
"""muster listen -r: who spoke in a file, and from which ports they answered."""
import csv
import io
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / "tests"))
import frames as f  # noqa: E402

MUSTER = os.environ["MUSTER"]
MAC_C = bytes.fromhex("00000c123456")  # Cisco's
C = bytes([10, 0, 0, 77])


def from_mac(frame, mac):
    return frame[:6] + mac + frame[12:]


def ip(packet, mac=f.MAC_A, kind=0x0800):
    return from_mac(f.ether(packet, kind), mac)


FRAMES = [
    ip(f.ipv4(f.tcp(40000, 80, 0x02), 6, "10.0.0.1", "10.0.0.2")),                                # a client: no service
    ip(f.ipv4(f.tcp(80, 40000, 0x12), 6, "10.0.0.2", "10.0.0.1"), f.MAC_B),                       # accepts: 80
    ip(f.ipv4(f.tcp(443, 40001, 0x14), 6, "10.0.0.2", "10.0.0.1"), f.MAC_B),                      # refuses: no service
    ip(f.ipv4(f.tcp(22, 40002, 0x18, payload=b"SSH-2.0"), 6, "10.0.0.2", "10.0.0.1"), f.MAC_B),   # data: 22
    ip(f.ipv4(f.tcp(25, 40003, 0x10), 6, "10.0.0.2", "10.0.0.1"), f.MAC_B),                       # a bare ACK: nothing
    ip(f.ipv4(f.tcp(900, 80, 0x18, payload=b"x"), 6, "10.0.0.3", "10.0.0.2")),                    # a client on a low port
    ip(f.ipv4(f.tcp(8080, 40004, 0x12), 6, "10.0.0.2", "10.0.0.1"), f.MAC_B),                     # above --max-port
    ip(f.ipv4(f.udp(f.dns(1, 0x8180), 53, 40005), 17, "10.0.0.9", "10.0.0.1")),                   # 53/udp
    ip(f.ipv4(f.udp(b"\x24" * 48, 123, 123), 17, "10.0.0.9", "10.0.0.1")),                        # 123/udp, a server's answer
    ip(f.arp(1, MAC_C, b"\0\0\0\0", b"\0" * 6, C), MAC_C, 0x0806),                                # a probe: no address yet
    ip(f.ipv4(f.udp(f.dhcp(1, [(53, b"\3"), (12, b"printer\x1b"), (50, C)], mac=MAC_C), 68, 67), 17, "0.0.0.0", "255.255.255.255"), MAC_C),
    ip(f.arp(1, MAC_C, C, b"\0" * 6, C), MAC_C, 0x0806),                                          # announces itself: named by DHCP
    ip(f.ipv6(struct.pack(">BBHI", 135, 0, 0, 0) + b"\0" * 16, 58, "fe80::1", "ff02::1"), f.MAC_A, 0x86DD),
    ip(f.ipv4(f.udp(f.dns(0, 0x8400, [], [(f.name("desk.local"), 1, 0x8001, 120, bytes([10, 0, 0, 1])),
                                           (f.name("ghost.local"), 1, 0x8001, 120, bytes([10, 0, 0, 200]))]), 5353, 5353), 17, "10.0.0.1", "224.0.0.251")),
    ip(f.ipv4(f.udp(b"x"), 17, "224.0.0.1", "10.0.0.1")),                                         # no sender: multicast
    f.ether(b"\0" * 46, 0x88CC),                                                                  # LLDP: no address, but MAC_A's
    f.ether(f.ipv4(f.tcp(), 6)[:14]),                                                             # cut
    f.ether(b"")[:9],                                                                             # not even a MAC address
]
EXPECTED = {
    "10.0.0.1": ("", "desk.local"), "10.0.0.2": ("22, 80", ""), "10.0.0.3": ("", ""), "10.0.0.9": ("53/udp, 123/udp", ""),
    "10.0.0.77": ("", r"printer\x1b"), "fe80::1": ("", ""),
}


def listen(*words, data=None, expect=0):
    done = subprocess.run([MUSTER, "listen", *words], input=f.pcap(FRAMES) if data is None else data, capture_output=True, timeout=60)
    if done.returncode != expect:
        raise AssertionError(f"exit {done.returncode}: {done.stderr.decode()}")
    return done


class File(unittest.TestCase):
    def test_a_flood_of_made_up_senders_writes_so_many_events_and_counts_the_rest(self):
        hosts = [ip(f.ipv4(f.udp(b"x"), 17, f"10.9.{i // 250}.{i % 250 + 1}", "10.0.0.1")) for i in range(600)]
        for most, told in (("100", 1), ("600", 0)):
            done = listen("-r", "-", "--max-events", most, "-o", "ndjson:-", data=f.pcap(hosts))
            lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
            self.assertEqual(len([line for line in lines if line["type"] == "host"]), int(most))
            self.assertEqual(len([line for line in lines if line["type"] == "total"]), 600, "the report has them all")
            self.assertEqual(lines[-1]["events_left_out"], 600 - int(most))
            self.assertEqual(done.stderr.decode().count("(--max-events)"), 2 * told, done.stderr)

    def test_everybody_who_spoke_is_told_with_ports_and_names(self):
        document = json.loads(listen("-r", "-", "-o", "json:-").stdout)
        self.assertEqual({host["addr"]: (", ".join(host["ports"]), ", ".join(host["names"])) for host in document["hosts"]}, EXPECTED)
        self.assertEqual(document["summary"], {"hosts": 6, "packets": len(FRAMES), "tunnelled": 0, "host_packets": 12, "unaddressed": 3, "not_hosts": 1, "undecoded": 2,
                                               "forgotten_packets": 0, "dropped": 0, "forgotten": 0, "events_left_out": 0, "source": "-"})
        self.assertEqual(sum(host["packets"] for host in document["hosts"]), 12)

    def test_counts_and_times_are_those_of_the_file(self):
        rows = {row["addr"]: row for row in csv.DictReader(io.StringIO(listen("-r", "-", "-o", "csv:-").stdout.decode()))}
        self.assertEqual(rows["10.0.0.2"]["packets"], "5")
        self.assertEqual(rows["10.0.0.2"]["bytes"], str(sum(len(frame) for frame in FRAMES if frame[26:30] == bytes([10, 0, 0, 2]))))
        self.assertEqual((rows["10.0.0.2"]["first_seen"], rows["10.0.0.2"]["last_seen"]), ("2001-09-09T01:46:40.001Z", "2001-09-09T01:46:40.006Z"))
        self.assertEqual(rows["10.0.0.2"]["mac"], "02:00:00:00:00:02")

    def test_lines_for_people(self):
        out = listen("-r", "-").stdout.decode()
        self.assertIn("10.0.0.2 (22, 80), 5 packets, ", out)
        self.assertIn(r", printer\x1b", out)
        self.assertNotIn("\x1b", out)

    def test_one_host_and_one_packet_are_one(self):
        done = subprocess.run([MUSTER, "listen", "-r", "-"], input=f.pcap(FRAMES[:1]), capture_output=True, timeout=60)
        self.assertTrue(done.stdout.endswith(b"\n1 host seen, 1 packet\n") or done.stderr.endswith(b"1 host seen, 1 packet\n"), done)

    def test_vendors_where_there_is_a_list(self):
        if not os.path.exists("/usr/share/ieee-data/oui.txt"):
            self.skipTest("no list of vendors here")
        rows = {host["addr"]: host for host in json.loads(listen("-r", "-", "-o", "json:-").stdout)["hosts"]}
        self.assertIn("Cisco", rows["10.0.0.77"]["vendor"])
        self.assertIsNone(rows["10.0.0.2"]["vendor"])  # of no vendor: given by an administrator

    def test_events_come_before_the_rows_and_tell_the_same(self):
        lines = [json.loads(line) for line in listen("-r", "-", "-o", "ndjson:-").stdout.splitlines()]
        kinds = [line["type"] for line in lines]
        self.assertEqual(kinds[-7:], ["total"] * 6 + ["summary"])
        events = [line for line in lines if line["type"] in ("host", "ports", "name")]
        self.assertEqual({line["addr"] for line in events}, set(EXPECTED))

    def test_a_filter_and_a_higher_port(self):
        rows = {host["addr"]: host for host in json.loads(listen("-r", "-", "-f", "tcp", "--max-port", "9000", "-o", "json:-").stdout)["hosts"]}
        self.assertEqual(set(rows), {"10.0.0.1", "10.0.0.2", "10.0.0.3"})
        self.assertEqual(rows["10.0.0.2"]["ports"], ["22", "80", "8080"])

    def test_a_flood_of_senders_is_bounded_and_those_who_go_on_speaking_stay(self):
        flood = []
        for i in range(20000):
            flood.append(ip(f.ipv4(f.udp(b"x"), 17, f"10.{1 + i // 65536}.{i // 256 % 256}.{i % 256}")))
            if i % 50 == 0:
                flood.append(ip(f.ipv4(f.tcp(80, 40000, 0x12), 6, "192.0.2.1"), f.MAC_B))
        document = json.loads(listen("-r", "-", "--max-hosts", "500", "-o", "json:-", data=f.pcap(flood)).stdout)
        rows = {host["addr"]: host for host in document["hosts"]}
        self.assertEqual(len(rows), 500)
        self.assertEqual((rows["192.0.2.1"]["ports"], rows["192.0.2.1"]["packets"]), (["80"], 400))
        self.assertEqual(document["summary"]["forgotten"], 20001 - 500)
        self.assertEqual(document["summary"]["forgotten_packets"], 20001 - 500, "each of them sent one packet")
        self.assertEqual(document["summary"]["packets"], document["summary"]["host_packets"] + document["summary"]["forgotten_packets"])

    def test_senders_and_accepted_ports_are_those_that_tshark_reads(self):
        if not shutil.which("tshark"):
            self.skipTest("no tshark here")
        with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
            file.write(f.pcap(FRAMES))
            file.flush()
            words = ["tshark", "-r", file.name, "-n", "-T", "fields", "-e", "ip.src", "-e", "ipv6.src", "-e", "arp.src.proto_ipv4", "-e", "tcp.srcport",
                     "-e", "tcp.flags.syn", "-e", "tcp.flags.ack"]
            lines = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
        senders, accepted = set(), set()
        for line in lines:
            ipv4, ipv6, arp, port, syn, ack = (line.split("\t") + [""] * 6)[:6]
            addr = ipv4 or ipv6 or arp
            if addr and addr not in ("0.0.0.0", "224.0.0.1"):
                senders.add(addr)
            if syn in ("1", "True") and ack in ("1", "True") and int(port) <= 1000:
                accepted.add((addr, port))
        hosts = {host["addr"]: host["ports"] for host in json.loads(listen("-r", "-", "-o", "json:-").stdout)["hosts"]}
        self.assertEqual(set(hosts), senders)
        self.assertTrue(accepted)
        for addr, port in accepted:
            self.assertIn(port, hosts[addr])


def learned(frames, *words):
    """The hosts by address, or by MAC address, with what is known of each; and the summary, whose sums are right."""
    document = json.loads(listen("-r", "-", "-o", "json:-", *words, data=f.pcap(frames)).stdout)
    summary = document["summary"]
    others = sum(summary[kind] for kind in ("unaddressed", "not_hosts", "undecoded", "forgotten_packets"))
    assert summary["packets"] == len(frames) and len(frames) + summary["tunnelled"] == sum(host["packets"] for host in document["hosts"]) + others, summary
    return {host["addr"] or host["mac"]: host for host in document["hosts"]}, summary


def netbios(text, suffix=0):
    """Half-ASCII, RFC 1001, section 14.1."""
    padded = text.encode("latin-1").ljust(15) + bytes([suffix])
    return b"\x20" + bytes(65 + half for byte in padded for half in (byte >> 4, byte & 15)) + b"\0"


def option6(code, value):
    return struct.pack(">HH", code, len(value)) + value


def tlv(kind, value):
    return struct.pack(">H", kind << 9 | len(value)) + value


class Directions(unittest.TestCase):
    def test_a_client_on_a_low_port_is_no_server(self):
        nfs = [ip(f.ipv4(f.tcp(700, 2049, 0x02), 6, "10.0.0.1", "10.0.0.2")), ip(f.ipv4(f.tcp(2049, 700, 0x12), 6, "10.0.0.2", "10.0.0.1")),
               ip(f.ipv4(f.tcp(700, 2049, 0x18, payload=b"call"), 6, "10.0.0.1", "10.0.0.2")),
               ip(f.ipv4(f.tcp(2049, 700, 0x18, payload=b"reply"), 6, "10.0.0.2", "10.0.0.1"))]
        mount = [ip(f.ipv4(f.udp(b"call", 650, 20048), 17, "10.0.0.1", "10.0.0.2")), ip(f.ipv4(f.udp(b"reply", 20048, 650), 17, "10.0.0.2", "10.0.0.1"))]
        middle = [ip(f.ipv4(f.tcp(701, 2049, 0x18, payload=b"call"), 6, "10.0.0.1", "10.0.0.2"))]
        for most, served in (("1000", []), ("65535", ["2049", "20048/udp"])):
            hosts, _ = learned(nfs + mount + middle, "--max-port", most)
            self.assertEqual((hosts["10.0.0.1"]["ports"], hosts["10.0.0.2"]["ports"]), ([], served))

    def test_dhcp_clients_and_servers_of_both_families(self):
        frames = [ip(f.ipv4(f.udp(f.dhcp(1, [(53, b"\3")]), 68, 67), 17, "10.0.0.1", "10.0.0.2")), ip(f.ipv4(f.udp(f.dhcp(2, [(53, b"\5")]), 67, 68), 17, "10.0.0.2", "10.0.0.1")),
                  ip(f.ipv6(f.udp(b"\1abc", 546, 547), 17, "fe80::1", "ff02::1:2"), kind=0x86DD), ip(f.ipv6(f.udp(b"\7abc", 547, 546), 17, "fe80::2", "fe80::1"), kind=0x86DD)]
        hosts, _ = learned(frames)
        self.assertEqual({addr: (host["ports"], host["services"]) for addr, host in hosts.items()},
                         {"10.0.0.1": ([], []), "10.0.0.2": (["67/udp"], ["dhcp"]), "fe80::1": ([], []), "fe80::2": (["547/udp"], ["dhcpv6"])})


class Machines(unittest.TestCase):
    def test_machines_without_an_address_are_listed_by_mac_and_those_with_one_once(self):
        stp = f.ether(b"\x42\x42\x03" + b"\0" * 35, 38)
        frames = [from_mac(stp, MAC_C), from_mac(stp, MAC_C), from_mac(stp, f.MAC_A), ip(f.arp(1, f.MAC_A, bytes([10, 0, 0, 1]), b"\0" * 6, C), kind=0x0806),
                  from_mac(f.ether(f.ipv4(f.udp(b"x"), 17, "0.0.0.0", "255.255.255.255")), MAC_C), from_mac(stp, bytes(6)), from_mac(stp, b"\1" + bytes(5)),
                  ip(f.ipv4(f.udp(b"x"), 17, "224.0.0.1")), ip(f.ipv4(f.udp(b"x"), 17, "0.0.0.0"), bytes(6))]
        hosts, summary = learned(frames)
        self.assertEqual({who: host["packets"] for who, host in hosts.items()}, {"00:00:0c:12:34:56": 3, "10.0.0.1": 1})
        self.assertIsNone(hosts["00:00:0c:12:34:56"]["addr"])
        self.assertEqual([summary[kind] for kind in ("unaddressed", "not_hosts", "undecoded")], [1, 2, 2])
        done = listen("-r", "-", data=f.pcap(frames))
        self.assertRegex(done.stdout.decode(), r"(?m)^00:00:0c:12:34:56( \(Cisco[^)]*\))?, 3 packets, ")
        for said in (", 1 without an address, from machines listed by address", ", 2 from addresses that no host can have", ", 2 of no known sender"):
            self.assertIn(said, done.stderr.decode())

    def test_what_a_machine_says_of_itself_is_with_its_addresses(self):
        lldp = f.ether(tlv(1, b"\4" + f.MAC_A) + tlv(2, b"\5eth0") + tlv(5, b"desk") + tlv(0, b""), 0x88CC)
        own = [ip(f.arp(1, f.MAC_A, bytes([10, 0, 0, 1]), b"\0" * 6, C), kind=0x0806), ip(f.ipv6(b"", 59, "fe80::1"), kind=0x86DD), ip(f.ipv4(f.udp(b"x"), 17, "192.0.2.1"))]
        hosts, summary = learned([lldp, *own])
        self.assertEqual({addr: (host["names"], host["switch_port"]) for addr, host in hosts.items()},
                         {"10.0.0.1": (["desk"], "eth0"), "fe80::1": (["desk"], "eth0"), "192.0.2.1": ([], None)}, "the last one is beyond it")
        self.assertEqual(summary["unaddressed"], 1)

    def test_a_router_that_is_only_known_by_what_it_forwards_is_a_machine(self):
        far = [ip(f.ipv4(f.udp(b"x"), 17, f"192.0.2.{i}"), MAC_C) for i in (1, 2)]
        hosts, _ = learned(far + [from_mac(f.ether(b"\0" * 46, 0x88CC), MAC_C)])
        self.assertEqual(set(hosts), {"192.0.2.1", "192.0.2.2", "00:00:0c:12:34:56"})

    def test_the_same_address_in_two_vlans_is_two_hosts(self):
        answer = f.ipv4(f.tcp(80, 40000, 0x12), 6, "10.0.0.2")
        frames = [f.ether(answer), f.ether(answer, vlans=[(0x8100, 0xE005)]), f.ether(answer, vlans=[(0x88A8, 7), (0x8100, 5)]), f.ether(answer, vlans=[(0x8100, 0xE000)]), f.ether(answer, vlans=[(0x8100, 256)])]
        document = json.loads(listen("-r", "-", "-o", "json:-", data=f.pcap(frames)).stdout)
        self.assertEqual([(host["addr"], host["vlan"], host["packets"]) for host in document["hosts"]],
                         [("10.0.0.2", [], 2), ("10.0.0.2", ["5"], 1), ("10.0.0.2", ["7", "5"], 1), ("10.0.0.2", ["256"], 1)])
        self.assertIn("10.0.0.2 (80), 1 packet, 66 bytes, VLAN 7.5, ".replace("66", str(len(frames[2]))), listen("-r", "-", data=f.pcap(frames)).stdout.decode())
        rows = list(csv.DictReader(io.StringIO(listen("-r", "-", "-o", "csv:-", data=f.pcap(frames)).stdout.decode())))
        self.assertEqual([row["vlan"] for row in rows], ["", "5", "7 5", "256"])

    def test_hosts_within_tunnels_are_hosts_with_the_tags_they_have_there(self):
        within = f.ether(f.ipv4(f.tcp(80, 40000, 0x12), 6, "192.168.7.1"), vlans=[(0x8100, 9)])
        vxlan = f.ether(f.ipv4(f.udp(b"\x08\0\0\0\0\0\7\0" + from_mac(within, MAC_C), 50000, 4789), 17, "10.0.0.1"), vlans=[(0x8100, 5)])
        twice = f.ether(f.ipv4(f.ipv4(f.ipv4(f.tcp(443, 40000, 0x12), 6, "192.168.7.2"), 4, "192.168.7.3"), 4, "10.0.0.2"))
        hosts, summary = learned([vxlan, twice])
        self.assertEqual({addr: (host["ports"], host["vlan"], host["mac"]) for addr, host in hosts.items()},
                         {"10.0.0.1": ([], ["5"], "02:00:00:00:00:01"), "192.168.7.1": (["80"], ["9"], "00:00:0c:12:34:56"), "10.0.0.2": ([], [], "02:00:00:00:00:01"),
                          "192.168.7.3": ([], [], None), "192.168.7.2": (["443"], [], None)})
        self.assertEqual(summary["tunnelled"], 3)

    def test_the_same_address_in_two_networks_of_tunnels_is_two_hosts(self):
        def geneve(vni, within):
            return struct.pack(">HHI", 0, 0x6558, vni << 8) + within

        def vxlan(vni, within):
            return struct.pack(">II", 0x08000000, vni << 8) + within

        def frame(port, payload):
            return f.ether(f.ipv4(f.udp(payload, 50000, port), 17, "10.0.0.1"))

        within = from_mac(f.ether(f.ipv4(f.tcp(80, 40000, 0x12), 6, "192.168.7.1")), MAC_C)
        over_ip = f.ipv4(f.ipv4(f.tcp(80, 40000, 0x12), 6, "192.168.7.1"), 4, "192.168.7.9")
        frames = [frame(4789, vxlan(7, within)), frame(8472, vxlan(7, within)), frame(4789, vxlan(0, within)), frame(6081, geneve(0xFFFFFE, within)), within,
                  frame(4789, vxlan(7, f.ether(over_ip)))]
        document = json.loads(listen("-r", "-", "-o", "json:-", data=f.pcap(frames)).stdout)
        self.assertEqual([(host["addr"], host["vni"], host["packets"], host["ports"]) for host in document["hosts"]],
                         [("10.0.0.1", None, 5, []), ("192.168.7.1", None, 1, ["80"]), ("192.168.7.1", 0, 1, ["80"]), ("192.168.7.1", 7, 3, ["80"]),
                          ("192.168.7.1", 0xFFFFFE, 1, ["80"]), ("192.168.7.9", 7, 1, [])])
        self.assertIn("192.168.7.1 (80), 1 packet, 54 bytes, VNI 16777214, ", listen("-r", "-", data=f.pcap(frames)).stdout.decode())

    def test_names_told_within_a_tunnel_are_of_the_hosts_there(self):
        answer = f.udp(f.dns(0, 0x8400, [], [(f.name("desk.local"), 1, 0x8001, 120, bytes([192, 168, 7, 1]))]), 5353, 5353)
        told = f.ether(f.ipv4(answer, 17, "192.168.7.2", "224.0.0.251"))
        data = f.ether(f.ipv4(f.udp(b"x"), 17, "192.168.7.1"))
        frames = [f.ether(f.ipv4(f.udp(struct.pack(">II", 0x08000000, vni << 8) + frame, 50000, 4789), 17, "10.0.0.1"))
                  for vni, frame in ((7, told), (7, data), (8, data))]
        document = json.loads(listen("-r", "-", "-o", "json:-", data=f.pcap(frames)).stdout)
        self.assertEqual({host["vni"]: host["names"] for host in document["hosts"] if host["addr"] == "192.168.7.1"}, {7: ["desk.local"], 8: []})

    def test_times_after_2038_are_those_of_the_file(self):
        pcap = bytearray(f.pcap([ip(f.ipv4(f.udp(b"x"), 17))]))
        struct.pack_into("<I", pcap, 24, 0x825D2800)
        host = json.loads(listen("-r", "-", "-o", "json:-", data=bytes(pcap)).stdout)["hosts"][0]
        self.assertEqual(host["first_seen"][:10], "2039-04-23")


class Names(unittest.TestCase):
    def names(self, frames, who="10.0.0.1"):
        hosts, _ = learned(frames)
        return hosts[who]["names"]

    def test_a_name_of_an_address_that_is_heard_later_is_kept(self):
        mdns = f.dns(0, 0x8400, [], [(f.name("late.local"), 1, 0x8001, 120, bytes([10, 0, 0, 1]))])
        frames = [ip(f.ipv4(f.udp(mdns, 5353, 5353), 17, "10.0.0.9", "224.0.0.251")), ip(f.ipv4(f.udp(b"x"), 17, "10.0.0.1"))]
        self.assertEqual(self.names(frames), ["late.local"])
        tagged = f.ether(f.ipv4(f.udp(b"x"), 17, "10.0.0.1"), vlans=[(0x8100, 5)])
        self.assertEqual(self.names([frames[0], tagged]), [], "the name is of another VLAN")

    def test_a_message_of_many_records_is_read_up_to_a_bound(self):
        told = [(f.name(f"h{i}.local"), 1, 0x8001, 120, bytes([10, 9, i // 256, i % 256])) for i in range(1, 300)]
        answer = ip(f.ipv4(f.udp(f.dns(0, 0x8400, [], told), 5353, 5353), 17, "10.0.0.1", "224.0.0.251"))
        heard = [ip(f.ipv4(f.udp(b"x"), 17, f"10.9.{i // 256}.{i % 256}")) for i in (1, 256, 257, 299)]
        hosts, _ = learned(heard + [answer])
        self.assertEqual([hosts[f"10.9.{i // 256}.{i % 256}"]["names"] for i in (1, 256, 257, 299)], [["h1.local"], ["h256.local"], [], []])

    def test_llmnr(self):
        answer = f.dns(7, 0x8000, [("desk", 1, 1)], [(f.name("desk"), 1, 1, 30, bytes([10, 0, 0, 1]))])
        self.assertEqual(self.names([ip(f.ipv4(f.udp(answer, 5355, 50000), 17, "10.0.0.1", "10.0.0.2"))]), ["desk"])

    def test_netbios_names_answers_registrations_and_datagrams(self):
        def service(flags, text="DESK", suffix=0, group=0, kind=32, data=None):
            addr = bytes([10, 0, 1, len(frames)])
            record = netbios(text, suffix) + struct.pack(">HHIH", kind, 1, 300, 6 if data is None else len(data)) + (struct.pack(">H", group) + addr if data is None else data)
            counts, question = ((1, 0, 0, 1), netbios(text, suffix) + struct.pack(">HH", 32, 1)) if flags < 0x8000 else ((0, 1, 0, 0), b"")
            return ip(f.ipv4(f.udp(struct.pack(">HHHHHH", 1, flags, *counts) + question + record, 137, 137), 17, f.socket.inet_ntoa(addr), "10.0.0.255"))

        status = bytes([2]) + b"WORKGROUP".ljust(15) + b"\0\x84\0" + b"DESK-2".ljust(15) + b"\0\x04\0" + bytes(46)
        frames, expected = [], []
        for words, names in (({"flags": 0x8580}, ["DESK"]), ({"flags": 0x2910}, ["DESK"]), ({"flags": 0x4110}, ["DESK"]), ({"flags": 0x8580, "suffix": 0x20}, ["DESK"]),
                             ({"flags": 0x8580, "suffix": 0x1B}, []), ({"flags": 0x8580, "group": 0x8000}, []), ({"flags": 0x3110}, []), ({"flags": 0x8583}, []),
                             ({"flags": 0x8580, "text": "*", "kind": 33, "data": status}, ["DESK-2"]), ({"flags": 0x8580, "text": "D\x1b[2J"}, [r"D\x1b[2J"]),
                             ({"flags": 0x8580, "text": "MY DESK"}, ["MY DESK"])):
            frames.append(service(**words))
            expected.append(names)
        datagram = struct.pack(">BBH4sHHH", 0x11, 2, 1, bytes([10, 0, 2, 1]), 138, 68, 0) + netbios("DESK") + netbios("WORKGROUP", 0x1D)
        frames += [ip(f.ipv4(f.udp(part, 138, 138), 17, addr, "10.0.0.255")) for part, addr in ((datagram, "10.0.2.1"), (datagram[:40], "10.0.2.2"))]
        hosts, _ = learned(frames)
        self.assertEqual([hosts[f"10.0.1.{i}"]["names"] for i in range(len(expected))], expected)
        self.assertEqual((hosts["10.0.2.1"]["names"], hosts["10.0.2.2"]["names"]), (["DESK"], []))

    def test_dhcp_option_81_and_who_serves(self):
        server, frames, expected = bytes([10, 0, 0, 2]), [], []
        for i, (options, name) in enumerate((([(81, b"\4\0\0" + f.name("desk.example.org"))], "desk.example.org"), ([(81, b"\0\0\0desk.example."), (12, b"desk")], "desk.example"),
                                             ([(81, b"\4\0\0" + f.name("desk")[:-1])], "desk"), ([(81, b"\4\0\0\x7fdesk"), (12, b"plain")], "plain"), ([(81, b"\4")], None))):
            mac, addr = MAC_C[:5] + bytes([i]), f"10.0.1.{i}"
            frames.append(ip(f.ipv4(f.udp(f.dhcp(1, [(53, b"\3"), *options], mac=mac), 68, 67), 17, "0.0.0.0", "255.255.255.255"), mac))
            frames += [ip(f.ipv4(f.udp(f.dhcp(2, [(53, b"\5"), (54, server)], mac=mac, offered=addr), 67, 68), 17, source, addr)) for source in ("10.0.0.2", "10.0.0.3")]
            frames.append(ip(f.ipv4(f.udp(b"x"), 17, addr), mac))
            expected.append([name] if name else [])
        frames.append(ip(f.ipv4(f.udp(f.dhcp(1, [(53, b"\1"), (12, b"new")], mac=MAC_C), 68, 67), 17, "0.0.0.0", "255.255.255.255"), MAC_C))
        hosts, _ = learned(frames)
        self.assertEqual([hosts[f"10.0.1.{i}"]["names"] for i in range(len(expected))], expected)
        self.assertEqual((hosts["10.0.0.2"]["services"], hosts["10.0.0.3"]["services"]), (["dhcp"], ["dhcp-relay"]))
        self.assertEqual(hosts["00:00:0c:12:34:56"]["names"], ["new"], "it has no address yet")

    def test_dhcpv6_names_by_option_39(self):
        fqdn = option6(39, b"\1" + f.name("desk.example")[:-1])
        lease = option6(3, bytes(12) + option6(5, f.socket.inet_pton(f.socket.AF_INET6, "2001:db8::7") + struct.pack(">II", 100, 100)))
        ends = option6(3, bytes(12) + option6(5, f.socket.inet_pton(f.socket.AF_INET6, "2001:db8::8") + struct.pack(">II", 0, 0)))

        def message(body, source, destination, ports):
            return ip(f.ipv6(f.udp(body, *ports), 17, source, destination), kind=0x86DD)

        heard = [message(b"x", addr, "2001:db8::1", (40000, 9)) for addr in ("2001:db8::7", "2001:db8::8", "fe80::7")]
        asked = message(b"\3abc" + fqdn, "fe80::7", "ff02::1:2", (546, 547))
        reply = message(b"\7abc" + fqdn + lease + ends, "fe80::2", "fe80::7", (547, 546))
        relayed = message(b"\x0d\0" + bytes(32) + option6(9, b"\7abc" + fqdn + lease), "2001:db8::53", "2001:db8::54", (547, 547))
        for frames, named, servers in (([asked], {"fe80::7"}, set()), ([reply], {"fe80::7", "2001:db8::7"}, {"fe80::2"}), ([relayed], {"2001:db8::7"}, {"2001:db8::53"})):
            hosts, _ = learned(frames + heard)
            self.assertEqual({addr for addr, host in hosts.items() if host["names"] == ["desk.example"]}, named)
            self.assertEqual({addr for addr, host in hosts.items() if host["services"] == ["dhcpv6"]}, servers)

    def test_dns_and_router_advertisements_are_services(self):
        dns = ip(f.ipv4(f.udp(f.dns(1, 0x8180, [("a.example", 1, 1)]), 53, 40005), 17, "10.0.0.2", "10.0.0.1"))
        asks = ip(f.ipv4(f.udp(f.dns(1, 0x0100, [("a.example", 1, 1)]), 53, 53), 17, "10.0.0.4", "10.0.0.2"))
        advertises = [ip(f.ipv6(struct.pack(">BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0), 58, f"fe80::{hops:x}", "ff02::1", hops=hops), kind=0x86DD) for hops in (255, 64)]
        hosts, _ = learned([dns, asks, *advertises])
        self.assertEqual({addr: host["services"] for addr, host in hosts.items()}, {"10.0.0.2": ["dns"], "10.0.0.4": [], "fe80::ff": ["ra"], "fe80::40": []})

    def test_switches_by_lldp_and_cdp(self):
        lldp = tlv(1, b"\4" + MAC_C) + tlv(2, b"\5Gi0/7") + tlv(3, b"\0\x78") + tlv(5, b"sw1.example") + tlv(8, b"\5\1" + bytes([10, 0, 0, 2]) + b"\2\0\0\0\1\0")
        lldp += tlv(127, b"\0\x80\xc2\1\0\x0c") + tlv(0, b"")
        by_mac = tlv(1, b"\4" + MAC_C) + tlv(2, b"\3" + MAC_C) + tlv(3, b"\0\x78") + tlv(4, b"Port 7\x1b") + tlv(0, b"")
        cdp_tlvs = [(1, b"sw2"), (2, struct.pack(">I", 1) + b"\1\1\xcc\0\4" + bytes([10, 0, 0, 2])), (3, b"FastEthernet0/3"), (10, b"\0\x63")]
        cdp = b"\xaa\xaa\3\0\0\x0c\x20\0\2\xb4\0\0" + b"".join(struct.pack(">HH", kind, 4 + len(value)) + value for kind, value in cdp_tlvs)
        management = ip(f.ipv4(f.udp(b"x"), 17, "10.0.0.2"))
        for frame, name, port, vlan in ((f.ether(lldp, 0x88CC), "sw1.example", "Gi0/7", 12), (f.ether(cdp, len(cdp)), "sw2", "FastEthernet0/3", 99),
                                        (f.ether(by_mac, 0x88CC), None, r"Port 7\x1b", None)):
            frame = from_mac(frame, MAC_C)
            hosts, _ = learned([management, frame])
            for who in ("00:00:0c:12:34:56", "10.0.0.2") if name else ("00:00:0c:12:34:56",):
                self.assertEqual((hosts[who]["names"], hosts[who]["switch_port"], hosts[who]["switch_vlan"]), ([name] if name else [], port, vlan), who)
        out = listen("-r", "-", data=f.pcap([from_mac(f.ether(lldp, 0x88CC), MAC_C)])).stdout.decode()
        self.assertIn(", sw1.example, port Gi0/7 (VLAN 12)\n", out)

    def test_events_bring_what_is_learned_later(self):
        lines = [json.loads(line) for line in listen("-r", "-", "-o", "ndjson:-", data=f.pcap([from_mac(f.ether(tlv(1, b"\4" + MAC_C) + tlv(2, b"\5eth0") + tlv(5, b"sw"), 0x88CC), MAC_C)])).stdout.splitlines()]
        host = next(line for line in lines if line["type"] == "host")
        for line in lines:  # a look at the hosts may come between a host and what its first frame tells of it
            host["names"] += [line["name"]] if line["type"] == "name" else []
            host["switch_port"] = line["switch_port"] if line["type"] == "switch_port" else host["switch_port"]
        self.assertEqual((host["addr"], host["mac"], host["names"], host["switch_port"], host["vlan"], host["services"]), (None, "00:00:0c:12:34:56", ["sw"], "eth0", [], []))

    def test_a_name_of_its_own_and_another_port_are_events_after_those_of_its_machine(self):
        lldp = [from_mac(f.ether(tlv(1, b"\4" + MAC_C) + tlv(2, b"\5" + port) + tlv(5, b"sw") + tlv(127, b"\0\x80\xc2\1\0\x0c") + tlv(0, b""), 0x88CC), MAC_C) for port in (b"eth0", b"eth1")]
        mdns = f.dns(0, 0x8400, [], [(f.name("own.local"), 1, 0x8001, 120, bytes([10, 0, 0, 77]))])
        later = f.pcap([ip(f.ipv4(f.udp(mdns, 5353, 5353), 17, "10.0.0.77", "224.0.0.251"), MAC_C), lldp[1]])[24:]
        process = subprocess.Popen([MUSTER, "listen", "-r", "-", "-o", "ndjson:-", "-q"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(f.pcap([lldp[0], ip(f.arp(1, MAC_C, C, b"\0" * 6, C), MAC_C, 0x0806)]))
        process.stdin.flush()
        lines = [json.loads(process.stdout.readline())]
        while lines[-1]["type"] != "host" or lines[-1]["addr"] != "10.0.0.77" or not lines[-1]["names"]:
            lines.append(json.loads(process.stdout.readline()))
        process.stdin.write(later)
        process.stdin.close()
        lines = [json.loads(line) for line in process.stdout]
        process.stdout.close()
        self.assertEqual(process.wait(), 0)
        self.assertEqual([line["name"] for line in lines if line["type"] == "name" and line["addr"]], ["own.local"])
        self.assertEqual([(line["switch_port"], line["switch_vlan"]) for line in lines if line["type"] == "switch_port"], [("eth1", 12)])


class Refusals(unittest.TestCase):
    def test_hosts_within_pppoe_and_mpls_are_heard(self):
        answer = f.ipv4(f.tcp(80, 40000, 0x12), 6, "10.0.3.1")
        label = f.mpls((16, 0, 64), (17, 0, 63))
        within = from_mac(f.ether(answer), MAC_C)
        for frame, mac in ((f.ether(f.pppoe(f.ppp(0x21, answer)), 0x8864), "02:00:00:00:00:01"),
                           (f.ether(f.pppoe(f.ppp(0x21, answer)), 0x8864, vlans=[(0x8100, 7)]), "02:00:00:00:00:01"),
                           (f.ether(label + answer, 0x8847), "02:00:00:00:00:01"),
                           (f.ether(label + within, 0x8847), "00:00:0c:12:34:56"),
                           (f.ether(label + b"\0\0\0\0" + within, 0x8847), "00:00:0c:12:34:56")):
            hosts = json.loads(listen("-r", "-", "-o", "json:-", data=f.pcap([frame])).stdout)["hosts"]
            self.assertEqual([(host["addr"], host["mac"], host["ports"]) for host in hosts], [("10.0.3.1", mac, ["80"])])

    def test_what_is_not_understood_is_named(self):
        for words, said in ((["10.0.0.0/24"], "takes no targets"), (["-r", "x", "-I", "lo"], "--read"), (["-r", "x", "--once", "3s"], "--once"),
                            (["--max-hosts", "3"], "--max-hosts 3"), (["--max-port", "0"], "--max-port 0"), (["--threads", "99"], "--threads 99"),
                            (["--once", "3x"], "--once 3x"), (["-q", "-v"], "--quiet"), (["--force"], "--force"), (["-o", "x.pdf"], "x.pdf")):
            done = subprocess.run([MUSTER, "listen", "-r", "/dev/null", *words] if words[0] in ("-o",) else [MUSTER, "listen", *words], capture_output=True,
                                  timeout=60)
            self.assertIn(done.returncode, (1, 2) if words[0] == "-o" else (2,), words)
            if words[0] != "-o":
                self.assertIn(said, done.stderr.decode(), words)

    def test_a_wrong_filter_has_its_caret(self):
        self.assertIn("^", listen("-r", "-", "-f", "tcp andd udp", expect=2).stderr.decode())


if __name__ == "__main__":
    unittest.main()
