# SPDX-License-Identifier: BSD-2-Clause
"""What is typed wrong at muster fleet: a sentence that names it and what would have been accepted. No store is needed, nothing is sent."""
import os
import pathlib
import subprocess
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
STORE = "redis://127.0.0.1:1"  # nobody listens there
SCAN = ("scan", "127.0.0.1", "-p", "9")
WRONG = [
    ((), "expected submit, work, status, report, stop, pause, resume or forget, and then a store such as redis://HOST"),
    (("frobnicate", STORE), "frobnicate: expected submit, work"),
    (("work",), "fleet work: expected a store such as redis://HOST"),
    (("work", "http://store"), "http://store: expected a store such as redis://HOST"),
    (("work", "redis://me:secret@store"), "the URL of the store has a user or a password"),
    (("work", STORE, "7f3a"), "7f3a: fleet work expects no further word"),
    (("report", STORE), "fleet report: expected the ID of a plan, too"),
    (("submit", STORE), "expected scan or sweep with its options and targets behind the store"),
    (("submit", STORE, "watch", "127.0.0.1"), "watch: expected scan or sweep"),
    (("submit", STORE, "scan", "127.0.0.1"), "ports"),
    (("submit", "--interface", "lo", STORE, *SCAN), "--interface: fleet submit does not have it; it belongs to fleet work"),
    (("submit", STORE, *SCAN, "--interface", "lo"), "--interface: each worker has its own; it belongs to fleet work"),
    (("submit", STORE, *SCAN, "-o", "x.csv"), "--output: the report is written by fleet report, or by fleet submit --wait"),
    (("submit", STORE, *SCAN, "--record", "x"), "--record: a plan for many machines cannot have it"),
    (("submit", STORE, *SCAN, "--discover"), "--discover: its plan of ports begins when the hosts are known"),
    (("submit", STORE, "--lease", "1s", *SCAN), "--lease 1s"),
    (("submit", STORE, *SCAN, "--lease", "9s"), "--lease stands before scan: expected muster fleet submit --lease … STORE scan …"),
    (("work", STORE, "--name", "a b"), "--name a b: expected 1 to 64 letters, digits, - _ and ."),
    (("work", STORE, "--engine", "live"), "--engine live needs rights for each block, which a worker gives up"),
    (("work", STORE, "--rate", "10k", "--max-rate", "20k"), "--rate: with a fixed rate"),
    (("work", STORE, "-o", "x.csv"), "--output: fleet work does not have it; it belongs to fleet report"),
    (("status", STORE, "--ca-file", "x"), "--ca-file x: redis://127.0.0.1:1 has no TLS; expected rediss://"),
]


class Fleet(unittest.TestCase):
    def run_it(self, *words, **variables):
        with tempfile.TemporaryDirectory() as folder:
            return subprocess.run([MUSTER, "fleet", *words], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, cwd=folder,
                                  env=dict(os.environ, XDG_STATE_HOME=folder, **variables))

    def test_what_is_typed_wrong_is_named(self):
        for words, sentence in WRONG:
            with self.subTest(words=words):
                run = self.run_it(*words)
                self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
                self.assertIn(sentence, run.stderr)
                self.assertNotIn("secret", run.stderr)

    def test_a_store_that_is_not_there_is_named(self):
        for words in (("status", STORE), ("submit", STORE, *SCAN), ("report", STORE, "7f3a"), ("stop", STORE, "7f3a")):
            run = self.run_it(*words, MUSTER_FLEET_AUTH="secret")
            self.assertEqual((run.returncode, run.stdout), (1, ""), run.stderr)
            self.assertRegex(run.stderr, "the store at 127.0.0.1 port 1 cannot be reached: Connection refused|built without hiredis")
            self.assertNotIn("secret", run.stderr)

    def test_files_that_are_read_back_keep_who_found_it_and_who_saw_what(self):
        rows = ["10.0.0.1,up,nyc,ams=down nyc=up", "10.0.0.2,down,ams,ams=down nyc=down"]
        with tempfile.TemporaryDirectory() as folder:
            def convert(*words):
                run = subprocess.run([MUSTER, *words, "--all", "--no-header", "--fields", "addr,state,worker,saw"], cwd=folder, capture_output=True, text=True)
                self.assertEqual(run.returncode, 0, run.stderr)
                return (pathlib.Path(folder) / "x.csv").read_text().split("\n")[:-1]
            for name, header, lines in (("a.csv", "addr,state,worker,saw", rows), ("b.csv", "addr,state,worker", ["10.0.0.2,up,fra"])):
                (pathlib.Path(folder) / name).write_text("\n".join([header, *lines, ""]))
            first = convert("report", "a.csv", "-o", "json:x.json", "-o", "ndjson:x.ndjson", "-o", "sqlite:x.db", "-o", "csv:x.csv")
            self.assertEqual(first, rows)
            for file in ("x.json", "x.ndjson", "x.db"):
                self.assertEqual(convert("report", file, "-o", "csv:x.csv", "--force"), rows, file)
            self.assertEqual(convert("merge", "x.db", "b.csv", "-o", "csv:x.csv", "--force"), [rows[0], "10.0.0.2,up,fra,ams=down nyc=down fra=up"])


if __name__ == "__main__":
    unittest.main()
