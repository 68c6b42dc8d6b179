# SPDX-License-Identifier: BSD-2-Clause
"""Every command with standard streams closed: results that cannot be written are exit 1, and no text lands in another file."""
import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
DATA = pathlib.Path(os.environ["SOURCE"], "tests/data/stories")


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


# Each prints results on standard output and ends by itself; bench, watch and what captures need rights: see tests/live.
COMMANDS = {
    "sweep": ["--dry-run", "--seed", "1", "127.0.0.1"],
    "scan": ["--dry-run", "--seed", "1", "127.0.0.1", "-p", "9"],
    "replay": [str(DATA / "sweep.pcapng")],
    "report": [str(DATA / "sweep.csv")],
    "resume": ["--help"],
    "status": ["--help"],
    "merge": ["--help"],
    "diff": ["--help"],
    "ping": ["--tcp", closed_port(), "-c", "1", "127.0.0.1"],
    "listen": ["-r", str(DATA / "sweep.pcapng")],
    "capture": ["-r", str(DATA / "sweep.pcapng")],
    "ifaces": [],
    "route": ["127.0.0.1"],
    "watch": ["--help"],
    "fleet": ["--help"],
    "bench": ["--help"],
    "help": [],
    "version": [],
}
FAILED = {"merge": 2, "diff": 2}  # 1 is what they find out
WRITES = {"replay": "csv:-", "report": "csv:-", "ping": "csv:-", "listen": "ndjson:-", "ifaces": "json:-", "route": "csv:-"}

TOLD = "standard output(: Bad file descriptor|: Input/output error| is not open for writing)"


def run(command, *more, without="", **options):
    line = ["sh", "-c", f'exec "$0" "$@" {without}', MUSTER, command, *COMMANDS[command], *more]
    return subprocess.run(line, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, **options)


class Streams(unittest.TestCase):
    def test_every_command_is_here(self):
        listed = re.findall(r"^  (\w+) ", subprocess.run([MUSTER, "help"], capture_output=True, text=True, check=True).stdout, re.M)
        self.assertLessEqual(set(COMMANDS), set(listed))
        self.assertEqual({word for word in listed if word in COMMANDS or word.islower()} - set(COMMANDS), set())

    def test_results_that_go_nowhere_are_exit_1_and_the_reason(self):
        for command in COMMANDS:
            with self.subTest(command):
                done = run(command, without=">&-")
                self.assertEqual(done.returncode, FAILED.get(command, 1), done.stderr)
                self.assertRegex(done.stderr, TOLD)

    def test_a_report_on_standard_output_alike(self):
        for command, output in WRITES.items():
            with self.subTest(command):
                done = run(command, "-o", output, without=">&-")
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertRegex(done.stderr, TOLD)
        done = run("capture", "-w", "-", without=">&-")
        self.assertEqual(done.returncode, 1, done.stderr)

    def test_without_the_other_streams_the_results_are_the_same(self):
        for command in set(COMMANDS) - {"ping"}:  # which prints times
            with self.subTest(command):
                usual = run(command)
                self.assertEqual(usual.returncode, 0, usual.stderr)
                for without in ("<&-", "2>&-", "<&- 2>&-"):
                    done = run(command, without=without)
                    self.assertEqual((done.returncode, done.stdout), (0, usual.stdout), without)

    def test_no_message_lands_in_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            for command in WRITES:
                for without in ("2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
                    with self.subTest(command=command, without=without):
                        path = pathlib.Path(folder, command + ".ndjson")
                        run(command, "--force", "-o", str(path), without=without)
                        if path.exists():
                            self.assertGreater(len([json.loads(line) for line in path.read_text().splitlines()]), 0)


if __name__ == "__main__":
    unittest.main()
