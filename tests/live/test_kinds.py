# SPDX-License-Identifier: BSD-2-Clause
"""A sweep and a scan through devices of every kind that this kernel has: the verdicts are right."""
import contextlib
import os
import socket
import subprocess
import sys
import time
import unittest

import lab

FAR = "/run/netns/far"


def ip(*words, far=False):
    command = ["ip", *(["-n", "far"] if far else []), *map(str, words)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise AssertionError(f"{' '.join(command)}: {run.stderr}")
    return run.stdout


def allow_ipv6():
    script = "for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 0 >$f; done"
    subprocess.run(["sh", "-c", script], check=True)
    subprocess.run(["nsenter", f"--net={FAR}", "sh", "-c", script], check=True)


def wait_for_link_local(*devices):
    """Waits until duplicate address detection has ended."""
    until = time.monotonic() + 10
    while "tentative" in "".join(ip("-6", "addr", "show", "dev", device, far=far) for device, far in devices):
        if time.monotonic() > until:
            raise AssertionError("an address stays tentative")
        time.sleep(0.05)


class Kind(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        allow_ipv6()

    def need(self, *words):
        """Makes a device, or skips: not every kernel has every kind."""
        try:
            ip("link", "add", *words)
        except AssertionError as error:
            self.skipTest(f"this kernel has no such device: {error}")
        name = words[words.index("name") + 1]
        self.addCleanup(lambda: subprocess.run(["ip", "link", "del", name], stderr=subprocess.DEVNULL))
        return name

    def expect(self, targets, up, reasons, *options):
        report = lab.ask("sweep", *targets, *options, "--fields", "addr,state,reason,mac")
        said = {addr: line["state"] for (addr, _), line in report.final.items()}
        self.assertEqual({addr for addr, state in said.items() if state == "up"}, set(up))
        for (addr, _), line in report.final.items():
            if addr in up:
                self.assertIn(line["reason"], reasons, line)
        return report

    def expect_ports(self, addr, *options):
        """Port 81 is closed on all hosts of the far end."""
        report = lab.ask("scan", addr, "-p", "81", *options)
        self.assertEqual(report.final[addr, 81]["state"], "closed", report.final)

    def test_a_bridge(self):
        name = self.need("name", "br5", "type", "bridge")
        ip("link", "add", "port5", "type", "veth", "peer", "name", "host5", "netns", "far")
        self.addCleanup(lambda: ip("link", "del", "port5"))
        ip("link", "set", "port5", "master", name, "up")
        ip("link", "set", name, "up")
        ip("link", "set", "host5", "up", far=True)
        ip("addr", "add", "10.55.0.1/24", "dev", name)
        ip("addr", "add", "10.55.0.2/24", "dev", "host5", far=True)
        ip("-6", "addr", "add", "2001:db8:55::1/64", "dev", name, "nodad")
        ip("-6", "addr", "add", "2001:db8:55::2/64", "dev", "host5", "nodad", far=True)
        self.expect(["10.55.0.2-9", "2001:db8:55::2-9"], ["10.55.0.2", "2001:db8:55::2"], ["arp-response", "nd-response"])
        self.expect_ports("10.55.0.2")
        self.expect_ports("2001:db8:55::2")

    def test_a_macvlan(self):
        name = self.need("link", "near0", "name", "mv5", "type", "macvlan", "mode", "bridge")
        ip("link", "set", name, "up")
        ip("addr", "add", "10.56.0.1/24", "dev", name)
        ip("addr", "add", "10.56.0.2/24", "dev", "far0", far=True)
        self.addCleanup(lambda: ip("addr", "del", "10.56.0.2/24", "dev", "far0", far=True))
        report = self.expect(["10.56.0.2-9"], ["10.56.0.2"], ["arp-response"])
        self.assertEqual(report.final["10.56.0.2", 0]["mac"], "02:00:00:00:00:02")
        self.expect_ports("10.56.0.2")

    def test_a_vlan(self):
        name = self.need("link", "near0", "name", "vl5", "type", "vlan", "id", "5")
        ip("link", "add", "link", "far0", "name", "vl5", "type", "vlan", "id", "5", far=True)
        self.addCleanup(lambda: ip("link", "del", "vl5", far=True))
        for far, addr in ((False, "10.57.0.1/24"), (True, "10.57.0.2/24")):
            ip("link", "set", name, "up", far=far)
            ip("addr", "add", addr, "dev", name, far=far)
        self.expect(["10.57.0.2-9"], ["10.57.0.2"], ["arp-response"])
        self.expect_ports("10.57.0.2")

    def test_a_bond(self):
        name = self.need("name", "bond5", "type", "bond", "mode", "active-backup", "miimon", "100")
        ip("link", "add", "slave5", "type", "veth", "peer", "name", "host6", "netns", "far")
        self.addCleanup(lambda: ip("link", "del", "slave5"))
        ip("link", "set", "slave5", "master", name)
        for device in ("slave5", name):
            ip("link", "set", device, "up")
        ip("link", "set", "host6", "up", far=True)
        ip("addr", "add", "10.58.0.1/24", "dev", name)
        ip("addr", "add", "10.58.0.2/24", "dev", "host6", far=True)
        time.sleep(0.3)
        self.expect(["10.58.0.2-9"], ["10.58.0.2"], ["arp-response"])

    def test_a_vxlan_tunnel(self):
        name = self.need("name", "vx5", "type", "vxlan", "id", "5", "local", lab.OWN, "remote", lab.ROUTER, "dstport", "4789")
        ip("link", "add", "vx5", "type", "vxlan", "id", "5", "local", lab.ROUTER, "remote", lab.OWN, "dstport", "4789", far=True)
        self.addCleanup(lambda: ip("link", "del", "vx5", far=True))
        for far, addr in ((False, "10.59.0.1/24"), (True, "10.59.0.2/24")):
            ip("link", "set", name, "up", far=far)
            ip("addr", "add", addr, "dev", name, far=far)
        self.expect(["10.59.0.2-9"], ["10.59.0.2"], ["arp-response"])
        self.expect_ports("10.59.0.2")

    def tunnel(self, kind, name, addresses, *options):
        self.need("name", name, "type", kind, "local", lab.OWN, "remote", lab.ROUTER, *options)
        ip("link", "add", "name", name, "type", kind, "local", lab.ROUTER, "remote", lab.OWN, *options, far=True)
        self.addCleanup(lambda: ip("link", "del", name, far=True))
        for far in (False, True):
            ip("link", "set", name, "up", far=far)
            ip("addr", "add", addresses[far], "dev", name, *(["nodad"] if ":" in addresses[far] else []), far=far)

    def test_an_ipip_tunnel(self):
        self.tunnel("ipip", "ti5", ("10.60.0.1/24", "10.60.0.2/24"))
        self.expect(["10.60.0.2-9"], ["10.60.0.2"], ["echo-reply"])
        self.expect_ports("10.60.0.2")

    def test_a_gre_tunnel(self):
        self.tunnel("gre", "tg5", ("10.61.0.1/24", "10.61.0.2/24"))
        self.expect(["10.61.0.2-9"], ["10.61.0.2"], ["echo-reply"])
        self.expect_ports("10.61.0.2")

    def test_a_sit_tunnel(self):
        self.tunnel("sit", "ts5", ("2001:db8:62::1/64", "2001:db8:62::2/64"))
        self.expect(["2001:db8:62::2-9"], ["2001:db8:62::2"], ["echo-reply"])
        self.expect_ports("2001:db8:62::2")

    def test_wireguard(self):
        self.need("name", "wg5", "type", "wireguard")  # where WireGuard exists: paths and captures can be opened
        ip("addr", "add", "10.63.0.1/24", "dev", "wg5")
        ip("link", "set", "wg5", "up")
        report = lab.ask("sweep", "10.63.0.2")
        self.assertIn(report.final["10.63.0.2", 0]["state"], ("down", "unknown", "unreachable"))

    def test_a_tun_device_whose_other_end_is_a_program(self):
        with tun("tun5") as started:
            if not started:
                self.skipTest("this kernel has no tun devices")
            ip("addr", "add", "10.64.0.1/24", "dev", "tun5")
            ip("link", "set", "tun5", "up")
            self.expect(["10.64.0.2-9"], ["10.64.0.2", "10.64.0.4", "10.64.0.6", "10.64.0.8"], ["echo-reply"])

    def test_the_loopback_device(self):
        self.expect(["127.0.0.1-3", "::1"], ["127.0.0.1", "127.0.0.2", "127.0.0.3", "::1"], ["local"])
        with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
            port = server.getsockname()[1]
            report = lab.ask("scan", "::1", "127.0.0.1", "-p", f"{port},81")
        self.assertEqual(report.final["::1", port]["state"], "open")
        self.assertEqual(report.final["::1", 81]["state"], "closed")
        self.assertEqual(report.final["127.0.0.1", port]["state"], "closed")

    def test_an_interface_may_be_named_by_its_index(self):
        index = socket.if_nametoindex("near0")
        report = lab.ask("sweep", "10.8.0.1", "--interface", index)
        self.assertEqual(report.final["10.8.0.1", 0]["state"], "up")
        wait_for_link_local(("near0", False), ("far0", True))
        addr = ip("-6", "-o", "addr", "show", "dev", "far0", "scope", "link", far=True).split()[3].split("/")[0]
        for scope in ("near0", index):
            report = lab.ask("sweep", f"{addr}%{scope}")
            self.assertEqual(report.final[f"{addr}%near0", 0]["reason"], "nd-response")


@contextlib.contextmanager
def tun(name):
    """A tun device behind which every even address answers echo requests."""
    program = subprocess.Popen([sys.executable, os.path.abspath(__file__), "--tun", name], stdout=subprocess.PIPE, text=True)
    try:
        yield program.stdout.readline().strip() == "ready"
    finally:
        program.kill()
        program.wait()


def answer_echoes(name):
    """The program at the other end: bytes in, bytes out."""
    import fcntl
    import struct
    try:
        device = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(device, 0x400454CA, struct.pack("16sH14x", name.encode(), 0x1001))  # TUNSETIFF, IFF_TUN | IFF_NO_PI
    except OSError as error:
        print(error, flush=True)
        return
    print("ready", flush=True)
    while True:
        packet = bytearray(os.read(device, 2048))
        if packet[0] >> 4 != 4 or packet[9] != 1 or packet[20] != 8 or packet[19] % 2:
            continue
        packet[12:16], packet[16:20] = packet[16:20], packet[12:16]
        packet[20] = 0
        packet[22:24] = b"\0\0"
        total = sum(struct.unpack(f"!{len(packet[20:]) // 2}H", packet[20:]))
        total = (total >> 16) + (total & 0xFFFF)
        packet[22:24] = struct.pack("!H", ~(total + (total >> 16)) & 0xFFFF)
        os.write(device, packet)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--tun"]:
        answer_echoes(sys.argv[2])
    else:
        lab.main()
