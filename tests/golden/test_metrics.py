# SPDX-License-Identifier: BSD-2-Clause
"""Metrics without a network: places that are refused, alert rules and the dashboard, and that all name what muster has."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
RULES = SOURCE / "data/prometheus/muster.rules.yml"
TESTS = SOURCE / "tests/data/prometheus/muster.rules.test.yml"
DASHBOARD = SOURCE / "data/grafana/muster-watch.json"
HAS_SERVER = "--metrics" not in subprocess.run([MUSTER, "version"], capture_output=True, text=True).stdout


def needs_promtool(test):
    return unittest.skipUnless(shutil.which("promtool"), "promtool is not installed (Debian: apt install prometheus)")(test)


def watch(*arguments):
    return subprocess.run([MUSTER, "watch", "127.0.0.1", *arguments], capture_output=True, text=True, timeout=60)


def promtool(*arguments, **options):
    run = subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True, timeout=120, **options)
    if run.returncode:
        raise AssertionError(run.stdout + run.stderr)
    return run.stdout


def expressions():
    """Of every panel of the dashboard, with numbers in place of Grafana's variables."""
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        for target in panel["targets"]:
            yield re.sub(r"\$__\w+", "5m", target["expr"]).replace("$job", ".*").replace("$instance", ".*")


def own_metrics():
    """The names of samples, as the table of the source has them."""
    text = (SOURCE / "src/watch/metrics_view.c").read_text()
    suffix = {"GAUGE": "", "COUNTER": "_total", "INFO": "_info"}
    names = {name + suffix[kind] for name, kind in re.findall(r'"(muster_\w+)", MST_METRIC_(\w+)', text)}
    for kind, what in re.findall(r'(SECONDS|COUNTERS)\("(\w+)"', text):
        ending = "_seconds" if kind == "SECONDS" else "_total"
        names |= {f"muster_{what}{ending}", f"muster_port_{what}{ending}"}
    return names


class Places(unittest.TestCase):
    def refused(self, sentence, *arguments):
        run = watch(*arguments)
        self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
        self.assertEqual(run.stderr.splitlines()[0], f"muster watch: {sentence}")

    def test_what_is_neither_a_file_nor_an_address_is_refused(self):
        expected = "expected FILE.prom, or an address of this machine with a port, such as 127.0.0.1:9750 or [::1]:9750"
        for value in ("x", ".prom", "dir/.prom", "127.0.0.1", "localhost:9750", "127.0.0.1:65536", "::1:9750",
                      "http://127.0.0.1:9750/metrics", "-", "x.prom.gz"):
            with self.subTest(value):
                self.refused(f"--metrics {value}: {expected}", "--metrics", value)

    def test_places_are_given_once_and_go_with_a_watch(self):
        self.refused("--metrics a.prom is named twice: each needs its own place", "--metrics", "a.prom", "--metrics", "a.prom")
        self.refused("--metrics-hosts means nothing without --metrics", "--metrics-hosts", "all")
        self.refused("--metrics-hosts some: expected changed, up, all or auto", "--metrics", "a.prom", "--metrics-hosts", "some")
        run = subprocess.run([MUSTER, "watch", "--report", "a.db", "--metrics", "a.prom"], capture_output=True, text=True)
        self.assertEqual(run.returncode, 2)
        self.assertIn("--metrics: --report sends nothing", run.stderr)

    def test_a_page_has_the_name_of_one_and_goes_with_a_watch(self):
        self.refused("--html lan.txt: expected FILE.html, which is replaced after each round", "--html", "lan.txt")
        self.refused("--html dir/.html: expected FILE.html, which is replaced after each round", "--html", "dir/.html")
        self.refused("--title means nothing without --html", "--title", "LAN")
        self.refused("--confirm-every means nothing without --confirm", "--confirm-every", "2s")

    @unittest.skipUnless(HAS_SERVER, "this muster was built without libmicrohttpd")
    def test_addresses_are_few(self):
        places = [word for port in range(9750, 9755) for word in ("--metrics", f"127.0.0.1:{port}")]
        self.refused("--metrics 127.0.0.1:9754: expected at most 4 addresses", *places)

    @unittest.skipIf(HAS_SERVER, "this muster was built with libmicrohttpd")
    def test_a_build_without_the_library_says_so(self):
        self.refused("--metrics 127.0.0.1:9750: this muster was built without libmicrohttpd (Debian: apt install "
                     "libmicrohttpd-dev, and build again); FILE.prom works without it", "--metrics", "127.0.0.1:9750")


class Data(unittest.TestCase):
    @needs_promtool
    def test_every_rule_says_what_it_should(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(RULES, folder)
            shutil.copy(TESTS, folder)
            promtool("check", "rules", RULES.name, cwd=folder)
            self.assertIn("SUCCESS", promtool("test", "rules", TESTS.name, cwd=folder))

    @needs_promtool
    def test_prometheus_understands_every_panel(self):
        with tempfile.TemporaryDirectory() as folder:
            rules = [{"record": f"panel:{i}", "expr": text} for i, text in enumerate(expressions())]
            pathlib.Path(folder, "panels.yml").write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
            self.assertGreater(len(rules), 10)
            promtool("check", "rules", "panels.yml", cwd=folder)

    def test_rules_and_dashboard_name_only_metrics_that_there_are(self):
        for text in (RULES.read_text(), *expressions()):
            named = set(re.findall(r"\bmuster_\w+", text))
            self.assertEqual(named - own_metrics(), set())

    def test_every_rule_is_tested_and_the_readme_has_every_metric(self):
        tested = set(re.findall(r"alertname: (\w+)", TESTS.read_text()))
        self.assertEqual(set(re.findall(r"- alert: (\w+)", RULES.read_text())), tested)
        self.assertGreater(len(own_metrics()), 20)
        readme = (SOURCE / "README.md").read_text()
        self.assertEqual(set(re.findall(r"`(muster_\w+)`", readme)), own_metrics())


if __name__ == "__main__":
    unittest.main()
