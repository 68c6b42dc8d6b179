# SPDX-License-Identifier: BSD-2-Clause
"""Outputs on a disk that fails: each call that writes a file or names it fails once, or from there on, with EDQUOT or EIO.

Whatever fails: exit 1 and a sentence that names the output and the reason, the other outputs whole, what had room valid and up to its last
whole record under a name that is told, a file that was to be replaced as it was, and no hidden file left.
"""
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path[:0] = [str(SOURCE / "tests"), str(SOURCE / "tests/faults")]
import faults  # noqa: E402
import frames as f  # noqa: E402

MUSTER = os.environ["MUSTER"]
RECORD = SOURCE / "tests/data/stories/sweep.pcapng"
NAMES = ("out.csv", "out.json", "out.ndjson", "out.txt")
SENTENCES = {"EDQUOT": "Disk quota exceeded", "EIO": "Input/output error"}


def is_whole_or_cut(name, text, whole):
    """Whether the text is a valid document of this format, and has no record that `whole` has not. Streams may have none."""
    if not text:
        return name.endswith(".ndjson")
    if name.endswith(".json"):
        return json.loads(text).get("incomplete") or text == whole
    if name.endswith(".ndjson"):
        return all(json.loads(line) for line in text.splitlines()) and whole.startswith(text) and text.endswith("\n")
    if name.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(text)))
        return whole.startswith(text) and text.endswith("\n") and len({len(row) for row in rows}) == 1
    return whole.startswith(text) and text.endswith("\n")


class Disk(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.folder, self.trace = self.root / "outputs", self.root / "trace"
        self.folder.mkdir()

    def run_muster(self, *words, env=None):
        return subprocess.run([MUSTER, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, env=env)

    def files(self):
        """What is in the folder; of the moment and the duration of a run nothing."""
        return {path.name: re.sub(r"20\d\d-[-0-9T:.]*Z", "T", re.sub(r'("(?:duration|elapsed)[a-z_]*":)[0-9.]+', r"\1 0", path.read_text()))
                for path in self.folder.iterdir()}

    def fill(self, before):
        for path in self.folder.iterdir():
            path.unlink()
        for name, text in before.items():
            (self.folder / name).write_text(text)

    def check(self, fault, what, names, before, whole):
        """`before` and `whole`: what the files held before the run, and hold after one without a fault."""
        after, done = self.files(), fault.done
        hit, path = fault.hit[0], fault.hit[3]
        self.assertFalse([name for name in after if name.startswith(".")], "no hidden file is left")
        if done.returncode == 0:
            # A descriptor that only held a lock, or read, may fail to be closed.
            self.assertEqual((hit, after), ("close", whole), done.stderr)
            return
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(SENTENCES[what.rstrip("+")], done.stderr)
        lost = 0
        for name in names:
            if after.get(name) == whole[name]:
                continue
            lost += 1
            if lost == 1:
                self.assertIn(name, done.stderr)
            beside = [other for other in after if other.startswith(f"{name}.")]
            if name in before and name != "out.ndjson":
                self.assertEqual(after[name], before[name], f"{name} was replaced by {path}")
            elif name in after:
                self.assertTrue(is_whole_or_cut(name, after[name], whole[name]), f"{name}: {after[name][-200:]}")
            for other in beside:
                self.assertTrue(is_whole_or_cut(name, after[other], whole[name]), f"{other}: {after[other][-200:]}")
                if lost == 1:
                    self.assertIn(other, done.stderr)
        if "+" not in what:
            self.assertLessEqual(lost, 1, "one failure harms one output")
        self.assertEqual({name for name in after if not any(name == one or name.startswith(f"{one}.") for one in names)}, set())

    def walk(self, what, words, names, before, calls=faults.CALLS):
        outputs = [word for name in names for word in ("-o", self.folder / name)]
        self.fill(before)
        done = self.run_muster(*words, *outputs)
        self.assertEqual(done.returncode, 0, done.stderr)
        whole = self.files()
        hit = set()
        for fault in faults.walk(lambda env: self.run_muster(*words, *outputs, env=env), self.folder, what, self.trace, calls,
                                 prepare=lambda: self.fill(before)):
            with self.subTest(str(fault), what=what):
                hit.add(fault.hit[0])
                self.check(fault, what, names, before, whole)
        return hit

    def test_new_files_of_a_scan(self):
        hit = self.walk("EDQUOT", ["replay", RECORD, "--all"], NAMES, {})
        self.assertLessEqual({"write", "close", "linkat"}, hit)
        self.walk("EIO+", ["replay", RECORD, "--all"], NAMES, {}, "write,linkat")

    def test_files_that_are_replaced(self):
        hit = self.walk("EDQUOT", ["replay", RECORD, "--all", "--force"], NAMES[:2], {"out.csv": "old\n", "out.json": "old\n"}, "write,linkat,rename")
        self.assertEqual({"write", "linkat", "rename"}, hit)

    def test_large_files_keep_what_had_room(self):
        record = self.root / "many.pcap"
        record.write_bytes(f.pcap([f.ether(f.ipv4(f.udp(b"x"), 17, f"10.9.{i // 250}.{i % 250 + 1}", "10.0.0.1")) for i in range(400)]))
        self.walk("EDQUOT+", ["listen", "-q", "-r", record, "--max-events", "1"], NAMES[:2], {}, "write")


if __name__ == "__main__":
    unittest.main()
