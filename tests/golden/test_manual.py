# SPDX-License-Identifier: BSD-2-Clause
"""The manual page: whole, without a warning, and what it shows can be copied and run.

Nothing is sent: examples run with --dry-run, or are read to the end and answered with help (see shell_lines.py).
"""
import functools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import shell_lines

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
COMMANDS = re.findall(r"ROW\((\w+)\)", (SOURCE / "src/cli/commands.h").read_text().partition("MST_COMMANDS(ROW)")[2])


def help_of(*arguments):
    return subprocess.run([MUSTER, "help", *arguments], check=True, capture_output=True, text=True).stdout


def examples():
    """The examples in the tables of the sources: lines, as the shell gets them."""
    for file in sorted((SOURCE / "src/cli").rglob("*.c")):
        for table in re.findall(r"struct mst_example \w+\[\] = \{(.*?)\n\};", file.read_text(), re.S):
            for line in re.findall(r'\{ "((?:[^"\\]|\\.)*)",', table):
                yield line.replace(r"\"", '"').replace(r"\\", "\\")


def typed():
    """Those of commands. The manual's lines for bpftrace need root and an installed muster."""
    return [line for line in examples() if not line.startswith("bpftrace ")]


@functools.cache
def rendered(page):
    """The page as man(1) shows it, 80 columns wide, as plain text."""
    if shutil.which("man") and shutil.which("col"):
        with tempfile.NamedTemporaryFile("w", suffix=".1") as file:
            file.write(page)
            file.flush()
            run = subprocess.run(["man", "-l", "--warnings=w", file.name], capture_output=True, text=True,
                                 env=dict(os.environ, LC_ALL="C.UTF-8", MANWIDTH="80", MAN_KEEP_FORMATTING="", PAGER="cat"))
            text = subprocess.run(["col", "-bx"], input=run.stdout, capture_output=True, text=True,
                                  env=dict(os.environ, LC_ALL="C.UTF-8")).stdout
        return text, run.stderr
    raise unittest.SkipTest("man or col is not installed")


class Manual(unittest.TestCase):
    page = help_of("man")

    def test_it_has_every_option_of_every_command(self):
        for command in COMMANDS:
            for name in re.findall(r"^  (?:-.,|   ) --([a-z0-9-]+)", help_of(command, "--all"), re.M):
                escaped = re.escape(name.replace("-", r"\-"))
                self.assertRegex(self.page, rf'(?m)^\.It (Fl . , )?Fl Fl "\\&{escaped}"( |$)', command)

    def test_its_sections_are_those_that_people_look_for(self):
        sections = re.findall(r"^\.S[hs] (.*)", self.page, re.M)
        for name in ("NAME", "SYNOPSIS", "DESCRIPTION", "Examples", "ENVIRONMENT", "FILES", "EXIT STATUS", "SEE ALSO"):
            self.assertEqual(sections.count(name), 1, name)
        self.assertEqual(sections[:4], ["NAME", "SYNOPSIS", "DESCRIPTION", "Examples"])

    def test_it_renders_without_a_warning(self):
        linters = {"mandoc": ["-Tlint", "-Wwarning"], "groff": ["-mandoc", "-Tutf8", "-Kutf8", "-ww", "-z"]}
        for tool, arguments in linters.items():
            if shutil.which(tool):
                run = subprocess.run([tool, *arguments], input=self.page, capture_output=True, text=True)
                self.assertEqual(run.stdout + run.stderr, "", tool)
        self.assertEqual(rendered(self.page)[1], "")

    def test_it_gives_back_every_example_byte_for_byte(self):
        lines = [line.strip() for line in rendered(self.page)[0].splitlines()]
        self.assertGreater(len(list(examples())), 25)
        self.assertIn('"host"', " ".join(examples()))
        for example in examples():
            self.assertIn(example, lines)

    def test_the_examples_are_those_of_every_command(self):
        printed = []
        for command in COMMANDS:
            text = help_of(command).partition("\nExamples")[2].partition("\n\n")[0]
            printed += re.findall(r"^  (muster .*|.* muster .*)$", text, re.M)
        self.assertEqual(sorted(printed), sorted(typed()))
        self.assertTrue([line for line in printed if line.startswith("muster replay")])

    def test_it_gives_back_every_character_of_descriptions(self):
        shown = " ".join(re.sub(r"‐\n *", "", rendered(self.page)[0]).split())
        for text in ("10.0.2.2-10.0.3.9", "2001:db8::1-ff", "fe80::1%eth0", r'53 "\x00\x01"', "this machine's subnets", "open|filtered",
                     "--source-port RANGE", "203.0.113.7 (80, 443)", "130, 143, 129", "[COMMAND | man | bash | zsh | fish]"):
            self.assertIn(text, shown)

    def test_it_has_the_exit_codes_of_every_command(self):
        text = rendered(self.page)[0]
        named = re.findall(r"^ +Of ([a-z, ]+):$", text[text.index("\nEXIT STATUS"):], re.M)
        self.assertEqual(sorted(", ".join(named).split(", ")), sorted(COMMANDS))

    @unittest.skipIf(shell_lines.has_network(), shell_lines.has_network())
    def test_every_example_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "hosts.txt").write_text("10.0.2.1\n10.0.2.17\n")
            for line, code, text in shell_lines.run_lines(typed(), folder):
                self.assertEqual(code, 0, f"{line}\n{text}")


if __name__ == "__main__":
    unittest.main()
