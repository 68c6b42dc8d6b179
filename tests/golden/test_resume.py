# SPDX-License-Identifier: BSD-2-Clause
"""Unfinished runs listed, told and refused: journals made by tools/journal, and nothing is sent."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
TOOL = pathlib.Path(os.environ["BUILD"]) / "tools/journal"


def crc32c(data):
    value = 0xffffffff
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82f63b78 if value & 1 else 0)
    return value ^ 0xffffffff


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.state = self.folder / "state/muster"
        self.state.mkdir(mode=0o700, parents=True)
        self.environment = dict(os.environ, XDG_STATE_HOME=str(self.folder / "state"), TZ="UTC")
        self.environment.pop("SUDO_UID", None)

    def muster(self, *words, expect=0):
        run = subprocess.run([MUSTER, *map(str, words)], capture_output=True, text=True, timeout=60, env=self.environment,
                             stdin=subprocess.DEVNULL, cwd=self.folder)
        self.assertEqual(run.returncode, expect, run.stderr)
        return run

    def refused(self, *words, expect=2):
        """The one sentence, without the program's name."""
        run = self.muster(*words, expect=expect)
        self.assertEqual(run.stdout, "")
        lines = [line for line in run.stderr.splitlines() if not line.startswith("try: ")]
        self.assertEqual(len(lines), 1, run.stderr)
        return lines[0].partition(": ")[2]

    def make(self, settled, *words, place=None):
        """The path of a new journal, in the folder of the state unless somewhere else."""
        run = subprocess.run([TOOL, place or f"{self.state}/", str(settled), *words], capture_output=True, text=True, timeout=60,
                             cwd=self.folder)
        self.assertEqual(run.returncode, 0, run.stderr)
        return pathlib.Path(run.stdout.strip())

    def hold(self, settled, *words):
        """The same, by a process that keeps it: (process, path)."""
        process = subprocess.Popen([TOOL, "held.journal", f"{settled}+", *words], text=True, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, cwd=self.folder)
        self.addCleanup(process.communicate, timeout=20)
        return process, process.stdout.readline().strip()


class List(Folder):
    def test_there_is_none(self):
        run = self.muster("resume")
        self.assertEqual((run.stdout, run.stderr), ("", "no run is unfinished\n"))

    def test_each_has_its_id_its_command_and_how_far_it_is(self):
        path = self.make(64, "sweep", "127.0.0.0/24")
        run = self.muster("resume")
        self.assertRegex(run.stdout, rf"^{path.stem}   25\.0 % of 256 targets, began \d{{4}}-\d\d-\d\d \d\d:\d\d, stopped .* ago\n"
                                     r"    muster sweep 127\.0\.0\.0/24\n$")
        self.assertTrue(path.exists())

    def test_programs_get_a_table(self):
        path = self.make(64, "sweep", "127.0.0.0/24")
        rows = json.loads(self.muster("resume", "-o", "json:-").stdout)["runs"]
        self.assertEqual(len(rows), 1)
        expected = {"id": path.stem, "command": "muster sweep 127.0.0.0/24", "targets": 256, "verdicts": 64, "up": 16, "down": 48,
                    "done": 0.25, "pid": None, "complete": False, "journal": str(path)}
        self.assertEqual({name: rows[0][name] for name in expected}, expected)

    def test_what_is_no_journal_hides_no_other(self):
        (self.state / "20200101-000000-0000.journal").write_text("no journal at all, but a text of some length\n")
        path = self.make(64, "sweep", "127.0.0.0/24")
        run = self.muster("resume")
        self.assertIn(path.stem, run.stdout)
        self.assertIn("20200101-000000-0000.journal", run.stderr)

    def test_a_complete_run_that_was_left_behind_goes(self):
        path = self.make(64, "sweep", "127.0.0.0/26")
        if path.exists():
            self.assertEqual(self.muster("resume").stdout, "")
        self.assertFalse(path.exists())

    def test_options_of_a_run_need_one(self):
        self.assertEqual(self.refused("resume", "--rate", "1k"),
                         "--rate: expected the ID of a run beside it, as muster resume lists them")


class Status(Folder):
    def test_none_is_going_on(self):
        self.make(64, "sweep", "127.0.0.0/24")
        self.assertEqual(self.muster("status").stderr, "no run is going on\n")

    def test_a_running_one_has_its_process_and_the_time_left(self):
        process, _ = self.hold(64, "sweep", "127.0.0.0/24")
        text = self.muster("status", "./held.journal").stdout
        for line in (r"25\.0 %  done: 64 of 256 targets", r" 16  up", r" 48  down", rf" {process.pid}  is the process that runs it",
                     r"1 min 30 s  time so far", r"4 min 30 s  time left, at the pace so far"):
            self.assertRegex(text, line)
        row = json.loads(self.muster("status", "./held.journal", "-o", "json:-").stdout)["runs"][0]
        self.assertEqual((row["pid"], row["done"], row["elapsed_ms"], row["left_ms"]), (process.pid, 0.25, 90000, 270000))

    def test_a_stopped_one_says_how_to_go_on(self):
        path = self.make(64, "sweep", "127.0.0.0/24")
        self.assertIn(f"no process runs it; to go on: muster resume {path.stem}\n", self.muster("status", path.stem[:10]).stdout)
        self.make(64, "sweep", "127.0.0.0/24", place="my run.journal")
        self.assertIn("; to go on: muster resume './my run.journal'\n", self.muster("status", "./my run.journal").stdout)

    def test_there_is_no_such_run(self):
        self.assertIn("20200101: there is no such run in ", self.refused("status", "20200101", expect=1))


class Refusals(Folder):
    def test_ids(self):
        first, second = self.make(64, "sweep", "127.0.0.0/24"), self.make(64, "sweep", "127.0.0.0/24")
        both = os.path.commonprefix([first.stem, second.stem])
        self.assertEqual(self.refused("resume", both), f"{both}: 2 runs begin so ({min(first, second).stem}, {max(first, second).stem}); "
                         "expected more of the ID")
        self.assertIn("there is no such run in", self.refused("resume", "20200101"))
        for word in ("2026/11", "", "no-such-file"):
            self.assertIn("expected the ID of a run, such as 20261129-103015-7f3a, or the file of a journal", self.refused("resume", word))

    def test_a_journal_of_the_future(self):
        """Its header is whole: only the version is unknown."""
        self.make(64, "sweep", "127.0.0.0/26", place="a.journal")
        content = (self.folder / "a.journal").read_bytes()
        header = content[:8] + b"\x63\0\0\0"
        content = header + crc32c(header).to_bytes(4, "little") + content[16:]
        (self.folder / "b.journal").write_bytes(content)
        for words in ("resume", "./b.journal"), ("status", "./b.journal"), ("report", "b.journal"), ("merge", "b.journal", "a.journal"), ("sweep", "-i", "b.journal"):
            self.assertIn("b.journal is a journal of format 99, of a newer muster", self.refused(*words), words)
        self.assertEqual((self.folder / "b.journal").read_bytes(), content)

    def test_files_that_are_no_journal(self):
        path = self.make(64, "sweep", "127.0.0.0/24", place="a.journal")
        good = (self.folder / "a.journal").read_bytes()
        for name, content in (("text", b"10.0.0.0/8\n" * 9), ("empty", b""), ("future", good[:8] + b"\x63\0\0\0" + good[12:]),
                              ("broken", good[:40] + bytes([good[40] ^ 1]) + good[41:])):
            (self.folder / name).write_bytes(content)
            for command in ("resume", "status"):
                self.assertIn(name, self.refused(command, f"./{name}"), command)
            self.assertEqual((self.folder / name).read_bytes(), content)
        self.assertTrue(path)

    def test_a_complete_run(self):
        self.make(64, "sweep", "127.0.0.0/26", place="done.journal")
        self.assertRegex(self.refused("resume", "./done.journal"), "complete")

    def test_what_may_not_change(self):
        run = self.make(64, "sweep", "127.0.0.0/24", "--seed", "7").stem
        for words, sentence in ((["--seed", "8"], "--seed 8: it cannot change when a run is resumed; expected --seed 7, or none"),
                                (["127.0.0.1"], "127.0.0.1: the targets of a run cannot change when it is resumed; expected options alone"),
                                (["--probe", "icmp"], "--probe icmp: it cannot change when a run is resumed, and this run began without "
                                                      "it; expected it left out"),
                                (["--ports", "80"], "--ports belongs to scan, not to sweep"),
                                (["--retries", "0"], "--retries 0: it may only grow when a run is resumed; expected 1 or more"),
                                (["--no-such"], "--no-such: no such option")):
            self.assertEqual(self.refused("resume", run, *words), sentence)

    def test_a_run_that_another_process_has(self):
        process, _ = self.hold(64, "sweep", "127.0.0.0/24")
        self.assertRegex(self.refused("resume", "./held.journal", expect=1), rf"\b{process.pid}\b")

    def test_other_options(self):
        for words, sentence in ((["--journal", "-"], "--journal -: expected a file, which muster resume can read again"),
                                (["--journal", "j", "--no-journal"], "--journal and --no-journal contradict each other"),
                                (["--dry-run", "--journal", "j"], "--dry-run and --journal contradict each other")):
            self.assertTrue(self.refused("sweep", "127.0.0.1", *words).startswith(sentence), words)
        self.assertFalse((self.folder / "j").exists())


if __name__ == "__main__":
    unittest.main()
