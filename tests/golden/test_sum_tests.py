# SPDX-License-Identifier: BSD-2-Clause
"""What scripts/sum_tests.py makes of the reports of ctest: the sum, its exit code, and the tests that took longest; and what
scripts/test and scripts/nightly share."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ["SOURCE"])
SCRIPT = SOURCE / "scripts/sum_tests.py"
PASSED = '<testcase name="{name}" status="run" time="{seconds}"><system-out>{said}</system-out></testcase>'
FAILED = '<testcase name="{name}" status="fail" time="{seconds}"><failure message=""/></testcase>'
SKIPPED = '<testcase name="{name}" status="notrun" time="{seconds}"><skipped message="SKIP_RETURN_CODE=77"/></testcase>'
NOT_STARTED = '<testcase name="{name}" status="notrun" time="{seconds}"><skipped message="Unable to find executable"/></testcase>'


class SumTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def report(self, preset, *cases):
        path = self.folder / preset / f"{preset}.xml"
        path.parent.mkdir()
        path.write_text(f"<testsuite>{''.join(cases)}</testsuite>")
        return str(path)

    def sum_up(self, broken, *reports):
        done = subprocess.run([sys.executable, SCRIPT, str(broken), *reports], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout.splitlines()

    def test_the_ten_longest_of_all_presets_come_before_the_sum(self):
        dev = self.report("dev", *(PASSED.format(name=f"unit.{i}", seconds=i, said="") for i in range(12)))
        tsan = self.report("tsan", PASSED.format(name="race.roll", seconds="8.25", said=""))
        code, lines = self.sum_up(0, dev, tsan)
        self.assertEqual(code, 0)
        self.assertEqual(lines, [
            "the 10 tests that took longest, of 74 s in all:",
            "    11.0 s  dev unit.11", "    10.0 s  dev unit.10", "     9.0 s  dev unit.9", "     8.2 s  tsan race.roll",
            "     8.0 s  dev unit.8", "     7.0 s  dev unit.7", "     6.0 s  dev unit.6", "     5.0 s  dev unit.5",
            "     4.0 s  dev unit.4", "     3.0 s  dev unit.3",
            "0 parts of tests were tried a second time", "0 parts of tests were left out", "13 passed, 0 failed, 0 skipped",
        ])

    def test_what_did_not_pass_is_named_and_fails_the_suite(self):
        report = self.report(
            "dev", PASSED.format(name="a", seconds=2, said="test_x (m.T) ... skipped 'no device'"), FAILED.format(name="b", seconds=3),
            SKIPPED.format(name="c", seconds=0), NOT_STARTED.format(name="d", seconds=0))
        code, lines = self.sum_up(1, report, self.report("empty"))
        self.assertEqual(code, 1)
        self.assertEqual(lines[:5], ["left out: dev a test_x: no device", "failed: dev b", "skipped: dev c", "failed: dev d",
                                     "failed: empty has no test"])
        self.assertEqual(lines[5:8], ["the 4 tests that took longest, of 5 s in all:", "     3.0 s  dev b", "     2.0 s  dev a"])
        self.assertEqual(lines[-2:], ["1 parts of tests were left out", "1 passed, 4 failed, 1 skipped"])

    def test_nothing_that_ran_is_no_success(self):
        self.assertEqual(self.sum_up(0), (1, ["0 parts of tests were tried a second time", "0 parts of tests were left out",
                                          "0 passed, 0 failed, 0 skipped"]))


class Suite(unittest.TestCase):
    def shell(self, script, **environment):
        return subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=30, cwd=SOURCE,
                              env=dict(os.environ, **environment))

    def test_a_check_that_fails_is_counted_and_shows_its_output(self):
        run = self.shell(". scripts/suite.sh; check well echo good; check ill sh -c 'echo why; exit 3'; echo broken: $broken")
        self.assertRegex(run.stdout, r"^== well: passed, \d+ s\n== ill: failed, \d+ s\nbroken: 1\n$")
        self.assertEqual(run.stderr, "why\n")

    def test_nightly_is_long_and_test_is_short(self):
        for script, size, seconds in (("test", "short", "2"), ("nightly", "long", "120")):
            with self.subTest(script):
                exported = re.findall(r"(?m)^export MUSTER_TESTS=(\w+)$", (SOURCE / "scripts" / script).read_text())
                self.assertEqual(exported, [size])
                sized = self.shell(f"PYTHONPATH=tests/live {sys.executable} -B -c 'import lab; print(lab.sized(\"short\", \"long\"))'",
                                   MUSTER_TESTS=size)
                self.assertEqual(sized.stdout, f"{size}\n", sized.stderr)
                searched = self.shell("tests/fuzz/search echo folder", MUSTER_TESTS=size)
                self.assertRegex(searched.stdout, rf"^-max_total_time={seconds} .* folder$")


if __name__ == "__main__":
    unittest.main()
