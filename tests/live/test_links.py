# SPDX-License-Identifier: BSD-2-Clause
"""Links other than Ethernet, and this machine's own addresses: loopback, tun (this test answers behind it)."""
import fcntl
import os
import socket
import struct
import subprocess
import threading
import unittest

import lab

OPEN = (2200, 4430, 8000)


class Loopback(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sockets = []
        for port in OPEN:
            listening = socket.create_server(("127.0.0.1", port), backlog=100)
            cls.sockets.append(listening)

    @classmethod
    def tearDownClass(cls):
        for listening in cls.sockets:
            listening.close()

    def test_a_scan_of_loopback_finds_exactly_what_listens(self):
        report = lab.ask("scan", "127.0.0.1", "-p", "2000-9000", "--rate", "20k")
        expected = {("127.0.0.1", port): "open" if port in OPEN else "closed" for port in range(2000, 9001)}
        self.assertEqual(report.states(), expected)

    def test_own_addresses_are_up_and_local(self):
        report = lab.ask("sweep", "127.0.0.1-3", lab.OWN)
        said = {addr: (line["state"], line["reason"]) for (addr, _), line in report.final.items()}
        self.assertEqual(said, dict.fromkeys(["127.0.0.1", "127.0.0.2", "127.0.0.3", lab.OWN], ("up", "local")))

    def test_own_addresses_and_others_in_one_sweep(self):
        report = lab.ask("sweep", "127.0.0.1", "10.8.0.1", "10.8.200.1")
        said = {addr: (line["state"], line["reason"]) for (addr, _), line in report.final.items()}
        self.assertEqual(said, {"127.0.0.1": ("up", "local"), "10.8.0.1": ("up", "echo-reply"),
                                "10.8.200.1": ("down", "no-response")})


class TwoDevices(unittest.TestCase):
    """Two routes, each through an Ethernet device of its own: a socket must not be bound to one of them."""

    @classmethod
    def setUpClass(cls):
        def ip(*words):
            subprocess.run(["ip", *words], check=True)

        ip("link", "add", "second0", "type", "veth", "peer", "name", "second1", "netns", "far")
        cls.addClassCleanup(ip, "link", "delete", "second0")
        ip("address", "add", "10.9.254.1/30", "dev", "second0")
        ip("link", "set", "second0", "up")
        ip("-n", "far", "address", "add", "10.9.254.2/30", "dev", "second1")
        ip("-n", "far", "link", "set", "second1", "up")
        ip("-n", "far", "route", "add", "local", "10.68.0.0/28", "dev", "lo")
        ip("route", "add", "10.68.0.0/28", "via", "10.9.254.2")

    def test_each_target_is_asked_through_its_own(self):
        for engine in ("packet", "raw", "auto"):
            with self.subTest(engine):
                report = lab.ask("sweep", "10.68.0.0/28", "10.8.0.0/28", "10.8.200.0/30", "--engine", engine, "--lanes", 2)
                up = [addr for (addr, _), line in report.final.items() if line["state"] == "up"]
                self.assertEqual(sum(addr.startswith("10.68.") for addr in up), 16)
                self.assertEqual(sum(addr.startswith("10.8.0.") for addr in up), 16)
                self.assertEqual(len(up), 32)


class OnLink(unittest.TestCase):
    def test_network_and_broadcast_addresses_of_an_attached_subnet_are_not_swept(self):
        report = lab.ask("sweep", "10.9.255.0/30")
        self.assertEqual(sorted(addr for addr, _ in report.final), [lab.OWN, lab.ROUTER])
        self.assertEqual(set(report.states().values()), {"up"})

    def test_an_address_without_route_is_not_sent_and_not_called_down(self):
        lab.muster("sweep", "10.66.0.0/30", expect=1)
        subprocess.run("ip link add later0 type veth peer name later1".split(), check=True)
        try:
            self.assertIn("later0 is down", lab.muster("sweep", "10.66.0.0/30", "-I", "later0", expect=1).stderr)
            for name in ("later0", "later1"):
                subprocess.run(["ip", "link", "set", name, "up"], check=True)
            self.assertIn("later0 has no IPv4 address", lab.muster("sweep", "10.66.0.0/30", "-I", "later0", expect=1).stderr)
            self.assertIn("no route to 2001:db8::1", lab.muster("scan", "-p", "80", "2001:db8::1", expect=1).stderr)
        finally:
            subprocess.run("ip link del later0".split(), check=True)

    def test_addresses_the_routing_table_refuses_are_told_with_its_word(self):
        expected = {"unreachable": "host-unreach", "prohibit": "admin-prohibited", "blackhole": "no-route"}
        for number, kind in enumerate(expected):
            subprocess.run(["ip", "route", "add", kind, f"10.67.{number}.0/24"], check=True)
        report = lab.ask("sweep", *[f"10.67.{number}.1" for number in range(3)], "10.8.0.1")
        for number, reason in enumerate(expected.values()):
            line = report.final[f"10.67.{number}.1", 0]
            self.assertEqual((line["state"], line["reason"]), ("unreachable", reason))
        self.assertEqual(report.final["10.8.0.1", 0]["state"], "up")
        self.assertEqual(report.count("sent"), 1)


class Told(unittest.TestCase):
    def test_verbose_tells_the_ways_and_the_engines_and_why_not_the_faster_ones(self):
        said = lab.muster("sweep", "10.8.0.1", "127.0.0.9", "-v").stderr
        self.assertRegex(said, r"(?m)^10\.8\.0\.1: through near0 from 10\.9\.255\.1 by 10\.9\.255\.2$")
        self.assertRegex(said, r"(?m)^frames leave by raw\n  not .*: .*no Ethernet device")
        self.assertRegex(said, r"(?m)^answers come in at near0 by (xdp|pcap)$")
        self.assertRegex(said, r"(?m)^answers come in at lo by pcap$")
        self.assertRegex(lab.muster("sweep", "10.8.0.1", "-v", "--engine", "packet").stderr, r"(?m)^frames leave by packet\nanswers")


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total >> 16) + (total & 0xFFFF)
    return ~total & 0xFFFF


def with_checksum(data, at, pseudo=b""):
    data = data[:at] + b"\0\0" + data[at + 2:]
    return data[:at] + struct.pack("!H", checksum(pseudo + data)) + data[at + 2:]


def answer_to(packet):
    """The answer from behind the tun device: even last octets answer echo; port 80 is open, all others are closed."""
    source, target, proto = packet[12:16], packet[16:20], packet[9]
    if packet[0] != 0x45 or target[3] % 2:
        return None
    l4 = packet[20:]
    if proto == 1 and l4[0] == 8:
        reply = with_checksum(b"\0\0" + l4[2:], 2)
    elif proto == 6 and l4[13] & 0x3F == 2:
        near, port, seq = struct.unpack("!HHI", l4[:8])
        flags = 0x12 if port == 80 else 0x14
        pseudo = target + source + struct.pack("!HH", 6, 20)
        reply = struct.pack("!HHIIBBHHH", port, near, 7, seq + 1 & 0xFFFFFFFF, 0x50, flags, 1024, 0, 0)
        reply = with_checksum(reply, 16, pseudo)
    else:
        return None
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(reply), 0, 0, 77, proto, 0) + target + source
    return with_checksum(header, 10) + reply


class Tun(unittest.TestCase):
    TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000

    @classmethod
    def setUpClass(cls):
        try:
            cls.fd = os.open("/dev/net/tun", os.O_RDWR)
            fcntl.ioctl(cls.fd, cls.TUNSETIFF, struct.pack("16sH22x", b"tun0", cls.IFF_TUN | cls.IFF_NO_PI))
        except OSError as trouble:
            raise unittest.SkipTest(f"no tun device here: {trouble}")
        for command in ("ip address add 10.6.0.1/24 dev tun0", "ip link set tun0 up txqueuelen 5000"):
            subprocess.run(command.split(), check=True)
        threading.Thread(target=cls.answer_all, daemon=True).start()

    @classmethod
    def answer_all(cls):
        while True:
            reply = answer_to(os.read(cls.fd, 2048))
            if reply:
                os.write(cls.fd, reply)

    def test_a_sweep_through_a_tun_device_is_told_exactly(self):
        report = lab.ask("sweep", "10.6.0.2-254", "--rate", "2k")
        expected = {(f"10.6.0.{last}", 0): "down" if last % 2 else "up" for last in range(2, 255)}
        self.assertEqual(report.states(), expected)
        self.assertEqual(report.final["10.6.0.2", 0]["ttl"], 77)

    def test_a_scan_through_a_tun_device_is_told_exactly(self):
        report = lab.ask("scan", "10.6.0.2-5", "-p", "70-90", "--rate", "1k")
        expected = {(f"10.6.0.{last}", port): "filtered" if last % 2 else "open" if port == 80 else "closed"
                    for last in range(2, 6) for port in range(70, 91)}
        self.assertEqual(report.states(), expected)


if __name__ == "__main__":
    lab.main()
