# SPDX-License-Identifier: BSD-2-Clause
"""Metrics of a watch in the private network: files, the address that is answered at, and a Prometheus that scrapes it."""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time
import unittest
import urllib.parse

import lab

HOSTS = "10.8.0.1-3,10.8.200.1"
FAST = ("--every", "200ms", "--timeout", "80ms", "--plain", "--changes")
OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8"
CLASSIC = "text/plain; version=0.0.4; charset=utf-8"
HAS_SERVER = "--metrics" not in subprocess.run([lab.MUSTER, "version"], capture_output=True, text=True).stdout


def far_run(*command, **options):
    subprocess.run(["nsenter", "--net=/run/netns/far", *command], check=True, text=True, **options)


def wait_until(true, what, seconds=20):
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise AssertionError(f"in {seconds} s: not {what}")
        time.sleep(0.02)


def samples(text):
    """Series and values; a text that is cut is no text."""
    if not text.endswith("\n"):
        raise AssertionError("the text is cut")
    pairs = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {series: float(value) for series, _, value in pairs}


def panels():
    """The titles and queries of the dashboard, as Grafana would ask them."""
    for panel in json.loads((lab.SOURCE / "data/grafana/muster-watch.json").read_text())["panels"]:
        for target in panel["targets"]:
            text = target["expr"].replace("$__rate_interval", "1m").replace("$__range", "5m")
            yield panel["title"], text.replace("$job", ".*").replace("$instance", ".*")


class Watch:
    """A running watch that is asked over HTTP."""

    port = 9800

    def __init__(self, *arguments, where="127.0.0.1", **options):
        Watch.port += 1
        self.port, self.host = Watch.port, where.strip("[]")
        options.setdefault("stdout", subprocess.DEVNULL)
        words = (HOSTS, *FAST) if not any(str(word).startswith(("10.", "-p")) for word in arguments) else FAST
        self.process = lab.start("watch", *words, "--metrics", f"{where}:{self.port}", *arguments, **options)
        try:
            self.wait_for(lambda found: found.get("muster_rounds_total", 0) >= 1, "a round")
        except AssertionError as trouble:
            self.process.kill()
            raise AssertionError(f"{trouble}: {self.process.communicate()[1]}") from None

    def get(self, path="/metrics", method="GET", **headers):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def samples(self, **headers):
        status, _, text = self.get(**headers)
        if status != 200:
            raise ConnectionError(f"HTTP {status}")
        return samples(text)

    def wait_for(self, true, what):
        def holds():
            try:
                return true(self.samples())
            except (OSError, http.client.HTTPException):
                return self.process.poll() is not None
        wait_until(holds, what)
        return self.samples() if self.process.poll() is None else {}

    def server(self):
        """The process that answers."""
        return int(pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()[0])

    def end(self, number=signal.SIGINT, expect=130):
        self.process.send_signal(number)
        self.err = self.process.communicate(timeout=30)[1]
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


def down(addr):
    far_run("nft", "add", "element", "ip", "switch", "off", "{", addr, "}")


@unittest.skipUnless(HAS_SERVER, "this muster was built without libmicrohttpd")
class Endpoint(Case):
    def test_what_is_known_is_answered_and_the_rest_is_absent(self):
        with Watch() as watch:
            found = watch.samples()
            self.assertEqual(found['muster_up{addr="10.8.0.1"}'], 1)
            self.assertGreater(found['muster_rtt_seconds{addr="10.8.0.1"}'], 0)
            self.assertGreaterEqual(found['muster_probes_total{addr="10.8.0.1"}'], 1)
            self.assertGreaterEqual(found['muster_answers_total{addr="10.8.0.1"}'], 1)
            self.assertEqual(found['muster_up{addr="10.8.200.1"}'], 0)
            self.assertNotIn('muster_rtt_seconds{addr="10.8.200.1"}', found)
            self.assertEqual(found['muster_answers_total{addr="10.8.200.1"}'], 0)
            self.assertEqual([found[f'muster_hosts{{state="{state}"}}'] for state in ("up", "down", "unknown")], [3, 1, 0])
            self.assertLess(abs(found["muster_last_round_timestamp_seconds"] - time.time()), 10)
            down("10.8.0.1")
            found = watch.wait_for(lambda found: found['muster_up{addr="10.8.0.1"}'] == 0, "down")
            self.assertEqual(found['muster_state_changes_total{addr="10.8.0.1"}'], 1)
            self.assertNotIn('muster_rtt_seconds{addr="10.8.0.1"}', found)
            self.assertLess(abs(found['muster_state_since_timestamp_seconds{addr="10.8.0.1"}'] - time.time()), 10)
            if shutil.which("promtool"):
                checked = subprocess.run(["promtool", "check", "metrics"], input=watch.get()[2], capture_output=True, text=True)
                self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))
            self.assertRegex(watch.end().err, r"metrics at http://127\.0\.0\.1:\d+/metrics\n")

    def test_each_reader_gets_the_format_that_it_asks_for(self):
        with Watch() as watch:
            status, headers, text = watch.get(Accept="application/openmetrics-text;version=1.0.0,text/plain;q=0.5,*/*;q=0.1")
            self.assertEqual((status, headers["Content-Type"]), (200, OPEN))
            self.assertTrue(text.endswith("\n# EOF\n"))
            self.assertIn("\n# TYPE muster_target info\nmuster_target_info{", text)
            self.assertIn("\n# UNIT muster_rtt_seconds seconds\n", text)
            status, headers, text = watch.get(Accept="*/*")
            self.assertEqual((status, headers["Content-Type"]), (200, CLASSIC))
            self.assertNotIn("# EOF", text)
            self.assertIn("\n# TYPE muster_probes_total counter\n", text)
            self.assertEqual(watch.get(method="HEAD")[::2], (200, ""))
            self.assertEqual(watch.get("/metrics?x=1")[0], 200)
            self.assertEqual(watch.get("/")[0], 200)
            self.assertEqual(watch.get("/../etc/passwd")[0], 404)
            self.assertEqual(watch.get(Host="evil.example")[0], 421, "a page in a browser, led here by its name server")
            self.assertEqual(watch.get(Host=f"localhost:{watch.port}")[0], 200)
            status, headers, _ = watch.get(method="POST")
            self.assertEqual((status, headers["Allow"]), (405, "GET, HEAD"))
            connection = http.client.HTTPConnection("127.0.0.1", watch.port, timeout=10)
            for body in (None, b"x" * 100000, None):
                connection.request("GET", "/metrics", body=body)
                answer = connection.getresponse()
                self.assertEqual((answer.status, answer.getheader("Connection")), (200, None), "one connection for all")
                answer.read()
            connection.close()
            curl = subprocess.run(["curl", "-sS", f"http://127.0.0.1:{watch.port}/metrics"], capture_output=True, text=True, check=True)
            self.assertEqual(samples(curl.stdout)['muster_up{addr="10.8.0.2"}'], 1)

    def test_ports_have_series_and_ipv6_is_listened_at(self):
        pathlib.Path("/proc/sys/net/ipv6/conf/lo/disable_ipv6").write_text("0")
        with lab.listener(), Watch("10.8.0.1", "-p", "22,81", where="[::1]") as watch:
            found = watch.samples()
            self.assertEqual(found['muster_up{addr="10.8.0.1"}'], 1)
            ports = [series for series in found if series.startswith("muster_port_open{")]
            self.assertEqual(ports, ['muster_port_open{addr="10.8.0.1",port="22"}'], "81 was never open")

    def test_no_scrape_sees_half_a_round_and_none_delays_one(self):
        """Eight readers that hold their connection and never ask, and one that asks all the time."""
        with Watch("10.8.0.1-3", "--every", "60ms", "--timeout", "40ms") as watch:
            idle = [socket.create_connection(("127.0.0.1", watch.port)) for _ in range(8)]
            idle[0].sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n")
            rounds = set()
            until = time.monotonic() + lab.sized(1, 10)
            while time.monotonic() < until:
                found = watch.samples(Accept="application/openmetrics-text") if len(rounds) % 2 else watch.samples()
                up = sum(value for series, value in found.items() if series.startswith("muster_up{"))
                self.assertEqual(up, found['muster_hosts{state="up"}'])
                rounds.add(found["muster_rounds_total"])
            self.assertGreater(len(rounds), 2)
            for connection in idle:
                connection.close()

    def test_the_server_has_no_rights_and_goes_with_the_watch(self):
        with Watch() as watch:
            server = watch.server()
            status = pathlib.Path(f"/proc/{server}/status").read_text()
            for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
                self.assertRegex(status, rf"(?m)^{name}:\t0+$")
            self.assertRegex(status, r"(?m)^NoNewPrivs:\t1$")
            held = []
            for fd in os.listdir(f"/proc/{server}/fd"):
                try:
                    held.append(os.readlink(f"/proc/{server}/fd/{fd}"))
                except FileNotFoundError:
                    pass  # a text that was replaced meanwhile
            self.assertEqual([path for path in held if not path.startswith(("/dev/null", "pipe:", "socket:", "anon_inode:", "/memfd:"))], [])
            watch.process.kill()
            wait_until(lambda: not pathlib.Path(f"/proc/{server}").exists() or "(zombie)" in
                       pathlib.Path(f"/proc/{server}/status").read_text(), "the server ended with the watch")

    def test_a_server_that_hangs_or_dies_does_not_stop_the_watch(self):
        with Watch("--metrics", "beside.prom", "--every", "60ms", "--timeout", "40ms") as watch:
            rounds = lambda: samples(pathlib.Path("beside.prom").read_text()).get('muster_rounds_total{watch="beside"}', 0)
            os.kill(watch.server(), signal.SIGSTOP)
            before = rounds()
            wait_until(lambda: rounds() > before + lab.sized(4, 15), "rounds go on")
            os.kill(watch.server(), signal.SIGKILL)
            before = rounds()
            wait_until(lambda: rounds() > before + 2, "rounds go on")
            err = watch.end().err
            self.assertEqual(err.count("the process that answers over HTTP has ended"), 1, err)

    def test_an_address_that_cannot_be_had_is_told_before_anything_is_sent(self):
        with socket.create_server(("127.0.0.1", 9899)):
            run = lab.muster("watch", "10.8.0.1", "--metrics", "127.0.0.1:9899", expect=1)
        self.assertEqual(run.stderr, "muster watch: --metrics 127.0.0.1:9899: another program listens there\n")
        run = lab.muster("watch", "10.8.0.1", "--metrics", "10.99.99.99:9750", expect=1)
        self.assertEqual(run.stderr, "muster watch: --metrics 10.99.99.99:9750: this machine has no such address\n")
        run = lab.muster("watch", "10.8.0.1", *FAST, "--rounds", 1, "--metrics", "0.0.0.0:9898")
        self.assertIn("for everybody who can reach this address", run.stderr)


class Files(Case):
    def test_a_file_is_replaced_after_each_round_and_ends_without_states(self):
        path = pathlib.Path("lan.prom")
        process = lab.start("watch", HOSTS, *FAST, "--metrics", path, stdout=subprocess.DEVNULL)
        try:
            wait_until(lambda: path.exists() and 'muster_up{addr="10.8.0.1",watch="lan"} 1\n' in path.read_text(), "a round")
            first = path.stat().st_ino
            wait_until(lambda: path.stat().st_ino != first, "another file")
            self.assertEqual(path.stat().st_mode & 0o777, 0o644)
            for _ in range(300):
                samples(path.read_text())
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
        finally:
            process.kill()
            process.communicate()
        text = path.read_text()
        self.assertNotIn("muster_up{", text)
        self.assertIn('muster_state_changes_total{addr="10.8.0.1",watch="lan"} 0\n', text)
        self.assertEqual([name for name in os.listdir() if name.startswith("lan.prom")], ["lan.prom"], "nothing is left beside it")

    def test_a_file_that_cannot_be_written_is_told_before_anything_is_sent(self):
        run = lab.muster("watch", "10.8.0.1", "--metrics", "nowhere/a.prom", expect=1)
        self.assertEqual(run.stderr, "muster watch: --metrics nowhere/a.prom: its folder is not there\n")
        os.makedirs("folder.prom", exist_ok=True)
        run = lab.muster("watch", "10.8.0.1", "--metrics", "folder.prom", expect=1)
        self.assertEqual(run.stderr, "muster watch: --metrics folder.prom: not a regular file\n")

    def test_a_folder_that_goes_away_and_returns_is_told_of_once_each(self):
        os.makedirs("moving", exist_ok=True)
        process = lab.start("watch", HOSTS, *FAST, "--no-sandbox", "--metrics", "moving/a.prom", stdout=subprocess.DEVNULL)
        try:
            wait_until(lambda: os.path.exists("moving/a.prom"), "a file")
            os.rename("moving", "away")
            time.sleep(1)
            os.makedirs("moving")
            wait_until(lambda: os.path.exists("moving/a.prom"), "a file again")
            process.send_signal(signal.SIGINT)
            err = process.communicate(timeout=30)[1]
        finally:
            process.kill()
            process.communicate()
        self.assertEqual(err.count("--metrics moving/a.prom: its folder is not there"), 1, err)
        self.assertEqual(err.count("--metrics: everything is written again"), 1, err)

    def test_counts_of_hosts_go_on_with_a_state_file(self):
        def probes(*more):
            lab.muster("watch", HOSTS, *FAST, "--rounds", 2, "--metrics", "kept.prom", *more)
            return samples(pathlib.Path("kept.prom").read_text())['muster_probes_total{addr="10.8.0.1",watch="kept"}']
        first = probes("--state", "kept.db")
        self.assertGreaterEqual(first, 2)
        self.assertGreaterEqual(probes("--state", "kept.db"), first + 2)

    def test_of_many_hosts_those_that_change_have_series_and_a_sentence_says_so(self):
        run = lab.muster("watch", "10.8.0.0/21", *FAST, "--rounds", 1, "--every", "5s", "--metrics", "many.prom")
        self.assertIn("of more than 1,024 hosts only those that change get metrics of their own", run.stderr)
        text = pathlib.Path("many.prom").read_text()
        self.assertNotIn("muster_target_info{", text)
        self.assertGreater(samples(text)['muster_left_out{what="hosts",watch="many"}'], 1024)
        run = lab.muster("watch", "10.8.0.0/21", *FAST, "--rounds", 1, "--every", "5s", "--metrics", "many.prom", "--metrics-hosts", "all")
        self.assertNotIn("of more than", run.stderr)
        self.assertGreater(pathlib.Path("many.prom").read_text().count("muster_target_info{"), 1024)


@unittest.skipUnless(HAS_SERVER, "this muster was built without libmicrohttpd")
@unittest.skipUnless(shutil.which("prometheus"), "prometheus is not installed (Debian: apt install prometheus)")
class Prometheus(Case):
    def query(self, text):
        connection = http.client.HTTPConnection("127.0.0.1", 9890, timeout=10)
        try:
            connection.request("GET", "/api/v1/query?" + urllib.parse.urlencode({"query": text}))
            answer = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return {}  # it begins
        finally:
            connection.close()
        return {row["metric"].get("addr", ""): float(row["value"][1]) for row in answer["data"]["result"]}

    def test_a_real_prometheus_scrapes_it_and_answers(self):
        with Watch() as watch:
            config = {"global": {"scrape_interval": "300ms", "scrape_timeout": "300ms", "evaluation_interval": "1s"},
                      "rule_files": [str(lab.SOURCE / "data/prometheus/muster.rules.yml")],
                      "scrape_configs": [{"job_name": "muster", "static_configs": [{"targets": [f"127.0.0.1:{watch.port}"]}]}]}
            pathlib.Path("prometheus.yml").write_text(json.dumps(config))
            with open("prometheus.txt", "w") as log:
                server = subprocess.Popen(["prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb",
                                           "--web.listen-address=127.0.0.1:9890"], stdout=log, stderr=log)
            try:
                wait_until(lambda: len(self.query("muster_up")) == 4, "four hosts")
                self.assertEqual(self.query("muster_up == 0"), {"10.8.200.1": 0})
                down("10.8.0.2")
                wait_until(lambda: self.query('changes(muster_up[1m]) > 0 and muster_up == 0') == {"10.8.0.2": 1}, "it went down")
                self.assertEqual(self.query('sum(muster_hosts{state="up"})'), {"": 2})
                self.assertEqual(self.query('count(muster_target_info)'), {"": 4})
                self.assertEqual(self.query('ALERTS{alertname="MusterPortClosed"}'), {})
                wait_until(lambda: "10.8.0.2" in self.query('ALERTS{alertname="MusterHostDown"}'), "an alert is pending")
                shown = {title: self.query(text) for title, text in panels()}
                self.assertEqual((shown["Up"], shown["Down"]), ({"": 2}, {"": 2}))
                self.assertEqual(set(shown["Hosts that are down, and were up"]), {"10.8.0.2"})
                self.assertEqual(set(shown["Hosts that changed state"]), {"10.8.0.2"})
                self.assertEqual(set(shown["Round-trip time, slowest 10"]), {"10.8.0.1", "10.8.0.3"})
                self.assertEqual({title for title, found in shown.items() if not found}, {"Ports that were open, and are not"})
            finally:
                server.kill()  # its end would take as long as all the rest
                server.wait(timeout=20)
            self.assertNotIn("level=error", re.sub(r".*tsdb.*", "", pathlib.Path("prometheus.txt").read_text()))


if __name__ == "__main__":
    lab.main()
