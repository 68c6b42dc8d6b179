# SPDX-License-Identifier: BSD-2-Clause
"""Engine live counts what the device took of each bulk of frames: of its own bulks only.

Behind the wide link, a program sends every frame on to another device, as machines with containers do. On one machine that happens within
the system call by which a lane sends: the kernel empties the ring of the far end there, and hands bulks of these frames to the other
device. They pass the same tracepoint.
"""
import json
import pathlib
import platform
import subprocess
import unittest

import lab

HAS_BPF = b"live frames" in pathlib.Path(lab.MUSTER).read_bytes()
ONWARD = """
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
SEC("xdp") int onward(struct xdp_md *frame) { return bpf_redirect(%d, 0); }
char _license[] SEC("license") = "GPL";
"""


def run(*command):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, timeout=60).stdout


def far(*command):
    return run("nsenter", "--net=/run/netns/far", *command)


def counted(device, way, what="packets"):
    return json.loads(far("ip", "-s", "-j", "link", "show", device))[0]["stats64"][way][what]


def setUpModule():
    if not HAS_BPF:
        raise unittest.SkipTest("this muster was built without libbpf")
    for line in ("ip link add bulk0 address 02:00:00:00:02:01 type veth peer name bulk1 address 02:00:00:00:02:02 netns far",
                 "ip address add 10.9.253.1/30 dev bulk0", "ip -n far address add 10.9.253.2/30 dev bulk1",
                 "ip link set bulk0 up", "ip -n far link set bulk1 up",
                 "ip -n far link add onward0 type veth peer name onward1",
                 "ip -n far link set onward0 up", "ip -n far link set onward1 up",
                 "ip neighbour replace 10.9.253.2 lladdr 02:00:00:00:02:02 dev bulk0 nud permanent",
                 "ip route add 10.7.253.0/24 via 10.9.253.2"):
        run(*line.split())
    far("ethtool", "-K", "onward1", "gro", "on")  # it takes XDP frames then
    index = json.loads(far("ip", "-j", "link", "show", "onward0"))[0]["ifindex"]
    pathlib.Path("onward.bpf.c").write_text(ONWARD % index)
    run("clang", "-O2", "-g", "-target", "bpf", f"-I/usr/include/{platform.machine()}-linux-gnu", "-c", "onward.bpf.c", "-o", "onward.bpf.o")
    far("ip", "link", "set", "dev", "bulk1", "xdpdrv", "obj", "onward.bpf.o", "sec", "xdp")


class Bulks(unittest.TestCase):
    def test_those_of_another_program_are_not_counted(self):
        before, onward = counted("bulk1", "rx"), counted("onward1", "rx")
        report = lab.ask("scan", "10.7.253.0/24", "-p", "1-40", "--engine", "live",
                         "--rx", "pcap", "--rate", "max", "--retries", "1", "--timeout", "100ms", "--lanes", "1", "--no-arp")
        self.assertEqual(report.count("sent"), 2 * 40 * 256)
        self.assertEqual(counted("bulk1", "rx") - before, report.count("sent"))
        self.assertGreater(counted("onward1", "rx") - onward, 0)
        self.assertEqual(set(report.states().values()), {"filtered"})


if __name__ == "__main__":
    lab.main()
