# SPDX-License-Identifier: BSD-2-Clause
"""Routes made by dice: a probe of muster leaves by the gateway, and from the address, that the kernel's own packet has."""
import ctypes
import ipaddress
import os
import random
import socket
import subprocess
import unittest

import lab

SEEDS = range(2, lab.sized(6, 60))
LINKS = range(3)
GATEWAYS = (0xFD, 0xFE)
OWN = (1, 9)
NEW_NET = 0x40000000  # CLONE_NEWNET
SOURCE_PORT = 20000
TARGETS = 12


def enter(namespace):
    with open(namespace) as file:
        if ctypes.CDLL(None).setns(file.fileno(), NEW_NET):
            raise OSError(f"cannot enter {namespace}")


class Version:
    """What differs between IPv4 and IPv6: words of ip(8), addresses, where a frame has them."""

    def __init__(self, number):
        self.number = number
        self.family = socket.AF_INET if number == 4 else socket.AF_INET6
        self.bits = 32 if number == 4 else 128
        self.far = int(ipaddress.ip_address("10.50.0.0" if number == 4 else "fd50::"))
        self.icmp = "icmp" if number == 4 else "ipv6-icmp"
        self.own = self.near(6, 1)

    def ip(self, words, must=False):
        return subprocess.run(["ip", f"-{self.number}", *words.split()], check=must, capture_output=True, text=True).stdout

    def near(self, link, host):
        return f"10.{link + 1}.0.{host}" if self.number == 4 else f"fd{link + 1:02x}::{host:x}"

    def target(self, dice):
        return str(ipaddress.ip_address(self.far + dice.randrange(1 << 16)))

    def prefix(self, dice):
        left = dice.choice((None, 0, 2, 4, 7, 8, 12, 15, 16))
        if left is None:
            return "default"
        return f"{ipaddress.ip_address(self.far + dice.randrange(1 << 16) >> left << left)}/{self.bits - left}"

    def read(self, frame):
        """(target, source, gateway's MAC) of a SYN or an echo request; None: it is something else."""
        if self.number == 4:
            kind, at, protocols = b"\x08\x00", (26, 30, 34), {(1, 8), (6, None)}
        else:
            kind, at, protocols = b"\x86\xdd", (22, 38, 54), {(58, 128), (6, None)}
        if frame[12:14] != kind or len(frame) <= at[2]:
            return None
        protocol = frame[23 if self.number == 4 else 20]
        if not protocols & {(protocol, None), (protocol, frame[at[2]])}:
            return None
        source, target = (str(ipaddress.ip_address(frame[a:b])) for a, b in zip(at, at[1:]))
        return target, source, frame[:6].hex(":")


class Ways(unittest.TestCase):
    def setUp(self):
        home = f"/proc/self/fd/{os.open('/proc/self/ns/net', os.O_RDONLY)}"
        for name in ("us", "them"):
            subprocess.run(["ip", "netns", "add", name], check=True)
            self.addCleanup(subprocess.run, ["ip", "netns", "del", name], check=True)
        self.addCleanup(enter, home)
        enter("/run/netns/them")
        self.heard = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.heard.setblocking(False)
        self.addCleanup(self.heard.close)
        enter("/run/netns/us")
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        for i in LINKS:
            for line in (f"ip link add l{i} type veth peer name f{i} netns them", f"ip link set l{i} addrgenmode none up",
                         f"ip -n them link set f{i} addrgenmode none up"):
                subprocess.run(line.split(), check=True)

    def dress(self, version):
        version.ip(f"addr add {version.own}/{version.bits} dev lo", must=True)
        for i in LINKS:
            for host in OWN:
                plain = "" if version.number == 4 else "nodad"
                version.ip(f"addr add {version.near(i, host)}/{24 if version.number == 4 else 64} dev l{i} {plain}", must=True)
            for gateway in GATEWAYS:
                version.ip(f"neigh add {version.near(i, gateway)} lladdr 02:00:00:00:0{i}:{gateway:02x} nud permanent dev l{i}", must=True)

    @staticmethod
    def undress(version):
        for table in ("100", "200"):
            version.ip(f"route flush table {table}")
        for line in version.ip("route show table main").splitlines():
            if not line[:1].isspace() and "proto kernel" not in line:
                version.ip(f"route del {line.split(' pref ')[0].split(' error ')[0]}")
        for line in version.ip("rule show").splitlines():
            if line.split(":")[0] not in ("0", "32766", "32767"):
                version.ip(f"rule del pref {line.split(':')[0]}")

    @staticmethod
    def add_route(version, dice):
        hops = {(dice.choice(LINKS), dice.choice(GATEWAYS)) for _ in range(3)}
        ways = [f"via {version.near(i, gateway)} dev l{i}" for i, gateway in sorted(hops)]
        source = dice.choice((version.own, *(version.near(i, host) for i in LINKS for host in OWN)))
        words = f"{version.prefix(dice)} metric {dice.choice((10, 20, 100))} table {dice.choice(('main', 'main', '100', '200'))}"
        words += f" src {source}" if dice.random() < 0.5 else ""
        kind = dice.choice(("via", "via", "several", "several", "several", "blackhole", "unreachable", "prohibit", "throw"))
        if kind == "via":
            version.ip(f"route add {words} {ways[0]}")
        elif kind == "several":
            version.ip(f"route add {words} " + " ".join(f"nexthop {way} weight {dice.randint(1, 3)}" for way in ways))
        else:
            version.ip(f"route add {kind} {words.split(' src ')[0]}")

    @staticmethod
    def add_rule(version, dice):
        source = dice.choice((version.own, *(version.near(i, host) for i in LINKS for host in OWN)))
        # Over IPv6, after a refusal, the kernel looks again, from one address; muster from each that may have a route.
        by_source = (f"from {source}", f"not from {source}") if version.number == 4 else ()
        what = dice.choice((*by_source, f"to {version.prefix(dice)}", "ipproto tcp", f"ipproto {version.icmp}", "dport 80",
                            f"sport {SOURCE_PORT}", "uidrange 0-0", "iif lo", "fwmark 7", "oif l1"))
        act = dice.choice(("lookup 100", "lookup 200", "lookup 100", "lookup 200", "lookup main suppress_prefixlength 0", "prohibit",
                           "unreachable", "blackhole"))
        version.ip(f"rule add {what} {act} pref {dice.randint(100, 32000)}")

    def sent(self, version):
        """What came to the other end since: {target: (source, gateway's MAC)}."""
        found = {}
        while True:
            try:
                read = version.read(self.heard.recv(2048))
            except BlockingIOError:
                return found
            if read:
                found[read[0]] = read[1:]

    def kernels(self, version, targets, pings, interface):
        self.sent(version)
        for target in targets:
            protocol = (socket.IPPROTO_ICMP if version.number == 4 else socket.IPPROTO_ICMPV6) if pings else 0
            with socket.socket(version.family, socket.SOCK_RAW if pings else socket.SOCK_STREAM, protocol) as own:
                own.setblocking(False)
                if interface:
                    own.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
                try:
                    if pings:
                        own.sendto(b"\x08\0\xf7\xff\0\0\0\0" if version.number == 4 else b"\x80\0\0\0\0\0\0\0", (target, 0))
                    else:
                        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                        own.bind(("", SOURCE_PORT))
                        own.connect((target, 80))
                except OSError:
                    pass  # refused, or under way
        return self.sent(version)

    def musters(self, version, targets, pings, interface):
        """By all in one run; one by one where none has a route, or some rule cannot be followed for all."""
        what = ("sweep", "--probe", "icmp") if pings else ("scan", "-p", "80", "--source-port", str(SOURCE_PORT))
        common = ("--retries", "0", "--timeout", "60ms", "--engine", "packet", "--rx", "pcap", "--quiet")
        self.sent(version)
        for asked in ([targets], [[target] for target in targets]):
            done = [subprocess.run([lab.MUSTER, *what, *some, *common, *(("-I", interface) if interface else ())],
                                   capture_output=True, text=True) for some in asked]
            self.assertLessEqual({run.returncode for run in done}, {0, 1, 2}, done)
            if done[0].returncode == 0:
                break
        return self.sent(version)

    def compare(self, version, seed):
        dice = random.Random(seed * 10 + version.number)
        with open(f"/proc/sys/net/ipv{version.number}/fib_multipath_hash_policy", "w") as policy:
            by_ports = dice.random() < 0.3
            policy.write("1" if by_ports else str(dice.choice((0, 0, 2))))
        self.undress(version)
        for _ in range(dice.randint(2, 9)):
            self.add_route(version, dice)
        if dice.random() < 0.7:
            version.ip(f"route add default via {version.near(0, GATEWAYS[0])} dev l0 metric 1000")
        for _ in range(dice.choice((0, 0, 1, 3, 5))):
            self.add_rule(version, dice)
        targets = sorted({version.target(dice) for _ in range(TARGETS)})
        interface = dice.choice((None, None, "l0", "l1", "l2"))
        # Over IPv4 the kernel hashes type and code of an echo request as ports, but not when it is asked for its route.
        sent = 0
        for pings in (False,) if by_ports and version.number == 4 else (False, True):
            kernels = self.kernels(version, targets, pings, interface)
            sent += len(kernels)
            self.assertEqual(self.musters(version, targets, pings, interface), kernels,
                             (interface, pings, version.ip("rule show"), version.ip("route show table all")))
        return sent

    def test_probes_leave_as_the_kernels_own_packets_do(self):
        for number in (4, 6):
            version, sent = Version(number), 0
            self.dress(version)
            for seed in SEEDS:
                with self.subTest(version=number, seed=seed):
                    sent += self.compare(version, seed)
            self.assertGreater(sent, TARGETS, "most of these routes lead somewhere")


if __name__ == "__main__":
    lab.main()
