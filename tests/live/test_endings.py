# SPDX-License-Identifier: BSD-2-Clause
"""How muster ends: signals, full disks, readers that close early or are slow, a link that goes down, missing rights."""
import csv
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import time
import unittest

import lab

STATES = ("unknown", "down", "unreachable", "up", "filtered", "closed", "open")


def hidden(name):
    """The temporary files of this folder that become an output of this name when it is complete."""
    return sorted(path.name for path in pathlib.Path().iterdir() if path.name.startswith("." + name))


def read_or_end(fd):
    try:
        return os.read(fd, 65536)
    except OSError:
        return b""


def read_what_is_there(pipe):
    os.set_blocking(pipe.fileno(), False)
    try:
        return os.read(pipe.fileno(), 65536).decode()
    except BlockingIOError:
        return ""
    finally:
        os.set_blocking(pipe.fileno(), True)


def wait_for_lines(path, count, seconds=30):
    """Waits until the streamed report holds this many lines."""
    for _ in range(seconds * 50):
        if os.path.exists(path) and pathlib.Path(path).read_text().count("\n") >= count:
            return
        time.sleep(0.02)
    raise AssertionError(f"{path} never had {count} lines")


class Stopping(unittest.TestCase):
    def stop_with(self, number, status):
        for name in ("s.ndjson", "s.csv", "s.json"):
            if os.path.exists(name):
                os.remove(name)
        process = lab.start("sweep", "10.8.0.0/16", "--probe", "icmp", "--rate", "2k", "--all", "-o", "s.ndjson", "-o", "s.csv", "-o", "s.json")
        wait_for_lines("s.ndjson", 500)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, status, err)
        report = lab.Report("s.ndjson")
        self.assertTrue(report.count("interrupted"))
        self.assertGreaterEqual(report.count("up"), 100)
        for addr, _ in report.final:
            if report.final[addr, 0]["state"] != "unknown":
                self.assertEqual(report.final[addr, 0]["state"], lab.echo_truth(addr), addr)
        self.assertEqual(sum(report.count(state) for state in STATES), report.count("targets"), "the counts add up")
        self.assertEqual(len(lab.read_csv("s.csv")), len(report.final))
        document = json.loads(pathlib.Path("s.json").read_text())
        self.assertEqual(len(document["results"]), len(report.final))
        self.assertTrue(document["summary"]["interrupted"])

    def test_ctrl_c_gives_whole_reports_marked_interrupted(self):
        self.stop_with(signal.SIGINT, 130)

    def test_sigterm_likewise(self):
        self.stop_with(signal.SIGTERM, 143)

    def test_a_second_ctrl_c_ends_at_once_and_leaves_nothing_half_written(self):
        for name in ("two.csv", "two.json"):
            if os.path.exists(name):
                os.remove(name)
        process = lab.start("sweep", "10.8.200.0/24", "--rate", "1k", "--timeout", "60s", "--order", "address", "-o", "two.csv", "-o",
                            "two.json")
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        time.sleep(0.7)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=2)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(hidden("two."), [])
        self.assertFalse(os.path.exists("two.csv") or os.path.exists("two.json"))

    def test_timeout_signals_twice_and_means_it_once(self):
        for _ in range(3):
            process = subprocess.run(["timeout", "0.6", lab.MUSTER, "sweep", "10.8.0.0/16", "--rate", "2k", "--force", "-o", "once.csv"],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=30)
            self.assertEqual(process.returncode, 124)
            self.assertIn("not probed", process.stderr)
            self.assertGreater(len(lab.read_csv("once.csv")), 10)
            self.assertEqual(hidden("once."), [])

    def test_a_signal_said_twice_is_one_in_every_command(self):
        for arguments, status in ((("sweep", "10.8.0.0/16", "--rate", "1k"), 143), (("watch", "10.8.0.1", "--every", "1s"), 143),
                                  (("ping", "-l", "10.8.0.1"), 0), (("listen", "-i", "near0"), 0), (("capture", "-i", "near0"), 0)):
            with self.subTest(arguments):
                process = lab.start(*arguments)
                time.sleep(0.8)
                process.send_signal(signal.SIGTERM)
                time.sleep(0.003)
                process.send_signal(signal.SIGTERM)
                out, err = process.communicate(timeout=20)
                self.assertEqual(process.returncode, status, err)
                self.assertTrue(out + err, "it had its say")

    def test_a_file_that_is_replaced_keeps_its_mode_and_a_link_stays(self):
        for kind in ("csv", "ndjson"):
            pathlib.Path(f"far.{kind}").write_text("old")
            os.chmod(f"far.{kind}", 0o604)
            pathlib.Path(f"link.{kind}").symlink_to(f"far.{kind}")
            lab.muster("sweep", "10.8.0.1", "--force", "-o", f"link.{kind}")
            self.assertTrue(os.path.islink(f"link.{kind}"))
            self.assertEqual(os.stat(f"far.{kind}").st_mode & 0o7777, 0o604)
            self.assertIn("10.8.0.1", pathlib.Path(f"far.{kind}").read_text())

    def test_the_line_of_progress_ends_with_ctrl_c(self):
        ours, theirs = os.openpty()
        process = lab.start("sweep", "10.8.200.0/24", "--rate", "100", "--timeout", "2s", stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=20), 130)
        said = b""
        while chunk := read_or_end(ours):
            said += chunk
        os.close(ours)
        before, found, after = said.partition(b"\r\x1b[Kstopping: ")
        self.assertTrue(found, said)
        self.assertIn(b"% done", before)
        self.assertNotIn(b"% done", after)
        self.assertNotIn(b"\x1b", after)

    def test_a_second_ctrl_c_clears_the_line_too(self):
        ours, theirs = os.openpty()
        process = lab.start("sweep", "10.8.200.0/24", "--rate", "100", "--timeout", "60s", stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        time.sleep(0.6)
        process.send_signal(signal.SIGINT)
        time.sleep(0.7)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=5), 130)
        self.assertTrue(os.read(ours, 65536).endswith((b"\r\x1b[K", b"\n")))
        os.close(ours)

    def test_max_time_bounds_a_run(self):
        report = lab.ask("sweep", "10.8.0.0/16", "--rate", "1k", "--max-time", "1s", seconds=30, expect=3)
        self.assertTrue(report.count("interrupted"))
        self.assertLess(report.count("asked"), 3000)
        self.assertGreater(report.count("asked"), 100)
        self.assertEqual(sum(report.count(state) for state in STATES), report.count("targets"))

    def test_dead_networks_and_single_hosts_end_by_themselves(self):
        for target, options in (("10.8.200.0/24", ()), ("10.8.200.1", ()), ("10.8.0.1", ("--timeout", "60s"))):
            lab.muster("sweep", target, *options, seconds=30)


    def test_max_time_that_cut_something_off_says_so_and_one_that_did_not_is_exit_0(self):
        said = " ".join(lab.muster("sweep", "10.8.0.0/16", "--rate", "1k", "--max-time", "500ms", expect=3).stderr.split())
        self.assertRegex(said, r"incomplete stopped early by --max-time \(500 ms\): [\d,]+ of 65,536 targets were not probed")
        self.assertNotIn("incomplete", lab.muster("sweep", "10.8.0.0/28", "--max-time", "60s").stderr)


class Telling(unittest.TestCase):
    def test_expect_makes_none_found_exit_1(self):
        for arguments, status in ((("sweep", "10.8.0.1", "--expect", "up"), 0), (("sweep", "10.7.0.1", "--expect", "up"), 1),
                                  (("sweep", "10.7.0.1", "--down", "--expect", "any"), 0), (("scan", "10.8.0.1", "-p", "9", "--expect", "open"), 1),
                                  (("scan", "10.8.0.1", "-p", "9", "--all", "--expect", "any"), 0)):
            with self.subTest(arguments):
                ended = lab.muster(*arguments, "--timeout", "200ms", "--retries", "0", expect=status)
                self.assertEqual("--expect" in ended.stderr, status == 1, ended.stderr)
        self.assertEqual(lab.muster("sweep", "10.7.0.1", "--expect", "up", "-q", "--timeout", "200ms", expect=1).stderr, "")

    def test_usr1_prints_a_line_once(self):
        for arguments, word in ((("sweep", "10.8.0.0/16", "--rate", "1k"), "% done"), (("watch", "10.8.0.1", "--every", "1s"), "round"),
                                (("ping", "-q", "-l", "10.8.0.1"), "10.8.0.1"), (("listen", "-i", "near0"), "packets"),
                                (("capture", "-i", "near0"), "packets captured")):
            with self.subTest(arguments):
                process = lab.start(*arguments, stdout=subprocess.DEVNULL)
                time.sleep(0.8)
                process.send_signal(signal.SIGUSR1)
                before, until = "", time.monotonic() + 10
                while word not in before and time.monotonic() < until:
                    time.sleep(0.05)
                    before += read_what_is_there(process.stderr)
                time.sleep(0.3)
                before += read_what_is_there(process.stderr)
                self.assertEqual(before.count(word), 1, before)
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=20)

    def test_progress_plain_is_a_line_every_ten_seconds(self):
        err = lab.muster("sweep", "10.8.0.0/24", "--rate", "21", "--retries", "0", "--timeout", "300ms", "--progress", "plain").stderr
        lines = [line for line in err.splitlines() if "% done" in line]
        self.assertEqual(len(lines), 1, err)
        self.assertNotIn("\x1b", err)

    def test_verbose_on_a_terminal_shows_hosts_as_they_are_found(self):
        ours, theirs = os.openpty()
        process = lab.start("sweep", "-v", "10.8.0.1-10.8.0.2", stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        self.assertEqual(process.wait(timeout=20), 0)
        said = b""
        while chunk := read_or_end(ours):
            said += chunk
        os.close(ours)
        for addr in (b"10.8.0.1", b"10.8.0.2"):
            self.assertIn(b"\r\x1b[K" + addr + b" is up (echo-reply, ", said)
        self.assertNotIn("is up", lab.muster("sweep", "-v", "10.8.0.1").stderr)

    def test_a_summary_fits_eighty_columns(self):
        for arguments in (("sweep", "10.8.0.0/22", "10.9.255.0/30"), ("scan", "10.8.0.0/28", "-p", "20-90"), ("sweep", "10.8.0.0/16", "--max-time", "300ms")):
            err = lab.start(*arguments).communicate(timeout=60)[1]
            self.assertEqual([line for line in err.splitlines() if len(line) > 80], [])


class Leaving(unittest.TestCase):
    """A reader closes the pipe early: exit 0, and no extra message."""

    FORMATS = ("csv", "json", "ndjson", "text")

    def pipe_to_head(self, *arguments, lines=1):
        script = f'"$@" | head -{lines}; exit "${{PIPESTATUS[0]}}"'
        began = time.monotonic()
        ended = subprocess.run(["bash", "-c", script, "bash", lab.MUSTER, *arguments], capture_output=True, text=True, timeout=60)
        self.assertEqual(ended.returncode, 0, (arguments, ended.stderr))
        for complaint in ("ipe", "gone", "(?m)^muster"):
            self.assertNotRegex(ended.stderr, complaint, arguments)
        return ended, time.monotonic() - began

    def test_every_format_of_a_scan(self):
        for kind in self.FORMATS:
            with self.subTest(kind):
                self.pipe_to_head("sweep", "10.8.0.0/22", "--all", "-o", f"{kind}:-")
                self.pipe_to_head("scan", "10.8.0.0/28", "-p", "1-99", "--all", "-o", f"{kind}:-")

    def test_a_scan_for_nobody_else_stops_at_once(self):
        for arguments in (("-o", "ndjson:-"), ("-o", "csv:-"), ()):
            with self.subTest(arguments):
                script = '"$@" | true; exit "${PIPESTATUS[0]}"'
                began = time.monotonic()
                ended = subprocess.run(["bash", "-c", script, "bash", lab.MUSTER, "sweep", "10.8.0.0/16", "--rate", "1k", "--all", *arguments],
                                       capture_output=True, text=True, timeout=60)
                self.assertEqual((ended.returncode, ended.stderr), (0, ""))
                self.assertLess(time.monotonic() - began, 8)

    def test_a_file_beside_is_finished(self):
        for kind in ("csv", "ndjson"):
            with self.subTest(kind):
                self.pipe_to_head("sweep", "10.8.0.0/21", "--rate", "2k", "--all", "--force", "-o", f"{kind}:-", "-o", "beside.json")
                document = json.loads(pathlib.Path("beside.json").read_text())
                self.assertEqual(len(document["results"]), 2048)
                self.assertFalse(document["summary"]["interrupted"])

    def test_the_other_commands(self):
        quick = ("--every", "2s", "--timeout", "200ms", "--retries", "0")
        ping = subprocess.Popen(["ping", "-q", "-i", "0.2", "10.8.0.1"], stdout=subprocess.DEVNULL)
        try:
            for arguments in (("ping", "-l", "--interval", "10ms", "10.8.0.1"), ("ping", "-c", "5", "--interval", "10ms", "10.8.0.0/28", "-o", "csv:-"),
                              ("ping", "-l", "--interval", "10ms", "10.8.0.1", "-o", "ndjson:-"), ("listen", "-q", "-I", "near0", "-o", "ndjson:-"),
                              ("listen", "-q", "-I", "near0", "--once", "300ms", "-o", "csv:-"), ("ifaces",), ("ifaces", "-o", "json:-"),
                              ("route", "10.8.0.0/16", "10.7.0.1"), ("route", "10.8.0.0/16", "10.7.0.1", "-o", "ndjson:-"),
                              ("watch", *quick, "10.7.0.0/28"), ("watch", *quick, "10.8.0.0/28", "-o", "ndjson:-")):
                with self.subTest(arguments):
                    self.pipe_to_head(*arguments)
        finally:
            ping.terminate()
            ping.wait()


class Writing(unittest.TestCase):
    def test_a_full_disk_is_told_and_is_exit_1(self):
        for kind in ("csv", "ndjson", "json", "text"):
            with self.subTest(kind):
                ended = lab.muster("sweep", "10.8.0.0/22", "--all", "--force", "-o", f"{kind}:/dev/full", expect=1)
                self.assertIn("/dev/full", ended.stderr)
                self.assertIn("No space left", ended.stderr)

    def test_a_full_standard_output_is_exit_1(self):
        with open("/dev/full", "w") as full:
            ended = lab.muster("sweep", "10.8.0.0/24", stdout=full, expect=1)
        self.assertTrue(ended.stderr.strip())

    def test_a_slow_reader_gets_everything_once(self):
        process = lab.start("sweep", "10.8.0.0/18", "--rate", "max", "--all", "-o", "csv:-", stderr=subprocess.DEVNULL)
        slow = lab.start("sweep", "10.8.0.0/18", "--rate", "max", "--all", "-o", "ndjson:-", stderr=subprocess.DEVNULL)
        lines = []
        while line := slow.stdout.readline():
            lines.append(json.loads(line))
            if len(lines) % 1000 == 0:
                time.sleep(0.1)
        rows = list(csv.DictReader(process.communicate(timeout=60)[0].splitlines()))
        self.assertEqual((process.returncode, slow.wait(timeout=60)), (0, 0))
        slow.stdout.close()
        results = [line["addr"] for line in lines if line["type"] == "result"]
        self.assertEqual(len(results), 16384)
        self.assertEqual(set(results), {row["addr"] for row in rows})
        self.assertEqual(set(results), set(lab.addresses("10.8.0.0/18")))

    def test_files_are_not_overwritten_unless_forced(self):
        pathlib.Path("mine.csv").write_text("precious")
        self.assertIn("mine.csv", lab.muster("sweep", "10.8.0.1", "-o", "mine.csv", expect=1).stderr)
        self.assertEqual(pathlib.Path("mine.csv").read_text(), "precious")
        lab.muster("sweep", "10.8.0.1", "-o", "mine.csv", "--force")
        self.assertEqual(len(lab.read_csv("mine.csv")), 1)

    def test_a_folder_that_is_not_there_is_exit_1_before_anything_is_sent(self):
        capture = lab.Capture("unsent.pcap")
        self.assertIn("nowhere", lab.muster("sweep", "10.8.0.1", "-o", "nowhere/a.csv", expect=1).stderr)
        self.assertLessEqual(os.path.getsize(capture.end()), 24)


class Owning(unittest.TestCase):
    """After sudo, files belong to the calling user, except in folders that only root may write to."""

    CALLER = 1000

    def setUp(self):
        self.home = pathlib.Path("theirs").absolute()
        self.roots = pathlib.Path("roots").absolute()
        for folder in (self.home, self.roots):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o755)
        try:
            os.chown(self.home, self.CALLER, self.CALLER)
        except OSError:
            self.skipTest("only one user in this namespace")

    def sweep(self, *outputs, home="/home/somebody", **options):
        environment = dict(os.environ, SUDO_UID=str(self.CALLER), SUDO_GID=str(self.CALLER), SUDO_USER="somebody", HOME=home)
        arguments = [word for output in outputs for word in (("-o", output) if output != "--force" else (output,))]
        return lab.muster("sweep", "10.8.0.1", *arguments, env=environment, **options)

    def test_files_belong_to_the_user_who_called_sudo(self):
        self.sweep("theirs.csv", "theirs.ndjson", cwd=self.home)
        self.assertEqual({os.stat(self.home / name).st_uid for name in ("theirs.csv", "theirs.ndjson")}, {self.CALLER})

    def test_root_writes_into_its_own_folder(self):
        for home, mode in (("/root", 0o700), ("/home/somebody", 0o755)):
            with self.subTest(home):
                self.roots.chmod(mode)
                self.sweep("own.csv", "own.ndjson", "--force", cwd=self.roots, home=home)
                self.assertEqual({os.stat(self.roots / name).st_uid for name in ("own.csv", "own.ndjson")}, {0})

    def test_never_where_the_caller_could_lay_a_link(self):
        self.roots.chmod(0o1777)
        self.sweep("shared.csv", cwd=self.roots, home="/root")
        self.assertEqual(os.stat(self.roots / "shared.csv").st_uid, self.CALLER)
        inner = self.home / "inner"
        inner.mkdir()
        self.assertIn("as ", self.sweep(str(inner / "a.csv"), home="/root", expect=1).stderr)
        self.roots.chmod(0o755)
        (self.home / "link").symlink_to(self.roots)
        os.chown(self.home / "link", self.CALLER, self.CALLER, follow_symlinks=False)
        self.assertIn("who called sudo", self.sweep(str(self.home / "link/a.csv"), home="/root", expect=1).stderr)

    def test_root_reads_no_file_for_a_caller_who_may_not(self):
        """Messages show lines of a file that is no list: `sudo muster` would print /etc/shadow."""
        secret = self.roots / "secret"
        secret.write_text("s3cret:line\n")
        secret.chmod(0o600)
        environment = dict(os.environ, SUDO_UID=str(self.CALLER), SUDO_GID=str(self.CALLER), HOME="/root")
        environment.pop("SUDO_COMMAND", None)
        scan = ("scan", "--udp", "-p", "53", "10.8.0.1")
        for words in (("sweep", "-i"), ("sweep", "-o", self.roots / "a.csv", "-i"), ("sweep", "10.8.0.1", "--exclude-file"),
                      ("route", "-i"), ("ping", "-i"), (*scan, "--payloads"), (*scan, "--dry-run", "--payloads"), ("replay",),
                      ("listen", "-r"), ("capture", "-r"), ("watch", "--report")):
            with self.subTest(words):
                err = lab.muster(*words, secret, env=environment, expect=1).stderr
                self.assertRegex(err, r"secret: .*Permission denied \(as \S+, who called sudo\)\n")
                self.assertNotIn("s3cret", err)
        secret.write_text("10.8.0.1\n")
        for command, code in (("/bin/sh", 0), ("/bin/sh /usr/local/bin/one", 1), (f"{lab.MUSTER} sweep", 1)):
            with self.subTest(command):
                lab.muster("sweep", "-q", "-i", secret, env=dict(environment, SUDO_COMMAND=command), expect=code)

    def test_who_writes_is_told_where_it_fails(self):
        err = self.sweep(str(self.home / "a.csv"), str(self.roots / "b.csv"), expect=1).stderr
        self.assertRegex(err, r"b\.csv: .*Permission denied \(as \S+, who called sudo; a file is written as root only where root alone can change its folder ")
        environment = dict(os.environ, SUDO_UID=str(self.CALLER), SUDO_GID=str(self.CALLER))
        err = lab.muster("watch", "10.8.0.1", "--state", self.roots / "a.db", "--on-change", "true", env=environment, expect=1).stderr
        self.assertRegex(err, r"a\.db: Permission denied \(as \S+, who called sudo; ")
        self.assertNotIn("setcap", err)


class Link(unittest.TestCase):
    def tearDown(self):
        subprocess.run("ip link set near0 up".split(), check=True)
        subprocess.run("ip neighbour replace 10.9.255.2 lladdr 02:00:00:00:00:02 dev near0 nud permanent".split(), check=True)
        for network in ("10.7.0.0/16", "10.8.0.0/16"):
            subprocess.run(["ip", "route", "replace", network, "via", lab.ROUTER], check=True)

    def test_where_no_link_has_neighbours_now_the_command_line_is_not_wrong(self):
        for words, code in (("-6",), 1), (("-6", "-I", "near0"), 1), (("-6", "-I", "lo"), 2), (("-I", "lo"), 2):
            lab.muster("sweep", "--local", *words, expect=code)
        subprocess.run("ip link set near0 down".split(), check=True)
        for words in ((), ("-I", "near0")):
            lab.muster("sweep", "--local", *words, expect=1)

    def test_an_interface_that_goes_down_ends_the_run_and_keeps_what_was_reported(self):
        process = lab.start("sweep", "10.8.0.0/16", "--probe", "icmp", "--rate", "5k", "--all", "--force", "-o", "down.ndjson", "-o", "down.csv")
        wait_for_lines("down.ndjson", 2000)
        subprocess.run("ip link set near0 down".split(), check=True)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, err)
        self.assertTrue(err.strip())
        report = lab.Report("down.ndjson")
        for (addr, _), line in report.final.items():
            if line["state"] in ("up", "unreachable"):
                self.assertEqual(line["state"], lab.echo_truth(addr))
        wrong = [addr for (addr, _), line in report.final.items()
                 if line["state"] == "down" and lab.echo_truth(addr) == "up"]
        self.assertEqual(wrong, [], "no host is reported down because the local link went away")
        self.assertEqual(len(lab.read_csv("down.csv")), len(report.final))


class Refusing(unittest.TestCase):
    """Exit 2, a sentence that names the thing, and nothing sent."""

    BAD = (
        (("sweep", "10.8.0.0/33"), "10.8.0.0/33"),
        (("sweep", "10.8.0.256"), "10.8.0.256"),
        (("sweep", "10.8.0.9-10.8.0.2"), "10.8.0.9-10.8.0.2"),
        (("sweep", "10.8.0.0/24", "--exclude", "10.8.0.0/33"), "10.8.0.0/33"),
        (("sweep", "10.8.0.0/24", "--exclude", "10.8.0.0/16"), "exclu"),
        (("sweep", "224.0.0.0/8"), ""),
        (("sweep", "10.8.0.1", "--rate", "abc"), "abc"),
        (("sweep", "10.8.0.1", "--rate", "10q"), "10q"),
        (("sweep", "10.8.0.1", "--timeout", "soon"), "soon"),
        (("sweep", "10.8.0.1", "--shard", "4/3"), "4/3"),
        (("sweep", "10.8.0.1", "--interface", "nosuch0"), "nosuch0"),
        (("sweep", "10.8.0.1", "--source-ip", "10.99.99.99"), "10.99.99.99"),
        (("sweep", "10.8.0.1", "--probe", "icmp,knock"), "knock"),
        (("sweep", "10.8.0.1", "-o", "xml:out"), "xml"),
        (("sweep", "10.8.0.1", "--fields", "addr,colour"), "colour"),
        (("sweep", "10.8.0.1", "--state", "alive"), "alive"),
        (("sweep", "10.8.0.1", "--retires", "3"), "retires"),
        (("sweep",), ""),
        (("scan", "10.8.0.1", "-p", "80,66000"), "66000"),
        (("scan", "10.8.0.1", "-p", "80", "--exclude-ports", "80"), ""),
        (("scan", "10.8.0.1"), ""),
        (("conquer", "10.8.0.1"), "conquer"),
    )

    def test_what_makes_no_sense_is_exit_2_and_sends_nothing(self):
        capture = lab.Capture("refused.pcap")
        for arguments, word in self.BAD:
            with self.subTest(" ".join(arguments)):
                ended = lab.muster(*arguments, expect=2, seconds=20)
                self.assertIn(word, ended.stderr)
                self.assertTrue(ended.stderr.strip())
                self.assertEqual(ended.stdout, "")
        self.assertLessEqual(os.path.getsize(capture.end()), 24)

    def test_a_bad_line_of_a_file_is_named_by_its_number(self):
        pathlib.Path("list.txt").write_text("10.8.0.1\n# fine\n10.8.0.2 10.8.0.3\n10.8.0.999\n")
        for arguments in (("-i", "list.txt"), ("10.8.0.0/24", "--exclude-file", "list.txt")):
            with self.subTest(arguments):
                self.assertRegex(lab.muster("sweep", *arguments, expect=2).stderr, r"list\.txt\D*4")

    # Root without capabilities; without noroot, execve would give them back.
    WITHOUT = ("setpriv", "--securebits=+noroot", "--inh-caps=-all", "--ambient-caps=-all")

    def refused(self, without, program=lab.MUSTER):
        ended = subprocess.run([*without, program, "sweep", "10.8.0.1", "--interface", "near0", "--engine", "raw"], capture_output=True, text=True, timeout=30)
        self.assertEqual(ended.returncode, 1, ended.stderr)
        return ended.stderr

    def test_advice_can_be_pasted_as_it_is(self):
        if subprocess.run([*self.WITHOUT, "true"], stderr=subprocess.DEVNULL).returncode:
            self.skipTest("setpriv cannot take rights away here")
        said = self.refused(self.WITHOUT)
        self.assertRegex(said, rf"either:  (sudo )?{lab.MUSTER} sweep 10.8.0.1 --interface near0")
        self.assertRegex(said, rf"setcap cap_net_raw,cap_net_admin=eip {lab.MUSTER}(?m:$| )")
        bin = pathlib.Path("bin")
        bin.mkdir(exist_ok=True)
        (bin / "muster").symlink_to(lab.MUSTER)
        subprocess.run(["mount", "--bind", bin, "/usr/local/bin"], check=True)
        try:
            self.assertRegex(self.refused(self.WITHOUT), r"either:  (sudo )?muster sweep")
        finally:
            subprocess.run(["umount", "/usr/local/bin"], check=True)

    def test_setcap_is_no_advice_where_it_does_not_count(self):
        if subprocess.run([*self.WITHOUT, "true"], stderr=subprocess.DEVNULL).returncode:
            self.skipTest("setpriv cannot take rights away here")
        folder = pathlib.Path("nosuid").absolute()
        folder.mkdir(exist_ok=True)
        subprocess.run(["mount", "--bind", pathlib.Path(lab.MUSTER).parent, folder], check=True)
        try:
            subprocess.run(["mount", "-o", "remount,bind,nosuid", folder], check=True)
            said = self.refused(self.WITHOUT, str(folder / "muster"))
        finally:
            subprocess.run(["umount", folder], check=True)
        self.assertIn("mounted nosuid", said)
        self.assertNotIn("or once", said)

    def test_without_the_rights_both_ways_to_get_them_are_told(self):
        without = ["setpriv", "--bounding-set=-net_raw,-net_admin", "--inh-caps=-all", "--ambient-caps=-all",
                   "--reset-env", "--no-new-privs"]
        if subprocess.run([*without, "true"], stderr=subprocess.DEVNULL).returncode or not shutil.which("setpriv"):
            self.skipTest("setpriv cannot take rights away here")
        self.assertIn("neither sudo nor setcap helps", self.refused(without))
        dry = subprocess.run([*without, lab.MUSTER, "sweep", "10.8.0.0/30", "--dry-run", "--force", "-w", "/run/work/free.pcap"],
                             capture_output=True, text=True, timeout=30)
        self.assertEqual(dry.returncode, 0, dry.stderr)


class Few(unittest.TestCase):
    """Few descriptors: a run steps back to what works with less, or one sentence says why not."""

    def test_with_more_descriptors_nothing_fails_that_worked_with_fewer(self):
        for words, few, many in ((["sweep", "10.8.0.1"], 7, 15), (["sweep", "10.8.0.0/30", "--lanes", "4"], 10, 18)):
            worked = False
            for most in range(few, many, lab.sized(2, 1)):
                done = subprocess.run([lab.MUSTER, *words, "-q"], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
                                      preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)))
                self.assertEqual(done.returncode, 0 if worked else done.returncode, (words, most, done.stderr))
                worked = worked or done.returncode == 0
                if worked:
                    self.assertRegex(done.stdout, r"10\.8\.0\.1 +up +echo-reply")
                else:
                    self.assertEqual((done.returncode, done.stderr.count("\n"), done.stdout), (1, 1, ""), (words, most))
                    self.assertIn("Too many open files", done.stderr)
            self.assertTrue(worked)


if __name__ == "__main__":
    lab.main()
