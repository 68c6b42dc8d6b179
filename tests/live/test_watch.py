# SPDX-License-Identifier: BSD-2-Clause
"""watch in the private network: hosts go down and come back, ports open and close, files and interfaces change."""
import datetime
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import time
import unittest

import lab

FAST = ("--every", "200ms", "--timeout", "80ms")
HOSTS = "10.8.0.1-4"
UP = 3  # in the rows of a state file
STAMP = r"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d round {}: "
COLLECT = "import json, os, sys; c = json.load(sys.stdin); os.replace(__import__('tempfile').mkstemp(dir='.')[1], " \
          "f'seen-{os.environ[\"MUSTER_ADDR\"]}-{c[\"change\"]}')"


def far_run(*command, **options):
    subprocess.run(["nsenter", "--net=/run/netns/far", *command], check=True, text=True, **options)


def down(addr):
    far_run("nft", "add", "element", "ip", "switch", "off", "{", addr, "}")


def up(addr):
    far_run("nft", "delete", "element", "ip", "switch", "off", "{", addr, "}")


def wait_until(true, what, seconds=30):
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise AssertionError(f"in {seconds} s: not {what}")
        time.sleep(0.02)


class Watching:
    """A running watch that writes its events into a file."""

    number = 0

    def __init__(self, *arguments, **options):
        Watching.number += 1
        self.path = pathlib.Path(f"watch{Watching.number}.ndjson")
        options.setdefault("stdout", subprocess.DEVNULL)
        self.process = lab.start("watch", *arguments, "-o", self.path, **options)

    def events(self, kind=None):
        lines = self.path.read_text().splitlines(keepends=True) if self.path.exists() else []
        read = [json.loads(line) for line in lines if line.endswith("\n")]
        return [event for event in read if kind in (None, event["type"])]

    def wait_for(self, what, kind="change", count=1):
        """Waits until this many events of a kind have these members; returns the last."""
        def found():
            return [e for e in self.events(kind) if what.items() <= e.items()]
        try:
            wait_until(lambda: len(found()) >= count or self.process.poll() is not None, what)
        except AssertionError as trouble:
            raise AssertionError(f"{trouble}; events: {self.events()[-5:]}") from None
        if len(found()) < count:
            raise AssertionError(f"it ended before {what}: {self.process.communicate()[1]}")
        return found()[-1]

    def rounds(self, count):
        """Waits for this many more rounds."""
        done = len(self.events("round"))
        wait_until(lambda: len([e for e in self.events("round")[done:] if e["asked"]]) >= count, f"{count} rounds more")
        return self

    def end(self, number=signal.SIGINT, expect=130):
        self.process.send_signal(number)
        self.out, self.err = self.process.communicate(timeout=30)
        if self.process.returncode != expect:
            raise AssertionError(f"exit {self.process.returncode}, not {expect}: {self.err}")
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        far_run("nft", "-f", "-", input="table ip switch {\n set off { type ipv4_addr; }\n"
                " chain arrive { type filter hook prerouting priority -400; ip daddr @off drop; }\n}\n")

    @classmethod
    def tearDownClass(cls):
        far_run("nft", "delete", "table", "ip", "switch")

    def tearDown(self):
        far_run("nft", "flush", "set", "ip", "switch", "off")


class Hosts(Case):
    def test_lines_tell_the_inactive_and_what_changed(self):
        said = lab.muster("watch", "10.8.0.1", "10.8.200.1-2", "--every", "500ms", "--rounds", 2, "--timeout", "80ms")
        lines = said.stdout.splitlines()
        self.assertEqual(len(lines), 6, said.stdout)
        self.assertRegex(lines[0], STAMP.format(1) + r"10\.8\.200\.1 is inactive for .* \(down, no-response\)$")
        self.assertRegex(lines[2], STAMP.format(1) + "Total 2 hosts are inactive$")
        self.assertRegex(lines[5], STAMP.format(2) + "Total 2 hosts are inactive$")
        self.assertRegex(said.stderr, r"^2 rounds in .*, 0 changes$")
        one = lab.muster("watch", "10.8.200.1", "--every", "500ms", "--rounds", 1, "--timeout", "80ms", "-q")
        self.assertRegex(one.stdout.splitlines()[-1], STAMP.format(1) + "Total 1 host is inactive$")
        self.assertEqual(one.stderr, "")
        none = lab.muster("watch", "10.8.0.1", "--every", "500ms", "--rounds", 1)
        self.assertRegex(none.stdout, STAMP.format(1) + "Total 0 hosts are inactive\n$")
        everybody = lab.muster("watch", "--all", "10.8.0.1", "10.8.200.1", "--every", "500ms", "--rounds", 1, "--timeout", "80ms")
        said = [line.split(": ", 1)[1] for line in everybody.stdout.splitlines()]
        self.assertRegex("\n".join(said), r"^10\.8\.0\.1 is alive for .* \(up, echo-reply\)\n"
                         r"10\.8\.200\.1 is inactive for .* \(down, no-response\)\nTotal 1 host is inactive$")

    def test_a_host_goes_down_and_comes_back(self):
        with Watching(HOSTS, *FAST, "--changes", stdout=subprocess.PIPE) as watch:
            watch.rounds(2)
            down("10.8.0.2")
            event = watch.wait_for({"addr": "10.8.0.2", "change": "went-down", "state": "down", "was": "up", "port": None})
            self.assertGreater(event["was_s"], 0)
            self.assertLess(event["was_since"], event["since"])
            up("10.8.0.2")
            watch.wait_for({"addr": "10.8.0.2", "change": "came-back", "state": "up", "was": "down"})
            watch.end()
        lines = watch.out.splitlines()
        self.assertEqual(len(lines), 2, watch.out)
        self.assertRegex(lines[0], STAMP.format(r"\d+") + r"10\.8\.0\.2 went down \(down, no-response\); it was up for ")
        self.assertRegex(lines[1], STAMP.format(r"\d+") + r"10\.8\.0\.2 came back \(up, echo-reply\); it was down for ")
        self.assertIn("2 changes", watch.err)

    def test_a_host_that_flaps_is_not_told_with_confirm(self):
        with Watching(HOSTS, *FAST, "--confirm", 20) as watch:
            watch.rounds(1)
            for _ in range(2):
                down("10.8.0.3")
                watch.rounds(2)
                up("10.8.0.3")
                watch.rounds(2)
            down("10.8.0.3")
            event = watch.wait_for({"addr": "10.8.0.3", "change": "went-down"})
            self.assertEqual(len(watch.events("change")), 1)
            self.assertGreaterEqual(event["round"], 20)
            self.assertLess(event["since"], event["time"])
            watch.end(signal.SIGTERM, 143)

    def test_a_change_is_confirmed_before_the_next_tick(self):
        with Watching(HOSTS, "--every", "2s", "--timeout", "80ms", "--confirm", 3, "--confirm-every", "200ms") as watch:
            watch.wait_for({"active": 4}, "round", 3)
            down("10.8.0.2")
            event = watch.wait_for({"addr": "10.8.0.2", "change": "went-down"})
            rounds = [e for e in watch.events("round") if e["round"] >= event["round"] - 2]
            first, last = (datetime.datetime.fromisoformat(e["time"].replace("Z", "+00:00")) for e in (rounds[0], rounds[2]))
            self.assertLess((last - first).total_seconds(), 2, "two more rounds, and no tick between them")
            watch.end()

    def test_rounds_keep_to_the_ticks_and_late_ones_are_told(self):
        with Watching("10.8.200.1", "--every", "200ms", "--timeout", "300ms", "--retries", 0) as watch:
            watch.rounds(3).end()
        self.assertRegex(watch.err, r"round 1 took .*, longer than --every 200 ms: the next begins at the next multiple of it")
        self.assertRegex(watch.err, r"; \d+ took longer than --every$")
        self.assertEqual(len([e for e in watch.events("notice") if e["about"] == "late"]), 1, "it is said once")
        self.assertTrue(all(e["ticks_missed"] for e in watch.events("round")[:3]))


class Ports(Case):
    def test_ports_open_and_close(self):
        with Watching("10.8.0.1", "-p", "4001-4002", *FAST) as watch:
            watch.rounds(2)
            listening = lab.far("nc", "-lk", "4001")
            try:
                watch.wait_for({"port": 4001, "change": "port-opened", "state": "open", "was": "closed"})
            finally:
                listening.kill()
                listening.communicate()
            watch.wait_for({"port": 4001, "change": "port-closed", "state": "closed", "was": "open"})
            down("10.8.0.1")
            watch.wait_for({"port": None, "change": "went-down"})
            self.assertEqual(len(watch.events("change")), 3, "a host that goes down takes no ports with it")
            watch.end()


class Commands(Case):
    def test_a_change_is_one_json_object_on_the_standard_input_of_the_command(self):
        with Watching(HOSTS, *FAST, "--on-change", f'python3 -c "{COLLECT.replace(chr(34), chr(92) + chr(34))}"') as watch:
            watch.rounds(1)
            down("10.8.0.2")
            wait_until(lambda: os.path.exists("seen-10.8.0.2-went-down"), "the command ran")
            up("10.8.0.2")
            wait_until(lambda: os.path.exists("seen-10.8.0.2-came-back"), "the command ran")
            watch.end()
        self.assertNotIn("--on-change", watch.err)

    def test_a_command_that_fails_or_hangs_is_told_once_and_nothing_is_left(self):
        ours = ("--on-change", "sleep 1234", "--on-change-time", "100ms", "--on-change-jobs", 1)
        # As services are started by programs that wait for none of their children.
        with Watching(HOSTS, *FAST, *ours, preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN)) as watch:
            watch.rounds(1)
            for addr in ("10.8.0.2", "10.8.0.3"):
                down(addr)
                watch.wait_for({"addr": addr, "change": "went-down"})
            watch.end()
        self.assertEqual(watch.err.count("did not end in 100 ms and was killed"), 1, watch.err)
        self.assertEqual(subprocess.run(["pgrep", "-fx", "sleep 1234"], capture_output=True, text=True).stdout, "")

    def test_a_command_has_none_of_our_sockets_and_no_rights_of_ours(self):
        script = pathlib.Path("look.py").absolute()
        script.write_text("import os\nopen('fds', 'w').write(' '.join(sorted(os.listdir('/proc/self/fd'))))\n"
                          "os.rename('fds', 'fds-seen')\n")
        with Watching(HOSTS, *FAST, "--on-change", f"python3 {script}") as watch:
            watch.rounds(1)
            down("10.8.0.2")
            wait_until(lambda: os.path.exists("fds-seen"), "the command ran")
            watch.end()
        fds = set(pathlib.Path("fds-seen").read_text().split())
        self.assertLessEqual(fds, {"0", "1", "2", "3", "4"})  # 3, 4: the folder and the file it writes


    def test_after_sudo_it_is_the_users_with_the_right_to_raw_sockets_alone(self):
        nobody, folder = 65534, pathlib.Path("users")
        folder.mkdir(mode=0o777, exist_ok=True)
        try:
            os.chown(folder, nobody, nobody)
        except OSError as trouble:
            self.skipTest(f"no other user here: {trouble}")
        look = folder.absolute() / "look.sh"
        look.write_text("id -u >id; grep -E '^Cap(Eff|Prm|Inh|Amb)' /proc/self/status >caps; mv caps caps-seen\n")
        environment = dict(os.environ, SUDO_UID=str(nobody), SUDO_GID=str(nobody))
        with Watching(HOSTS, *FAST, "--state", "own.db", "--on-change", f"sh {look}", cwd=folder, env=environment) as watch:
            watch.path = folder / watch.path
            watch.rounds(2)
            status = pathlib.Path(f"/proc/{watch.process.pid}/status").read_text()
            self.assertRegex(status, rf"(?m)^Uid:\t{nobody}\t{nobody}\t{nobody}\t{nobody}$")
            self.assertRegex(status, r"(?m)^CapPrm:\t0000000000002000$")
            down("10.8.0.2")
            wait_until(lambda: (folder / "caps-seen").exists(), "the command ran")
            watch.end()
        self.assertEqual((folder / "id").read_text().strip(), str(nobody))
        self.assertEqual(set((folder / "caps-seen").read_text().split()[1::2]), {"0" * 16})
        self.assertEqual({path.stat().st_uid for path in (folder / "own.db", watch.path)}, {nobody})


class Pages(Case):
    def test_the_page_is_replaced_each_round_and_says_how_every_host_is(self):
        page, row = pathlib.Path("lan.html"), re.compile(r'<tr.*?row">([\d.]+)</th><td><b class="s" data-s="(.*?)"')
        arguments = (HOSTS, "--every", "1100ms", "--timeout", "80ms", "--html", page, "--state", "page.db", "--title", "<b>LAN</b>")
        with Watching(*arguments) as watch:
            watch.rounds(1)
            first = page.stat().st_ino
            down("10.8.0.2")
            watch.wait_for({"addr": "10.8.0.2", "change": "went-down"})
            wait_until(lambda: dict(row.findall(page.read_text())).get("10.8.0.2") == "down", "down on the page")
            text = page.read_text()
            self.assertNotEqual(page.stat().st_ino, first)
            self.assertEqual(dict(row.findall(text))["10.8.0.1"], "up")
            self.assertIn("<h1>&lt;b&gt;LAN&lt;/b&gt;</h1>", text)
            self.assertIn(" 10.8.0.2 went down (down, no-response)", text)
            watch.end()
        self.assertIn("data-ended", page.read_text())
        rounds = re.search(r'aria-label="(\d+) rounds', page.read_text())[1]
        with Watching(*arguments) as watch:
            watch.rounds(1)
            wait_until(lambda: "data-ended" not in page.read_text(), "a page of the next watch")
            self.assertGreater(int(re.search(r'aria-label="(\d+) rounds', page.read_text())[1]), int(rounds) - 1)
            watch.end()
        self.assertEqual([name for name in os.listdir() if name.endswith(".new")], [])


class State(Case):
    def row(self, path, addr="10.8.0.2", port=0):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            db.row_factory = sqlite3.Row
            return dict(db.execute("SELECT * FROM items WHERE addr = ? AND port = ?", (addr, port)).fetchone())

    def shares(self, path, number):
        """Of the rounds that the file keeps, the share in which a host was up: those within 180 ms of another are left
        out, as a day of rounds has 64 MiB."""
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            values = [int.from_bytes(data[2 * number:2 * number + 2], "little") >> 12
                      for data, in db.execute("SELECT data FROM rounds")]
        return 100 * values.count(UP) / len(values), len(values)

    def test_the_state_survives_kill_9_and_the_next_watch_goes_on_from_it(self):
        with Watching(HOSTS, *FAST, "--state", "net.db") as watch:
            watch.rounds(3)
            watch.end(signal.SIGKILL, -signal.SIGKILL)
        before = self.row("net.db")
        self.assertEqual((before["standing"], before["state"]), (2, "up"))
        self.assertGreaterEqual(before["asked"], 3)
        self.assertEqual(before["asked"], before["up"])
        down("10.8.0.2")
        with Watching(HOSTS, *FAST, "--state", "net.db") as watch:
            event = watch.wait_for({"addr": "10.8.0.2", "change": "went-down", "round": 1})
            self.assertAlmostEqual(event["was_s"], time.time() - before["since"] / 1000, delta=20)
            watch.rounds(1)
            lab.muster("watch", "10.8.0.1", "--state", "net.db", expect=1)
            watch.end()
        after = self.row("net.db")
        self.assertEqual(after["first_seen"] // 1000, before["first_seen"] // 1000)
        self.assertGreater(after["asked"], before["asked"])
        self.assertEqual(after["up"], before["up"])
        with sqlite3.connect("file:net.db?mode=ro", uri=True) as db:
            changes = db.execute("SELECT addr, change, state, was FROM changes").fetchall()
        self.assertEqual(changes, [("10.8.0.2", "went-down", "down", "up")])
        document = json.loads(lab.muster("watch", "--report", "net.db", "-o", "json:-").stdout)
        found = {row["addr"]: row for row in document["hosts"]}["10.8.0.2"]
        self.assertEqual((found["rounds_asked"], found["rounds_up"]), (after["asked"], after["up"]))
        self.assertAlmostEqual(found["availability"], 100 * after["up"] / after["asked"], places=3)
        share, kept = self.shares("net.db", after["number"])
        self.assertIn(kept, range(2, after["asked"] + 1))
        self.assertAlmostEqual(found["availability_day"], share, places=3, msg="all rounds are of the last day")
        self.assertAlmostEqual(found["availability_month"], share, places=3)
        up = {row["addr"]: row for row in document["hosts"]}["10.8.0.1"]
        self.assertLess(0, up["rtt_median_ms"])
        self.assertLessEqual(up["rtt_median_ms"], up["rtt_p95_ms"])
        table = lab.muster("watch", "--report", "net.db").stdout
        self.assertRegex(table, rf"(?m)^10\.8\.0\.2 +down +{100 * after['up'] / after['asked']:.2f} +{after['asked']} ")
        self.assertTrue(table.endswith("4 hosts, 1 change\n"), table)

    def test_a_lock_and_a_full_disk_are_told_and_the_watch_goes_on(self):
        os.makedirs("small")
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "small"], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", "small"])
        with Watching(HOSTS, *FAST, "--state", "small/net.db") as watch:
            watch.rounds(1)
            with open("small/filler", "wb", buffering=0) as filler:
                try:
                    while filler.write(bytes(512)):
                        pass
                except OSError:
                    pass
            watch.wait_for({"about": "state"}, "notice")
            watch.rounds(2)
            os.unlink("small/filler")
            watch.wait_for({"about": "state", "text": "the state file is written again"}, "notice")
            watch.end()
        self.assertRegex(watch.err, "--state small/net.db: (database or disk is full|disk I/O error)")
        self.assertEqual(watch.err.count("--state"), 1, "told once")
        with Watching(HOSTS, "--every", "1500ms", "--timeout", "80ms", "--state", "locked.db") as watch:
            watch.rounds(1)
            db = sqlite3.connect("locked.db", isolation_level=None)
            db.execute("BEGIN EXCLUSIVE")
            watch.wait_for({"about": "state"}, "notice")
            db.execute("COMMIT")
            db.close()
            watch.wait_for({"about": "state", "text": "the state file is written again"}, "notice")
            watch.end()
        self.assertIn("database is locked", watch.err)


class Interfaces(Case):
    def make(self):
        subprocess.run(["ip", "-batch", "-"], check=True, text=True, input="link add w0 type veth peer name w1 netns far\n"
                       "address add 10.9.253.1/30 dev w0\nlink set w0 up\nroute replace 10.69.0.0/30 via 10.9.253.2\n")
        subprocess.run(["ip", "-n", "far", "-batch", "-"], check=True, text=True,
                       input="address replace 10.9.253.2/30 dev w1\nlink set w1 up\nroute replace local 10.69.0.0/30 dev lo\n")

    def delete(self):
        subprocess.run(["ip", "link", "delete", "w0"], capture_output=True)

    def setUp(self):
        self.make()
        self.addCleanup(self.delete)

    def come_back(self, watch, active):
        self.make()
        self.assertEqual(watch.wait_for({"change": "came-back", "cause": "interface"}, "cause")["missing"], 0)
        watch.rounds(2)
        last = watch.events("round")[-1]
        self.assertEqual((last["active"], last["inactive"], last["unknown"]), (active, 0, 0))
        self.assertEqual(watch.events("change"), [])
        watch.end()

    def test_an_interface_deleted_and_made_again_is_told_and_nobody_is_called_down(self):
        with Watching("10.69.0.0-3", *FAST) as watch:
            watch.rounds(3)
            self.delete()
            watch.wait_for({"asked": False}, "round")
            watch.wait_for({"change": "went-down", "cause": "interface", "reason": "no-route", "count": 4, "hosts": 4}, "cause")
            self.come_back(watch, 4)

    def test_the_others_are_watched_on_while_an_interface_is_away(self):
        with Watching("10.69.0.0-3", "10.8.0.1-2", *FAST) as watch:
            watch.rounds(2)
            self.delete()
            watch.wait_for({"asked": True, "active": 6, "unknown": 4}, "round")
            watch.wait_for({"change": "went-down", "cause": "interface", "reason": "no-route", "count": 4, "hosts": 6}, "cause")
            down("10.8.0.2")
            watch.wait_for({"addr": "10.8.0.2", "change": "went-down"})
            up("10.8.0.2")
            watch.wait_for({"addr": "10.8.0.2", "change": "came-back"})
            self.assertEqual({e["addr"] for e in watch.events("change")}, {"10.8.0.2"})
            self.make()
            watch.wait_for({"change": "came-back", "cause": "interface", "count": 4}, "cause")
            watch.wait_for({"active": 6, "unknown": 0}, "round")
            watch.end()


class Resources(Case):
    def test_memory_and_descriptors_do_not_grow(self):
        def holds(pid):
            status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())
            return int(status["VmRSS"].split()[0]), len(os.listdir(f"/proc/{pid}/fd")), status

        with Watching(HOSTS, "--every", "50ms", "--timeout", "20ms", "--state", "grow.db", "--on-change", "true") as watch:
            watch.rounds(20)
            rss, fds, status = holds(watch.process.pid)
            self.assertEqual(int(status["CapEff"], 16) & ~(1 << 13 | 1 << 1), 0, "no right but raw sockets and writing files")
            watch.rounds(40)
            more_rss, more_fds, _ = holds(watch.process.pid)
            self.assertLess(more_rss - rss, max(2048, rss // 8) if "dev" not in str(lab.BUILD) else 131072)
            self.assertLessEqual(more_fds, fds + 12)  # those of a round that is running
            watch.end()


class Table(Case):
    def test_the_live_table_shows_changes_sorts_filters_pauses_and_survives_a_resize(self):
        with lab.Terminal(lab.MUSTER, "watch", HOSTS, "10.8.200.1", *FAST, columns=110, rows=20) as terminal:
            terminal.wait_for(lambda lines: any("10.8.200.1" in line and "down" in line for line in lines))
            lines = terminal.wait_for("4 active, 1 inactive")
            rows = [line.split()[0] for line in lines if line.startswith("10.8.")]
            self.assertEqual(rows[0], "10.8.200.1", "the inactive come first")
            down("10.8.0.3")
            terminal.wait_for(lambda lines: any("10.8.0.3" in line and "down" in line for line in lines))
            lines = terminal.wait_for("3 active, 2 inactive")
            rows = [line.split()[0] for line in lines if line.startswith("10.8.")]
            self.assertEqual(rows[:2], ["10.8.0.3", "10.8.200.1"], "the latest change before the older")
            strip = next(line for line in lines if line.startswith("10.8.0.3"))
            self.assertRegex(strip, r"\|+\.+")
            terminal.wait_for(lambda lines: any("10.8.0.3 went down" in line and "inactive; 20" in line for line in lines))
            terminal.resize(80, 20)
            heads = terminal.wait_for(lambda lines: "LAST ROUNDS" not in lines[1])[1].split()
            self.assertEqual(heads, ["HOST", "STATE▲", "FOR", "REASON", "RTT", "AVAIL", "%"], "no empty column")
            terminal.wait_for("| up . down ? unknown * changed")
            terminal.resize(60, 10)
            terminal.wait_for(lambda lines: any(line.startswith("10.8.0.3") for line in lines) and len(lines) <= 11)
            terminal.resize(110, 20)
            terminal.wait_for(lambda lines: any("LAST ROUNDS" in line for line in lines))
            terminal.type("/0.4")
            terminal.send("Enter")
            terminal.wait_for(lambda lines: sum(line.startswith("10.8.") for line in lines) == 1)
            terminal.send("Escape")
            terminal.type("p")
            terminal.wait_for(lambda lines: any("paus" in line.lower() for line in lines))
            terminal.type("p")
            terminal.type("q")
            self.assertEqual(terminal.exit_status(), 0)
            terminal.wait_for("1 change")

    def test_ctrl_c_leaves_the_terminal_as_it_was(self):
        with lab.Terminal(lab.MUSTER, "watch", HOSTS, *FAST) as terminal:
            terminal.wait_for("4 active")
            os.kill(terminal.pid("muster"), signal.SIGINT)
            self.assertEqual(terminal.exit_status(), 130)
            terminal.wait_for("0 changes")

    def test_a_second_ctrl_c_gives_the_terminal_back_too(self):
        pathlib.Path("drawn.sh").write_text(f"echo $$ >drawn-pid; exec {lab.MUSTER} watch 10.7.0.1 --every 60s --timeout 30s\n")
        with lab.Terminal("sh", "-c", "sh drawn.sh; stty -a | grep -o '[-]*echo ' >modes; true") as terminal:
            terminal.wait_for("round 1 is running")
            pid = int(pathlib.Path("drawn-pid").read_text())
            os.kill(pid, signal.SIGINT)
            time.sleep(0.7)
            os.kill(pid, signal.SIGINT)
            terminal.wait_for("it ended")
        self.assertEqual(pathlib.Path("modes").read_text().split(), ["echo"])


if __name__ == "__main__":
    lab.main()
