# SPDX-License-Identifier: BSD-2-Clause
"""Sweeps and scans use an address and a default route that come from router advertisements (SLAAC)."""
import subprocess
import sys
import time
import unittest

import lab

PREFIX = "2001:db8:77::"

ADVERTISE = """
import socket, struct, sys
s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"far0")
prefix = struct.pack("!BBBBIII16s", 3, 4, 64, 0xc0, 3600, 1800, 0, socket.inet_pton(socket.AF_INET6, sys.argv[1]))
s.sendto(struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0) + prefix, ("ff02::1%far0", 0))
"""


def ip(*words):
    return subprocess.run(["ip", *words], capture_output=True, text=True, check=True).stdout


class Slaac(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        script = "for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 0 >$f; done"
        subprocess.run(["sh", "-c", script], check=True)
        subprocess.run(["nsenter", "--net=/run/netns/far", "sh", "-c", script], check=True)
        for knob, value in (("accept_ra", 2), ("accept_ra_defrtr", 1), ("autoconf", 1), ("addr_gen_mode", 0)):
            pathname = f"/proc/sys/net/ipv6/conf/near0/{knob}"
            with open(pathname, "w") as file:
                file.write(str(value))
        ip("-n", "far", "-6", "route", "add", "local", "2001:db8:a::/64", "dev", "lo")
        ip("-n", "far", "-6", "route", "add", f"{PREFIX}/64", "dev", "far0")
        cls.wait(lambda: "tentative" not in ip("-6", "addr", "show", "dev", "near0") + ip("-n", "far", "-6", "addr", "show", "dev", "far0"))
        cls.wait(cls.advertised)

    @classmethod
    def advertised(cls):
        lab.far(sys.executable, "-c", ADVERTISE, PREFIX).communicate(timeout=10)
        shown = ip("-6", "addr", "show", "dev", "near0", "scope", "global")
        return PREFIX in shown and "tentative" not in shown and "default" in ip("-6", "route", "show", "default")

    @classmethod
    def wait(cls, until):
        ends = time.monotonic() + 20
        while not until():
            if time.monotonic() > ends:
                raise AssertionError("no address came by router advertisements")
            time.sleep(0.2)

    def own(self):
        words = ip("-6", "-o", "addr", "show", "dev", "near0", "scope", "global").split()
        return words[words.index("inet6") + 1].split("/")[0]

    def test_the_way_is_by_the_advertised_router(self):
        told = lab.muster("route", "2001:db8:a::1").stdout
        self.assertIn(f"from {self.own()}", told)
        self.assertIn("gateway fe80::", told)

    def test_hosts_behind_it_are_found_though_its_link_layer_address_is_not_known(self):
        # The router must not ask for ours: the kernel would learn its address by that question, and verify it.
        for own in (self.own(), "fe80::ff:fe00:1"):
            ip("-n", "far", "-6", "neigh", "replace", own, "lladdr", "02:00:00:00:00:01", "dev", "far0", "nud", "permanent")
        ip("-6", "neigh", "flush", "dev", "near0")
        report = lab.ask("sweep", "2001:db8:a::1-8", "2001:db8:b::1")
        states = {addr: line["state"] for (addr, _), line in report.final.items()}
        self.assertEqual({addr for addr, state in states.items() if state == "up"}, {f"2001:db8:a::{i}" for i in range(1, 9)})
        self.assertNotIn("lladdr", ip("-6", "neigh", "show", "dev", "near0", "nud", "reachable"))

    def test_ports_behind_it_are_closed(self):
        report = lab.ask("scan", "2001:db8:a::1", "-p", "81")
        self.assertEqual(report.final["2001:db8:a::1", 81]["state"], "closed")

    def test_the_address_of_the_prefix_itself_is_on_the_link(self):
        told = lab.muster("route", f"{PREFIX}5").stdout
        self.assertIn("on-link, through near0", told)
        self.assertIn("neighbour solicitation", told)


if __name__ == "__main__":
    lab.main()
