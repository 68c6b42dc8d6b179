# SPDX-License-Identifier: BSD-2-Clause
"""--syn-options: linux is the SYN of connect(2) byte by byte; which firewalls and proxies each kind passes; every engine."""
import pathlib
import socket
import subprocess
import unittest

import lab

KINDS = ("linux", "windows", "mss")
ADDR = "10.8.0.5"
ADDR6, OWN6 = "fd00::2", "fd00::1"
HAS_BPF = b"live frames" in pathlib.Path(lab.MUSTER).read_bytes()
HAS_XSK = b"AF_XDP sockets" in pathlib.Path(lab.MUSTER).read_bytes()
ENGINES = ["raw", "packet", *(["live"] if HAS_BPF else []), *(["xdp"] if HAS_XSK else [])]

# A firewall for each port, which drops SYNs without an option, and a SYN proxy.
WALLS = """table ip walls {
	chain raw { type filter hook prerouting priority raw; tcp dport 8080 tcp flags syn notrack; }
	chain input {
		type filter hook input priority 10;
		tcp dport 22 tcp flags syn tcp window 0-1024 drop
		tcp dport 443 tcp flags syn tcp option maxseg missing drop
		tcp dport 5000 tcp flags syn tcp option sack-perm missing drop
		tcp dport 5001 tcp flags syn tcp option window missing drop
		tcp dport 5002 tcp flags syn tcp option timestamp missing drop
		tcp dport 8080 ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm
	}
}
"""
PORTS = (22, 80, 443, 5000, 5001, 5002, 8080)
FOUND = {"linux": set(PORTS), "windows": set(PORTS) - {5002}, "mss": set(PORTS) - {5000, 5001, 5002}}
FRAMES = r"""
import socket
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
link.bind(("far0", 3))
print("ready", flush=True)
for _ in range(4000):
    frame, (_, _, kind, _, _) = link.recvfrom(256)
    protocol, flags = (23, 47) if frame[12:14] == b"\x08\0" else (20, 67)
    if kind == socket.PACKET_HOST and frame[protocol] == 6 and frame[flags] == 2:
        print(frame[14:].hex(), flush=True)
"""
LISTENER6 = """
import socket, sys
server = socket.create_server((sys.argv[1], 80), family=socket.AF_INET6)
print("ready", flush=True)
sys.stdin.read()
"""


def set_far(name, value):
    subprocess.run(["nsenter", "--net=/run/netns/far", "sysctl", "-qw", f"{name}={value}"], check=True)


def connects(port):
    with socket.socket() as client:
        client.settimeout(2)
        return client.connect_ex((ADDR, port)) == 0


def bare(frame):
    """A SYN without what each connection has of its own: checksums, identification, source port, sequence number, TSval."""
    at = 20 if frame[0] >> 4 == 4 else 40
    head = frame[:4] + bytes(2) + frame[6:10] + bytes(2) + frame[12:20] if at == 20 else frame[:1] + bytes(3) + frame[4:40]
    tcp = bytearray(frame[at:])
    for first, end in ((0, 2), (4, 8), (16, 18), (28, 32)):
        tcp[first:end] = bytes(end - first)
    return head + bytes(tcp)


class Syns(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.listener = lab.listener()
        cls.addClassCleanup(cls.listener.end)
        subprocess.run(["sysctl", "-qw", "net.ipv6.conf.near0.disable_ipv6=0", "net.ipv6.conf.near0.accept_dad=0",
                        "net.ipv4.tcp_rmem=4096 131072 6291456"], check=True)  # the sizes of kernels before 6.16
        for knob in ("all", "far0"):
            set_far(f"net.ipv6.conf.{knob}.disable_ipv6", 0)
        subprocess.run(["ip", "address", "add", f"{OWN6}/64", "dev", "near0", "nodad"], check=True)
        subprocess.run(["ip", "-n", "far", "address", "add", f"{ADDR6}/64", "dev", "far0", "nodad"], check=True)
        cls.listener6 = lab.Helper("python3", "-c", LISTENER6, ADDR6)
        cls.addClassCleanup(cls.listener6.end)
        subprocess.run(["nsenter", "--net=/run/netns/far", "ethtool", "-K", "far0", "gro", "on"], check=True)

    def asked(self, kind, *words):
        return lab.ask("scan", *words, "--syn-options", kind, "--retries", "1", "--timeout", "300ms", "--detect-proxies", "off")

    def test_of_linux_are_those_of_connect_byte_by_byte(self):
        with lab.Helper("python3", "-c", FRAMES) as helper:
            for family, addr in ((socket.AF_INET, ADDR), (socket.AF_INET6, ADDR6)):
                with socket.socket(family) as client:
                    client.connect_ex((addr, 81))
                theirs = bytes.fromhex(helper.process.stdout.readline())
                lab.ask("scan", addr, "-p", "81", "--syn-options", "linux")
                ours = bytes.fromhex(helper.process.stdout.readline())
                self.assertEqual(bare(ours), bare(theirs))
            helper.process.kill()

    def test_walls_and_a_syn_proxy_pass_what_they_do_of_connect(self):
        set_far("net.ipv4.tcp_syncookies", 2)
        subprocess.run(["nsenter", "--net=/run/netns/far", "nft", "-f", "-"], input=WALLS, text=True, check=True)
        try:
            self.assertEqual([port for port in PORTS[:-1] if not connects(port)], [])
            for kind in KINDS:
                with self.subTest(kind=kind):
                    report = self.asked(kind, ADDR, "-p", ",".join(map(str, PORTS)))
                    opened = {port for (_, port), line in report.final.items() if line["state"] == "open"}
                    self.assertEqual(opened, FOUND[kind])
        finally:
            subprocess.run(["ip", "netns", "exec", "far", "nft", "delete", "table", "ip", "walls"], check=True)
            set_far("net.ipv4.tcp_syncookies", 1)

    def test_every_engine_sends_every_kind(self):
        every = [(engine, kind, addr) for engine in ENGINES for kind in KINDS for addr in (ADDR, ADDR6)]
        few = [("live", "windows", ADDR), ("live", "mss", ADDR), ("live", "linux", ADDR6), ("raw", "linux", ADDR6)]
        for engine, kind, addr in lab.sized([row for row in few if row in every], every):
            with self.subTest(engine=engine, kind=kind, addr=addr):
                report = self.asked(kind, addr, "-p", "80,81", "--engine", engine)
                self.assertEqual(report.states(), {(addr, 80): "open", (addr, 81): "closed"})


if __name__ == "__main__":
    lab.main()
