"""Good and bad endings: signals, full disks, readers that leave or dawdle, a link that goes away, rights that are missing."""
import csv
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time
import unittest

import lab

STATES = ("unknown", "down", "unreachable", "up", "filtered", "closed", "open")


def wait_for_lines(path, count, seconds=30):
    """Until the streamed report holds so many lines."""
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
        process = lab.start("sweep", "10.8.0.0/16", "--rate", "2k", "--all", "-o", "s.ndjson", "-o", "s.csv", "-o", "s.json")
        wait_for_lines("s.ndjson", 500)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, status, err)
        report = lab.Report("s.ndjson")
        self.assertTrue(report.count("interrupted"))
        self.assertGreaterEqual(report.count("up"), 100)
        for addr, _ in report.final:
            if report.final[addr, 0]["state"] != "unknown":
                self.assertEqual(report.final[addr, 0]["state"], lab.host_truth(addr)[0], addr)
        self.assertEqual(sum(report.count(state) for state in STATES), report.count("targets"), "the counts add up")
        self.assertEqual(len(lab.read_csv("s.csv")), len(report.final))
        document = json.loads(pathlib.Path("s.json").read_text())
        self.assertEqual(len(document["results"]), len(report.final))
        self.assertTrue(document["summary"]["interrupted"])

    def test_ctrl_c_gives_whole_reports_marked_interrupted(self):
        self.stop_with(signal.SIGINT, 130)

    def test_sigterm_likewise(self):
        self.stop_with(signal.SIGTERM, 143)

    def test_a_second_ctrl_c_ends_at_once(self):
        process = lab.start("sweep", "10.8.200.0/24", "--rate", "1k", "--timeout", "60s")
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
        self.assertNotEqual(process.returncode, 0)

    def test_max_time_bounds_a_run(self):
        report = lab.ask("sweep", "10.8.0.0/16", "--rate", "1k", "--max-time", "1s", seconds=30)
        self.assertTrue(report.count("interrupted"))
        self.assertLess(report.count("asked"), 3000)
        self.assertGreater(report.count("asked"), 300)
        self.assertEqual(sum(report.count(state) for state in STATES), report.count("targets"))

    def test_dead_networks_and_single_hosts_end_by_themselves(self):
        for target, options in (("10.8.200.0/24", ()), ("10.8.200.1", ()), ("10.8.0.1", ("--timeout", "60s"))):
            lab.muster("sweep", target, *options, seconds=30)


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

    def test_a_reader_that_leaves_ends_the_scan_in_order(self):
        process = lab.start("sweep", "10.8.0.0/16", "--rate", "5k", "--all", "-o", "ndjson:-")
        self.assertEqual(json.loads(process.stdout.readline())["type"], "result")
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        self.assertEqual(process.wait(timeout=30), 1, err)
        self.assertTrue(err.strip())

    def test_a_file_beside_the_reader_that_left_is_whole(self):
        process = lab.start("sweep", "10.8.0.0/16", "--rate", "5k", "--all", "--force", "-o", "ndjson:-", "-o", "beside.json")
        process.stdout.readline()
        process.stdout.close()
        process.stderr.read()
        process.stderr.close()
        process.wait(timeout=30)
        self.assertGreater(len(json.loads(pathlib.Path("beside.json").read_text())["results"]), 0)

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

    def test_files_belong_to_the_user_who_called_sudo(self):
        try:
            os.chown(os.getcwd(), 1000, 1000)
        except OSError:
            self.skipTest("only one user in this namespace")
        environment = dict(os.environ, SUDO_UID="1000", SUDO_GID="1000", SUDO_USER="somebody")
        try:
            lab.muster("sweep", "10.8.0.1", "-o", "theirs.csv", "-o", "theirs.ndjson", "--force", env=environment)
            owners = {os.stat(name).st_uid for name in ("theirs.csv", "theirs.ndjson")}
        finally:
            os.chown(os.getcwd(), 0, 0)
        self.assertEqual(owners, {1000})


class Link(unittest.TestCase):
    def tearDown(self):
        subprocess.run("ip link set near0 up".split(), check=True)
        subprocess.run("ip neighbour replace 10.9.255.2 lladdr 02:00:00:00:00:02 dev near0 nud permanent".split(), check=True)
        for network in ("10.7.0.0/16", "10.8.0.0/16"):
            subprocess.run(["ip", "route", "replace", network, "via", lab.ROUTER], check=True)

    def test_an_interface_that_goes_down_ends_the_run_and_keeps_what_was_reported(self):
        process = lab.start("sweep", "10.8.0.0/16", "--rate", "5k", "--all", "--force", "-o", "down.ndjson", "-o", "down.csv")
        wait_for_lines("down.ndjson", 2000)
        subprocess.run("ip link set near0 down".split(), check=True)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, err)
        self.assertTrue(err.strip())
        report = lab.Report("down.ndjson")
        for (addr, _), line in report.final.items():
            if line["state"] in ("up", "unreachable"):
                self.assertEqual(line["state"], lab.host_truth(addr)[0])
        wrong = [addr for (addr, _), line in report.final.items()
                 if line["state"] == "down" and lab.host_truth(addr)[0] == "up"]
        self.assertEqual(wrong, [], "nobody is called down because our own link went away")
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

    def test_without_the_rights_both_ways_to_get_them_are_told(self):
        without = ["setpriv", "--bounding-set=-net_raw,-net_admin", "--inh-caps=-all", "--ambient-caps=-all",
                   "--reset-env", "--no-new-privs"]
        if subprocess.run([*without, "true"], stderr=subprocess.DEVNULL).returncode or not shutil.which("setpriv"):
            self.skipTest("setpriv cannot take rights away here")
        ended = subprocess.run([*without, lab.MUSTER, "sweep", "10.8.0.1"], capture_output=True, text=True, timeout=30)
        self.assertEqual(ended.returncode, 1, ended.stderr)
        self.assertIn("sudo", ended.stderr)
        self.assertIn("setcap", ended.stderr)
        dry = subprocess.run([*without, lab.MUSTER, "sweep", "10.8.0.0/30", "--dry-run", "--force", "-w", "/run/work/free.pcap"],
                             capture_output=True, text=True, timeout=30)
        self.assertEqual(dry.returncode, 0, dry.stderr)


if __name__ == "__main__":
    lab.main()
