# SPDX-License-Identifier: BSD-2-Clause
"""test_tunnels.py - packets in packets, and headers between IP and its protocol: the line of capture, and tcpdump's.

MUSTER=program SOURCE=. python3 test_tunnels.py. A row: hexadecimal digits, the packet within them, what leads to both,
and the line. Where "≠" divides a line, muster adds what is behind it to tcpdump's own words.
"""
import os
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.environ.get("SOURCE", "."), "tests"))
import frames as f  # noqa: E402

PACKET = f.ipv4(f.udp(b"data", 1000, 2000), 17)
PACKET6 = f.ipv6(f.udp(b"data", 1000, 2000), 17)
FRAME = f.ether(PACKET)
UDP = f.udp(b"data", 1000, 2000)
INNER = "IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 4"
INNER6 = "IP6 2001:db8::1.1000 > 2001:db8::2.2000: UDP, length 4"

# IP protocol, header, content, line behind "IP 10.0.0.1 > 10.0.0.2: "
BY_PROTOCOL = [
    (4, "", PACKET, INNER),
    (41, "", PACKET6, INNER6),
    (47, "00000800", PACKET, f"GREv0, length 36: {INNER}"),
    (47, "b0000800 12340000 00000007 00000009", PACKET, f"GREv0, off 0x0, key=0x7, seq 9, length 48: {INNER}"),
    (47, "40000800 00000000 08000408 0a000001 0a000002 fffe0002 0001 00000000", PACKET,
     f"GREv0, off 0x0, (rtaf=ip 10.0.0.1 *10.0.0.2), (rtaf=asn *1), length 62: {INNER}"),
    (47, "20006558 00000007", FRAME, f"GREv0, key=0x7, length 54: {INNER}"),
    (47, "00008847 00010140", PACKET, f"GREv0, length 40: MPLS (label 16, tc 0, [S], ttl 64) {INNER}"),
    (47, "000086dd", PACKET6, f"GREv0, length 56: {INNER6}"),
    (47, "3081880b 00200001 00000001 00000002 ff030021", PACKET, f"GREv1, call 1, seq 1, ack 2, length 52: {INNER}"),
    (47, "2081880b 00000001 00000002", b"", "GREv1, call 1, ack 2, no-payload, length 12"),
    (47, "3001880b 00080001 00000001 c0210109 00081122 3344", b"", "GREv1, call 1, seq 1, length 22: LCP, Conf-Request (0x01), id 9, length 10"),
    (47, "00020800", PACKET, "GREv2 ERROR: unknown-version"),
    (47, "20000800 00", b"", "GREv0 [|gre]"),
    (47, "100088be 00000001 1005 0007 00000000", FRAME, f"GREv0, seq 1, length 62: gre-proto-0x88be≠: ERSPAN II, session 7, vlan 5: {INNER}"),
    (47, "100022eb 00000001 2005 0007 00000000 0000 0800", PACKET6, f"GREv0, seq 1, length 72: gre-proto-0x22eb≠: ERSPAN III, session 7, vlan 5: {INNER6}"),
    (97, "3000", FRAME, f" ip-proto-97 48≠: EtherIP: {INNER}"),
    (137, "00010140", PACKET, f" ip-proto-137 36≠: MPLS (label 16, tc 0, [S], ttl 64) {INNER}"),
    (50, "00000001 00000002", PACKET, "ESP(spi=0x00000001,seq=0x2), length 40"),
    (51, "11040000 00000001 00000021 000000000000000000000007", UDP,
     "AH(spi=0x00000001,seq=0x21,icv=0x000000000000000000000007): 1000 > 2000: UDP, length 4"),
    (51, "11040000 00000001 0000", b"", "AH(spi=0x00000001, [|ah]"),
    (108, "04000003", PACKET, "IPComp(cpi=0x0003)"),
]
# UDP port, header, content, line behind "IP 10.0.0.1.40000 > 10.0.0.2.PORT: "
BY_PORT = [
    (4789, "08000000 00007b00", FRAME, f"VXLAN, flags [I] (0x08), vni 123 {INNER}"),
    (8472, "08000005 00007b00", FRAME, f"OTV, flags [I] (0x08), overlay 5, instance 123 {INNER}"),
    (4790, "0c000002 00007b00", PACKET6, f"VXLAN-GPE, flags [IP], vni 123: {INNER6}"),
    (4790, "0c000004 00007b00 2fc20201 000001ff", PACKET, f"VXLAN-GPE, flags [IP], vni 123: NSH, flags [O], service-path-id 0x000001, service-index 0xff: {INNER}"),
    (6081, "00006558 00007b00", FRAME, f"Geneve, Flags [none], vni 0x7b: {INNER}"),
    (6081, "02c00800 00007b00 0102800100000000", PACKET, f"Geneve, Flags [OC], vni 0x7b, options [8 bytes]: {INNER}"),
    (6081, "40006558 00007b00", FRAME, "Geneve ERROR: unknown-version 1"),
    (6081, "00008864 00007b00 1100 0007 0022 0021", PACKET, f"Geneve, Flags [none], vni 0x7b: PPPoE  [ses 0x7] {INNER}"),
    (6081, "00008863 00007b00 1109 0000 0004 0101 0000", b"", "Geneve, Flags [none], vni 0x7b: PPPoE PADI [Service-Name]"),
    (6081, "00008809 00007b00 0201 0000", b"", "Geneve, Flags [none], vni 0x7b: MARKERv1, length 4"),
    (6081, "000088cc 00007b00 0000", b"", "Geneve, Flags [none], vni 0x7b: LLDP, length 2"),
    (6081, "000088e5 00007b00 0000", b"", "Geneve, Flags [none], vni 0x7b: geneve-proto-0x88e5"),
    (6635, "00010140", PACKET, f"MPLS (label 16, tc 0, [S], ttl 64) {INNER}"),
    (2152, "34ff0028 00000001 00000085 010000c0 01123400", PACKET, f"UDP, length 52≠: GTP-U, teid 0x1: {INNER}"),
    (3544, "00001234 0a000001", PACKET6, f"UDP, length 60≠: Teredo: {INNER6}"),
    (1701, "4002002c 00010002 ff030021", PACKET, f" l2tp:[L](1/2) {{{INNER}}}"),
    (1701, "c8020014 00010000 00010002 80080000 00000006", b"", " l2tp:[TLS](1/0)Ns=1,Nr=2 *MSGTYPE(HELLO)"),
    (4500, "00000001 00000002", PACKET, "UDP-encap: ESP(spi=0x00000001,seq=0x2), length 40"),
    (4500, "ff", b"", "isakmp-nat-keep-alive"),
]
HOP = "2001:db8::5"
HOP_HEX = "20010db8000000000000000000000005"
# next header of IPv6, headers, content, line behind "IP6 2001:db8::1 > 2001:db8::2: "
BY_NEXT = [
    (0, "1100 010400000000", UDP, "HBH 1000 > 2000: UDP, length 4"),
    (60, "1100 010400000000", UDP, "DSTOPT 1000 > 2000: UDP, length 4"),
    (43, "11020001 00000000" + HOP_HEX, UDP, f"RT6 (len=2, type=0 [Deprecated], segleft=1, [0]{HOP}) 1000 > 2000: UDP, length 4"),
    (43, "11020400 00000005" + HOP_HEX, UDP, f"RT6 (len=2, type=4, segleft=0, last-entry=0, tag=5, [0]{HOP}) 1000 > 2000: UDP, length 4"),
    (43, "11020301 00000000" + HOP_HEX, UDP, "RT6 (len=2, type=3, segleft=1 (unknown type) (invalid)"),
    (44, "11000001 12345678", UDP, "frag (0|12) 1000 > 2000: UDP, length 4"),
    (44, "11000008 12345678", UDP, "frag (8|12)"),
    (0, "3c000104 00000000 33000104 00000000 11040000 00000001 00000021 000000000000000000000007", UDP,
     "HBH DSTOPT AH(spi=0x00000001,seq=0x21,icv=0x000000000000000000000007): 1000 > 2000: UDP, length 4"),
    (135, "3b010500 00000001 c0000010 01020000", b"", "mobility: BU seq#=1 AH lifetime=64"),
    (135, "3b010600 00000080 00010010 01020000", b"", "mobility: BA status=0 K seq#=1 lifetime=64"),
    (135, "3b020700 00000100" + HOP_HEX, b"", f"mobility: BE status=1 homeaddr {HOP}"),
    (135, "3b020300 00000005 11223344 55667788 11223344 55667788", b"", "mobility: HoT nonce id=0x5"),
    (143, "", FRAME, INNER),
    (62, "3b000500 00000001", b"", "(header length 8 is too small for type 5) [|mobility]"),
    (59, "", b"", "no next header"),
    (0, "11040104", b"", " [|hbhopt]"),
    (43, "11", b"", "RT6 [|rt6]"),
]


def rows():
    for protocol, header, content, line in BY_PROTOCOL:
        yield f.ether(f.ipv4(bytes.fromhex(header) + content, protocol)), "IP 10.0.0.1 > 10.0.0.2: " + line
    for port, header, content, line in BY_PORT:
        packet = f.ipv4(f.udp(bytes.fromhex(header) + content, 40000, port), 17)
        yield f.ether(packet), f"IP 10.0.0.1.40000 > 10.0.0.2.{port}: {line}"
    for following, header, content, line in BY_NEXT:
        packet = f.ipv6(bytes.fromhex(header) + content, following)
        yield f.ether(packet, 0x86DD), "IP6 2001:db8::1 > 2001:db8::2: " + line


class Tunnels(unittest.TestCase):
    maxDiff = None

    def test_each_packet_has_its_line(self):
        frames, wanted = zip(*rows())
        done = subprocess.run([os.environ["MUSTER"], "capture", "-n", "-r", "-"], input=f.pcap(frames), capture_output=True, timeout=60)
        told = [line[len("00:00:00.000000 "):] for line in done.stdout.decode().splitlines()]
        self.assertEqual(told, [line.replace("≠", "") for line in wanted])

    def test_tcpdump_prints_the_same(self):
        tcpdump = shutil.which("tcpdump")
        if not tcpdump:
            self.skipTest("no tcpdump here")
        frames, wanted = zip(*rows())
        done = subprocess.run([tcpdump, "-r", "-", "-nn", "-S"], input=f.pcap(frames), capture_output=True, timeout=60)
        theirs = []
        for line in done.stdout.decode().splitlines():
            if line[2:3] == ":":
                theirs.append(line[len("00:00:00.000000 "):])
            else:
                theirs[-1] += " " + line.strip()  # VXLAN's packet is on a line of its own
        self.assertEqual(theirs, [line.partition("≠")[0] for line in wanted])

    def test_with_link_headers_too(self):
        tcpdump = shutil.which("tcpdump")
        if not tcpdump:
            self.skipTest("no tcpdump here")
        shown = ["VXLAN,", "OTV", "Geneve, Flags [O", "GREv0, off", "GREv1, call 1, seq 1, ack", "l2tp:[L]", "HBH 1000"]
        frames = [frame for frame, line in rows() if any(word in line for word in shown)]
        frames += [f.ether(f.pppoe(f.ppp(0x21, PACKET)), 0x8864)]
        frames += [f.ether(f.ipv4(bytes.fromhex("00008809") + PACKET, 47))]  # a type with a name, which is not taken apart
        theirs = subprocess.run([tcpdump, "-r", "-", "-nn", "-S", "-e"], input=f.pcap(frames), capture_output=True, timeout=60)
        ours = subprocess.run([os.environ["MUSTER"], "capture", "-n", "-e", "-r", "-"], input=f.pcap(frames), capture_output=True, timeout=60)
        self.assertEqual(ours.stdout.decode().split(), theirs.stdout.decode().split())

    def test_no_password_is_shown(self):
        pap = f.ether(f.pppoe(f.ppp(0xC023, bytes.fromhex("0101000e") + b"\4user\4pass")), 0x8864)
        chap = f.ether(f.pppoe(f.ppp(0xC223, bytes.fromhex("02010010") + b"\4abcdnas-one")), 0x8864)
        done = subprocess.run([os.environ["MUSTER"], "capture", "-n", "-r", "-"], input=f.pcap([pap, chap]), capture_output=True, timeout=60)
        told = done.stdout.decode()
        self.assertIn("Peer user\n", told)
        self.assertIn("CHAP, Response (0x02), id 1, Name nas-one\n", told)
        self.assertNotIn("pass", told)
        self.assertNotIn("61626364", told)


if __name__ == "__main__":
    unittest.main()
