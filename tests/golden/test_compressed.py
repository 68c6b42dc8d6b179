# SPDX-License-Identifier: BSD-2-Clause
"""Outputs whose path ends in .gz or .zst, as gzip, zcat, zstd, jq and Python read them."""
import csv
import gzip
import io
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
RECORD = SOURCE / "tests/data/stories/late.pcapng"
UNPACK = {".gz": ["gzip", "-dc"], ".zst": ["zstd", "-qdc"]}


def muster(*words, **options):
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run([MUSTER, *map(str, words)], capture_output=True, timeout=60, **options)


def unpacked(suffix, data):
    return subprocess.run(UNPACK[suffix], input=data, capture_output=True, check=True, timeout=60).stdout


class Compressed(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.suffixes = [suffix for suffix, (tool, *_) in UNPACK.items() if shutil.which(tool)]

    def test_a_file_of_each_format_is_what_it_would_be_without(self):
        for suffix in self.suffixes:
            for name, more in (("a.csv", []), ("a.json", []), ("a.ndjson", []), ("a.txt", []), ("a.list", []), ("b.csv", ["--stream"])):
                with self.subTest(name + suffix, more=more):
                    run = muster("replay", RECORD, "--all", "--force", "-q", *more, "-o", self.folder / name, "-o", self.folder / (name + suffix))
                    self.assertEqual(run.returncode, 0, run.stderr)
                    packed = (self.folder / (name + suffix)).read_bytes()
                    self.assertEqual(unpacked(suffix, packed), (self.folder / name).read_bytes())
                    subprocess.run([UNPACK[suffix][0], "-t", self.folder / (name + suffix)], check=True, capture_output=True, timeout=60)

    def test_python_zcat_and_jq_read_them(self):
        run = muster("replay", RECORD, "--all", "-q", "-o", f"csv:{self.folder}/x.gz", "-o", f"ndjson:{self.folder}/y.gz")
        self.assertEqual(run.returncode, 0, run.stderr)
        rows = list(csv.DictReader(io.StringIO(gzip.open(self.folder / "x.gz", "rt").read())))
        self.assertEqual(len(rows), 48)
        up = subprocess.run(f"zcat {self.folder}/y.gz | jq -r 'select(.state == \"up\") | .addr' | sort -u | wc -l", shell=True,
                            capture_output=True, text=True, check=True, timeout=60).stdout.strip()
        self.assertEqual(int(up), len([row for row in rows if row["state"] == "up"]))

    def test_tables_of_other_commands_alike(self):
        for suffix in self.suffixes:
            run = muster("ifaces", "-o", self.folder / ("i.json" + suffix))
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn("interfaces", json.loads(unpacked(suffix, (self.folder / ("i.json" + suffix)).read_bytes())))

    def test_a_named_pipe_may_be_compressed(self):
        for suffix in self.suffixes:
            pipe = self.folder / ("p" + suffix)
            os.mkfifo(pipe)
            reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
            run = muster("replay", RECORD, "-q", "-o", f"ndjson:{pipe}")
            self.assertEqual(run.returncode, 0, run.stderr)
            lines = unpacked(suffix, reader.communicate(timeout=60)[0]).splitlines()
            self.assertEqual(json.loads(lines[-1])["type"], "summary")

    def test_a_name_that_has_nothing_but_the_suffix_is_refused(self):
        for suffix in UNPACK:
            run = muster("replay", RECORD, "-o", self.folder / ("a" + suffix))
            self.assertEqual(run.returncode, 2)
            self.assertIn(b"unknown format", run.stderr)


if __name__ == "__main__":
    unittest.main()
