# SPDX-License-Identifier: BSD-2-Clause
"""A capture read from a pipe whose writer falls silent, between two frames or within one: what has come is printed at once, and ^C and
--count end it without another byte."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / "tests"))
import frames as f  # noqa: E402

MUSTER = os.environ["MUSTER"]
FRAMES = [f.ether(f.ipv4(f.udp(b"x"), 17, f"10.0.0.{i}", "10.0.0.9")) for i in (1, 2, 3)]
WHOLE = f.pcap(FRAMES)
LATER = f.pcap(FRAMES[:1])[24:]  # a record
CUTS = (0, 7, 16, 20)            # bytes of it that have come: none, within its header, all of its header, within the frame


class SilentPipe(unittest.TestCase):
    def start(self, *words):
        """Muster reads a FIFO, by its name and as standard input in turn, whose other end stays open."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        fifo = pathlib.Path(folder.name) / "fifo"
        os.mkfifo(fifo)
        keep = os.open(fifo, os.O_RDWR)  # so that nobody waits for the other end
        self.addCleanup(os.close, keep)
        named = len(words) % 2 == 0
        with open(fifo, "rb") as end:
            child = subprocess.Popen([MUSTER, *words, "-r", str(fifo) if named else "-"], stdin=subprocess.DEVNULL if named else end,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(child.communicate)
        self.addCleanup(child.kill)
        return child, keep

    def end(self, child, *, code=0, stop=True):
        if stop:
            child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
        self.assertEqual(child.returncode, code, err)
        return out.decode(), err.decode()

    def test_capture_prints_what_has_come_and_hears_control_c(self):
        for cut in CUTS:
            with self.subTest(cut=cut):
                child, pipe = self.start("capture", *["-n"] * (cut % 2))
                os.write(pipe, WHOLE + LATER[:cut])
                lines = [child.stdout.readline().decode() for _ in FRAMES]
                for i, line in enumerate(lines, 1):
                    self.assertIn(f"IP 10.0.0.{i}.40000 > 10.0.0.9.9999: UDP, length 1", line)
                out, err = self.end(child)
                self.assertEqual((out, err), ("", "3 packets read\n"))

    def test_capture_goes_on_where_it_was_when_the_writer_does(self):
        child, pipe = self.start("capture")
        for begin in range(0, len(WHOLE), 13):
            os.write(pipe, WHOLE[begin:begin + 13])
        os.write(pipe, LATER[:20])
        self.assertIn("10.0.0.1.40000", child.stdout.readline().decode())
        os.write(pipe, LATER[20:])
        lines = [child.stdout.readline().decode() for _ in FRAMES]
        self.assertEqual([line.split()[2] for line in lines], [f"10.0.0.{i}.40000" for i in (2, 3, 1)])
        self.end(child)

    def test_a_count_ends_it(self):
        child, pipe = self.start("capture", "-c", "3")
        os.write(pipe, WHOLE)
        out, err = self.end(child, stop=False)
        self.assertEqual(len(out.splitlines()), 3)
        self.assertEqual(err, "3 packets read\n")

    def test_listen_reports_what_has_come_at_control_c(self):
        for cut in CUTS[:3]:
            with self.subTest(cut=cut):
                child, pipe = self.start("listen", *["-q"] * (cut % 2), "-o", "ndjson:-")
                os.write(pipe, WHOLE + LATER[:cut])
                hosts = [json.loads(child.stdout.readline()) for _ in FRAMES]
                self.assertEqual([host["addr"] for host in hosts], ["10.0.0.1", "10.0.0.2", "10.0.0.3"])
                out, _ = self.end(child)
                totals = [json.loads(line) for line in out.splitlines()]
                self.assertEqual([total["type"] for total in totals], ["total"] * 3 + ["summary"])


if __name__ == "__main__":
    unittest.main()
