# SPDX-License-Identifier: BSD-2-Clause
"""Lines of `muster capture` beside those of tcpdump, packet for packet."""
import collections
import os
import re
import shutil
import subprocess
import time

OPTIONS = {"plain": (), "-e": ("-e",), "-q": ("-q",), "-X": ("-X",)}
REFEREE = shutil.which("tcpdump", path=os.environ["PATH"] + ":/usr/sbin")
CPU_BYTES = 1 << 20  # of a file for which CPU time counts: in a smaller one the start of both programs is most of it
TCPDUMP = ("-nn", "-S", "-#")
NUMBER = re.compile(r" *(\d+)  ")
TIME = re.compile(r"(\d\d:\d\d:\d\d\.\d+|\?|\[Error converting time\]) ?")
DUMP = re.compile(r"\t0x[0-9a-f]{4}:  ")
# Frames of several interfaces: tcpdump takes the number of the interface in the file for one of this machine.
INTERFACE = re.compile(r"^\S+ +(?=(In|Out|B|M|P|\?) )")
OURS_HAS_INTERFACE = re.compile(r"^if\d+ +(In|Out|B|M|P|\?) ")


class Run:
    """A program that was run: standard output, standard error, exit status, CPU seconds."""

    def __init__(self, command, data=None, limit=60):
        # Threads would wait for one another with two pipes: standard error is short, and has a file.
        before = time.monotonic()
        started = os.times()
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=limit)
            self.out, self.err, self.status = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"), done.returncode
        except subprocess.TimeoutExpired:
            self.out, self.err, self.status = "", f"ran for more than {limit} seconds", -1
        ended = os.times()
        self.cpu_s = ended.children_user + ended.children_system - started.children_user - started.children_system
        self.took_s = time.monotonic() - before


def theirs(text):
    """The lines of each packet, without its number and time."""
    packets = []
    for line in text.split("\n")[:-1]:
        number = NUMBER.match(line)
        if number and int(number[1]) == len(packets) + 1:
            packets.append([TIME.sub("", line[number.end():], count=1)])
        elif packets:
            packets[-1].append(line)
    return packets


def ours(text):
    """The same of muster, where a packet is one line, and lines of bytes begin with a tab."""
    packets = []
    for line in text.split("\n")[:-1]:
        if TIME.match(line) and not line.startswith("\t"):
            packets.append([TIME.sub("", line, count=1)])
        elif packets:
            packets[-1].append(line)
    return packets


def verdict(their, our, bytes_asked):
    """same: the very lines; more: tcpdump's words, and more behind them; different."""
    if OURS_HAS_INTERFACE.match(our[0]):
        their, our = [INTERFACE.sub("if ", their[0]), *their[1:]], [INTERFACE.sub("if ", our[0]), *our[1:]]
    if their == our:
        return "same"
    if not bytes_asked:  # bytes of what tcpdump does not know either: muster has them in the line
        their = [line for line in their if not DUMP.match(line)]
    words, line = " ".join(line for line in their if not DUMP.match(line)), our[0]
    if len(their) > 1:  # where tcpdump breaks a line, muster has a blank
        words, line = " ".join(words.split()), " ".join(line.split())
    dumps = [[line for line in lines if DUMP.match(line)] for lines in (their, our)]
    if dumps[0] == dumps[1] and line.startswith(words):
        return "more"
    return "different"


def kind_of(line):
    """The first words of a line without its numbers: what differences are grouped by."""
    return re.sub(r"[0-9a-f]*[0-9:.]+[0-9a-f:.]*", "#", " ".join(line.split(" ")[:8]))[:60]


class Table:
    """What one option came to over any number of files."""

    def __init__(self, name):
        self.name, self.counts = name, collections.Counter()
        self.kinds, self.samples = collections.Counter(), {}
        self.refused, self.ours_alone, self.seconds = [], [], [0.0, 0.0]

    def add(self, file, muster, limit, only=None):
        """Compares one file."""
        options = OPTIONS[self.name]
        them = Run([REFEREE, *TCPDUMP, "-r", str(file), "-c", str(limit), *options])
        us = Run([muster, "capture", "-n", "-r", str(file), "-c", str(limit), *options])
        their_packets, our_packets = theirs(them.out), ours(us.out)
        if not their_packets and them.status:
            if our_packets:
                self.ours_alone.append((file, them.err.strip().split("\n")[-1]))
            return
        if us.status and not our_packets:
            self.refused.append((file, us.err.strip()))
        if file.stat().st_size >= CPU_BYTES:
            self.seconds = [self.seconds[0] + us.cpu_s, self.seconds[1] + them.cpu_s]
        self.compare(file, their_packets, our_packets, only)

    def add_bytes(self, muster, ours_of, theirs_of):
        """Compares one file of muster, as bytes, with several that tcpdump reads one after the other."""
        options = OPTIONS[self.name]
        their_packets = [packet for data in theirs_of for packet in theirs(Run([REFEREE, *TCPDUMP, "-r", "-", *options], data).out)]
        self.compare("bytes", their_packets, ours(Run([muster, "capture", "-n", "-r", "-", *options], ours_of).out))

    def compare(self, file, their_packets, our_packets, only=None):
        for i, their in enumerate(their_packets):
            if only and only not in their[0]:
                continue
            our = our_packets[i] if i < len(our_packets) else ["(nothing)"]
            self.count(verdict(their, our, "-X" in OPTIONS[self.name]), file, i + 1, their, our)

    def count(self, word, file, number, their, our):
        self.counts[word] += 1
        if word != "different":
            return
        at = next((i for i in range(min(len(their), len(our))) if their[i] != our[i]), 0)
        kind = kind_of(their[0])
        self.kinds[kind] += 1
        self.samples.setdefault(kind, (file, number, their[at], our[at]))

    def row(self):
        total = sum(self.counts.values())
        shares = "".join(f"{self.counts[word]:10} {100 * self.counts[word] / max(1, total):6.1f} %" for word in ("same", "more", "different"))
        cpu = f"{self.seconds[0] / self.seconds[1]:.2f}" if self.seconds[1] else "-"
        return f"{self.name:8}{total:10}{shares}{cpu:>8}{len(self.refused):9}{len(self.ours_alone):12}"

    def print_details(self, show):
        for kind, count in self.kinds.most_common(show):
            file, number, their, our = self.samples[kind]
            print(f"\n{self.name}: {count} × {kind}\n  {file} packet {number}\n  tcpdump  {their[:300]}\n  muster   {our[:300]}")
        for what, files in (("tcpdump alone reads", self.refused), ("muster alone reads", self.ours_alone)):
            for file, why in files[:show]:
                print(f"\n{self.name}: {what} {file}: {why}")


HEADING = f"{'':8}{'packets':>10}{'the very line':>19}{'more behind':>19}{'different':>19}{'CPU':>8}{'refused':>9}{'ours alone':>12}"
