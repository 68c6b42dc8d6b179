# SPDX-License-Identifier: BSD-2-Clause
"""bench as people meet it: its help, what it refuses and how. Nothing here makes a network or sends."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))


def muster(*arguments):
    return subprocess.run([MUSTER, *arguments], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


def options():
    """The names in bench's table of options."""
    text = "".join((SOURCE / f"src/cli/{name}").read_text() for name in ("bench/options.c", "options/sheets.h", "options/options.h"))
    return re.findall(r'\{ "([a-z-]+)", (?:0|\'.\'), MST_OPT_', text)


# What is typed behind "bench", and what the sentence must name.
REFUSED = [
    (["--interface", "eth0"], ["--interface eth0", "floods", "networks of its own"]),
    (["--interface", "lo", "--seconds", "1"], ["--interface lo", "floods"]),
    (["127.0.0.1"], ["127.0.0.1", "takes no targets"]),
    (["--seconds", "0"], ["--seconds 0", "from 50ms to 600s"]),
    (["--seconds", "soon"], ["--seconds soon", "a time such as"]),
    (["--lanes", "0"], ["--lanes 0", "from 1 to 64", "max"]),
    (["--lanes", "1,two"], ["--lanes two", "from 1 to 64"]),
    (["--lanes", "65"], ["--lanes 65"]),
    (["--cpus", "0,1023"], ["--cpus 0,1023", "no CPU 1023", "some of 0"]),
    (["--lanes", ",".join(["1"] * 17)], ["at most 16"]),
    (["--engine", "warp"], ["--engine warp", "live", "xdp", "packet", "raw"]),
    (["--engine", ","], ["--engine"]),
    (["--rx", "ear"], ["--rx ear", "pcap", "xdp"]),
    (["--probe", "udp"], ["--probe udp", "icmp or syn"]),
    (["--live", "2"], ["--live 2", "a share such as"]),
    (["--live", "0"], ["--live 0"]),
    (["--force"], ["--force", "no file"]),
    (["--second", "1"], ["--second", "did you mean --seconds?"]),
]


class Refusals(unittest.TestCase):
    def test_what_is_not_understood_is_named_with_exit_2_and_nothing_on_stdout(self):
        for arguments, words in REFUSED:
            with self.subTest(arguments=arguments):
                run = muster("bench", *arguments)
                self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
                for word in words:
                    self.assertIn(word, run.stderr)
                self.assertEqual(run.stderr.splitlines()[1:], [f"try: {MUSTER} bench --help"])


class Peers(unittest.TestCase):
    def test_a_program_of_another_suite_runs_only_where_its_mounts_end(self):
        """Those of Debian's programs; MUSTER_NETWORK is set by bench/network."""
        command = ["unshare", "-rn", SOURCE / "bench/peers", "run", "sid", "true"]
        tried = subprocess.run(["unshare", "-rn", "sh", "-c", "ip link"], capture_output=True, text=True)
        if tried.returncode:
            self.skipTest("no network of its own: " + tried.stderr.strip())
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "sid/usr").mkdir(parents=True)  # and no folder in which something could be mounted
            run = subprocess.run(command, capture_output=True, text=True, timeout=60,
                                 env=dict(os.environ, BENCH_PEERS=folder, MUSTER_NETWORK=""))
        self.assertEqual((run.returncode, run.stdout), (1, ""), run.stderr)
        self.assertIn("what is mounted for sid would stay on this machine", run.stderr)


class Builds(unittest.TestCase):
    def test_warnings_of_another_compiler_do_not_stop_what_users_build(self):
        for name in ("scripts/setup.sh", "bench/compare"):
            lines = re.findall(r".* cmake .*--preset release.*", (SOURCE / name).read_text())
            self.assertEqual(len(lines), 1, name)
            self.assertIn("-DCMAKE_COMPILE_WARNING_AS_ERROR=OFF", lines[0], name)


class Texts(unittest.TestCase):
    def test_help_has_every_option_and_its_default(self):
        text = muster("bench", "--help").stdout
        self.assertEqual(text, muster("help", "bench").stdout)
        self.assertGreater(len(options()), 8)
        for name in options():
            self.assertRegex(text, rf"(?m)^  (-.,|   ) --{name}\b")
        for name, default in (("seconds", "2s"), ("probe", "syn"), ("live", "25%")):
            entry = re.search(rf"(?m:^ {{4,}})--{name} .*?(?=\n  -|\n {6}--|\n\n)", text, re.S)[0]
            self.assertIn(f"(default: {default})", " ".join(entry.split()))

    def test_the_program_the_manual_and_completion_know_it(self):
        self.assertRegex(muster("--help").stdout, r"(?m)^  bench +\w")
        self.assertIn(".Sh OPTIONS OF bench\n", muster("help", "man").stdout)
        script = muster("help", "bash").stdout
        words = re.search(r'(?m)^\tbench\) words="([^"]*)"', script)[1].split()
        self.assertEqual(set(words), {f"--{name}" for name in options()})


if __name__ == "__main__":
    unittest.main()
