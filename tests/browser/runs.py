# SPDX-License-Identifier: BSD-2-Clause
"""runs.py FOLDER - writes the runs that tests/browser/run makes pages of, as muster's json: the same ones every time.

lan, lan-after  a /24 on-link with every state, suspects, vendors; and as it is later
curve, full     a /16, sparse; a /16 where every address answers, with a MAC address
ports, many     a port scan with services and certificates; 100,000 open ports
more            a port scan beyond what a table has
six             IPv6; mixed: a /16 between two /24
hostile         every text from outside is an attack on a page
"""
import json
import pathlib
import random
import sys

SUMMARY = {"targets": 0, "asked": 0, "missed_share": 0.0021, "missed_low": 0.0003, "missed_high": 0.0074, "elapsed_ms": 12345,
           "interrupted": False}
MACS = "00:1b:21", "3c:fd:fe", "52:54:00", "b8:27:eb", "00:0c:29", "f0:9f:c2"
PORTS = {22: ("ssh", "OpenSSH", "9.2p1 Debian"), 80: ("http", "nginx", "1.24.0"), 443: ("https", "nginx", "1.24.0"),
         3306: ("mysql", "MySQL", "8.0.36"), 5432: ("postgresql", "PostgreSQL", None), 8080: ("http-proxy", "Apache Tomcat", "9.0.71")}
ATTACKS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "</script><script>alert(3)</script>", "<!--<script>", "]]>",
           "\u202eevil\u2028x", "a|b|c", "&lt;b&gt;&amp;", "\x01\x1b[31m", "日本語 é", 'x"y\\z\'', "javascript:alert(5)", "{{7*7}}",
           "</title><script>alert(6)</script>", "' onmouseover='alert(7)"]


def ipv4(number):
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def verdict(dice, addr, state, reason, **more):
    row = {"addr": addr, "port": None, "proto": None, "state": state, "reason": reason, "rtt_ms": None, "ttl": None, "attempts": 1,
           "time": f"2026-11-29T10:00:{dice.randrange(60):02}.{dice.randrange(1000):03}Z"}
    return {**row, **more}


def answer(dice, addr, state="up", reason="echo-reply", proto="icmp", **more):
    return verdict(dice, addr, state, reason, proto=proto, rtt_ms=round(dice.lognormvariate(0.5, 0.9), 6),
                   ttl=dice.choice([64, 64, 64, 128, 255]), **more)


def mac(dice):
    return dice.choice(MACS) + ":" + ":".join(f"{dice.randrange(256):02x}" for _ in range(3))


def lan(dice, first=0x0a000200):
    for addr in map(ipv4, range(first, first + 256)):
        what = dice.random()
        if what < .3:
            yield answer(dice, addr, mac=mac(dice), suspect="proxy-arp" if dice.random() < .05 else None)
        elif what < .33:
            yield verdict(dice, addr, "unreachable", "host-unreach", **{"from": "10.0.2.1"})
        elif what < .35:
            yield verdict(dice, addr, "unknown", "local-loss")
        else:
            yield verdict(dice, addr, "down", "no-response")


def later(dice, rows):
    for row in rows:
        if dice.random() < .1 and row["state"] in ("up", "down"):
            row = answer(dice, row["addr"], mac=mac(dice)) if row["state"] == "down" else verdict(dice, row["addr"], "down", "no-response")
        yield row


def sweep(dice, first, count, full=False):
    for at in range(count):
        addr, share = ipv4(first + at), {0: .9, 1: .02, 2: .3}.get((at >> 8) % 7, .05)
        if full or dice.random() < share:
            yield answer(dice, addr, mac=mac(dice) if full else None)
        elif (at >> 10) % 9 == 3:
            yield verdict(dice, addr, "unreachable", "host-unreach", **{"from": "10.0.2.1"})
        else:
            yield verdict(dice, addr, "down", "no-response")


def open_port(dice, addr, port, attack):
    name, product, version = PORTS[port]
    row = answer(dice, addr, "open", "syn-ack", "tcp", port=port, service=name, service_from="probe", product=product, version=version)
    if port == 443:
        row.update(tls="TLSv1.3 TLS_AES_256_GCM_SHA384", cert_cn=f"{addr}.example.org", cert_issuer="CN=Example CA", cert_key="RSA 2048",
                   cert_not_after=f"2026-{dice.choice([10, 11, 12])}-{dice.randrange(1, 29):02}T12:00:00Z",
                   cert_sha256=f"{dice.getrandbits(256):064x}")
    if port in (80, 8080):
        row.update(http_status=200, http_server=product, http_title=f"Welcome to {addr}")
    if attack:
        row.update(dict.fromkeys(("product", "version", "http_title", "http_server", "cert_cn", "cert_issuer", "ssh_key", "name"), attack))
        row.update(banner=attack * 20)
    return row


def scan(dice, hosts, attacks=()):
    attack = (attacks[at % len(attacks)] if attacks else None for at in range(1 << 30))
    for addr in map(ipv4, range(0x0a030000, 0x0a030000 + hosts)):
        alive = dice.random() < .5
        for port in PORTS:
            what = dice.random()
            if alive and what < .35:
                yield open_port(dice, addr, port, next(attack))
            elif alive and what < .7:
                yield answer(dice, addr, "closed", "reset", "tcp", port=port)
            else:
                yield verdict(dice, addr, "filtered", "no-response", port=port, proto="tcp")


def one_port(dice, first, count, every=1):
    for at in range(count):
        yield answer(dice, ipv4(first + at), *(("open", "syn-ack") if at % every == 0 else ("closed", "reset")), "tcp", port=22)


def six(dice):
    for net, count in ("2001:db8:0:1", 5), ("2001:db8:0:2", 40), ("2001:db8:ff:9", 7), ("fd00:1:2:3", 12):
        for at in range(1, 3 * count, 3):
            yield verdict(dice, f"{net}::{at:x}", "down", "no-response") if at % 4 else answer(dice, f"{net}::{at:x}", mac=mac(dice))


def write(path, rows, command, *targets, **parameters):
    about = {"command": command, "version": "0.1.0", "start": "2026-11-29T10:00:00.000Z", "targets": targets, **parameters}
    with path.open("w") as file:
        file.write(f'{{"muster":"0.1.0",\n"parameters":{json.dumps(about)},\n"summary":{json.dumps(SUMMARY)},\n"results":[\n')
        file.write(",\n".join(map(json.dumps, rows)))
        file.write("\n]}\n")


def main(folder):
    dice, ports = random.Random(7), {"ports": "22,80,443,3306,5432,8080"}
    first = list(lan(dice))
    write(folder / "lan.json", first, "muster sweep 10.0.2.0/24", "10.0.2.0/24")
    write(folder / "lan-after.json", later(dice, first), "muster sweep 10.0.2.0/24", "10.0.2.0/24")
    write(folder / "curve.json", sweep(dice, 0x0a140000, 65536), "muster sweep 10.20.0.0/16", "10.20.0.0/16")
    write(folder / "full.json", sweep(dice, 0x0a140000, 65536, full=True), "muster sweep 10.20.0.0/16", "10.20.0.0/16")
    write(folder / "ports.json", scan(dice, 600), "muster scan 10.3.0.0/22 --services", "10.3.0.0/22", **ports)
    write(folder / "hostile.json", scan(dice, 120, ATTACKS), "muster scan '" + ATTACKS[0], *ATTACKS, **ports)
    write(folder / "many.json", one_port(dice, 0x0a030000, 100000), "muster scan 10.2.0.0/15 -p 22", "10.2.0.0/15", ports="22")
    write(folder / "more.json", one_port(dice, 0x0a020000, 262144, 3), "muster scan 10.0.0.0/14 -p 22", "10.0.0.0/14", ports="22")
    write(folder / "six.json", six(dice), "muster sweep -6", "2001:db8::/48", "fd00:1:2:3::/64")
    write(folder / "mixed.json", [*lan(dice), *sweep(dice, 0xac100000, 65536), *lan(dice, 0xc0a80100)],
          "muster sweep 10.0.2.0/24 172.16.0.0/16 192.168.1.0/24", "10.0.2.0/24", "172.16.0.0/16", "192.168.1.0/24")


main(pathlib.Path(sys.argv[1]))
