# SPDX-License-Identifier: BSD-2-Clause
"""Runs that are cut short and resumed: in the end every target has exactly one verdict, and it is that of a run never stopped."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import stat
import subprocess
import time
import unittest

import lab

CALLER = 1000
TARGETS = "10.8.60.0-10.8.67.255"  # half of them alive, of the other half every fourth
STATE = pathlib.Path(os.environ.get("XDG_STATE_HOME", "/run/state")) / "muster"


def right_answers():
    for third in range(60, 68):
        for last in range(256):
            yield f"10.8.{third}.{last}", "up" if third < 64 or last % 4 == 0 else "down"


def id_in(text):
    """The ID in the last line of a run that was cut short."""
    found = re.fullmatch(r"to go on: muster resume (\S+)", text.splitlines()[-1])
    if not found:
        raise AssertionError(text)
    return found[1]


def cut(*words, after="1200ms", **options):
    """A sweep that is cut short, with what it printed."""
    return lab.muster("sweep", TARGETS, "--probe", "icmp", "--rate", "1k", "--retries", "1", "--timeout", "200ms", "--max-time", after,
                      *words, expect=3, **options)


class Resume(unittest.TestCase):
    def tearDown(self):
        for path in STATE.glob("*.journal") if STATE.exists() else ():
            path.unlink()

    def check_csv(self, path):
        rows = lab.read_csv(path)
        self.assertEqual(len(rows), 2048)
        self.assertEqual({row["addr"]: row["state"] for row in rows}, dict(right_answers()))

    def test_it_goes_on_and_its_files_are_whole(self):
        run = cut("--all", "-o", "r.csv", "-o", "r.ndjson")
        name = id_in(run.stderr)
        self.assertIn(name, lab.muster("resume").stdout)
        self.assertEqual(stat.S_IMODE((STATE / f"{name}.journal").stat().st_mode), 0o600)
        os.makedirs("elsewhere", exist_ok=True)
        lab.muster("resume", name[:15], "--max-time", "60s", "--rate", "5k", cwd="elsewhere")
        self.check_csv(pathlib.Path("r.csv"))
        report = lab.Report("r.ndjson")
        self.assertEqual({addr: state for (addr, _), state in report.states().items()}, dict(right_answers()))
        self.assertEqual(report.count("interrupted"), False)
        self.assertEqual(list(STATE.glob("*")), [])
        self.assertEqual(lab.muster("resume").stderr, "no run is unfinished\n")

    def test_exclusions_add(self):
        name = id_in(cut("--all", "-o", "e.csv").stderr)
        before = {row["addr"]: row["state"] for row in lab.read_csv("e.csv") if row["state"] in ("up", "down")}
        lab.muster("resume", name, "--exclude", "10.8.60.0/24", "--max-time", "60s", "--rate", "5k")
        rows = {row["addr"]: row for row in lab.read_csv("e.csv")}
        self.assertEqual(len(rows), 2048)
        left_out = [row for addr, row in rows.items() if addr.startswith("10.8.60.") and addr not in before]
        self.assertGreater(len(left_out), 0)
        self.assertEqual({(row["state"], row["reason"]) for row in left_out}, {("unknown", "excluded")})

    def test_names_keep_the_addresses_that_they_had(self):
        hosts = pathlib.Path("hosts")
        hosts.write_text("127.0.0.1 localhost\n127.0.0.2 alpha.test\n127.0.0.3 beta.test\n")
        subprocess.run(["mount", "--bind", str(hosts), "/etc/hosts"], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", "/etc/hosts"], check=True)
        run = lab.muster("scan", "alpha.test", "beta.test", "-p", "7001-7099", "--rate", "100", "--max-time", "200ms", "--all", "-o", "names.csv", expect=3)
        hosts.write_text("127.0.0.1 localhost\n127.0.0.9 alpha.test\n")
        told = lab.muster("resume", id_in(run.stderr), "--rate", "10k", "--max-time", "60s").stderr
        self.assertIn("alpha.test has the address 127.0.0.9 now: it is not probed", told)
        self.assertIn("beta.test has no address now", told)
        rows = lab.read_csv("names.csv")
        self.assertEqual((len(rows), {row["addr"] for row in rows}), (198, {"127.0.0.2", "127.0.0.3"}))

    def test_while_it_runs_it_is_told_and_no_other_process_gets_it(self):
        process = lab.start("sweep", TARGETS, "--probe", "icmp", "--rate", "100", "--journal", "held.journal")
        try:
            deadline = time.monotonic() + 20
            while True:
                time.sleep(0.2)
                status = lab.start("status", "./held.journal", "-o", "json:-")
                out, _ = status.communicate(timeout=20)
                if status.returncode == 0 and json.loads(out)["runs"][0]["verdicts"] > 0:
                    break
                self.assertLess(time.monotonic(), deadline, out)
            row = json.loads(out)["runs"][0]
            self.assertEqual((row["pid"], row["targets"], row["complete"]), (process.pid, 2048, False))
            second = lab.muster("resume", "./held.journal", expect=1)
            self.assertIn(str(process.pid), second.stderr)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        finally:
            process.kill()
        self.assertEqual(process.returncode, 130, err)
        self.assertEqual(id_in(err), "held.journal")
        lab.muster("resume", "./held.journal", "--rate", "10k", "--max-time", "1ms", expect=3)
        self.assertTrue(os.path.exists("held.journal"))

    def test_only_the_ports_that_were_open_are_asked_again(self):
        """Pairs of address and port from a file that changes before the run goes on; two shards of them are whole together."""
        listening = [socket.create_server((addr, port)) for addr, port in (("127.0.0.1", 7001), ("127.0.0.1", 7003), ("127.0.0.3", 7002))]
        wanted = {(listener.getsockname()[0], str(listener.getsockname()[1])) for listener in listening}
        lab.muster("scan", "127.0.0.1-4", "-p", "7001-7003", "--all", "-o", "open.xml", "-o", "open.csv", "--force")
        for name in "open.xml", "open.csv":
            lab.muster("scan", "--only-open-of", name, "--all", "-o", "again.csv", "--force", "--journal", "again.journal")
            self.assertEqual({(row["addr"], row["port"]) for row in lab.read_csv("again.csv")}, wanted)
        lab.muster("scan", "--only-open-of", "open.csv", "--udp", expect=2)
        lab.muster("scan", "--only-open-of", "open.csv", "--all", "--rate", "2", "--max-time", "700ms", "--journal", "cut.journal", "-o", "cut.csv", expect=3)
        pathlib.Path("open.csv").write_text("addr,port,state\n127.0.0.9,9,open\n")
        lab.muster("resume", "./cut.journal", "--force")
        self.assertEqual({(row["addr"], row["port"]): row["state"] for row in lab.read_csv("cut.csv")}, dict.fromkeys(wanted, "open"))
        for shard in "1/2", "2/2":
            lab.muster("scan", "--only-open-of", "cut.csv", "--seed", "1", "--shard", shard, "--journal", f"{shard[0]}.journal")
        self.assertIn("3 of 3 targets", lab.muster("merge", "1.journal", "2.journal").stderr)
        for listener in listening:
            listener.close()

    def test_a_short_run_leaves_nothing_and_a_named_journal_stays(self):
        lab.muster("sweep", "10.8.0.1")
        self.assertEqual(list(STATE.glob("*")) if STATE.exists() else [], [])
        lab.muster("sweep", "10.8.0.1", "--journal", "kept.journal")
        self.assertIn("complete", lab.muster("resume", "./kept.journal", expect=2).stderr)
        self.assertIn("100.0 %", lab.muster("status", "./kept.journal").stdout)
        self.assertIn("exists", lab.muster("sweep", "10.8.0.1", "--journal", "kept.journal", expect=1).stderr)

    def check_status(self, name, environment):
        """While root's process has it, its user sees how far it is without any rights, and another user is refused."""
        program = pathlib.Path("program").absolute()
        shutil.copy(lab.MUSTER, program)
        os.chmod(".", 0o755)
        process = lab.start("resume", name, "--rate", "100", env=environment)
        try:
            self.assertIn(name, process.stderr.readline())
            deadline = time.monotonic() + 20    # it is told before the process has the journal
            for user, words in ((CALLER, [name]), (CALLER + 1, [f"home/muster/{name}.journal"])):
                while True:
                    status = subprocess.run(["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--bounding-set=-all", program,
                                             "status", *words, "-o", "json:-"], capture_output=True, text=True, env=environment)
                    if str(process.pid) in status.stdout or status.returncode or time.monotonic() > deadline:
                        break
                    time.sleep(0.1)
                if user == CALLER:
                    self.assertEqual(json.loads(status.stdout)["runs"][0]["pid"], process.pid, status.stderr)
                else:
                    self.assertEqual((status.returncode, status.stdout), (1, ""))
                    self.assertRegex(status.stderr, "(?i)permission denied")
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)

    def test_it_belongs_to_the_user_who_called_sudo(self):
        home = pathlib.Path("home")
        home.mkdir(exist_ok=True)
        try:
            os.chown(home, CALLER, CALLER)
        except OSError:
            self.skipTest("only one user in this namespace")
        environment = dict(os.environ, SUDO_UID=str(CALLER), SUDO_GID=str(CALLER), XDG_STATE_HOME=str(home.absolute()))
        name = id_in(cut(after="300ms", env=environment).stderr)
        self.check_status(name, environment)
        path = home / "muster" / f"{name}.journal"
        self.assertEqual((path.stat().st_uid, path.parent.stat().st_uid, stat.S_IMODE(path.parent.stat().st_mode)), (CALLER, CALLER, 0o700))
        self.assertIn(name, lab.muster("resume", env=environment).stdout)
        lab.muster("resume", name, "--rate", "10k", "--max-time", "30s", env=environment)
        self.assertFalse(path.exists())

    def on_a_full_disk(self, *words):
        """A sweep whose journal is on a disk that has no room from the first second on, when it has said so; and what fills it."""
        small = pathlib.Path("small")
        small.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", str(small)], check=True)
        (small / "filler").write_bytes(bytes(60 << 10))
        process = lab.start("sweep", TARGETS, "--probe", "icmp", "--rate", "1k", "--retries", "1", "--timeout", "200ms", "--all", "--force",
                            "--journal", small / "run.journal", "-o", "full.csv", *words, stdout=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        self.assertIn("the disk of the journal is full: the scan pauses", process.stderr.readline())
        return process, small / "filler"

    def test_on_a_full_disk_it_pauses_and_goes_on_when_there_is_room(self):
        process, filler = self.on_a_full_disk("--max-stall", "10m")
        time.sleep(0.5)
        self.assertIsNone(process.poll())
        filler.unlink()
        self.assertIn("there is room for the journal again", process.stderr.readline())
        _, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, err.count("full")), (0, 0), err)
        self.check_csv(pathlib.Path("full.csv"))

    def test_on_a_disk_that_stays_full_it_ends_and_can_be_resumed(self):
        process, filler = self.on_a_full_disk("--max-stall", "300ms")
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, err)
        self.assertRegex(err, "run.journal.*(?i:no space left)")
        name = id_in(err)
        filler.unlink()
        lab.muster("resume", name, "--rate", "10k", "--force")
        self.check_csv(pathlib.Path("full.csv"))


if __name__ == "__main__":
    lab.main()
