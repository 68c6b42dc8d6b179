# SPDX-License-Identifier: BSD-2-Clause
"""The first steps of a new user: build by the README's first command, install, read the manual, sweep, use a pipe.

The release preset's build is the one that scripts/run makes and uses; in other presets the build at hand is installed.
With NEWCOMER=clone everything is done in a fresh clone, which takes a full build.
"""
import os
import pathlib
import pty
import select
import subprocess
import time
import unittest

import lab

LIVE = [f"10.8.0.{n}" for n in range(16)]


def shell(line, expect=0, **environment):
    run = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, timeout=600,
                         stdin=subprocess.DEVNULL, env=dict(os.environ, **environment))
    if run.returncode != expect:
        raise AssertionError(f"{line}: exit {run.returncode}\n{run.stdout}{run.stderr}")
    return run


class Newcomer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        source, build, prefix = lab.SOURCE, lab.BUILD, pathlib.Path.cwd() / "prefix"
        if os.environ.get("NEWCOMER") == "clone":
            shell(f"git clone -q {source} clone")
            source, build = pathlib.Path.cwd() / "clone", pathlib.Path.cwd() / "clone/build/release"
        if build == source / "build/release":
            cls.version = shell(f"{source}/scripts/run version").stdout
        else:
            cls.version = shell(f"{build}/muster version").stdout
        shell(f"cmake --install {build} --prefix {prefix}")
        cls.environment = {"PATH": f"{prefix}/bin:{os.environ['PATH']}", "MANPATH": f"{prefix}/share/man",
                           "MANPAGER": "cat", "LC_ALL": "C.UTF-8"}

    def shell(self, line, **options):
        return shell(line, **options, **self.environment)

    def test_it_is_installed_with_its_manual(self):
        self.assertEqual(self.shell("muster version").stdout, self.version)
        self.assertIn("muster sweep 10.0.2.0/24", self.shell("man muster | col -bx").stdout)

    def test_a_first_sweep(self):
        run = self.shell("muster sweep 10.8.0.0/28")
        self.assertEqual([line.split()[:2] for line in run.stdout.splitlines()[1:]], [[addr, "up"] for addr in LIVE])
        self.assertIn("16  up", run.stderr)

    def test_results_in_a_pipe(self):
        up = self.shell("muster sweep -q 10.8.0.0/28 10.8.200.0/28 --all -o ndjson:- | jq -r 'select(.state == \"up\") | .addr'")
        self.assertEqual(sorted(up.stdout.split()), sorted(LIVE))
        rows = self.shell("muster sweep -q 10.8.0.0/28 -o csv:- --fields addr,state --no-header | while IFS=, read -r addr state; "
                          "do echo \"$addr is $state\"; done")
        self.assertEqual(sorted(rows.stdout.splitlines()), sorted(f"{addr} is up" for addr in LIVE))
        self.assertEqual(self.shell("muster sweep -q 10.8.0.0/28 -o list:- | grep -x 10.8.0.7").stdout, "10.8.0.7\n")

    def test_a_live_table_outlives_suspension(self):
        """^Z, and fg. The filter of system calls is strict only in a build without sanitizers."""
        for words in (["listen", "-I", "near0"], ["ping", "--loop", "10.8.0.1"]):
            with self.subTest(words[0]):
                ours, theirs = pty.openpty()
                process = subprocess.Popen(["setsid", "--ctty", lab.MUSTER, *words], stdin=theirs, stdout=theirs, stderr=theirs,
                                           env=dict(os.environ, TERM="xterm"))
                screen = b""
                for key in (b"", b"\x1a", b"q"):
                    os.write(ours, key)
                    until = time.monotonic() + 0.7
                    while process.poll() is None and (left := until - time.monotonic()) > 0:
                        if select.select([ours], [], [], left)[0]:
                            screen += os.read(ours, 4096)
                self.assertEqual(process.wait(timeout=10), 0, screen)
                os.close(theirs)
                os.close(ours)

    def test_muster_reads_muster(self):
        run = self.shell("muster sweep -q 10.8.0.0/28 10.8.200.0/28 -o list:- | muster scan -q -i - -p 81 --all -o csv:- "
                         "--fields addr,port,state --no-header")
        self.assertEqual(sorted(run.stdout.splitlines()), sorted(f"{addr},81,closed" for addr in LIVE))

    def test_advice_can_be_pasted(self):
        run = self.shell("muster sweep --rat 500 10.8.0.0/28", expect=2)
        advice = run.stderr.splitlines()[-1]
        self.assertEqual(advice, "try: muster sweep --help")
        self.assertIn("--rate PPS", self.shell(advice.removeprefix("try: ")).stdout)


if __name__ == "__main__":
    lab.main()
