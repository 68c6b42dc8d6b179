# SPDX-License-Identifier: BSD-2-Clause
"""What is known of services, with texts made to do harm, from every format into every other. Nothing is sent."""
import importlib.util
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

MUSTER = os.environ["MUSTER"]
NMAP = pathlib.Path("/usr/share/nmap")
BANNER = bytes(i * 7 % 256 for i in range(1460))
HOSTILE = [b"=cmd()", b"+1", b"-1+2", b"@x", b"'=1", b'"quo\'te,"', b"a\x1b[31mred\x00\r\n\tb", b"\xff\xfe\x80", b"\\x41 \\xzz \\",
           "\u202ertl \u200b".encode(), b"</script>&<x>", b" blanks ", b"%s%n", b"x" * 96]
EXTENSIONS = {"csv": "csv", "json": "json", "ndjson": "ndjson", "nmap-xml": "xml"}


def spell(text):
    """As reports have it: UTF-8 without NUL, from which every byte can be read back."""
    found, characters = "", text.decode("utf-8", "surrogateescape")
    for at, c in enumerate(characters):
        if c == "\0" or 0xdc80 <= ord(c) <= 0xdcff:
            found += f"\\x{ord(c) & 0xff:02x}"
        else:
            found += r"\x5c" if c == "\\" and characters[at + 1:at + 2] == "x" else c
    return found


def row(number, text):
    word = spell(text)
    return {"addr": f"10.0.0.{number}", "port": 80, "proto": "tcp", "state": "open", "reason": "syn-ack", "rtt_ms": 1.5, "ttl": 64,
            "attempts": 1, "time": "2026-11-29T10:30:15.000Z", "service": "http", "service_from": "banner" if number % 2 else "probe",
            "product": word, "version": word, "os": word, "cpe": "cpe:/a:x:y cpe:/o:z", "tls": word[:70], "alpn": "h2", "cert_cn": word,
            "cert_san": spell(text * (1024 // len(text))), "cert_issuer": word, "cert_not_after": "2027-01-01T00:00:00Z",
            "cert_key": "RSA 2048", "cert_sha256": "0" * 64, "http_status": 200, "http_server": word, "http_title": word,
            "http_location": word, "ssh_key": "ssh-ed25519", "ssh_key_sha256": "A" * 43, "capabilities": word, "banner": spell(BANNER),
            "speaks": "data"}


class Folder(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.rows = [row(number, text) for number, text in enumerate(HOSTILE, 1)]
        (self.folder / "in.json").write_text(json.dumps({"muster": "0", "parameters": {}, "summary": {}, "results": self.rows}))

    def muster(self, *words, code=0):
        run = subprocess.run([MUSTER, *words], cwd=self.folder, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertEqual(run.returncode, code, run.stderr)
        return run.stdout

    def results(self, name):
        return json.loads((self.folder / name).read_text())["results"]


class Services(Folder):
    def test_a_report_of_a_report_is_the_same_in_every_format(self):
        for source, extension in EXTENSIONS.items():
            with self.subTest(source=source):
                self.muster("report", "in.json", "-q", "-o", f"{source}:1.{extension}")
                self.muster("report", f"1.{extension}", "-q", "-o", f"{source}:2.{extension}")
                self.assertEqual(*((self.folder / f"{number}.{extension}").read_bytes() for number in "12"))

    def test_every_text_comes_back_from_every_format(self):
        names = [name for name in self.rows[0] if name not in ("attempts", "rtt_ms")]
        for source, extension in [*EXTENSIONS.items(), ("sqlite", "db")]:
            with self.subTest(source=source):
                self.muster("report", "in.json", "-q", "-o", f"{source}:a.{extension}")
                self.muster("report", f"a.{extension}", "-q", "--force", "-o", "json:b.json")
                for found, expected in zip(self.results("b.json"), self.rows):
                    self.assertEqual({name: found[name] for name in names}, {name: expected[name] for name in names})

    def test_nothing_steers_a_terminal_or_a_spreadsheet(self):
        for output in "text:-", "csv:-", "grepable:-":
            with self.subTest(output=output):
                printed = self.muster("report", "in.json", "-q", "-o", output)
                self.assertNotRegex(printed, "[\x00-\x08\x0b-\x1f\x7f\u202e\u200b]")
        cells = re.findall(r'(?:^|,)"?([=+@-])', self.muster("report", "in.json", "-q", "-o", "csv:-", "--fields", "addr,product,version"))
        self.assertEqual(cells, [])

    def test_the_table_has_products(self):
        lines = self.muster("report", "in.json", "-q").splitlines()
        self.assertEqual(lines[0].split(), ["ADDRESS", "PORT", "STATE", "SERVICE", "PRODUCT"])
        self.assertEqual(lines[1].split(), ["10.0.0.1", "80", "open", "ssl/http", "=cmd()", "=cmd()"])
        self.assertIn(r"a\x1b[31mred\x00\x0d\x0a\x09b", lines[7])

    def test_defaults_have_them_only_where_they_are_known(self):
        (self.folder / "plain.csv").write_text("addr,port,state\n10.0.0.1,80,open\n")
        self.assertNotIn("product", self.muster("report", "plain.csv", "-q", "-o", "csv:-"))
        self.assertIn("service,service_from,product,version", self.muster("report", "in.json", "-q", "-o", "csv:-"))

    def test_the_name_of_a_port_is_a_guess(self):
        (self.folder / "guess.csv").write_text("addr,port,proto,state,service,service_from\n10.0.0.1,22,tcp,open,gopher,port\n")
        self.assertEqual(self.muster("report", "guess.csv", "-q", "-o", "csv:-", "--fields", "service,service_from,product").splitlines()[1],
                         "ssh,port,")

    def test_a_status_is_a_number(self):
        self.muster("report", "in.json", "-q", "-o", "a.json")
        self.assertIs(type(self.results("a.json")[0]["http_status"]), int)
        (self.folder / "bad.csv").write_text("addr,port,state,http_status\n10.0.0.1,80,open,2x\n")
        self.muster("report", "bad.csv", code=2)

    def test_merge_keeps_what_any_file_knows(self):
        (self.folder / "later.csv").write_text("addr,port,proto,state,time\n10.0.0.1,80,tcp,open,2026-11-29T11:00:00.000Z\n")
        printed = self.muster("merge", "in.json", "later.csv", "-q", "-o", "csv:-", "--fields", "addr,time,product")
        self.assertEqual(printed.splitlines()[1], "10.0.0.1,2026-11-29T11:00:00.000Z,\"'=cmd()\"")

    def test_diff_tells_products_that_changed(self):
        changed = json.loads((self.folder / "in.json").read_text())
        changed["results"][0]["version"] = "2\u202e"
        del changed["results"][1]["product"]
        (self.folder / "new.json").write_text(json.dumps(changed))
        self.assertEqual(self.muster("diff", "in.json", "new.json", "-q", code=1),
                         "~ 10.0.0.1 port 80 open service http =cmd() =cmd() → http =cmd() 2\\xe2\\x80\\xae\n")
        line = json.loads(self.muster("diff", "in.json", "new.json", "-q", "-o", "ndjson:-", code=1).splitlines()[0])
        self.assertEqual((line["was_version"], line["version"]), ("=cmd()", "2\\xe2\\x80\\xae"))

    def test_a_database_of_an_earlier_version_gets_the_table(self):
        self.muster("report", "in.json", "-q", "-o", "a.db")
        base = sqlite3.connect(self.folder / "a.db")
        base.execute("DROP TABLE services")
        base.commit()
        self.muster("report", "in.json", "-q", "-o", "a.db")
        self.assertEqual(base.execute("SELECT run, product FROM services WHERE addr = '10.0.0.1'").fetchall(), [(2, "=cmd()")])
        base.close()
        self.assertNotIn("=cmd()", self.muster("report", "a.db#1", "-q", "-o", "csv:-"))
        self.assertIn("=cmd()", self.muster("report", "a.db#2", "-q", "-o", "csv:-"))


class Nmap(Folder):
    """What nmap's readers make of it."""

    def setUp(self):
        super().setUp()
        self.muster("report", "in.json", "-q", "-o", "a.xml")

    def test_elements_are_where_readers_look(self):
        port = xml.etree.ElementTree.parse(self.folder / "a.xml").find("host/ports/port")
        self.assertEqual(port.find("service").attrib, {"name": "http", "product": "=cmd()", "version": "=cmd()", "ostype": "=cmd()",
                                                       "tunnel": "ssl", "method": "probed", "conf": "8"})
        self.assertEqual([cpe.text for cpe in port.iter("cpe")], ["cpe:/a:x:y", "cpe:/o:z"])
        self.assertEqual([script.get("id") for script in port.iter("script")],
                         ["banner", "http-title", "http-server-header", "ssl-cert", "ssh-hostkey", "muster-service"])

    @unittest.skipUnless(shutil.which("xmllint") and (NMAP / "nmap.dtd").exists(), "libxml2-utils or nmap-common is not installed")
    def test_the_document_is_valid(self):
        text, count = re.subn(r"(scanner\s+)\(nmap\)", r"\1(nmap | muster)", (NMAP / "nmap.dtd").read_text())
        self.assertEqual(count, 1)
        (self.folder / "wide.dtd").write_text(text)
        subprocess.run(["xmllint", "--noout", "--dtdvalid", "wide.dtd", "a.xml"], cwd=self.folder, check=True)

    @unittest.skipUnless(shutil.which("ndiff"), "ndiff is not installed")
    def test_ndiff_compares_them(self):
        """One script a port: of nmap's own files, too, ndiff 7.93 reads no more (it cannot order them)."""
        for name, version in ("old", "1"), ("new", "2"):
            rows = [{"addr": "10.0.0.1", "port": 80, "proto": "tcp", "state": "open", "service": "http", "service_from": "probe",
                     "product": "=cmd()", "version": version, "banner": spell(BANNER)}]
            (self.folder / f"{name}.json").write_text(json.dumps({"parameters": {}, "summary": {}, "results": rows}))
            self.muster("report", f"{name}.json", "-q", "-o", f"{name}.xml")
        same = subprocess.run(["ndiff", "old.xml", "old.xml"], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual((same.returncode, same.stdout), (0, ""), same.stderr)
        changed = subprocess.run(["ndiff", "old.xml", "new.xml"], cwd=self.folder, capture_output=True, text=True)
        self.assertRegex(changed.stdout, r"(?m)^-80/tcp +open +http +=cmd\(\) 1$")
        self.assertRegex(changed.stdout, r"(?m)^\+80/tcp +open +http +=cmd\(\) 2$")

    @unittest.skipUnless(importlib.util.find_spec("libnmap"), "python3-libnmap is not installed")
    def test_python_libnmap_reads_them(self):
        from libnmap.parser import NmapParser
        service = NmapParser.parse_fromfile(str(self.folder / "a.xml")).hosts[0].services[0]
        self.assertEqual(service.service_dict["product"], "=cmd()")
        self.assertEqual(service.tunnel, "ssl")
        self.assertEqual(len(service.scripts_results), 6)

    def test_files_of_nmap_are_read(self):
        (self.folder / "nmap.xml").write_text(
            '<nmaprun scanner="nmap" start="1"><host><status state="up" reason="syn-ack"/><address addr="10.0.0.1" addrtype="ipv4"/><ports>'
            '<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/><service name="ssh" product="OpenSSH" version="9.2" '
            'ostype="Linux" method="probed" conf="10"><cpe>cpe:/a:o:o</cpe><cpe>cpe:/o:l:l</cpe></service>'
            '<script id="banner" output="SSH-2.0\\x00"/><script id="x" output="y"><elem key="product">no</elem></script></port>'
            '<port protocol="tcp" portid="80"><state state="open"/><service name="http" method="table" conf="3"/></port>'
            '</ports></host></nmaprun>')
        printed = self.muster("report", "nmap.xml", "-q", "-o", "csv:-", "--fields", "port,service,service_from,product,version,os,cpe,banner")
        self.assertEqual(printed.splitlines()[1:], [r"22,ssh,probe,OpenSSH,9.2,Linux,cpe:/a:o:o cpe:/o:l:l,SSH-2.0\x00", "80,http,port,,,,,"])


if __name__ == "__main__":
    unittest.main()
