# SPDX-License-Identifier: BSD-2-Clause
"""Hosts of `muster listen` beside the senders that tshark reads out of the same file."""
import ipaddress
import json
import os
import shutil

from lines import Run

REFEREE = shutil.which("tshark", path=os.environ["PATH"] + ":/usr/sbin")
FIELDS = ("ip.src", "ipv6.src", "arp.src.proto_ipv4")


def is_host(text):
    """Whether listen would list this sender: not 0.0.0.0, ::, a group or a broadcast address."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_unspecified or address.is_multicast or text == "255.255.255.255")


class Hosts:
    """Sums over any number of files."""

    def __init__(self):
        self.files = self.both = 0
        self.missing, self.beyond, self.refused = [], [], []
        self.seconds = [0.0, 0.0]

    def add(self, file, muster):
        words = [word for field in FIELDS for word in ("-e", field)]
        them = Run([REFEREE, "-n", "-r", str(file), "-T", "fields", *words])
        us = Run([muster, "listen", "-r", str(file), "-o", "json:-"])
        if them.status:
            return
        self.files += 1
        self.seconds = [self.seconds[0] + us.cpu_s, self.seconds[1] + them.cpu_s]
        if us.status:
            self.refused.append((file, us.err.strip()))
            return
        rows = [row.split("\t") for row in them.out.split("\n") if row]
        outermost = {column.split(",")[0] for row in rows for column in row} - {""}
        anywhere = {address for row in rows for column in row for address in column.split(",")}
        ours = {host["addr"] for host in json.loads(us.out)["hosts"] if host.get("addr")}  # others have a MAC address only
        self.both += len(ours & anywhere)
        self.missing += [(file, address) for address in sorted(outermost - ours) if is_host(address)]
        self.beyond += [(file, address) for address in sorted(ours - anywhere)]

    def print_row(self, show):
        cpu = f"{self.seconds[0] / self.seconds[1]:.2f}" if self.seconds[1] else "-"
        print(f"\nlisten beside tshark: {self.files} files, {self.both} senders in both, {len(self.missing)} that listen lacks, "
              f"{len(self.beyond)} that tshark lacks, {len(self.refused)} files refused, CPU {cpu}")
        for what, rows in (("listen lacks", self.missing), ("tshark lacks", self.beyond), ("refused", self.refused)):
            for file, text in rows[:show]:
                print(f"  {what}: {text} of {file}")
