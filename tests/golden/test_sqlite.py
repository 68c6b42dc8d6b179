# SPDX-License-Identifier: BSD-2-Clause
"""Runs in databases, by recorded scans that are judged again: sqlite3 reads what muster wrote, and it is what csv has."""
import csv
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
STORIES = SOURCE / "tests/data/stories"
COLUMNS = "addr,port,proto,state,reason,ttl,attempts,attempt,from,icmp_type,icmp_code,error,was,mac,vendor,suspect,service,name".split(",")


def muster(*words):
    return subprocess.run([MUSTER, *map(str, words)], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


class Database(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.db, self.csv, self.json = (self.folder / name for name in ("runs.db", "run.csv", "run.json"))

    def replay(self, story, *words):
        return muster("replay", STORIES / f"{story}.pcapng", "--all", "--force", "-o", self.db, *words)

    def sqlite(self, sql):
        return subprocess.run(["sqlite3", "-batch", "-noheader", self.db, sql], capture_output=True, text=True, timeout=60, check=True).stdout

    def test_rows_are_those_of_csv(self):
        fields = ",".join(COLUMNS)
        for number, story in enumerate(("sweep", "errors", "udp", "ipv6", "proxy", "late"), 1):
            with self.subTest(story=story):
                run = self.replay(story, "-o", self.csv, "-o", self.json, "--fields", f"{fields},rtt_ms,time")
                self.assertEqual(run.returncode, 0, run.stderr)
                with open(self.csv, newline="") as file:
                    rows = list(csv.DictReader(file))
                columns = ", ".join("sender" if name == "from" else name for name in COLUMNS)
                with sqlite3.connect(self.db) as db:
                    found = db.execute(f"SELECT {columns} FROM results WHERE run = ? ORDER BY addr_sort, port", (number,)).fetchall()
                    times = db.execute("SELECT rtt_ns, strftime('%Y-%m-%dT%H:%M:%S', time / 1000, 'unixepoch') FROM results WHERE run = ? "
                                       "ORDER BY addr_sort, port", (number,)).fetchall()
                self.assertEqual([["" if value is None else str(value) for value in row] for row in found],
                                 [[row[name] for name in COLUMNS] for row in rows])
                self.assertEqual([rtt for rtt, _ in times], [int(row["rtt_ms"].replace(".", "")) if row["rtt_ms"] else None for row in rows])
                self.assertEqual([time for _, time in times], [row["time"].partition(".")[0] for row in rows])
                head = json.loads(self.json.read_text())
                run, = json.loads(subprocess.run(["sqlite3", "-batch", "-json", self.db, f"SELECT * FROM runs WHERE id = {number}"],
                                                 capture_output=True, text=True, check=True).stdout)
                self.assertEqual(json.loads(run["parameters"]), head["parameters"])
                self.assertEqual(json.loads(run["summary"]), head["summary"])
                self.assertEqual((run["results"], run["complete"]), (len(rows), 1))
                for name in ("targets", "up", "down", "unreachable", "open", "closed", "filtered", "open_filtered", "unknown"):
                    self.assertEqual(run[name], head["summary"][name])
        self.assertEqual(self.sqlite("PRAGMA integrity_check"), "ok\n")

    def test_an_interrupted_run_is_not_complete(self):
        self.assertEqual(self.replay("cut").returncode, 3)
        self.assertEqual(self.sqlite("SELECT complete, ended IS NOT NULL FROM runs"), "0|1\n")

    def test_it_is_refused_where_it_would_harm(self):
        self.sqlite("CREATE TABLE mine (a)")
        run = self.replay("sweep")
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertIn("a database of another program", run.stderr)
        self.assertEqual(self.sqlite(".tables").split(), ["mine"])
        run = muster("replay", STORIES / "sweep.pcapng", "-o", "sqlite:-")
        self.assertEqual(run.returncode, 2)
        self.assertIn("expected sqlite:FILE", run.stderr)

    def test_the_manual_has_the_tables(self):
        manual = muster("help", "man").stdout
        self.assertIn("CREATE TABLE runs", manual)
        self.replay("sweep")
        for line in self.sqlite("SELECT sql FROM sqlite_master").splitlines():
            self.assertIn(line, manual)


if __name__ == "__main__":
    unittest.main()
