# SPDX-License-Identifier: BSD-2-Clause
"""Open ports are talked to while the scan goes on: each has its verdict first, then an amendment with what it said."""
import gzip
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

import lab

GREETING = b"220 here is a server\r\n"


def run(*words, stderr=subprocess.DEVNULL):
    return subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, text=True, check=True).stdout


class Server:
    """On 127.0.0.1; what it does with a connection is a function of its own. Connections that it leaves open stay so."""

    def __init__(self, serve, port=0):
        self.serve, self.kept, self.met = serve, [], 0
        self.socket = socket.create_server(("127.0.0.1", port))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.met += 1
            self.kept.append(connection)
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        try:
            self.serve(connection)
        except OSError:
            pass  # the scanner hung up, as it may

    def close(self):
        self.socket.close()
        for connection in self.kept:
            connection.close()


def greets(connection):
    connection.sendall(GREETING)


def is_silent(connection):
    del connection


def talks_for_ever(connection):
    for _ in range(100000):
        connection.sendall(b"\x1b]0;\x00\xff=1+1\r\n" * 100)


def one_byte_a_second(connection):
    for _ in range(60):
        connection.sendall(b"x")
        time.sleep(1)


BOMB = gzip.compress(b"<title>unpacked</title>" + bytes(50 << 20), 1)


def sends_a_bomb(connection):
    """A page that is not unpacked: its title stays unknown."""
    if connection.recv(4096)[:4] == b"GET ":
        connection.sendall(b"HTTP/1.1 200 OK\r\nServer: bomb\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB)


def resets(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


# What was said when the connection is reset: nothing, parts of answers in clear and in TLS, greetings, bytes that mean nothing.
SAID = (b"", b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<title>x", b"\x16\x03\x03\x00\x7a\x02\x00",
        b"\x15\x03\x03\x00\x02\x02\x28", b"220 x ESMTP\r\n", b"SSH-2.0-x\r\n\x00\x00\x01\x00\x0a\x14", b"* OK x\r\n", b"\0" * 100,
        b"\x1b]0;\x07=cmd|'\"<script>\r\n")


def resets_after(text, unasked):
    """A reset behind this text, which is said at once, or when something was heard."""

    def serve(connection):
        connection.settimeout(2)
        if not unasked:
            connection.recv(1)
        connection.sendall(text)
        time.sleep(0.1)
        resets(connection)

    return serve


class Service(unittest.TestCase):
    def start(self, *kinds):
        servers = [Server(kind) for kind in kinds]
        for server in servers:
            self.addCleanup(server.close)
        return servers

    def scan(self, servers, *words, **options):
        ports = ",".join(str(server.port) for server in servers)
        return lab.ask("scan", "127.0.0.1", "-p", ports, "--detect-proxies", "off", "--service-timeout", "1s", *words, **options)

    def check_rows(self, report, servers):
        """Every port is reported as open at once, and once more when it has been talked to."""
        for server in servers:
            rows = [row for row in report.lines if row.get("port") == server.port]
            self.assertEqual([row["type"] for row in rows], ["result", "amendment"], rows)
            self.assertEqual([row["state"] for row in rows], ["open", "open"])
            self.assertEqual(rows[1]["was"], "open")
            self.assertEqual({rows[0][name] == rows[1][name] for name in ("addr", "proto", "reason", "rtt_ms", "ttl", "time", "pos")}, {True})

    def test_each_port_is_reported_and_then_amended_once(self):
        servers = self.start(greets, greets, is_silent)
        report = self.scan(servers, "--banner")
        self.check_rows(report, servers)
        self.assertEqual(report.count("open"), 3)
        self.assertEqual(report.count("verified"), 2)
        self.assertEqual(report.count("unverified"), 1)
        self.assertGreaterEqual(report.count("conversations"), 3)

    def test_printers_are_left_alone_and_counted(self):
        servers = self.start(greets) + [Server(greets, 9116)]
        self.addCleanup(servers[-1].close)
        for wanted in "--banner", "--service":
            report = self.scan(servers, wanted)
            self.check_rows(report, servers)
            self.assertEqual([report.count(name) for name in ("open", "verified", "unverified", "left_alone")], [2, 1, 0, 1])
        self.assertEqual(servers[-1].met, 0)
        self.assertEqual(self.scan(servers, "--service", "--risky-ports").count("left_alone"), 0)

    def test_without_a_journal_too(self):
        servers = self.start(greets, is_silent)
        self.check_rows(self.scan(servers, "--banner", "--no-journal"), servers)

    def test_hostile_servers_end_in_time(self):
        servers = self.start(talks_for_ever, one_byte_a_second, resets, is_silent, greets, sends_a_bomb)
        for wanted, parallel in (("--banner", 3), ("--service", 10)):
            began = time.monotonic()
            report = self.scan(servers, wanted, "--parallel", parallel, "--per-host", parallel)
            self.assertLess(time.monotonic() - began, 20)
            self.check_rows(report, servers)
        (bomb,) = [row for row in report.lines if row["type"] == "amendment" and row["port"] == servers[-1].port]
        self.assertEqual((bomb["http_server"], bomb["http_title"]), ("bomb", None))

    def test_a_reset_in_any_state_ends_in_time(self):
        servers = self.start(*(resets_after(text, unasked) for text in SAID for unasked in (False, True)))
        began = time.monotonic()
        report = self.scan(servers, "--service", "--per-host", "20")
        self.assertLess(time.monotonic() - began, 60)
        self.check_rows(report, servers)
        written = pathlib.Path("out.ndjson").read_bytes()
        self.assertNotIn(b"\x1b", written)
        self.assertNotIn(b"\0", written)

    def test_an_interrupt_ends_conversations(self):
        servers = self.start(is_silent, is_silent)
        ports = ",".join(str(server.port) for server in servers)
        run = lab.start("scan", "127.0.0.1", "-p", ports, "--banner", "--per-host", "1", "--service-timeout", "60s", "-o", "i.csv")
        while not any(server.met for server in servers):
            time.sleep(0.05)
        began = time.monotonic()
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=20)
        self.assertEqual(run.returncode, 130)
        self.assertLess(time.monotonic() - began, 10)

    def check_resumed(self, kill, *formats):
        """The ports that were left when it ended are talked to, and no other; in the end each has its service."""
        servers = self.start(greets, greets, greets, is_silent)
        ports = ",".join(str(server.port) for server in servers)
        journal = f"{kill.name}.journal"
        outputs = [word for name in formats for word in ("-o", name)]
        first = lab.start("scan", "127.0.0.1", "-p", ports, "--banner", "--parallel", "4", "--service-timeout", "60s", "--detect-proxies", "off",
                          "--journal", journal, *outputs)
        for _ in range(200):
            if all(server.met for server in servers):
                break
            time.sleep(0.05)
        time.sleep(3)  # what the others said is marked
        first.send_signal(kill)
        first.communicate(timeout=20)
        met = [server.met for server in servers]
        before = lab.muster("report", journal, "-o", "ndjson:-").stdout
        self.assertEqual(before.count("here is a server"), 3, before)
        self.assertEqual(before.count('"speaks":"'), 3, before)
        lab.muster("resume", journal, "--service-timeout", "1s", "--force")
        self.assertEqual([server.met for server in servers][:3], met[:3])
        self.assertGreater(servers[3].met, met[3])
        after = lab.muster("report", journal, "-o", "ndjson:-").stdout
        self.assertEqual(after.count("here is a server"), 3, after)
        self.assertEqual(after.count('"speaks":"'), 4, after)

    def test_a_run_that_was_killed_goes_on_with_the_ports_that_are_left(self):
        self.check_resumed(signal.SIGKILL, "k.csv", "k.ndjson")
        rows = lab.read_csv("k.csv")
        self.assertEqual(len(rows), 4)
        self.assertEqual(sum("here is a server" in row["banner"] for row in rows), 3)
        lines = pathlib.Path("k.ndjson").read_text()
        self.assertEqual(lines.count("here is a server"), 3, lines)
        self.assertEqual(lines.count('"silent"'), 1, lines)

    def test_a_run_that_was_interrupted_goes_on_too(self):
        self.check_resumed(signal.SIGINT, "i.json")
        self.assertEqual(pathlib.Path("i.json").read_text().count("here is a server"), 3)

    def start_program(self, port, *words):
        """A server of this machine, when it listens."""
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        self.fail(f"{words[0]} does not listen at {port}")

    def make_certificate(self):
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "30",
            "-subj", "/CN=muster.test/O=Lab", "-addext", "subjectAltName=DNS:muster.test,DNS:www.muster.test")

    def service(self, port, *words):
        """The fields of the amendment of this port."""
        report = lab.ask("scan", "127.0.0.1", "-p", port, "--service", *words)
        (row,) = [row for row in report.lines if row["type"] == "amendment"]
        return row

    @unittest.skipUnless(shutil.which("openssl"), "needs openssl")
    def test_a_certificate_is_told_as_openssl_tells_it(self):
        self.make_certificate()
        self.start_program(4433, "openssl", "s_server", "-accept", "4433", "-key", "key.pem", "-cert", "cert.pem", "-www", "-quiet")
        row = self.service(4433)
        told = run("openssl", "x509", "-in", "cert.pem", "-noout", "-fingerprint", "-sha256", "-enddate", "-dateopt", "iso_8601")
        self.assertIn(row["cert_sha256"], told.replace(":", "").lower())
        self.assertIn(row["cert_not_after"].replace("T", " "), told)
        self.assertEqual(row["cert_cn"], "muster.test")
        self.assertEqual(row["cert_issuer"], "O=Lab,CN=muster.test")
        self.assertEqual(row["cert_key"], "RSA 2048")
        self.assertEqual(row["cert_san"], "muster.test www.muster.test")
        talk = run("openssl", "s_client", "-connect", "127.0.0.1:4433", "-brief", stderr=subprocess.STDOUT)
        self.assertEqual(row["tls"].split(), [talk.partition("Protocol version: ")[2].split()[0], talk.partition("Ciphersuite: ")[2].split()[0]])
        self.assertEqual(str(row["http_status"]), "200")

    def test_a_web_server_is_told(self):
        pathlib.Path("web").mkdir(exist_ok=True)
        pathlib.Path("web/index.html").write_text("<html><head><title>The lab</title></head></html>")
        self.start_program(8000, sys.executable, "-m", "http.server", "8000", "--bind", "127.0.0.1", "--directory", "web")
        row = self.service(8000)
        self.assertEqual((row["service"], row["service_from"], str(row["http_status"])), ("http", "probe", "200"))
        self.assertEqual(row["http_title"], "The lab")
        with urllib.request.urlopen("http://127.0.0.1:8000/") as answer:
            self.assertEqual(row["http_server"], answer.headers["Server"])

    @unittest.skipUnless(shutil.which("nginx"), "needs nginx")
    def test_a_redirect_is_told_and_not_followed(self):
        here = pathlib.Path.cwd()
        pathlib.Path("nginx.conf").write_text(f"""user root; daemon off; pid {here}/nginx.pid; error_log /dev/null; events {{}}
            http {{ access_log off; client_body_temp_path {here}/a; proxy_temp_path {here}/b; fastcgi_temp_path {here}/c;
            uwsgi_temp_path {here}/d; scgi_temp_path {here}/e; server {{ listen 127.0.0.1:8080; return 301 https://muster.test/x; }} }}""")
        self.start_program(8080, "nginx", "-p", str(here), "-c", f"{here}/nginx.conf")
        row = self.service(8080)
        self.assertEqual((row["service"], str(row["http_status"]), row["http_location"]), ("http", "301", "https://muster.test/x"))
        version = run("nginx", "-v", stderr=subprocess.STDOUT).split("nginx/")[1].split()[0]
        self.assertEqual(row["http_server"], f"nginx/{version}")


if __name__ == "__main__":
    lab.main()
