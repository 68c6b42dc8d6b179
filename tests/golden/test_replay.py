# SPDX-License-Identifier: BSD-2-Clause
"""Recorded scans of tests/data/stories, judged again: each verdict as it was, in a second, without a network and without rights.

And what is no record, or no way to ask for one, is refused in a sentence.
"""
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
BUILD = pathlib.Path(os.environ["BUILD"])
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
STORIES = SOURCE / "tests/data/stories"
sys.path.insert(0, str(SOURCE / "tests"))
import frames as f  # noqa: E402

# What each story must have in its summary, beside the verdicts of its CSV.
COUNTS = {
    "conflict": {"up": 4, "down": 9, "suspect": 1},
    "cut": {"targets": 48, "interrupted": True},
    "discover": {"targets": 20, "open": 5},
    "errors": {"targets": 44, "filtered": 42},
    "ipv6": {"targets": 20, "open": 1},
    "late": {"up": 16, "down": 32, "late": 10, "amended": 10},
    "neighbours": {"targets": 16, "open": 1},
    "proxy": {"up": 16, "suspect": 16},
    "strays": {"open": 4, "amended": 2, "duplicates": 2, "malformed": 4, "strays_wrong_destination": 2, "strays_unrelated": 4,
               "strays_no_ticket": 12},
    "sweep": {"targets": 19, "unreachable": 7},
    "tarpit": {"open": 11, "suspect": 10},
    "udp": {"open": 1, "closed": 5, "open_filtered": 3},
}
INTERRUPTED = {"cut"}


def muster(*words, **options):
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run([MUSTER, *map(str, words)], capture_output=True, text=True, timeout=60, env=dict(os.environ, TZ="UTC"), **options)


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)


class Stories(Folder):
    def test_every_verdict_is_as_it_was(self):
        records = sorted(STORIES.glob("*.pcapng"))
        self.assertEqual({record.stem for record in records}, set(COUNTS))
        for record in records:
            with self.subTest(story=record.stem):
                expected = record.with_suffix(".csv").read_text()
                again, summary = self.folder / "again.csv", self.folder / "again.ndjson"
                run = muster("replay", record, "--all", "--force", "--fields", expected.partition("\n")[0], "-o", again, "-o", summary)
                self.assertEqual(run.returncode, 3 if record.stem in INTERRUPTED else 0, run.stderr)
                self.assertEqual(again.read_text(), expected)
                counts = json.loads(summary.read_text().splitlines()[-1])
                self.assertEqual({name: counts[name] for name in COUNTS[record.stem]}, COUNTS[record.stem])

    def test_records_are_small(self):
        for record in STORIES.glob("*.pcapng"):
            self.assertLess(record.stat().st_size, 60 * 1024, record)

    def test_a_trace_says_why_an_answer_was_not_believed(self):
        run = muster("replay", STORIES / "strays.pcapng", "-q", "--trace", "10.7.0.0-10.7.0.2")
        for line in (r"10\.7\.0\.0:80 answer", r"10\.7\.0\.0:80 settled: open", r"10\.7\.0\.1\S* stray: .*wrong-destination",
                     r"10\.7\.0\.2\S* stray: .*no-ticket", r"10\.7\.0\.2:80 settled: filtered"):
            self.assertRegex(run.stderr, line)
        self.assertNotIn("10.7.0.3", run.stderr)

    def test_a_flood_of_answers_fills_no_trace(self):
        run = muster("replay", STORIES / "strays.pcapng", "-q", "--trace", "10.7.0.0/24", "--trace-frames", "2")
        lines = run.stderr.splitlines()
        self.assertEqual(len([line for line in lines if re.search(r" (answer|stray): ", line)]), 2, run.stderr)
        self.assertEqual(run.stderr.count("--trace: 2 frames came in: further ones are only counted, in the summary (--trace-frames)"), 1)
        self.assertGreater(len([line for line in lines if " settled: " in line]), 2)

    def test_verbose_counts_strays_by_reason(self):
        said = muster("replay", STORIES / "strays.pcapng", "-v").stderr
        for line in (r"(?m)^ +2 +wrong-destination ", r"(?m)^ +4 +unrelated ", r"(?m)^ +12 +no-ticket "):
            self.assertRegex(said, line)

    def test_standard_input_is_a_file_too(self):
        with open(STORIES / "udp.pcapng", "rb") as record:
            run = muster("replay", "-", "-o", "csv:-", "--fields", "addr,port,state", "--no-header", stdin=record)
        self.assertEqual((run.returncode, run.stdout), (0, "10.8.0.1,53,open\n"))

    def test_a_record_that_lacks_frames_says_so(self):
        """As of a disk that was too slow: the last event is "incomplete COUNT"."""
        text = b"incomplete 7"
        body = struct.pack("<I4sIQQ", 32473, b"MREC", len(text), 2 ** 63, 1) + text
        block = struct.pack("=II", 0xbad, len(body) + 12) + body + struct.pack("=I", len(body) + 12)
        record = self.folder / "incomplete.pcapng"
        record.write_bytes((STORIES / "udp.pcapng").read_bytes() + block)
        summary = self.folder / "summary.ndjson"
        run = muster("replay", record, "-o", summary)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertRegex(run.stderr, r"(?m)^ +7 +record drops +frames and events that the record lacks")
        self.assertEqual(json.loads(summary.read_text().splitlines()[-1])["record_drops"], 7)

    def test_a_record_cut_anywhere_is_read_up_to_there(self):
        whole = (STORIES / "errors.pcapng").read_bytes()
        cut = self.folder / "cut.pcapng"
        for share in (0.3, 0.6, 0.9):
            cut.write_bytes(whole[:int(len(whole) * share) | 1])
            run = muster("replay", cut, "--all")
            self.assertEqual(run.returncode, 3, run.stderr)
            self.assertIn("its writer was stopped", run.stderr)


class Refusals(Folder):
    def refused(self, code, sentence, *words):
        with self.subTest(words=words):
            run = muster(*words, cwd=self.folder)
            self.assertEqual(run.returncode, code, run.stderr)
            self.assertEqual(run.stdout, "")
            self.assertRegex(run.stderr, sentence)
            self.assertEqual(len(re.sub(r"(?m)^try: .*\n", "", run.stderr).strip().splitlines()), 1, run.stderr)

    def test_what_is_no_record(self):
        (self.folder / "classic.pcap").write_bytes(f.pcap([f.ether(f.ipv4(f.tcp(), 6))]))
        (self.folder / "text").write_text("10.0.2.17\n")
        (self.folder / "empty").write_text("")
        section = (STORIES / "cut.pcapng").read_bytes()
        section = section[:int.from_bytes(section[4:8], "little")]
        (self.folder / "no-plan.pcapng").write_bytes(section)
        self.refused(1, "classic.pcap: the file is pcap: expected pcapng", "replay", "classic.pcap")
        self.refused(1, "text: the file is not pcapng", "replay", "text")
        self.refused(1, "empty: the file is not pcapng", "replay", "empty")
        self.refused(1, "frames without a plan: expected a file of muster scan --record", "replay", "no-plan.pcapng")
        self.refused(1, "Is a directory", "replay", ".")
        self.refused(1, "No such file", "replay", "missing.pcapng")

    def test_what_no_plan_can_say(self):
        whole = (STORIES / "proxy.pcapng").read_bytes()
        for old, new, sentence in ((b"\nlanes 1\n", b"\nlanes 9\n", "9 lanes: its tickets can name 1"),
                                   (b"\nsource_ports 16384", b"\nsource_ports 00000", "no range of source ports"),
                                   (b"\nlane_bits 0", b"\nlane_bits 9", "line [0-9]+ of the plan")):
            self.assertIn(old, whole)
            (self.folder / "odd.pcapng").write_bytes(whole.replace(old, new))
            self.refused(1, sentence, "replay", "odd.pcapng")

    def test_one_file_is_replayed(self):
        self.refused(2, "0 files: expected the one file", "replay")
        self.refused(2, "2 files: expected the one file", "replay", "a", "b")

    def test_states_and_targets_are_checked(self):
        self.refused(2, "--state up: expected some of", "replay", STORIES / "cut.pcapng", "--state", "up")
        self.refused(2, "@nonsense@", "replay", STORIES / "cut.pcapng", "--trace", "@nonsense@")

    def test_fields_are_explained_and_checked(self):
        self.assertRegex(muster("replay", "--fields", "help").stdout, r"(?m)^  addr +\w")
        self.refused(2, "--fields @nonsense@: ", "replay", STORIES / "cut.pcapng", "--fields", "@nonsense@")

    def test_where_nothing_can_be_recorded(self):
        scan = ("scan", "127.0.0.1", "-p", "9")
        (self.folder / "kept.pcapng").write_text("kept")
        if os.geteuid() == 0:  # found when sockets are open
            self.refused(2, "cannot go to standard output", *scan, "--record", "-")
        self.refused(2, "--dry-run and --record", *scan, "--dry-run", "--record", "x.pcapng")
        self.refused(2, "--dry-run and --trace", *scan, "--dry-run", "--trace", "127.0.0.1")
        self.refused(2, "--rx xdp .*--rx pcap", *scan, "--rx", "xdp", "--record", "x.pcapng")
        self.refused(2, "@nonsense@", *scan, "--trace", "@nonsense@")
        self.assertEqual((self.folder / "kept.pcapng").read_text(), "kept")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["kept.pcapng"])


class Probes(unittest.TestCase):
    def test_each_kind_of_a_trace_is_a_usdt_probe_of_the_program(self):
        if os.environ.get("HAS_SDT", "ON") != "ON":
            self.skipTest("built without sys/sdt.h (Debian: systemtap-sdt-dev)")
        if not shutil.which("readelf"):
            self.skipTest("readelf is not installed")
        notes = subprocess.run(["readelf", "-n", MUSTER], capture_output=True, text=True, check=True).stdout
        kinds = set(re.findall(r'X\(MST_TRACE_\w+, "([a-z]+)"', (SOURCE / "include/muster/trace.h").read_text()))
        self.assertEqual(len(kinds), 9)
        self.assertEqual(set(re.findall(r"Provider: muster\n\s+Name: (\w+)", notes)), kinds)


if __name__ == "__main__":
    unittest.main()
