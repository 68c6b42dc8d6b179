# SPDX-License-Identifier: BSD-2-Clause
"""What an answer may look like: thousands of valid forms of each kind of answer, judged by libpcap's path, by XDP's, and by the kernel.

The kernel of this machine is the referee: what its own sockets take as an answer, muster takes, whatever receives (see variants.py).
"""
import errno
import json
import os
import pathlib
import select
import socket
import struct
import sys
import time
import unittest

import lab
import lan
import variants as v

HAS_XDP = os.geteuid() == 0 and b"live frames" in pathlib.Path(lab.MUSTER).read_bytes()
BATCH = 256


def addr_of(family, number):
    number += v.FIRST
    return f"10.7.{number // 256}.{number % 256}" if family == v.IPV4 else f"2001:db8:7::{number:x}"


def setUpModule():
    lan.set_ipv6("", True)
    lan.set_ipv6("far", True)
    pathlib.Path("/proc/sys/net/ipv4/ping_group_range").write_text("0 0")
    lan.ip("-6", "address", "add", "2001:db8:255::1/64", "dev", "near0", "nodad")
    lan.ip("-6", "address", "add", "2001:db8:255::2/64", "dev", "far0", "nodad", of="far")
    lan.ip("-6", "route", "add", "2001:db8:7::/64", "via", "2001:db8:255::2")
    lan.ip("-6", "route", "add", "blackhole", "2001:db8:7::/64", of="far")  # or its kernel answers, too
    lan.ip("-6", "neigh", "replace", "2001:db8:255::2", "lladdr", "02:00:00:00:00:02", "dev", "near0", "nud", "permanent")


# ---- the referee: sockets of this kernel


def connects(family, numbers, port):
    """What connect(2) comes to: numbers by errno."""
    said = {}
    for first in range(0, len(numbers), BATCH):
        waiting, polling = {}, select.poll()
        for number in numbers[first:first + BATCH]:
            sock = socket.socket(socket.AF_INET if family == v.IPV4 else socket.AF_INET6)
            sock.setblocking(False)
            sock.connect_ex((addr_of(family, number), port))
            waiting[sock.fileno()] = number, sock
            polling.register(sock, select.POLLOUT)
        until = time.monotonic() + 2.5  # the second SYN leaves after a second
        while waiting and time.monotonic() < until:
            for fd, _ in polling.poll(100):
                number, sock = waiting.pop(fd)
                said[number] = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                polling.unregister(fd)
                sock.close()
        for number, sock in waiting.values():
            said[number] = errno.ETIMEDOUT
            sock.close()
    return said


def pings(family, numbers):
    """Echo by datagram sockets, whose answers have passed every check of the kernel."""
    proto = socket.IPPROTO_ICMP if family == v.IPV4 else socket.IPPROTO_ICMPV6
    heard = set()
    with socket.socket(socket.AF_INET if family == v.IPV4 else socket.AF_INET6, socket.SOCK_DGRAM, proto) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        for _ in range(2):
            for number in numbers:
                if number not in heard:
                    sock.sendto(struct.pack(">BBHHH", 8 if family == v.IPV4 else 128, 0, 0, 0, number) + b"roll call", (addr_of(family, number), 1))
                    collect(sock, heard, 0)
            collect(sock, heard, 0.5)
    return heard


def datagrams(family, numbers):
    heard = set()
    with socket.socket(socket.AF_INET if family == v.IPV4 else socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        for _ in range(2):
            for number in numbers:
                if number not in heard:
                    sock.sendto(b"roll call", (addr_of(family, number), 9))
                    collect(sock, heard, 0)
            collect(sock, heard, 0.5)
    return heard


def collect(sock, heard, seconds):
    while select.select([sock], [], [], seconds)[0]:
        addr = sock.recvfrom(2048)[1][0]
        heard.add(int.from_bytes(socket.inet_pton(sock.family, addr)[-2:], "big") % v.SPACE - v.FIRST)


def referee(key, numbers):
    """Of each variant: "answered", "refused", "error" or "silent"."""
    family, protocol, port = key
    if protocol == v.TCP:
        words = {0: "answered", errno.ECONNREFUSED: "refused", errno.ETIMEDOUT: "silent"}
        said = connects(family, numbers, port)
        return {number: "error" if port == 82 and said[number] != errno.ETIMEDOUT else words.get(said[number], said[number]) for number in numbers}
    heard = datagrams(family, numbers) if protocol == v.UDP else pings(family, numbers)
    return {number: "answered" if number in heard else "silent" for number in numbers}


# ---- muster


def judged(key, rx):
    family, protocol, port = key
    words = {v.TCP: ["scan", "-p", port], v.UDP: ["scan", "--udp", "-p", port]}.get(protocol, ["sweep", "--probe", "icmp"])
    last = len(v.variants(key)) - 1
    report = lab.ask(*words, f"{addr_of(family, 0)}-{addr_of(family, last)}", "--rx", rx, "--rate", "4k", "--retries", "2", "--timeout", "300ms", "--detect-proxies", "off")
    said = {}
    for (addr, _), line in report.final.items():
        number = int.from_bytes(socket.inet_pton(socket.AF_INET if family == v.IPV4 else socket.AF_INET6, addr)[-2:], "big") % v.SPACE - v.FIRST
        said[number] = {"up": "answered", "open": "answered", "closed": "refused"}.get(
            line["state"], "silent" if line["reason"] == "no-response" else "error")
    return said


class Variants(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.far = lab.Helper(sys.executable, lab.SOURCE / "tests/live/variants.py")
        cls.addClassCleanup(cls.far.end)

    def check(self, family, protocol, port, at_least):
        key = family, protocol, port
        numbers = list(range(len(v.variants(key))))
        self.assertGreaterEqual(len(numbers), at_least)
        kernel = referee(key, numbers)
        for rx in ("pcap", "xdp") if HAS_XDP and protocol != v.UDP else ("pcap",):  # xdp does not receive UDP
            said = judged(key, rx)
            wrong = [(number, v.name_of(key, number), kernel[number], said.get(number)) for number in numbers
                     if said.get(number) != kernel[number]]
            with self.subTest(rx=rx):
                self.assertEqual([*map(str, wrong[:12])], [], f"{len(wrong)} of {len(numbers)}")
        other = [(number, v.name_of(key, number), kernel[number]) for number in numbers if (kernel[number] == "silent") != v.is_refused(key, number)]
        self.assertEqual([*map(str, other[:12])], [], f"the kernel takes others: {len(other)} of {len(numbers)}")

    def test_echo(self):
        self.check(v.IPV4, v.ECHO, 0, 40)

    def test_echo_ipv6(self):
        self.check(v.IPV6, v.ICMP6, 0, 30)

    def test_syn_ack(self):
        self.check(v.IPV4, v.TCP, 80, 600)

    def test_syn_ack_ipv6(self):
        self.check(v.IPV6, v.TCP, 80, 500)

    def test_reset(self):
        self.check(v.IPV4, v.TCP, 81, 300)

    def test_reset_ipv6(self):
        self.check(v.IPV6, v.TCP, 81, 300)

    def test_icmp_error(self):
        self.check(v.IPV4, v.TCP, 82, 2000)

    def test_icmp_error_ipv6(self):
        self.check(v.IPV6, v.TCP, 82, 500)

    def test_udp(self):
        self.check(v.IPV4, v.UDP, 9, 80)

    def test_udp_ipv6(self):
        self.check(v.IPV6, v.UDP, 9, 30)


if __name__ == "__main__":
    lab.main()
