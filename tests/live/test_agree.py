# SPDX-License-Identifier: BSD-2-Clause
"""What --service says of certificates, keys and pages is what openssl s_client, ssh-keyscan and curl say of the same ports."""
import pathlib
import re
import shutil
import socket
import subprocess
import time
import unittest

import lab

# Port: how its key is made, the versions of TLS that the server speaks, other names in its certificate.
CERTIFICATES = {
    4430: (["rsa:2048"], "TLSv1.2 TLSv1.3", "DNS:agree.test,DNS:www.agree.test,IP:192.0.2.7,IP:2001:db8::7"),
    4431: (["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "TLSv1.3", "DNS:agree.test"),
    4432: (["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], "TLSv1.2", "email:root@agree.test,URI:https://agree.test/"),
    4433: (["ed25519"], "TLSv1.2 TLSv1.3", ",".join(f"DNS:n{number}.agree.test" for number in range(40))),
    4434: (["rsa:3072"], "TLSv1.2", None),
}
# Port: what the server does with GET /.
PAGES = {
    8080: "add_header Content-Type text/html; return 200 '<html><head><title> A  page\\nof &amp; with “signs” </title></head></html>';",
    8081: "return 302 https://elsewhere.test/login;",
    8082: "return 404;",
    8083: "server_tokens off; add_header Content-Type text/html; return 403 '<TITLE lang=en>No</TITLE>';",
    8084: "return 204;",
}
KEYS = {2220: "ed25519", 2221: "rsa", 2222: "ecdsa"}


def say(*words, text=None):
    return subprocess.run(list(map(str, words)), input=text, capture_output=True, text=True, timeout=20).stdout


def needs(*programs):
    missing = [name for name in programs if not shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")]
    return unittest.skipIf(missing, f"needs {', '.join(missing)}")


class Agree(unittest.TestCase):
    def start_server(self, ports, *words):
        process = subprocess.Popen(list(map(str, words)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        for port in ports:
            self.wait_for(port, process)

    def wait_for(self, port, process):
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if process.poll() is not None:
                self.skipTest(f"{process.args[0]} does not run here")
            time.sleep(0.05)
        self.fail(f"{process.args[0]} does not listen at {port}")

    def start_nginx(self, ports, blocks):
        here = pathlib.Path.cwd()
        folders = "".join(f"{kind}_temp_path {here}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        pathlib.Path("nginx.conf").write_text(f"user root; daemon off; pid {here}/nginx.pid; error_log /dev/null; events {{}}\n"
                                              f"http {{ access_log off; {folders}\n{blocks} }}")
        self.start_server(ports, "nginx", "-p", here, "-c", f"{here}/nginx.conf")

    def services(self, ports):
        """The row of each port, when it was talked to."""
        report = lab.ask("scan", "127.0.0.1", "-p", ",".join(map(str, ports)), "--service", "--detect-proxies", "off")
        rows = {row["port"]: row for row in report.lines if row["type"] == "amendment"}
        self.assertEqual(set(rows), set(ports))
        return rows

    def make_certificate(self, port):
        key, _, names = CERTIFICATES[port]
        other = ["-addext", f"subjectAltName={names}"] if names else []
        say("openssl", "req", "-x509", "-newkey", *key, "-nodes", "-keyout", f"{port}.key", "-out", f"{port}.pem", "-days", 30 + port % 10,
            "-subj", f"/C=DE/O=Lab, Inc./CN=agree {port} ü", "-utf8", *other)

    def check_certificate(self, port, row):
        talk = say("openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-alpn", "h2,http/1.1", text="")
        pem = re.search("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", talk, re.S)[0]
        told = say("openssl", "x509", "-noout", "-fingerprint", "-sha256", "-enddate", "-dateopt", "iso_8601", "-subject", "-issuer", "-nameopt",
                   "RFC2253,-esc_msb,utf8", "-ext", "subjectAltName", text=pem)
        self.assertEqual(row["cert_sha256"], re.search("Fingerprint=(.*)", told)[1].replace(":", "").lower())
        self.assertEqual(row["cert_not_after"], re.search("notAfter=(.*)", told)[1].replace(" ", "T"))
        self.assertEqual(row["cert_issuer"], re.search("issuer=(.*)", told)[1])
        self.assertEqual(f"CN={row['cert_cn']}", re.search("subject=(CN=[^,]*)", told)[1])
        names = re.findall(r"(?:DNS|email|URI|IP Address):([^,\n]+)", told)
        self.assertEqual((row["cert_san"] or "").split(), [socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, name))
                                                          if re.fullmatch("[0-9A-F:]+:[0-9A-F:]+", name) else name for name in names])
        version, cipher = re.search(r"New, (\S+), Cipher is (\S+)", talk).groups()
        self.assertEqual(row["tls"], f"{re.search('Protocol *: (TLS.*)', talk)[1] if 'Protocol  :' in talk else version} {cipher}")
        self.assertEqual(row["alpn"], re.search("ALPN protocol: (.*)", talk)[1])
        bits = re.search(r"Server public key is (\d+) bit", talk)[1]
        self.assertEqual(row["cert_key"].split()[1], bits)

    @needs("openssl", "nginx")
    def test_certificates_are_those_of_s_client(self):
        for port in CERTIFICATES:
            self.make_certificate(port)
        self.start_nginx(CERTIFICATES, "\n".join(
            f"server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {port}.pem; ssl_certificate_key {port}.key; ssl_protocols {versions}; "
            "return 200; }" for port, (_, versions, _) in CERTIFICATES.items()))
        for port, row in self.services(CERTIFICATES).items():
            with self.subTest(port=port):
                self.check_certificate(port, row)

    @needs("curl", "nginx")
    def test_pages_are_those_of_curl(self):
        self.start_nginx(PAGES, "\n".join(f"server {{ listen 127.0.0.1:{port}; location / {{ {does} }} }}" for port, does in PAGES.items()))
        for port, row in self.services(PAGES).items():
            with self.subTest(port=port):
                head, _, body = say("curl", "-s", "-i", f"http://127.0.0.1:{port}/").replace("\r\n", "\n").partition("\n\n")
                title = re.search(r"<title[^>]*>\s*(.*?)\s*</title>", body, re.S | re.I)
                self.assertEqual(str(row["http_status"]), head.split()[1])
                for field, header in (("http_server", "Server"), ("http_location", "Location")):
                    self.assertEqual(row.get(field) or "", "".join(re.findall(f"^{header}: (.*)$", head, re.M)), field)
                self.assertEqual(row.get("http_title") or "", title[1] if title else "")

    def check_key(self, port, kind, row):
        line = say("ssh-keyscan", "-T", 5, "-p", port, "-t", kind, "127.0.0.1")
        print_ = say("ssh-keygen", "-l", "-E", "sha256", "-f", "-", text=line)
        self.assertEqual(row["ssh_key"], line.split()[1])
        self.assertEqual(row["ssh_key_sha256"].removeprefix("SHA256:"), re.search(r"SHA256:(\S+)", print_)[1])

    @needs("sshd", "ssh-keyscan", "ssh-keygen")
    def test_keys_of_openssh_are_those_of_ssh_keyscan(self):
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
        for port, kind in KEYS.items():
            say("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", f"key.{kind}")
            pathlib.Path(f"sshd.{kind}").write_text(f"Port {port}\nListenAddress 127.0.0.1\nHostKey {pathlib.Path.cwd()}/key.{kind}\nPidFile none\nUsePAM no\n")
            self.start_server([port], shutil.which("sshd", path="/usr/sbin:/sbin"), "-D", "-f", f"{pathlib.Path.cwd()}/sshd.{kind}")
        for port, row in self.services(KEYS).items():
            with self.subTest(kind=KEYS[port]):
                self.check_key(port, KEYS[port], row)

    @needs("dropbear", "dropbearkey", "ssh-keyscan", "ssh-keygen")
    def test_keys_of_dropbear_are_those_of_ssh_keyscan(self):
        say("dropbearkey", "-t", "ed25519", "-f", "key.dropbear")
        self.start_server([2223], "dropbear", "-F", "-p", "127.0.0.1:2223", "-r", "key.dropbear", "-P", "dropbear.pid")
        self.check_key(2223, "ed25519", self.services([2223])[2223])


if __name__ == "__main__":
    lab.main()
