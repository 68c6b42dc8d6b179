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
    ip(f.ipv4(f.udp(b"x" * 48, 123, 123), 17, "10.0.0.9", "10.0.0.1")),                           # 123/udp, both ends
    ip(f.arp(1, MAC_C, b"\0\0\0\0", b"\0" * 6, C), MAC_C, 0x0806),                                # a probe: nobody yet
    ip(f.ipv4(f.udp(f.dhcp(1, [(53, b"\3"), (12, b"printer\x1b"), (50, C)], mac=MAC_C), 68, 67), 17, "0.0.0.0", "255.255.255.255"), MAC_C),
    ip(f.arp(1, MAC_C, C, b"\0" * 6, C), MAC_C, 0x0806),                                          # announces itself: named by DHCP
    ip(f.ipv6(struct.pack(">BBHI", 135, 0, 0, 0) + b"\0" * 16, 58, "fe80::1", "ff02::1"), f.MAC_A, 0x86DD),
    ip(f.ipv4(f.udp(f.dns(0, 0x8400, [], [(f.name("desk.local"), 1, 0x8001, 120, bytes([10, 0, 0, 1])),
                                           (f.name("ghost.local"), 1, 0x8001, 120, bytes([10, 0, 0, 200]))]), 5353, 5353), 17, "10.0.0.1", "224.0.0.251")),
    ip(f.ipv4(f.udp(b"x"), 17, "224.0.0.1", "10.0.0.1")),                                         # no sender: multicast
    f.ether(b"\0" * 46, 0x88CC),                                                                  # LLDP: no address
    f.ether(f.ipv4(f.tcp(), 6)[:14]),                                                             # cut
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
        self.assertEqual(document["summary"], {"hosts": 6, "packets": len(FRAMES), "dropped": 0, "undecoded": 2, "forgotten": 0, "events_left_out": 0, "source": "-"})

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
