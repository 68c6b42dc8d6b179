# SPDX-License-Identifier: BSD-2-Clause
"""Lines of capture are tcpdump's: options × link types × families, walked, on frames of our own making. scripts/corpus does the same over
files from anywhere."""
import os
import pathlib
import struct
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path[:0] = [str(SOURCE / "tests"), str(SOURCE / "tests/corpus"), str(SOURCE / "tests/golden")]
import frames as f  # noqa: E402
import lines  # noqa: E402
from test_capture import LINES  # noqa: E402

MUSTER = os.environ["MUSTER"]
ADDRESS_A, ADDRESS_B = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])
SOLICITED = struct.pack(">BBHI", 128, 0, 0, 0x00050002) + b"x" * 8

# What a network layer carries: EtherType, address family of BSD, protocol of PPP, bytes.
FAMILIES = {
    "tcp": (0x0800, 2, f.ipv4(f.tcp(flags=0x18, ack=5, payload=b"hello", destination=9999), 6)),
    "udp": (0x0800, 2, f.ipv4(f.udp(b"x y\n" * 9), 17)),
    "icmp": (0x0800, 2, f.ipv4(f.icmp(8, 0, 0x00070001, b"x" * 56), 1)),
    "unknown protocol": (0x0800, 2, f.ipv4(b"abcd", 253)),
    "first fragment": (0x0800, 2, f.ipv4(f.udp(b"x" * 16, length=1524), 17, fragment=0x2000)),
    "later fragment": (0x0800, 2, f.ipv4(b"x" * 16, 17, fragment=3)),
    "missing bytes": (0x0800, 2, f.ipv4(f.udp(b"x" * 4), 17, total=1500)),
    "bad version": (0x0800, 2, f.ipv4(b"", 17, version=5)),
    "tcp of IPv6": (0x86DD, 24, f.ipv6(f.tcp(destination=9999), 6)),
    "udp of IPv6": (0x86DD, 24, f.ipv6(f.udp(b"x" * 12), 17)),
    "icmp of IPv6": (0x86DD, 24, f.ipv6(SOLICITED, 58)),
    "cut IPv6": (0x86DD, 24, f.ipv6(b"", 17)[:30]),
    "arp": (0x0806, None, f.arp(1, f.MAC_A, ADDRESS_A, b"\0" * 6, ADDRESS_B)),
    "unknown": (0x1234, None, b"abcdefgh"),
}


def ethernet(ethertype, _, packet):
    return f.ether(packet, ethertype)


def tagged(ethertype, _, packet):
    return f.ether(packet, ethertype, [(0x88A8, 0x0064), (0x8100, 0xB008)])


def cooked(ethertype, _, packet):
    return struct.pack(">HHH8sH", 4, 1, 6, f.MAC_A + b"\0\0", ethertype) + packet


def cooked2(ethertype, _, packet):
    return struct.pack(">HHIHBB8s", ethertype, 0, 3, 1, 0, 6, f.MAC_A + b"\0\0") + packet


def null(_, family, packet):
    return family and struct.pack("<I", family) + packet


def loop(_, family, packet):
    return family and struct.pack(">I", family) + packet


def raw(_, family, packet):
    return packet if family and packet[0] >> 4 in (4, 6) else None


def in_snap(ethertype, packet):
    return b"\xaa\xaa\x03\0\0\0" + struct.pack(">H", ethertype) + packet


def of_ip(around):
    """Link types that are walked with IP alone."""
    return lambda ethertype, family, packet: around(ethertype, family, packet) if family else None


def fddi(ethertype, _, packet):
    return b"\x50" + f.MAC_B + f.MAC_A + in_snap(ethertype, packet)


def wifi(ethertype, _, packet):
    return b"\x88\x01\0\0" + f.MAC_B + f.MAC_A + f.MAC_B + b"\x10\0\0\0" + in_snap(ethertype, packet)


def hdlc(ethertype, _, packet):
    return struct.pack(">BBH", 0x0F, 0, ethertype) + packet


def frame_relay(ethertype, _, packet):
    return b"\x4a\xe3" + struct.pack(">H", ethertype) + packet


def frame_relay_nlpid(_, family, packet):
    return b"\x48\xe1\x03" + (b"\xcc" if family == 2 else b"\x8e") + packet


def nflog(_, family, packet):
    packet += b"\0" * (-len(packet) % 4)
    return struct.pack(">BBH", 2 if family == 2 else 10, 0, 42) + struct.pack("<HHI", 8, 10, 1) + struct.pack("<HH", len(packet) + 4, 9) + packet


def ipoib(ethertype, _, packet):
    return b"\0" * 40 + struct.pack(">HH", ethertype, 0) + packet


def ipnet(_, family, packet):
    return struct.pack(">BBHIIIII", 1, 2 if family == 2 else 26, 0, 0, 0, 0, 5, 7) + packet


def arcnet(_, family, packet):
    return b"\x50\xbe\0\0" + (b"\xf0" if family == 2 else b"\xc4\0\0\0") + packet


def switch_tag(tag):
    return lambda ethertype, _, packet: f.MAC_B + f.MAC_A + tag + struct.pack(">H", ethertype) + packet


LINKS = {"Ethernet": (1, ethernet), "VLAN": (1, tagged), "SLL": (113, cooked), "SLL2": (276, cooked2), "NULL": (0, null), "LOOP": (108, loop),
         "RAW": (101, raw), "FDDI": (10, of_ip(fddi)), "802.11": (105, of_ip(wifi)), "HDLC": (104, of_ip(hdlc)), "frame relay": (107, of_ip(frame_relay)),
         "frame relay by NLPID": (107, of_ip(frame_relay_nlpid)), "NFLOG": (239, of_ip(nflog)), "IPoIB": (242, of_ip(ipoib)),
         "IPNET": (226, of_ip(ipnet)), "ARCNET": (129, of_ip(arcnet)), "DSA forward": (284, of_ip(switch_tag(b"\xc0\x10\x05\x39"))),
         "DSA to CPU": (284, of_ip(switch_tag(b"\x21\x0b\x20\x07"))), "DSA from CPU": (284, of_ip(switch_tag(b"\x40\x10\x00\x00"))),
         "DSA to sniffer": (284, of_ip(switch_tag(b"\x81\x14\x00\x02"))), "EDSA": (285, of_ip(switch_tag(b"\xda\xda\0\0\xc0\x10\x05\x39"))),
         "BRCM": (281, of_ip(switch_tag(b"\0\0\x20\x08"))), "BRCM before": (282, of_ip(lambda *all: b"\0\0\x20\x08" + ethernet(*all)))}


def table_of(option, links):
    """Frames of each link type, which tcpdump reads in a file each, muster in one of pcapng."""
    table = lines.Table(option)
    interfaces = [(linktype, 262144) for linktype, _ in links]
    table.add_bytes(MUSTER, f.pcapng(interfaces, [(i, frame) for i, (_, frames) in enumerate(links) for frame in frames]),
                    [f.pcap(frames, linktype) for linktype, frames in links])
    return table


@unittest.skipUnless(lines.REFEREE, "no tcpdump here")
class Walk(unittest.TestCase):
    def test_every_option_on_every_link_type_with_every_family(self):
        links = [(linktype, [frame for frame in (around(*family) for family in FAMILIES.values()) if frame]) for linktype, around in LINKS.values()]
        for option in lines.OPTIONS:
            with self.subTest(option=option):
                table = table_of(option, links)
                self.assertEqual(sum(table.counts.values()), sum(len(frames) for _, frames in links))
                self.assertEqual(table.samples, {}, option)

    def test_every_option_on_every_kind_of_line(self):
        frames = [frame for frame, _, same in LINES if same is True and frame]
        for option in lines.OPTIONS:
            with self.subTest(option=option):
                table = table_of(option, [(1, frames)])
                self.assertEqual(sum(table.counts.values()), len(frames))
                self.assertEqual({their: our for _, _, their, our in table.samples.values() if not is_known(option, their, our)}, {})


def is_known(option, their, our):
    """Where muster differs on purpose: a length below 0, and bytes of a packet that is cut within a header, where tcpdump's printers give
    up in two ways, with the link header and without."""
    return "4294967" in their or (option == "-X" and lines.DUMP.match(their) and lines.DUMP.match(our)) or their == " [|ip]"


@unittest.skipUnless(lines.REFEREE, "no tcpdump here")
class Verdicts(unittest.TestCase):
    def test_a_planted_difference_is_found(self):
        self.assertEqual(lines.verdict(["IP a > b: UDP, length 4"], ["IP a > b: UDP, length 4"], False), "same")
        self.assertEqual(lines.verdict(["IP a > b: UDP"], ["IP a > b: UDP, and more"], False), "more")
        self.assertEqual(lines.verdict(["IP a > b: UDP, length 4"], ["IP a > b: UDP, length 5"], False), "different")
        dump = "\t0x0000:  4500"
        self.assertEqual(lines.verdict(["IP", dump], ["IP", dump], True), "same")
        self.assertEqual(lines.verdict(["IP", dump], ["IP", dump + " 00"], True), "different")

    def test_the_script_prints_its_table(self):
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "one.pcap").write_bytes(f.pcap([ethernet(*FAMILIES["udp"])]))
            words = [sys.executable, str(SOURCE / "scripts/corpus"), "--muster", MUSTER, "--no-listen", "--options", "plain", folder]
            done = subprocess.run(words, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [row.split() for row in done.stdout.splitlines()[2:3]]
        self.assertEqual([row[:4] for row in rows], [["plain", "1", "1", "100.0"]])


if __name__ == "__main__":
    unittest.main()
