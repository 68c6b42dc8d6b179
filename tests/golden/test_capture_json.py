# SPDX-License-Identifier: BSD-2-Clause
"""muster capture --decode json: every line is an object with the fields of its packet, whatever the packet holds."""
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / "tests"))
import frames as f  # noqa: E402

MUSTER = os.environ["MUSTER"]
TIME = 1769860800  # 2026-01-31T12:00:00Z
ETHERNET = 1
# The frame; members that it has, with their values; members that it has not.
FRAMES = [
    (f.ether(f.ipv4(f.tcp(flags=0x18, ack=5, payload=b"hello"), 6)),
     {"source_mac": "02:00:00:00:00:01", "destination_mac": "02:00:00:00:00:02", "ethertype": 0x0800, "network": "ipv4", "source": "10.0.0.1",
      "destination": "10.0.0.2", "ttl": 64, "ip_id": 7, "ip_bytes": 45, "ip_protocol": 6, "proto": "tcp", "source_port": 40000,
      "destination_port": 80, "flags": ["psh", "ack"], "seq": 1000, "ack": 5, "window": 65535, "payload_bytes": 5, "bytes": 59, "captured": 59,
      "link": "EN10MB"}, ["interface", "vlans", "fragment_offset", "truncated", "malformed", "dont_fragment", "flow_label"]),
    (f.ether(f.ipv6(f.udp(b"x" * 4), 17), 0x86DD, vlans=[(0x88A8, 0x0064), (0x8100, 0x6007)]),
     {"vlans": [100, 7], "network": "ipv6", "source": "2001:db8::1", "proto": "udp", "destination_port": 9999, "payload_bytes": 4, "flow_label": 0},
     ["flags", "seq", "ip_id"]),
    (f.ether(f.ipv4(b"x" * 16, 17, fragment=0x2000 | 185)),
     {"fragment_id": 7, "fragment_offset": 1480, "more_fragments": True, "ip_protocol": 17}, ["source_port", "flags"]),
    (f.ether(f.ipv4(f.udp(b"x" * 8), 17, fragment=0x4000)), {"dont_fragment": True}, ["fragment_id"]),
    (f.ether(f.ipv4(f.tcp(flags=0x02), 6)), {"flags": ["syn"]}, ["ack"]),
    (f.ether(f.arp(1, f.MAC_A, bytes([10, 0, 0, 1]), b"\0" * 6, bytes([10, 0, 0, 2])), 0x0806),
     {"network": "arp", "source": "10.0.0.1", "destination": "10.0.0.2"}, ["ttl", "proto", "ip_protocol"]),
    (f.ether(f.pppoe(f.ppp(0x0021, f.ipv4(f.icmp(8), 1)), session=9), 0x8864), {"pppoe_session": 9, "proto": "icmp"}, ["mpls_labels"]),
    (f.ether(f.mpls((16, 0, 64), (17, 0, 64)) + f.ipv4(f.udp(b""), 17), 0x8847), {"mpls_labels": [16, 17], "proto": "udp"}, ["pppoe_session"]),
    (f.ether(b"\xde\xad\xbe\xef", 0x1234), {"ethertype": 0x1234}, ["network", "source", "ttl"]),
    (f.ether(f.ipv4(b"\0" * 8, 253)), {"ip_protocol": 253}, ["proto", "source_port"]),
    (f.ether(f.ipv4(f.tcp()[:14], 6)), {"truncated": True, "proto": "tcp"}, ["flags"]),
    (f.ether(f.ipv4(f.udp(f.dns(questions=[('a"\\\x1b[31m\xff', 1, 1)]), 40000, 53), 17)), {"destination_port": 53}, []),
]


def hostile():
    """The frames of the fuzzer's kept inputs; the first byte chooses a link layer, 0 Ethernet."""
    kept = sorted((SOURCE / "tests" / "data" / "fuzz" / "dissect").iterdir())
    return [path.read_bytes()[2:] for path in kept if path.read_bytes()[2:]]


def write(path, frames):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, ETHERNET))
        for number, frame in enumerate(frames):
            out.write(struct.pack("<IIII", TIME, number, len(frame), len(frame)) + frame)


class Json(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = pathlib.Path(self.folder.name) / "in.pcap"

    def run_muster(self, *options):
        return subprocess.run([MUSTER, "capture", "-r", self.file, *options], capture_output=True, timeout=60)

    def objects(self, *options):
        done = self.run_muster("--decode", "json", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        objects = [json.loads(line.decode()) for line in done.stdout.splitlines()]
        self.assertEqual(objects[-1]["type"], "summary")
        self.assertEqual(objects[-1]["captured"], len(objects) - 1)
        self.assertNotIn("received", objects[-1], "of a file the kernel counts nothing")
        self.assertEqual({one["type"] for one in objects[:-1]} | {"packet"}, {"packet"})
        return objects[:-1]

    def test_every_field_of_a_packet_is_a_member(self):
        write(self.file, [frame for frame, _, _ in FRAMES])
        for number, ((_, members, absent), one) in enumerate(zip(FRAMES, self.objects("-n"), strict=True)):
            with self.subTest(one["line"]):
                self.assertEqual({name: one.get(name) for name in members}, members)
                self.assertEqual([name for name in absent if name in one], [])
                self.assertEqual(one["time"], f"2026-01-31T12:00:00.{number:06}000Z")

    def test_the_line_is_that_of_the_same_options(self):
        write(self.file, [frame for frame, _, _ in FRAMES])
        for options in (["-n"], ["-n", "-e"], ["-n", "-q"], []):
            lines = [line.split(" ", 1)[1] for line in self.run_muster(*options).stdout.decode().splitlines()]
            self.assertEqual([one["line"] for one in self.objects(*options)], lines, options)

    def test_bytes_are_added_on_request(self):
        write(self.file, [frame for frame, _, _ in FRAMES] + [b"\xff" * 3000])
        self.assertEqual([bytes.fromhex(one["data"]) for one in self.objects("-X")], [frame for frame, _, _ in FRAMES] + [b"\xff" * 3000])
        self.assertNotIn("data", self.objects()[0])

    def test_hostile_bytes_make_valid_objects(self):
        frames = hostile()
        self.assertGreater(len(frames), 50)
        write(self.file, frames)
        objects = self.objects("-n", "-e")
        self.assertEqual([one["captured"] for one in objects], [len(frame) for frame in frames])
        for one in objects:
            self.assertTrue(one["line"].isprintable(), one["line"])

    def test_an_empty_file_has_a_summary(self):
        write(self.file, [])
        self.assertEqual(self.objects(), [])

    def test_what_is_no_format_is_refused(self):
        write(self.file, [])
        done = self.run_muster("--decode", "xml")
        self.assertEqual((done.returncode, done.stderr.splitlines()[0]), (2, b"muster capture: --decode xml: expected json or text"))
        done = self.run_muster("--decode", "json", "-w", "/dev/null")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"expected it without --decode", done.stderr)


if __name__ == "__main__":
    unittest.main()
