# SPDX-License-Identifier: BSD-2-Clause
"""Engines whose frames do not leave: a tap device that loses what it gets, and a gateway behind it that is mute."""
import fcntl
import os
import struct
import subprocess
import threading
import unittest

import lab

TARGETS = "10.5.0.0/27"
QUICK = ("--retries", 0, "--timeout", "500ms", "--probe", "icmp")


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total >> 16) + (total & 0xFFFF)
    return ~total & 0xFFFF


def answer_to(packet):
    """The echo reply of an even address."""
    start = (packet[0] & 15) * 4
    if packet[9] != 1 or packet[start] != 8 or packet[19] % 2:
        return None
    header = packet[:10] + b"\0\0" + packet[16:20] + packet[12:16] + packet[20:start]
    message = b"\0\0\0\0" + packet[start + 4:]
    message += b"\0" * (len(message) % 2)
    return (header[:10] + struct.pack("!H", checksum(header)) + header[12:] +
            message[:2] + struct.pack("!H", checksum(message)) + message[4:])


class Tap:
    """A tap device that answers nothing but the frames to each target from this one on, counted from 1."""

    TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 2, 0x1000

    def __init__(self, first):
        self.first, self.seen = first, {}
        self.fd = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(self.fd, self.TUNSETIFF, struct.pack("16sH22x", b"tap0", self.IFF_TAP | self.IFF_NO_PI))
        for command in ("link set tap0 address 02:00:00:00:00:05 up", "address add 10.4.1.1/24 dev tap0",
                        "neighbour add 10.4.1.2 lladdr 02:00:00:00:00:06 dev tap0 nud permanent",
                        "route add 10.5.0.0/22 via 10.4.1.2"):
            subprocess.run(["ip", *command.split()], check=True)
        self.thread = threading.Thread(target=self.answer, daemon=True)
        self.thread.start()

    def answer(self):
        while True:
            try:
                frame = os.read(self.fd, 2048)
            except OSError:
                return
            if frame[12:14] != b"\x08\x00" or frame[30:32] != b"\x0a\x05":
                continue
            target = frame[30:34]
            self.seen[target] = self.seen.get(target, 0) + 1
            reply = answer_to(frame[14:]) if self.seen[target] >= self.first else None
            if reply:
                os.write(self.fd, frame[6:12] + frame[:6] + b"\x08\x00" + reply)


class Eaten(unittest.TestCase):
    def tap(self, first):
        try:
            tap = Tap(first)
        except OSError as trouble:
            self.skipTest(f"no tap device here: {trouble}")
        self.addCleanup(subprocess.run, ["ip", "link", "delete", "tap0"], check=True)
        return tap

    def sweep(self, *options):
        ended = lab.muster("sweep", TARGETS, *QUICK, *options, "--all", "--force", "-o", "out.ndjson")
        return lab.Report("out.ndjson"), " ".join(ended.stderr.split())

    def assert_right(self, report):
        for addr, line in ((addr, line) for (addr, _), line in report.final.items() if addr.startswith("10.5.")):
            dead = int(addr.rpartition(".")[2]) % 2
            self.assertEqual((line["state"], line["reason"]), ("down", "no-response") if dead else ("up", "echo-reply"), addr)

    def test_what_the_first_engine_lost_is_probed_again_by_another_one(self):
        self.tap(2)
        report, said = self.sweep("--engine", "packet")
        self.assertIn("nothing proves that frames leave tap0 by engine packet (of what was sent, nothing was answered): "
                      "probing goes on by engine raw", said)
        self.assert_right(report)
        self.assertFalse(report.count("unanswered"))

    def test_raw_sockets_are_listened_to_where_what_raw_sent_is_not_answered(self):
        self.tap(2)
        report, said = self.sweep("--engine", "raw")
        self.assertIn("answers are received by raw sockets too", said)
        self.assert_right(report)
        self.assertFalse(report.count("unanswered"))

    def test_an_answer_proves_the_engine_and_nothing_is_probed_twice(self):
        self.tap(1)
        report, said = self.sweep("--engine", "packet")
        self.assertNotIn("proves", said)
        self.assert_right(report)
        self.assertEqual(report.count("local_loss"), 0)

    def test_an_answer_through_the_interface_proves_that_frames_to_a_silent_host_on_its_link_left(self):
        self.tap(1)
        report, said = self.sweep("10.4.1.77", "--engine", "packet")
        self.assertNotIn("proves", said)
        self.assertFalse(report.count("unanswered"))
        self.assertEqual(report.states()["10.4.1.77", 0], "down")

    def test_answers_through_one_interface_prove_nothing_of_another_one(self):
        self.tap(2)  # a fixed rate: one egress for both
        report, said = self.sweep("10.8.0.0/28", "--engine", "packet", "--rate", 2000)
        self.assertIn("nothing proves that frames leave tap0 by engine packet", said)
        self.assertFalse(report.count("unanswered"))
        self.assert_right(report)

    def test_silence_that_nothing_proves_is_said_to_be_so(self):
        self.tap(1000)
        report, said = self.sweep("--engine", "packet")
        self.assertIn("unanswered nothing proves that frames left tap0", said)
        self.assertTrue(report.count("unanswered"))
        self.assertEqual(set(report.states().values()), {"down"})


class Proven(unittest.TestCase):
    def test_a_gateway_that_answers_proves_the_silence_behind_it(self):
        ended = lab.muster("sweep", "10.8.200.0/28", *QUICK, "--all", "--force", "-o", "out.ndjson")
        self.assertNotIn("proves", ended.stderr)
        self.assertFalse(lab.Report("out.ndjson").count("unanswered"))


if __name__ == "__main__":
    lab.main()
