# SPDX-License-Identifier: BSD-2-Clause
"""Answers of an earlier run, sent again while no target answers any more: they make no verdict, with a seed and without."""
import pathlib
import struct
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "live"))
import lab  # noqa: E402

LIVE = "10.8.0.0/27"
QUICK = ("--retries", "0", "--timeout", "500ms", "--detect-proxies", "off")
REPLAYER = r"""
import socket, struct, sys, time
data, frames, at = open(sys.argv[1], "rb").read(), [], 24
while at < len(data):
    count = struct.unpack("<I", data[at + 8:at + 12])[0]
    frames.append(data[at + 16:at + 16 + count])
    at += 16 + count
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
link.bind(("far0", 0))
print("ready", flush=True)
for _ in range(60):
    for frame in frames:
        link.send(frame)
    time.sleep(0.05)
"""


class Answers:
    """What the far end sends, in a file of pcap."""

    def __init__(self, path):
        self.path = path
        self.process = lab.far("tcpdump", "-Z", "root", "-U", "--immediate-mode", "-ni", "far0", "-Q", "out", "-w", path,
                               "dst host " + lab.OWN, stderr=subprocess.PIPE)
        while "listening on" not in self.process.stderr.readline():
            pass

    def end(self, least):
        """Waits for at least so many frames."""
        until = time.monotonic() + 20
        while self.count() < least:
            if time.monotonic() > until:
                raise AssertionError(f"{self.count()} answers, not {least}")
            time.sleep(0.05)
        self.process.terminate()
        self.process.communicate(timeout=20)

    def count(self):
        data, count, at = pathlib.Path(self.path).read_bytes(), 0, 24
        while at + 16 <= len(data):
            at += 16 + struct.unpack("<I", data[at + 8:at + 12])[0]
            count += 1
        return count


def nft(*words):
    lab.far("nft", *words).communicate(timeout=20)


class Replays(unittest.TestCase):
    def replayed(self, again, *words):
        """The verdicts on dead hosts, while the answers that `words` got are sent to a run of `again`."""
        answers = Answers("answers.pcap")
        live = lab.ask(*words, LIVE, *QUICK)
        answered = [line for line in live.final.values() if line["reason"] != "no-response"]
        self.assertEqual(len(answered), 32)
        answers.end(32)
        nft("add", "chain", "ip", "lab", "dead", "{ type filter hook prerouting priority -400; }")
        self.addCleanup(nft, "delete", "chain", "ip", "lab", "dead")
        nft("add", "rule", "ip", "lab", "dead", "ip", "daddr", LIVE, "drop")
        with lab.Helper("python3", "-c", REPLAYER, "answers.pcap"):
            return lab.ask(*again, LIVE, *QUICK)

    def make_nothing(self, words, again=None):
        report = self.replayed(again or words, *words)
        self.assertGreater(report.count("strays"), 32)  # they came
        told = [line for line in report.final.values() if line["reason"] != "no-response" and not line.get("suspect")]
        self.assertEqual(told, [])

    def test_echo_replies_of_a_sweep_with_the_same_seed(self):
        self.make_nothing(("sweep", "--probe", "icmp", "--seed", "7"))

    def test_resets_of_a_scan_with_the_same_seed(self):
        self.make_nothing(("scan", "-p", "9", "--seed", "7"))

    def test_errors_of_a_udp_scan_with_the_same_seed(self):
        self.make_nothing(("scan", "--udp", "-p", "9", "--seed", "7"))

    def test_resets_of_a_scan_without_a_seed(self):
        self.make_nothing(("scan", "-p", "9"))


if __name__ == "__main__":
    lab.main()
