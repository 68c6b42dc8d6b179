# SPDX-License-Identifier: BSD-2-Clause
"""Frames of a sender off the path, over a wire: no verdict on a dead host, unless it is marked as a possible guess.

tests/unit/round/test_guesses_flood.c has all kinds of frames, and many more of them, without a wire.
"""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "live"))
import lab  # noqa: E402

DEAD = "10.7.0.0/24"
FEW_STRAYS = 10000
SLOW = ("--retries", "0", "--timeout", "3s", "--detect-proxies", "off")
FLOODER = r"""
import pathlib, random, socket, struct, sys, time
sys.path.insert(0, sys.argv[2])
import frames as f

def wrapped(body, protocol, target):
    return f.MAC_A + f.MAC_B + b"\x08\0" + f.ipv4(body, protocol, target, "10.9.255.1")

def segment(target):
    flags = random.choice((0x14, 0x12))
    body = f.tcp(80, random.randrange(16384, 32768), flags, random.getrandbits(32), random.getrandbits(32))
    pseudo = socket.inet_aton(target) + socket.inet_aton("10.9.255.1") + struct.pack(">HH", 6, len(body))
    return wrapped(body[:16] + struct.pack(">H", f.checksum(pseudo + body)) + body[18:], 6, target)

def datagram(target):
    return wrapped(f.udp(random.randbytes(8), 80, random.randrange(16384, 32768)), 17, target)

def error(target):
    asked = f.udp(b"", random.randrange(16384, 32768), 80)
    quoted = f.ipv4(asked, 17, "10.9.255.1", target, ident=random.getrandbits(16))
    return wrapped(f.icmp(3, 3, 0, quoted), 1, target)

made = {"segment": segment, "datagram": datagram, "error": error}[sys.argv[1]]
random.seed(13)
many = [made(f"10.7.0.{random.randrange(256)}") for _ in range(40000)]
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
link.bind(("far0", 0))
print("ready", flush=True)
sys.stdin.readline()
time.sleep(0.5)
for frame in many:
    link.send(frame)
"""


class Floods(unittest.TestCase):
    def flooded(self, kind, *words):
        """The verdicts that are more than silence, and the report."""
        with lab.Helper("python3", "-c", FLOODER, kind, lab.SOURCE / "tests") as helper:
            helper.process.stdin.write("\n")
            helper.process.stdin.flush()
            report = lab.ask("scan", DEAD, "-p", "80", *SLOW, *words, "--source-port", "16384-32767")
        self.assertEqual(len(report.final), 256)
        self.assertGreater(report.count("strays"), FEW_STRAYS)
        return [line for line in report.final.values() if line["reason"] != "no-response"], report

    def test_segments_make_no_port_closed_or_open_even_where_syns_have_no_timestamps(self):
        self.assertEqual(self.flooded("segment", "--syn-options", "mss")[0], [])

    def test_datagrams_make_no_udp_port_open_that_is_not_marked(self):
        told, report = self.flooded("datagram", "--udp")
        self.assertEqual({line["suspect"] for line in told} - {"guessable"}, set())
        self.assertEqual(report.count("guessable"), len(told))

    def test_errors_about_udp_make_no_port_closed_that_is_not_marked(self):
        told, report = self.flooded("error", "--udp")
        self.assertEqual({line["suspect"] for line in told} - {"guessable", "unproven"}, set())
        self.assertEqual(report.count("guessable"), len(told))


if __name__ == "__main__":
    lab.main()
