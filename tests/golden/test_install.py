# SPDX-License-Identifier: BSD-2-Clause
"""What is installed is whole: the program, its manual, completions that complete, the library, headers, data.

Everything goes into a folder that vanishes. A shell that is not there is skipped.
"""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import tempfile
import time
import unittest

import build_flags

BUILD = pathlib.Path(os.environ["BUILD"])
FILES = ["bin/muster", "include/muster/muster.h", "include/muster/scan.h", "share/doc/muster/LICENSE", "share/doc/muster/README.md",
         "share/man/man1/muster.1", "share/muster/udp-payloads", "share/bash-completion/completions/muster",
         "share/zsh/site-functions/_muster", "share/fish/vendor_completions.d/muster.fish",
         "share/muster/prometheus/muster.rules.yml", "share/muster/grafana/muster-watch.json"]


def needs(tool):
    return unittest.skipUnless(shutil.which(tool), f"{tool} is not installed")


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.prefix = pathlib.Path(cls.folder.name, "prefix")
        subprocess.run(["cmake", "--install", BUILD, "--prefix", cls.prefix], check=True, capture_output=True, timeout=60)

    def test_every_file_is_in_its_place(self):
        for name in FILES:
            self.assertGreater((self.prefix / name).stat().st_size, 500, name)
        for name in ("muster.pc", "libmuster.a", "libmuster.so", "libmuster.so.*.*.*"):
            self.assertEqual(len(list(self.prefix.rglob(name))), 1, name)

    def test_a_program_links_the_shared_library_or_the_static_one(self):
        """By what pkg-config says of either; it names the library's own libraries only for the static one."""
        folder = next(self.prefix.rglob("muster.pc")).parent
        library, outside = folder.parent, pathlib.Path(self.folder.name)
        program, source, alone = outside / "program", outside / "program.c", outside / "static"
        compiler, flags = build_flags.compiler_and_sanitizers(BUILD)
        source.write_text("#include <muster/muster.h>\nint main(void)\n{\n\treturn mst_state_name(MST_UP)[0] == 'u' ? 0 : 1;\n}\n")

        def libraries(*how):
            run = subprocess.run(["pkg-config", *how, "--cflags", "--libs", "muster"], check=True, capture_output=True, text=True,
                                 env=dict(os.environ, PKG_CONFIG_PATH=str(folder)), timeout=60)
            return run.stdout.split()

        def needed(*words):
            subprocess.run([compiler, *flags, source, *words, "-o", program], check=True, timeout=120)
            subprocess.run([program], check=True, timeout=60, env=dict(os.environ, LD_LIBRARY_PATH=str(library)))
            return subprocess.run(["readelf", "-d", program], check=True, capture_output=True, text=True).stdout

        self.assertEqual([word for word in libraries() if word.startswith("-l")], ["-lmuster"])
        self.assertIn("[libmuster.so.", needed(*libraries()))
        alone.mkdir()
        shutil.copy(library / "libmuster.a", alone)
        self.assertNotIn("libmuster", needed(f"-L{alone}", *libraries("--static")))

    def test_the_program_runs_from_there_and_prints_what_is_installed(self):
        program = self.prefix / "bin/muster"
        for topic, name in (("man", "share/man/man1/muster.1"), ("bash", FILES[7]), ("zsh", FILES[8]), ("fish", FILES[9])):
            run = subprocess.run([program, "help", topic], capture_output=True, text=True, timeout=60)
            self.assertEqual((run.returncode, run.stdout), (0, (self.prefix / name).read_text()))

    @needs("ninja")
    def test_linking_the_program_makes_all_that_is_installed(self):
        """A build of the one target muster, as scripts/run makes it, can be installed."""
        made = re.findall(rf'"{re.escape(str(BUILD))}/(generated/[^"]*)"', (BUILD / "cmake_install.cmake").read_text())
        self.assertEqual(len(made), 4, made)
        for name in made:
            rule = subprocess.run(["ninja", "-C", BUILD, "-t", "query", name], check=True, capture_output=True, text=True).stdout
            self.assertRegex(rule, r"input: C_EXECUTABLE_LINKER__muster_", name)

    def test_bash_completes(self):
        script = self.prefix / "share/bash-completion/completions/muster"
        subprocess.run(["bash", "-n", script], check=True)

        def complete(*words):
            code = '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _muster; printf "%s\\n" "${COMPREPLY[@]}"'
            run = subprocess.run(["bash", "-c", code, "bash", script, *words], capture_output=True, text=True, timeout=60)
            self.assertEqual(run.stderr, "")
            return run.stdout.split()

        self.check(complete)
        self.assertEqual(complete("muster", "sweep", "--rat"), ["--rate"])

    @needs("fish")
    def test_fish_completes(self):
        script = self.prefix / "share/fish/vendor_completions.d/muster.fish"
        subprocess.run(["fish", "-n", script], check=True)

        def complete(*words):
            line = " ".join(words)
            run = subprocess.run(["fish", "-N", "-c", f"source {script}; complete -C '{line}'"], capture_output=True, text=True,
                                 timeout=60, env=dict(os.environ, HOME=str(self.prefix)))
            self.assertEqual(run.stderr, "")
            return [line.split("\t")[0] for line in run.stdout.splitlines()]

        self.check(complete)
        self.assertEqual(complete("muster", "sweep", "--rat"), ["--rate"])

    def check(self, complete):
        self.assertEqual(complete("muster", "sw"), ["sweep"])
        self.assertEqual(set(complete("muster", "scan", "--engine", "")), {"auto", "live", "xdp", "packet", "raw", "connect"})
        self.assertIn("lo", complete("muster", "scan", "--interface", ""))
        self.assertIn("lo", complete("muster", "ifaces", "l"))
        self.assertEqual(complete("muster", "help", "zs"), ["zsh"])
        self.assertNotIn("--ports", complete("muster", "sweep", "--"))
        self.assertEqual(complete("muster", "scan", "--seed", ""), [])

    @needs("zsh")
    def test_zsh_completes(self):
        folder = self.prefix / "share/zsh/site-functions"
        subprocess.run(["zsh", "-n", folder / "_muster"], check=True)
        with Zsh(folder) as zsh:
            self.assertEqual(zsh.complete("muster sw"), "muster sweep")
            self.assertEqual(zsh.complete("muster sweep --rat"), "muster sweep --rate")
            self.assertEqual(zsh.complete("muster scan --engine li"), "muster scan --engine live")
            self.assertEqual(zsh.complete("muster help zs"), "muster help zsh")
            self.assertEqual(zsh.complete("muster sweep --por"), "muster sweep --por")


class Zsh:
    """An interactive zsh on a terminal of its own, with no settings but the completion system."""
    START = ("fpath=({} $fpath); autoload -U compinit; compinit -u -D; bindkey -e; PS1=; unset RPS1 zle_bracketed_paste; "
             "unsetopt beep promptsp; print read'y'\n")

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        self.process, self.fd = pty.fork()
        if self.process == 0:
            os.execvpe("zsh", ["zsh", "-f", "-i"], dict(os.environ, TERM="dumb", COLUMNS="200"))
        self.type(self.START.format(self.folder))
        self.read_until(r"\nready\r*\n")
        return self

    def __exit__(self, *_):
        os.close(self.fd)
        os.waitpid(self.process, 0)

    def type(self, text):
        os.write(self.fd, text.encode())

    def read_until(self, pattern, limit_s=30):
        text, until = "", time.monotonic() + limit_s
        while not (found := re.search(pattern, text)):
            if not select.select([self.fd], [], [], max(0, until - time.monotonic()))[0]:
                raise AssertionError(f"zsh did not print {pattern} but {text!r}")
            text += os.read(self.fd, 65536).decode()
        return found

    def complete(self, line):
        """What a tab makes of the line: it becomes the argument of a command that prints it. (The echo of that has quotes.)"""
        self.type(f"{line}\t\x01print -r -- @@'\x05'@@\n")
        return self.read_until(r"@@([^'@\r\n]*)@@\r*\n")[1].rstrip(" =")


if __name__ == "__main__":
    unittest.main()
