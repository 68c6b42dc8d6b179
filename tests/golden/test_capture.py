# SPDX-License-Identifier: BSD-2-Clause
"""muster capture -r: every kind of frame, and every kind of broken one, has its line."""
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
SYN_OPTIONS = bytes.fromhex("020405b4 0402 080a 00000001 00000000 01 030307")
A, B = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])
NOBODY = b"\0" * 6
QUOTE = f.ipv4(f.udp(b"", 40000, 53), 17, "10.0.0.1", "10.0.0.9")
POINTER = b"\xc0\x0c"
SOLICIT = struct.pack(">BBHI", 135, 0, 0, 0) + bytes.fromhex("fe800000000000000000000000000002") + b"\x01\x01" + f.MAC_A
ADVERT = struct.pack(">BBHI", 136, 0, 0, 0x60000000) + bytes.fromhex("fe800000000000000000000000000002") + b"\x02\x01" + f.MAC_B
DISCOVER = [(53, b"\x01"), (12, b"printer\x1b[31m"), (50, bytes([10, 0, 0, 77]))]
GTP = b"\x30\xff\0\x08\0\0\0\1" + b"x" * 8

DATAGRAM, OF_DATAGRAM = f.ipv4(f.udp(b"x" * 4), 17), "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 4"

# The frame, what muster says of it without the time, and whether tcpdump says the very same.
LINES = [
    (f.ether(f.ipv4(f.tcp(options=SYN_OPTIONS), 6)), "IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1000, win 65535, "
     "options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0", True),
    (f.ether(f.ipv4(f.tcp(flags=0x18, ack=5, payload=b"hello"), 6)),
     "IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], seq 1000:1005, ack 5, win 65535, length 5: HTTP", True),
    (f.ether(f.ipv4(f.tcp(flags=0x14, ack=5), 6)), "IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [R.], seq 1000, ack 5, win 65535, length 0", True),
    (f.ether(f.ipv4(f.tcp(flags=0), 6)), "IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [none], win 65535, length 0", True),
    (f.ether(f.ipv4(f.tcp(options=b"\x02\x63\x01\x01"), 6)), "IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1000, win 65535, "
     "options [[bad opt]", True),
    (f.ether(f.ipv4(f.tcp(offset=15), 6)), "IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S] [bad hdr length 60 - too long, > 20]", True),
    (f.ether(f.ipv4(f.tcp(offset=4), 6)), "IP 10.0.0.1.40000 > 10.0.0.2.80:  tcp 4 [bad hdr length 16 - too short, < 20]", True),
    (f.ether(f.ipv4(f.tcp(flags=0xFF, ack=7), 6)), "IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [FSRP.UEW], seq 1000, ack 7, win 65535, urg 0, length 0", True),
    (f.ether(f.ipv4(f.tcp()[:19], 6)), "IP 10.0.0.1.40000 > 10.0.0.2.80:  [|tcp]", True),
    (f.ether(f.ipv4(f.tcp()[:3], 6)), "IP 10.0.0.1 > 10.0.0.2: [|tcp]", True),
    (f.ether(f.ipv4(f.udp(b"x" * 12), 17)), "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 12", True),
    (f.ether(f.ipv4(f.udp(b"x" * 12, length=500), 17)), "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, bad length 492 > 12", True),
    (f.ether(f.ipv4(f.udp(b"x" * 12, length=7), 17)), "IP 10.0.0.1.40000 > 10.0.0.2.9999: truncated-udplength 7", True),
    (f.ether(f.ipv4(f.udp(b"x" * 12, length=12), 17)), "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 4", True),
    (f.ether(f.ipv4(f.udp(b"")[:4], 17)), "IP 10.0.0.1.40000 > 10.0.0.2.9999: truncated-udp 4", True),
    (f.ether(f.ipv4(f.udp(b"")[:2], 17)), "IP 10.0.0.1 > 10.0.0.2:  [|udp]", True),
    (f.ether(f.ipv4(b"abcd", 253)), "IP 10.0.0.1 > 10.0.0.2:  ip-proto-253 4", True),
    (f.ether(f.ipv4(f.icmp(8, 0, 0x00070001, b"x" * 56), 1)), "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 7, seq 1, length 64", True),
    (f.ether(f.ipv4(f.icmp(3, 3, 0, QUOTE), 1)), "IP 10.0.0.1 > 10.0.0.2: ICMP 10.0.0.9 udp port 53 unreachable, length 36", True),
    (f.ether(f.ipv4(f.icmp(3, 1, 0, QUOTE), 1)), "IP 10.0.0.1 > 10.0.0.2: ICMP host 10.0.0.9 unreachable, length 36", True),
    (f.ether(f.ipv4(f.icmp(3, 13, 0, QUOTE), 1)),
     "IP 10.0.0.1 > 10.0.0.2: ICMP host 10.0.0.9 unreachable - admin prohibited filter, length 36", True),
    (f.ether(f.ipv4(f.icmp(3, 4, 1400, QUOTE), 1)), "IP 10.0.0.1 > 10.0.0.2: ICMP 10.0.0.9 unreachable - need to frag (mtu 1400), length 36", True),
    (f.ether(f.ipv4(f.icmp(11, 0, 0, QUOTE), 1)), "IP 10.0.0.1 > 10.0.0.2: ICMP time exceeded in-transit, length 36", True),
    (f.ether(f.ipv4(f.icmp(3, 3, 0, QUOTE[:15]), 1)), "IP 10.0.0.1 > 10.0.0.2:  [|icmp]", True),
    (f.ether(f.ipv4(f.icmp(8)[:5], 1)), "IP 10.0.0.1 > 10.0.0.2:  [|icmp]", True),
    (f.ether(f.arp(1, f.MAC_A, A, NOBODY, B), 0x0806), "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28", True),
    (f.ether(f.arp(2, f.MAC_B, B, f.MAC_A, A), 0x0806), "ARP, Reply 10.0.0.2 is-at 02:00:00:00:00:02, length 28", True),
    (f.ether(f.arp(1, b"\1" * 8, A, b"\0" * 8, B), 0x0806),
     "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 32", True),
    (f.ether(f.arp(1, f.MAC_A, A, NOBODY, B)[:20], 0x0806), " [|arp]", True),
    (f.ether(f.ipv6(f.tcp(), 6)), "IP6 2001:db8::1.40000 > 2001:db8::2.80: Flags [S], seq 1000, win 65535, length 0", True),
    (f.ether(f.ipv6(SOLICIT, 58, "fe80::1", "ff02::1:ff00:2", hops=255), 0x86DD), "IP6 fe80::1 > ff02::1:ff00:2: ICMP6, neighbor solicitation, "
     "who has fe80::2, length 32, source link-address 02:00:00:00:00:01", False),
    (f.ether(f.ipv6(ADVERT, 58, "fe80::2", "fe80::1", hops=255), 0x86DD), "IP6 fe80::2 > fe80::1: ICMP6, neighbor advertisement, tgt is fe80::2, "
     "length 32, Flags [SO], destination link-address 02:00:00:00:00:02", False),
    (f.ether(f.ipv6(struct.pack(">BBHI", 128, 0, 0, 0x00050002) + b"x" * 8, 58), 0x86DD),
     "IP6 2001:db8::1 > 2001:db8::2: ICMP6, echo request, id 5, seq 2, length 16", True),
    (f.ether(f.ipv6(struct.pack(">BBHI", 1, 4, 0, 0) + f.ipv6(f.udp(b""), 17), 58), 0x86DD), "IP6 2001:db8::1 > 2001:db8::2: ICMP6, destination "
     "unreachable, unreachable port, 2001:db8::2 udp port 9999, length 56", True),
    (f.ether(f.ipv6(b"\x3a\0" + b"\1\4\0\0\0\0" + struct.pack(">BBHI", 128, 0, 0, 0x00050002), 0), 0x86DD),
     "IP6 2001:db8::1 > 2001:db8::2: HBH ICMP6, echo request, id 5, seq 2, length 8", True),
    (f.ether(f.ipv6(b"\x11\0" + struct.pack(">HI", 1, 99) + f.udp(b"x" * 8, length=2000), 44), 0x86DD),
     "IP6 2001:db8::1 > 2001:db8::2: frag (0|16) 40000 > 9999: UDP, length 1992", True),
    (f.ether(f.ipv6(b"\x11\0" + struct.pack(">HI", 1480, 99) + b"x" * 16, 44), 0x86DD),
     "IP6 2001:db8::1 > 2001:db8::2: frag (1480|16)", True),
    (f.ether(f.ipv6(b"\0\0" * 4 * 30, 0), 0x86DD), "IP6 2001:db8::1 > 2001:db8::2: HBH [The Hop-by-Hop Options header was already found] (invalid)", True),
    (f.ether(f.ipv6(f.udp(b"x" * 4), 17, length=0), 0x86DD), "IP6 2001:db8::1 > 2001:db8::2:  [|udp]", True),
    (f.ether(f.ipv6(f.tcp(), 6, length=0), 0x86DD), "IP6 2001:db8::1 > 2001:db8::2: [|tcp]", True),
    (f.ether(f.ipv6(f.udp(b"x" * 4), 17, length=1000), 0x86DD), "IP6 truncated-ip6 - 988 bytes missing!2001:db8::1.40000 > 2001:db8::2.9999: UDP, length 4", True),
    (f.ether(b"\x40" + f.ipv6(f.udp(b"x" * 4), 17)[1:], 0x86DD), "IP6 version error: 4 != 6", True),
    (f.ether(f.ipv6(b"", 17)[:39], 0x86DD), " [|ip6]", True),
    (f.ether(f.ipv4(f.udp(b"x" * 4), 17, options=b"\x07\x07\x04\0\0\0\0\0")), "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 4", True),
    (f.ether(f.ipv4(f.udp(b"x" * 8, length=2000), 17, fragment=0x2000)),
     "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 1992", True),
    (f.ether(f.ipv4(f.udp(GTP, 40000, 2152, length=2000), 17, fragment=0x2000)),
     "IP 10.0.0.1.40000 > 10.0.0.2.2152: UDP, length 1992: GTP-U, teid 0x1", False),
    (f.ether(f.ipv4(f.udp(GTP, 40000, 2152, length=2000), 17)), "IP 10.0.0.1.40000 > 10.0.0.2.2152: UDP, bad length 1992 > 16", True),
    (f.ether(f.ipv4(b"x" * 16, 17, fragment=185)), "IP 10.0.0.1 > 10.0.0.2: ip-proto-17 (frag 7:16@1480)", False),
    (f.ether(f.ipv4(f.udp(b"x" * 4), 17, total=15)), "IP bad-len 15", True),
    (f.ether(b"\x44" + f.ipv4(f.udp(b"x" * 4), 17)[1:]), "IP bad-hlen 16", True),
    (f.ether(b"\x4f" + f.ipv4(f.udp(b"x" * 4), 17, total=100)[1:]), "IP truncated-ip - 68 bytes missing!  [remaining caplen(32) < header length(60)] [|ip]", True),
    (f.ether(f.ipv4(f.udp(b"x" * 4), 17, total=1500)), "IP truncated-ip - 1468 bytes missing! 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 4", True),
    (f.ether(f.ipv4(f.udp(b"x" * 4), 17, total=0)), "IP bad-len 0 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 4", False),
    (f.ether(f.ipv4(f.udp(b"x" * 4), 17, version=5)), "IP5 (invalid)", True),
    (f.ether(f.ipv4(f.udp(b"x" * 4), 17) + b"\0" * 14), "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 4", True),
    (f.ether(f.ipv4(f.udp(b"x" * 4), 17), vlans=[(0x8100, 0x6007)]), "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 4", True),
    (f.ether(f.ipv4(f.udp(b"x" * 4), 17), vlans=[(0x88A8, 0x0064), (0x8100, 0x1008)]),
     "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 4", True),
    (f.ether(b"\x42\x42\x03" + b"\0" * 43, 46), "STP 802.1d, Config, Flags [none], bridge-id 0000.00:00:00:00:00:00.0000, length 43", True),
    (f.ether(b"\xde\xad\xbe\xef", 0x1234), "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype Unknown (0x1234), length 18: 0xdead beef", False),
    (f.ether(f.ipv4(b"\0" * 8, 47)), "IP 10.0.0.1 > 10.0.0.2: GREv0, length 8: gre-proto-0x0", True),
    (f.ether(f.ipv4(b"\0" * 8, 253)), "IP 10.0.0.1 > 10.0.0.2:  ip-proto-253 8", False),
    (f.ether(f.ipv4(f.ipv6(f.tcp(), 6), 41)), "IP 10.0.0.1 > 10.0.0.2: IP6 2001:db8::1.40000 > 2001:db8::2.80: Flags [S], seq 1000, win 65535, length 0", True),
    (f.ether(f.ipv4(f.ipv4(f.ipv4(f.ipv4(f.ipv4(f.ipv4(f.tcp(), 6), 4), 4), 4), 4), 4)), "IP 10.0.0.1 > 10.0.0.2: IP 10.0.0.1 > 10.0.0.2: IP 10.0.0.1 > 10.0.0.2: "
     "IP 10.0.0.1 > 10.0.0.2: IP 10.0.0.1 > 10.0.0.2: [too many tunnels], length 40", False),
    (f.ether(f.ipv4(f.udp(f.dns(questions=[("example.com", 1, 1)]), 40000, 53), 17)), "IP 10.0.0.1.40000 > 10.0.0.2.53: 1+ A? example.com. (29)", True),
    (f.ether(f.ipv4(f.udp(f.dns(2, 0x8180, [("example.com", 1, 1)], [(POINTER, 5, 1, 60, b"\3www" + POINTER), (POINTER, 1, 1, 60, A)]), 53), 17)),
     "IP 10.0.0.1.53 > 10.0.0.2.9999: 2 2/0/0 CNAME www.example.com., A 10.0.0.1 (63)", True),
    (f.ether(f.ipv4(f.udp(f.dns(3, 0x8183, [("nonesuch.example", 28, 1)]), 53), 17)),
     "IP 10.0.0.1.53 > 10.0.0.2.9999: 3 NXDomain 0/0/0 (34), AAAA? nonesuch.example.", False),
    (f.ether(f.ipv4(f.udp(f.dns(4, 0x8180, [], [(b"\xc0\x0c", 1, 1, 60, A)]), 53), 17)), "IP 10.0.0.1.53 > 10.0.0.2.9999: 4 [0q] 1/0/0 A 10.0.0.1 (28)", True),
    (f.ether(f.ipv4(f.udp(f.dns(questions=[("a\x1b[31m\x00b", 16, 1)]), 40000, 53), 17)),
     "IP 10.0.0.1.40000 > 10.0.0.2.53: 1+ TXT? a^[[31m^@b. (26)", True),
    (f.ether(f.ipv4(f.udp(f.dns(0, 0x8400, [], [(f.name("host.local"), 1, 0x8001, 120, A)]), 5353, 5353), 17, destination="224.0.0.251")),
     "IP 10.0.0.1.5353 > 224.0.0.251.5353: 0*- [0q] 1/0/0 (Cache flush) A 10.0.0.1 (38)", True),
    (f.ether(f.ipv4(f.udp(f.dhcp(1, DISCOVER), 68, 67), 17, "0.0.0.0", "255.255.255.255")), "IP 0.0.0.0.68 > 255.255.255.255.67: BOOTP/DHCP, Request "
     r'from 02:00:00:00:00:01, length 264, DHCP Discover, requests 10.0.0.77, hostname "printer\x1b[31m"', False),
    (f.ether(f.ipv4(f.udp(f.dhcp(2, [(53, b"\x05"), (51, struct.pack(">I", 3600)), (54, B)], offered="10.0.0.77"), 67, 68), 17)),
     "IP 10.0.0.1.67 > 10.0.0.2.68: BOOTP/DHCP, Reply, length 256, DHCP ACK, offers 10.0.0.77, server 10.0.0.2, lease 3600s", False),
    (f.ether(f.pppoe(f.ppp(0x0021, DATAGRAM)), 0x8864), "PPPoE  [ses 0x1] " + OF_DATAGRAM, True),
    (f.ether(f.pppoe(f.ppp(0x0021, DATAGRAM)) + b"\0" * 6, 0x8864), "PPPoE  [ses 0x1] " + OF_DATAGRAM, True),
    (f.ether(f.pppoe(f.ppp(0x0057, f.ipv6(f.udp(b"x" * 4), 17)), session=0x1234), 0x8864),
     "PPPoE  [ses 0x1234] IP6 2001:db8::1.40000 > 2001:db8::2.9999: UDP, length 4", True),
    (f.ether(f.pppoe(b"\x21" + DATAGRAM), 0x8864), "PPPoE  [ses 0x1] " + OF_DATAGRAM, True),
    (f.ether(f.pppoe(b"\xff\3" + f.ppp(0x0021, DATAGRAM)), 0x8864), "PPPoE  [ses 0x1] " + OF_DATAGRAM, True),
    (f.ether(f.pppoe(f.ppp(0xC021, bytes.fromhex("0101000e010405d4050612345678"))), 0x8864), "PPPoE  [ses 0x1] LCP, Conf-Request (0x01), id 1, length 16", True),
    (f.ether(f.pppoe(f.ppp(0xC021, bytes.fromhex("0901000812345678"))), 0x8864), "PPPoE  [ses 0x1] LCP, Echo-Request (0x09), id 1, length 10", True),
    (f.ether(f.pppoe(f.ppp(0x8021, bytes.fromhex("0102000a030600000000"))), 0x8864), "PPPoE  [ses 0x1] IPCP, Conf-Request (0x01), id 2, length 12", True),
    (f.ether(f.pppoe(f.ppp(0x8057, bytes.fromhex("0203000e010a0123456789abcdef"))), 0x8864), "PPPoE  [ses 0x1] IP6CP, Conf-Ack (0x02), id 3, length 16", True),
    (f.ether(f.pppoe(f.ppp(0xC023, bytes.fromhex("0101000e") + b"\4user\4pass")), 0x8864), "PPPoE  [ses 0x1] PAP, Auth-Req (0x01), id 1, Peer user", False),
    (f.ether(f.pppoe(f.ppp(0xC223, bytes.fromhex("01010010") + b"\4abcdnas-one")), 0x8864), "PPPoE  [ses 0x1] CHAP, Challenge (0x01), id 1, Value 61626364, Name nas-one", True),
    (f.ether(f.pppoe(f.ppp(0x4021, b"abcd")), 0x8864), "PPPoE  [ses 0x1] unknown PPP protocol (0x4021) length 4: 0x6162 6364", False),
    (f.ether(f.pppoe(f.ppp(0x0281, f.mpls((16, 0, 64)) + DATAGRAM)), 0x8864), "PPPoE  [ses 0x1] MPLS (label 16, tc 0, [S], ttl 64) " + OF_DATAGRAM, True),
    (f.ether(f.pppoe(f.pppoe_tag(0x0101) + f.pppoe_tag(0x0103, b"\0\1\2\3"), 9, 0), 0x8863), "PPPoE PADI [Service-Name] [Host-Uniq 0x00010203]", True),
    (f.ether(f.pppoe(f.pppoe_tag(0x0101, b"isp") + f.pppoe_tag(0x0102, b"ac-one") + f.pppoe_tag(0x0104, bytes(range(16))), 7, 0), 0x8863),
     'PPPoE PADO [Service-Name "isp"] [AC-Name "ac-one"] [AC-Cookie 0x000102030405060708090A0B0C0D0E0F]', True),
    (f.ether(f.pppoe(f.pppoe_tag(0x0101), 0x19, 0) + b"\0" * 36, 0x8863), "PPPoE PADR [Service-Name]", True),
    (f.ether(f.pppoe(f.pppoe_tag(0x0101, b"isp") + f.pppoe_tag(0), 0x65, 0x1F), 0x8863), 'PPPoE PADS [ses 0x1f] [Service-Name "isp"] [EOL]', True),
    (f.ether(f.pppoe(f.pppoe_tag(0x0203, b"bye\x1b[31m"), 0xA7, 0x1F), 0x8863), 'PPPoE PADT [ses 0x1f] [Generic-Error "bye.[31m"]', True),
    (f.ether(f.pppoe(f.pppoe_tag(0x0999, b"ab"), 0x42, 7, 0x23), 0x8863), ' [ver 2] [type 3]PPPoE PAD-42 [ses 0x7] [TAG-0x999 "ab"]', True),
    (f.ether(f.pppoe(b"\1\1\0\x30abc", 9, 0), 0x8863), "PPPoE PADI [|pppoe]", True),
    (f.ether(b"\x11\0", 0x8864), "PPPoE [|pppoe]", False),
    (f.ether(f.mpls((16, 0, 64)) + DATAGRAM, 0x8847), "MPLS (label 16, tc 0, [S], ttl 64) " + OF_DATAGRAM, True),
    (f.ether(f.mpls((16, 0, 64), (1000000, 5, 255)) + f.ipv6(f.udp(b"x" * 4), 17), 0x8847), "MPLS (label 16, tc 0, ttl 64) (label 1000000, tc 5, [S], ttl 255) "
     "IP6 2001:db8::1.40000 > 2001:db8::2.9999: UDP, length 4", True),
    (f.ether(f.mpls((0, 0, 64)) + DATAGRAM, 0x8848), "MPLS (label 0, tc 0, [S], ttl 64) " + OF_DATAGRAM, True),
    (f.ether(f.mpls((100, 0, 2)) + b"\0\0\0\7" + f.ether(DATAGRAM), 0x8847), "MPLS (label 100, tc 0, [S], ttl 2) " + OF_DATAGRAM, False),
    (f.ether(f.mpls((100, 0, 2)) + f.ether(DATAGRAM, vlans=[(0x8100, 7)]), 0x8847), "MPLS (label 100, tc 0, [S], ttl 2) " + OF_DATAGRAM, False),
    # Without a control word, to MAC addresses that begin as IP does.
    (f.ether(f.mpls((100, 0, 2)) + b"\x60" + f.ether(DATAGRAM)[1:], 0x8847), "MPLS (label 100, tc 0, [S], ttl 2) " + OF_DATAGRAM, False),
    (f.ether(f.mpls((100, 0, 2)) + b"\x46" + f.ether(f.arp(1, f.MAC_A, A, NOBODY, B), 0x0806)[1:], 0x8847),
     "MPLS (label 100, tc 0, [S], ttl 2) ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28", False),
    (f.ether(f.mpls((100, 0, 2)) + b"\0\0\0\0" + f.ether(f.pppoe(f.ppp(0x0021, DATAGRAM)), 0x8864), 0x8847),
     "MPLS (label 100, tc 0, [S], ttl 2) PPPoE  [ses 0x1] " + OF_DATAGRAM, False),
    (f.ether(f.mpls((100, 0, 2)) + b"\x10\0\0\7abcdef", 0x8847), "MPLS (label 100, tc 0, [S], ttl 2) length 10: 0x1000 0007 6162 6364 6566", False),
    (f.ether(struct.pack(">I", 16 << 12 | 64), 0x8847), "MPLS (label 16, tc 0, ttl 64) (invalid)", True),
    (f.ether(struct.pack(">I", 16 << 12 | 64) * 17, 0x8847), "MPLS " + "(label 16, tc 0, ttl 64) " * 16 + "(invalid)", False),
    (f.ether(b"\0", 0x8847), "MPLS (invalid)", True),
    (f.ether(f.mpls((16, 0, 64)) + DATAGRAM, 0x8847, vlans=[(0x8100, 7)]), "MPLS (label 16, tc 0, [S], ttl 64) " + OF_DATAGRAM, True),
    (f.ether(b""), " [|ip]", True),
    (f.ether(b"\x45"), "IP  [|ip]", True),
    (b"\x02\x00", " [|ether]", True),
    (b"", "[Invalid header: caplen==0, len==0]", True),
]
# IPv6 by its EtherType, where the table above left it out.
LINES = [(frame[:12] + b"\x86\xdd" + frame[14:] if frame[14:15] and frame[14] >> 4 == 6 and frame[12:14] == b"\x08\x00" else frame, line, same)
         for frame, line, same in LINES]


def capture(*words, data, expect=0):
    done = subprocess.run([MUSTER, "capture", "-r", "-", *words], input=data, capture_output=True, timeout=60)
    if done.returncode != expect:
        raise AssertionError(f"exit {done.returncode}: {done.stderr.decode()}")
    return done


def lines_of(done):
    return [line.split(" ", 1)[1] for line in done.stdout.decode().splitlines()]


class Lines(unittest.TestCase):
    maxDiff = None

    def test_every_frame_has_its_line(self):
        told = lines_of(capture("-n", data=f.pcap([frame for frame, _, _ in LINES])))
        self.assertEqual(len(told), len(LINES))
        for ours, (_, wanted, _) in zip(told, LINES):
            self.assertEqual(ours, wanted)

    def test_where_tcpdump_says_the_same_it_is_the_very_same(self):
        tcpdump = shutil.which("tcpdump", path=os.environ["PATH"] + ":/usr/sbin")
        if not tcpdump:
            self.skipTest("no tcpdump here")
        done = subprocess.run([tcpdump, "-r", "-", "-nn", "-S", "-t"], input=f.pcap([frame for frame, _, same in LINES if same is True]),
                              capture_output=True, check=True)
        theirs = done.stdout.decode().splitlines()
        self.assertEqual([line for _, line, same in LINES if same is True], theirs)

    def test_a_frame_cut_at_any_byte_has_one_line_and_no_control_character(self):
        for frame, _, _ in LINES:
            cut = [frame[:i] for i in range(len(frame) + 1)]
            for words in ((), ("-e",), ("-q", "-n")):
                told = capture(*words, data=f.pcap(cut)).stdout.decode()
                self.assertEqual(len(told.splitlines()), len(cut))
                self.assertFalse([c for c in told if ord(c) < 32 and c != "\n"])

    def test_a_short_snapshot_is_not_told_where_all_headers_are_there(self):
        frame = f.ether(f.ipv4(f.tcp(flags=0x18, ack=1, payload=b"x" * 500), 6))
        self.assertEqual(lines_of(capture("-n", data=f.pcap([frame], snap=60))),
                         ["IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], seq 1000:1500, ack 1, win 65535, length 500: HTTP"])

    def test_snapshot_length_is_for_packets_of_a_file_too(self):
        frame = f.ether(f.ipv4(f.tcp(flags=0x18, ack=1, payload=b"x" * 500), 6))
        packet = json.loads(capture("--decode", "json", "-s", "60", data=f.pcap([frame])).stdout.splitlines()[0])
        self.assertEqual((packet["captured"], packet["bytes"]), (60, len(frame)))
        written = capture("-s", "60", "-w", "-", data=f.pcap([frame])).stdout
        self.assertEqual((struct.unpack_from("<I", written, 16)[0], len(written)), (60, 24 + 16 + 60))

    def test_other_link_layers(self):
        packet = f.ipv4(f.udp(b"x" * 4), 17)
        line = "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 4"
        cooked = struct.pack(">HHH8sH", 0, 1, 6, f.MAC_A + b"\0\0", 0x0800)
        cooked2 = struct.pack(">HHIHBB8s", 0x0800, 0, 3, 1, 0, 6, f.MAC_A + b"\0\0")
        for linktype, frame in ((101, packet), (228, packet), (0, b"\2\0\0\0" + packet), (113, cooked + packet), (276, cooked2 + packet)):
            of_interface = "if3   In  " if linktype == 276 else ""
            self.assertEqual(lines_of(capture("-n", data=f.pcap([frame], linktype))), [of_interface + line], linktype)
        self.assertIn(" In 02:00:00:00:00:01 ethertype IPv4 (0x0800), length 48: 10.0.0.1", lines_of(capture("-n", "-e", data=f.pcap([cooked + packet], 113)))[0])
        self.assertIn("link layer not understood", lines_of(capture(data=f.pcap([b"\1\2\3"], 147)))[0])

    def test_the_link_header_and_the_bytes(self):
        frame = f.ether(f.ipv4(f.udp(b"hi\x1b!"), 17), vlans=[(0x8100, 7)])
        out = capture("-n", "-e", "-X", data=f.pcap([frame])).stdout.decode().splitlines()
        self.assertEqual(out[0].split(" ", 1)[1], "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype 802.1Q (0x8100), length 50: vlan 7, p 0, "
                         "ethertype IPv4 (0x0800), 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 4")
        self.assertEqual(out[1:], ["\t0x0000:  4500 0020 0007 0000 4011 66c4 0a00 0001  E.......@.f.....",
                                   "\t0x0010:  0a00 0002 9c40 270f 000c 0000 6869 1b21  .....@'.....hi.!"])
        self.assertEqual(capture("-n", "-XX", data=f.pcap([frame])).stdout.decode().splitlines()[1],
                         "\t0x0000:  0200 0000 0002 0200 0000 0001 8100 0007  ................")
        self.assertEqual(capture("-n", "-xA", data=f.pcap([frame])).stdout.decode().splitlines()[2], "\t0x0010:  0a00 0002 9c40 270f 000c 0000 6869 1b21")
        self.assertTrue(capture("-n", "-A", data=f.pcap([frame])).stdout.decode().endswith("@'.....hi.!\n"))

    def test_quick_lines_and_names_of_ports(self):
        data = f.pcap([f.ether(f.ipv4(f.tcp(flags=0x12, payload=b"x"), 6))])
        self.assertEqual(lines_of(capture("-q", "-n", data=data)), ["IP 10.0.0.1.40000 > 10.0.0.2.80: tcp 1"])
        self.assertIn("10.0.0.2.http:", lines_of(capture(data=data))[0])

    def test_counts_and_filters(self):
        data = f.pcap([frame for frame, _, _ in LINES])
        self.assertEqual(len(lines_of(capture("-c", "3", data=data))), 3)
        self.assertTrue(all("arp" in line.lower() for line in lines_of(capture("arp", data=data))))
        self.assertEqual(len(lines_of(capture("ether", "proto", "0x1234", data=data))), 1)
        self.assertIn("3 packets read", capture("-c", "3", data=data).stderr.decode())


class Tshark(unittest.TestCase):
    FIELDS = ["ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "tcp.seq_raw",
              "tcp.ack_raw", "dns.qry.name", "vlan.id"]

    def test_it_reads_the_same_out_of_the_same_file(self):
        if not shutil.which("tshark"):
            self.skipTest("no tshark here")
        plain = [frame for frame, line, _ in LINES if "bad" not in line and "[" not in line.replace("Flags [", "") and "too many" not in line]
        with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
            file.write(f.pcap(plain))
            file.flush()
            words = [word for field in self.FIELDS for word in ("-e", field)]
            done = subprocess.run(["tshark", "-r", file.name, "-n", "-T", "fields", "-E", "occurrence=f", *words], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        theirs = [dict(zip(self.FIELDS, line.split("\t"))) for line in done.stdout.split("\n")[:-1]]
        ours = lines_of(capture("-n", "-e", data=f.pcap(plain)))
        self.assertEqual(len(ours), len(theirs))
        for line, fields in zip(ours, theirs):
            if "unreachable" in line or "exceeded" in line:
                continue  # tshark tells of what they quote, too
            for field in self.FIELDS:
                value = fields[field]
                if not value or (field in ("tcp.seq_raw", "tcp.ack_raw") and value == "0") or (field == "tcp.seq_raw" and "seq" not in line):
                    continue
                if field == "dns.qry.name" and ("\x1b" in value or "?" not in line):
                    continue
                self.assertIn(value, line, field)


class Refusals(unittest.TestCase):
    def refused(self, *words, data=None):
        done = subprocess.run([MUSTER, "capture", *words], input=data, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stdout, b"")
        return done.stderr.decode()

    def test_a_caret_stands_under_the_word_that_is_wrong(self):
        data = f.pcap([LINES[0][0]])
        for words, wrong in (("tcp port 80 andd host 10.0.0.1", "andd"), ("ip and hots 10.0.0.1", "hots"), ("tcp[0 = 1", "="), ("port 99999", "99999"),
                             ("(tcp or udp) )", ")"), ("host 10.0.0.1 nett 10.0.0.0/8", "nett")):
            lines = self.refused("-r", "-", words, data=data).splitlines()
            self.assertEqual(lines[1], "  " + words)
            at = lines[2].index("^") - 2
            self.assertTrue(words[at:].startswith(wrong), f"{words}: at {words[at:]!r}")
        self.assertIn("^ ends too early", self.refused("-r", "-", "tcp port 80 and", data=data))

    def test_options_that_do_not_go_together(self):
        for words, said in ((("-r", "x", "-I", "lo"), "--read"), (("--force",), "--force"), (("-C", "1M"), "--rotate-size"),
                            (("-w", "-", "-C", "1M"), "standard output"), (("-w", "x", "-W", "3"), "--rotate-keep 3"), (("-w", "x", "-X"), "--write"),
                            (("-c", "0"), "--count 0"), (("-C", "12q"), "--rotate-size 12q"), (("-s", "4"), "--snapshot-length 4")):
            self.assertIn(said, self.refused(*words), words)

    def test_what_is_no_capture_is_exit_1(self):
        done = subprocess.run([MUSTER, "capture", "-r", "-"], input=b"no pcap at all, but text", capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"no capture that can be read: unknown file format", done.stderr)
        self.assertEqual(subprocess.run([MUSTER, "capture", "-r", "/nonexistent"], capture_output=True, timeout=60).returncode, 1)

    def test_packets_of_several_link_types_are_read_and_filtered_but_not_written_to_one_pcap_file(self):
        packet = f.ipv4(f.udp(b"x" * 4), 17)
        data = f.pcapng([(1, 262144), (101, 96)], [(0, f.ether(packet)), (1, packet), (0, f.ether(f.arp(1, f.MAC_A, A, NOBODY, B), 0x0806))])
        self.assertEqual(lines_of(capture("-n", data=data))[:2], [OF_DATAGRAM, OF_DATAGRAM])
        self.assertEqual(lines_of(capture("-n", "udp port 9999", data=data)), [OF_DATAGRAM, OF_DATAGRAM])
        self.assertEqual(len(lines_of(capture("-n", "arp", data=data))), 1)
        done = capture("-w", "-", data=data, expect=1)
        self.assertIn(b"link type RAW (12) among those of EN10MB (1)", done.stderr)
        self.assertEqual(len(lines_of(capture("-n", data=done.stdout))), 1)

    def test_times_have_no_sign_and_a_fraction_beyond_a_second_stands_as_it_is(self):
        frame = f.ether(DATAGRAM)
        header = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
        records = b"".join(struct.pack("<IIII", seconds, micros, len(frame), len(frame)) + frame
                           for seconds, micros in ((0x81C94B00, 5), (1000000000, 1000000), (1000000000, 0x80000000)))
        done = subprocess.run([MUSTER, "capture", "-r", "-", "-n"], input=header + records, capture_output=True, env={**os.environ, "TZ": "UTC"})
        self.assertEqual([line.split(b" ")[0] for line in done.stdout.splitlines()], [b"00:00:00.000005", b"01:46:40.1000000", b"01:46:40.2147483648"])

    def test_a_file_that_ends_within_a_frame_gives_what_is_whole_and_exit_1(self):
        done = subprocess.run([MUSTER, "capture", "-r", "-", "-n"], input=f.pcap([LINES[0][0], LINES[1][0]])[:-10], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(done.stdout.splitlines()), 1)
        self.assertIn(b"truncated", done.stderr)


if __name__ == "__main__":
    unittest.main()
