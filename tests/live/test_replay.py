# SPDX-License-Identifier: BSD-2-Clause
"""Recording and tracing: a replay reports what the scan reported, other programs read the file, --trace prints each step."""
import csv
import os
import pathlib
import re
import signal
import subprocess
import time
import unittest

import lab

LIVE, DEAD = "10.8.0.9", "10.8.200.9"


def tool(*words):
    return subprocess.run([*map(str, words)], capture_output=True, text=True, check=True, timeout=60).stdout


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.listener = lab.listener()

    @classmethod
    def tearDownClass(cls):
        cls.listener.end()


def rows(path):
    """Silent targets have the time of the look that noted it in a report from a journal, and that of their time-out in a replay."""
    with open(path, newline="") as file:
        return [{**row, "time": row["time"] if row["rtt_ms"] else ""} for row in csv.DictReader(file)]


class Records(Case):
    def replayed_alike(self, name, *words):
        record = f"{name}.pcapng"
        fields = ("--all", "--force", "--fields", "addr,port,state,reason,rtt_ms,ttl,attempts,time,attempt,from,was")
        lab.muster(*words, *fields, "--order", "address", "--record", record, "-o", "live.csv")
        lab.muster("replay", record, *fields, "-o", "again.csv")
        self.assertEqual(rows("again.csv"), rows("live.csv"))
        self.assertEqual(os.stat(record).st_mode & 0o777, 0o600)
        return record

    def test_a_scan_and_a_sweep_are_judged_alike_and_other_programs_read_them(self):
        self.replayed_alike("sweep", "sweep", "10.8.63.128/25", "10.8.137.0/27", "10.8.200.0/27")
        record = self.replayed_alike("scan", "scan", "10.8.0.0/26", "10.8.128.0/29", "-p", "22,80,81,135")
        self.assertRegex(tool("capinfos", record), r"Name = near0")
        sent = tool("tshark", "-r", record, "-Y", "tcp.flags == 0x002 && ip.src == 10.9.255.1", "-Tfields", "-e", "ip.dst").splitlines()
        came = tool("tshark", "-r", record, "-Y", "ip.dst == 10.9.255.1", "-Tfields", "-e", "frame.interface_name", "-e", "ip.src")
        self.assertGreaterEqual(len(sent), 288)
        self.assertEqual({line.split("\t")[0] for line in came.splitlines()}, {"near0"})
        self.assertGreaterEqual(len(came.splitlines()), 64 * 3)

    def test_an_existing_file_is_kept_and_nothing_is_sent(self):
        pathlib.Path("kept.pcapng").write_text("kept")
        frames = lab.Capture("frames.pcap")
        run = lab.muster("scan", LIVE, "-p", "22", "--record", "kept.pcapng", expect=1)
        self.assertRegex(run.stderr, r"kept\.pcapng exists: choose another name or use --force")
        frames.end()
        self.assertEqual(tool("tcpdump", "-nr", "frames.pcap"), "")
        self.assertEqual(pathlib.Path("kept.pcapng").read_text(), "kept")
        lab.muster("scan", LIVE, "-p", "22", "--record", "kept.pcapng", "--force")
        lab.muster("replay", "kept.pcapng")

    def test_kill_9_leaves_nothing_of_a_recording(self):
        """It has no name until it is whole."""
        os.mkdir("killed")
        process = lab.start("scan", "10.8.0.0/26", "-p", "1-200", "--rate", "5k", "--record", "killed/scan.pcapng")

        def is_large(descriptor):
            try:
                return "killed/" in os.readlink(descriptor) and descriptor.stat().st_size > 1 << 20
            except FileNotFoundError:
                return False  # closed meanwhile

        until = time.monotonic() + 20
        while not any(map(is_large, pathlib.Path(f"/proc/{process.pid}/fd").iterdir())):
            self.assertLess(time.monotonic(), until, "nothing was written")
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=20)
        self.assertEqual(list(pathlib.Path("killed").iterdir()), [])


class Traces(Case):
    def steps(self, said, addr):
        """The kinds of the lines about one address, in order."""
        return [found[1] for found in re.finditer(rf"(?m)^\S+ {re.escape(addr)}(?::\d+)? (\w+)", said)]

    def test_each_step_of_a_live_and_a_dead_target_and_of_no_other(self):
        said = lab.muster("sweep", "10.8.0.0/24", DEAD, "--probe", "icmp", "--trace", f"{LIVE},{DEAD},10.9.9.9").stderr
        self.assertIn("--trace: 10.9.9.9 is not among the targets, and is not probed", said)
        self.assertEqual(self.steps(said, LIVE)[:4], ["armed", "sent", "answer", "settled"])
        self.assertEqual(self.steps(said, DEAD), ["armed", "sent", "expired", "armed", "sent", "expired", "settled"])
        self.assertEqual(self.steps(said, "10.8.0.10"), [])
        self.assertRegex(said, rf"(?m)^\S+ {re.escape(LIVE)} sent.* near0")

    def test_changes_of_the_rate_are_told_with_their_causes(self):
        said = lab.muster("sweep", "10.8.0.0/19", "--trace", LIVE).stderr
        self.assertRegex(said, r"(?m)^\S+ (egress \d+ )?rate.*\d")

    def test_forged_frames_are_strays_with_their_reason(self):
        with lab.Helper("python3", lab.SOURCE / "tests/live/forger.py"):
            said = lab.muster("scan", "10.7.0.0/29", "-p", "80", "--retries", "0", "--trace", "10.7.0.1,10.7.0.2").stderr
        self.assertRegex(said, r"(?m)^\S+ 10\.7\.0\.1\S* stray: .*wrong-destination")
        self.assertRegex(said, r"(?m)^\S+ 10\.7\.0\.2\S* stray: .*no-ticket")
        self.assertEqual(self.steps(said, "10.7.0.2")[-1], "settled")


if __name__ == "__main__":
    lab.main()
