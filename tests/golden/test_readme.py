# SPDX-License-Identifier: BSD-2-Clause
"""The README keeps its word: its library example builds as it says and runs, and what it tells of options is so.

The example runs in a network namespace that holds nothing but a loopback; where that is not allowed it is skipped.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import build_flags
import shell_lines

MUSTER = os.environ["MUSTER"]
BUILD = pathlib.Path(os.environ["BUILD"])
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
README = (SOURCE / "README.md").read_text()
COMMANDS = re.findall(r"ROW\((\w+)\)", (SOURCE / "src/cli/commands.h").read_text().partition("MST_COMMANDS(ROW)")[2])


class Example(unittest.TestCase):
    def setUp(self):
        self.text = re.search(r"^```c\n(.*?)^```", README, re.M | re.S)[1]

    def test_it_is_under_forty_lines(self):
        self.assertLess(len(self.text.splitlines()), 40)

    def test_it_builds_and_tells_an_open_and_a_closed_port_apart(self):
        probe = subprocess.run(["unshare", "-rn", "true"], capture_output=True)
        if probe.returncode:
            self.skipTest("no network of its own: " + probe.stderr.decode().strip())
        words = re.search(r"`cc program\.c \$\((pkg-config [^)]*)\)`", README)[1].split()
        compiler, flags = build_flags.compiler_and_sanitizers(BUILD)
        with tempfile.TemporaryDirectory() as folder:
            source, program = pathlib.Path(folder, "example.c"), pathlib.Path(folder, "example")
            source.write_text(self.text)
            installed = pathlib.Path(folder, "installed")
            subprocess.run(["cmake", "--install", BUILD, "--prefix", installed], check=True, capture_output=True, timeout=60)
            found = next(installed.rglob("muster.pc"))
            flags += subprocess.run(words, check=True, capture_output=True, text=True,
                                    env=dict(os.environ, PKG_CONFIG_PATH=str(found.parent))).stdout.split()
            subprocess.run([compiler, "-std=gnu17", "-Wall", "-Wextra", "-Werror", source, *flags, "-o", program],
                           check=True, timeout=120)
            inside = ("import socket, subprocess, sys\n"
                      "subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)\n"
                      "listener = socket.create_server(('127.0.0.1', 8080))\n"
                      "sys.exit(subprocess.run(sys.argv[1:], timeout=60).returncode)\n")
            run = subprocess.run(["unshare", "-rn", sys.executable, "-c", inside, program], capture_output=True,
                                 text=True, timeout=90, env=dict(os.environ, LD_LIBRARY_PATH=str(found.parents[1])))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(sorted(run.stdout.splitlines()),
                         ["127.0.0.1 port 22 is closed (reset)", "127.0.0.1 port 8080 is open (syn-ack)"])


class Words(unittest.TestCase):
    def test_every_option_it_names_exists(self):
        known = "".join(subprocess.run([MUSTER, "help", command, "--all"], capture_output=True, text=True).stdout
                        for command in COMMANDS)
        text = re.sub(r"\b(?:cmake|pkg-config|scripts/package) [^`\n]*", "", README)
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]+", text))
        self.assertGreater(len(named), 5)
        for option in named:
            self.assertTrue(re.search(rf"(?m)^ .{{5}}{option}( |$)", known), option)

    @unittest.skipIf(shell_lines.has_network(), shell_lines.has_network())
    def test_every_line_of_it_that_may_be_typed_runs(self):
        """Those of its blocks, those behind a prompt, and commands in the text that stand for nothing else."""
        lines = [line for block in re.findall(r"^```sh\n(.*?)^```", README, re.M | re.S) for line in block.splitlines()]
        lines += re.findall(r"^\$ (.*)", README, re.M)
        lines += re.findall(r"`((?:sudo |source <\()?muster \w+ [^`…A-Z]+)`", README)
        self.assertGreater(len(lines), 35)
        with tempfile.TemporaryDirectory() as folder:
            for line, code, text in shell_lines.run_lines(lines, folder):
                self.assertEqual(code, 0, f"{line}\n{text}")

    def test_the_files_it_names_exist(self):
        for name in re.findall(r"\]\(([^)]+)\)|^(scripts/\w+)", README, re.M):
            self.assertTrue((SOURCE / "".join(name).partition("#")[0]).exists(), name)


if __name__ == "__main__":
    unittest.main()
