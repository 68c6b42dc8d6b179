# SPDX-License-Identifier: BSD-2-Clause
"""Pages for a browser, as programs read them: well-formed, with the verdicts that went in, and nothing of strangers as markup.
What a browser makes of them: tests/browser/run, in scripts/nightly."""
import base64
import hashlib
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ["SOURCE"])
EMPTY = {"meta", "link", "br", "hr", "img", "input", "path", "rect"}  # of SVG these are closed in place
ATTACKS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "</script><script>alert(3)</script>", "<!--<script>", "-->",
           "\u202eevil\u2028x", "a|b|c", "&lt;b&gt;", "javascript:alert(5)", "</title></style><b>", "' onmouseover='alert(7)", "\x01\x1b[31m"]


class Page(html.parser.HTMLParser):
    """Elements are closed in their order, ids occur once, and what refers to an id finds it."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.tags, self.ids, self.data, self.rows = [], [], {}, [], {}, []
        self.refers, self.attributes, self.script = set(), set(), None
        self.feed(text)
        self.close()
        self.wrong += [f"{tag} is not closed" for tag in self.open]
        self.wrong += [f"id {one} twice" for one in {one for one in self.ids if self.ids.count(one) > 1}]
        self.wrong += [f"no id {one}" for one in self.refers - set(self.ids)]

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes |= set(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.refers |= {attrs[name] for name in ("aria-labelledby",) if name in attrs}
        self.refers |= {attrs["href"][1:]} if attrs.get("href", "").startswith("#") else set()
        if tag not in EMPTY:
            self.open.append(tag)
        if tag == "script":
            self.script = attrs.get("id", "program")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if tag in EMPTY:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}, where {self.open[-1:]} is open")
        else:
            self.open.pop()
        self.script = None if tag == "script" else self.script

    def handle_data(self, text):
        if self.script:
            self.data[self.script] = self.data.get(self.script, "") + text
        elif self.rows and self.rows[-1] and {"td", "th"} & set(self.open):
            self.rows[-1][-1] += text


def rows_of(page):
    """The rows of the large table: those of HTML, and those of JSON, as page.js opens them."""
    def column(value, count):
        if value is None or isinstance(value, str):
            return [value or ""] * count
        if isinstance(value, list):
            return value
        if "d" in value:
            return [value["d"][ord(letter) - (71 if letter >= "a" else 65)] for letter in value["i"]]
        if "m" in value:
            return [base64.b64decode(value["m"][at:at + 8]).hex(":") for at in range(0, 8 * count, 8)]
        return [value["p"] + rest for rest in value["s"].split("|")]

    head = next(at for at, row in enumerate(page.rows) if "addr" in row)
    rows = page.rows[head + 1:]
    for piece in json.loads(page.data["more"]):
        rows += map(list, zip(*(column(value, piece["n"]) for value in piece["c"])))
    return page.rows[head], rows


def verdict(addr, state="up", **more):
    return {"addr": addr, "port": None, "state": state, "reason": "echo-reply" if state == "up" else "no-response", "attempts": 1, **more}


class Pages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_file(self, name, rows, command="muster sweep 10.0.0.0/24", targets=("10.0.0.0/24",), **summary):
        path = self.folder / name
        path.write_text(json.dumps({"muster": "0.1.0", "parameters": {"command": command, "start": "2026-11-29T10:00:00.000Z",
                                                                      "targets": targets}, "summary": summary, "results": rows}))
        return path

    def muster(self, *words, status=0):
        run = subprocess.run([MUSTER, *map(str, words)], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertEqual(run.returncode, status, run.stderr)
        return run

    def page(self, *words, status=0):
        text = self.muster(*words, "-o", "html:-", "-q", status=status).stdout
        page = Page(text)
        self.assertEqual(page.wrong, [])
        self.check_policy(text)
        return text, page

    def check_policy(self, text):
        """Only what is within is run; no handler and no style stands in an element."""
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
        for tag, directive in ("style", "style-src"), ("script", "script-src"):
            content, = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.S)
            self.assertIn(f"{directive} 'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'", policy)
        self.assertTrue(policy.startswith("default-src 'none'; "))
        self.assertNotRegex(text, r"https?://")
        self.assertFalse([name for name in Page(text).attributes if name.startswith("on") or name in ("style", "srcdoc", "src")])

    def test_recorded_scans_are_pages(self):
        for name in "sweep", "ipv6", "errors":
            with self.subTest(name):
                text, page = self.page("replay", SOURCE / "tests/data/stories" / f"{name}.pcapng", "--force")
                self.assertGreater(len(page.rows), 1)
                self.assertIn("<svg viewBox", text)

    def test_every_verdict_is_a_row_in_its_order(self):
        rows = [verdict(f"10.0.{at >> 8}.{at & 255}", rtt_ms=at / 8 + 0.001, ttl=64, mac=f"00:1b:21:00:{at >> 8:02x}:{at & 255:02x}")
                for at in range(1, 1200)]
        head, found = rows_of(self.page("report", self.run_file("a.json", rows))[1])
        self.assertEqual([row["addr"] for row in rows], [row[head.index("addr")] for row in found])
        self.assertEqual([row["mac"] for row in rows], [row[head.index("mac")] for row in found])
        self.assertEqual([f"{row['rtt_ms']:.3f}" for row in rows], [row[head.index("rtt_ms")] for row in found])

    def test_text_of_strangers_is_text(self):
        rows = [verdict(f"10.0.0.{at + 1}", "open", port=443, proto="tcp", rtt_ms=1, service="https", product=attack, version=attack,
                        http_title=attack, cert_cn=attack, cert_issuer=attack, cert_not_after="2026-12-01T00:00:00Z", banner=attack * 30,
                        ssh_key=attack, name=attack) for at, attack in enumerate(ATTACKS * 60)][:600]
        for at, row in enumerate(rows):
            row["addr"] = f"10.0.{at >> 8}.{at & 255}"
        path = self.run_file("evil.json", rows, command="muster scan '" + ATTACKS[2], targets=ATTACKS)
        text, page = self.page("report", path)
        self.assertEqual((page.tags["script"], page.tags.get("img", 0)), (3, 0))
        self.assertNotIn("\u202e", text)
        self.assertNotIn("\x1b", text)
        head, found = rows_of(page)
        self.assertEqual(len(found), len(rows))
        for row, cells in zip(rows, found):
            if row["product"].isascii() and row["product"].isprintable():
                self.assertEqual(cells[head.index("product")], row["product"])

    def test_first_screen_has_what_the_file_says(self):
        rows = [verdict("10.0.0.1"), verdict("10.0.0.2", suspect="proxy-arp"), verdict("10.0.0.3", "down")]
        text, _ = self.page("report", self.run_file("a.json", rows, missed_share=0.0123, missed_low=0.01, missed_high=0.2, elapsed_ms=61000))
        for part in ("<code>muster sweep 10.0.0.0/24</code>", "<b>2</b> up", "<b>1</b> down", "2026-11-29T10:00:00.000Z",
                     "<b>1.23 %</b> (95 % confidence interval 1.00 % to 20.0 %)", "proxy-arp</a>: 1 (", "1 min 1 s"):
            self.assertTrue(part in text, part)

    def test_changes_since_an_older_run(self):
        old = self.run_file("old.json", [verdict("10.0.0.1"), verdict("10.0.0.2", "down"), verdict("10.0.0.3")])
        new = self.run_file("new.json", [verdict("10.0.0.1"), verdict("10.0.0.2"), verdict("10.0.0.3", "down")])
        text, _ = self.page("report", new, "--since", old)
        self.assertRegex(text, r"1 came</b>.*1 went</b>.*0 changed</b> of 3 targets compared")
        self.muster("report", new, "--since", old, "-o", self.folder / "x.csv", status=2)
        self.assertIn("expected an output such as -o x.html", self.muster("report", new, "--since", old, status=2).stderr)
        self.assertIn("named twice", self.muster("report", new, "--since", new, "-o", self.folder / "x.html", status=2).stderr)
        text, page = self.page("diff", old, new, status=1)
        self.assertEqual([row[:4] for row in rows_of(page)[1]], [["came", "10.0.0.2", "down", "up"], ["went", "10.0.0.3", "up", "down"]])

    def test_a_sweep_of_a_16_is_two_megabytes_at_most(self):
        path = self.folder / "big.csv"
        with path.open("w") as file:
            file.write("addr,port,proto,state,reason,rtt_ms,ttl,mac\n")
            for at in range(65536):
                file.write(f"10.9.{at >> 8}.{at & 255},,icmp,up,echo-reply,{at % 977 / 97 + .001:.6f},64,00:1b:21:{at * 7919 % 256:02x}:{at >> 8:02x}:{at & 255:02x}\n")
        self.muster("report", path, "-q", "-o", self.folder / "big.html")
        self.assertLess((self.folder / "big.html").stat().st_size, 2000000)

    @unittest.skipUnless(shutil.which("xmllint"), "there is no xmllint")
    def test_xmllint_finds_no_fault(self):
        rows = [verdict("10.0.0.1", mac="00:1b:21:00:00:01", rtt_ms=1), verdict("2001:db8::1"), verdict("2001:db8::2", "down")]
        path = self.folder / "a.html"
        self.muster("report", self.run_file("a.json", rows), "-q", "-o", path)
        run = subprocess.run(["xmllint", "--html", "--noout", path], capture_output=True, text=True, timeout=60)
        # It knows HTML 4: elements that came after it are no faults.
        faults = [line for line in run.stderr.splitlines() if "error :" in line and not re.search(r"Tag \w+ invalid", line)]
        self.assertEqual(faults, [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv)
