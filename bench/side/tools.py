# SPDX-License-Identifier: BSD-2-Clause
"""tools.py - the tools that are compared: the best command line of each for a question, and how to read its output.

A tool's commands(asking, end, out) returns the commands to run one after another, or raises Unavailable with the
reason in words. found(asking, out) is a shell pipeline that prints the targets that it reported.
"""
import dataclasses
import functools
import pathlib
import re
import subprocess

PEERS = pathlib.Path(__file__).resolve().parents[1] / "peers"
FASTEST = 10_000_000    # frames a second that no tool reaches here: no limit, for tools that need a number


class Unavailable(Exception):
    """This tool cannot do what was asked; the text is the reason."""


@dataclasses.dataclass(frozen=True)
class Asking:
    """One job for a tool: targets, ports (None: which hosts are up), rate (None: as fast as possible)."""
    network: str
    ports: tuple = None        # (first, last)
    rate: int = None
    whole: bool = False        # also list dead hosts and closed ports, with tools that can
    live: float = 0.25
    open: float = 1.0
    seed: int = 1
    stack: bool = False        # the targets are the kernel's own stack, not the reflector
    loss: float = 0            # share of probes and of answers lost; with loss or delay the targets are the responder
    delay: str = None          # milliseconds until an answer, "20-40"
    addresses: str = None      # FILE: FILE.0 and FILE.1 each list one half of the targets

    def port_range(self):
        return f"{self.ports[0]}-{self.ports[1]}"

    def port_count(self):
        return self.ports[1] - self.ports[0] + 1 if self.ports else 1

    def targets(self):
        return 2 ** (32 - int(self.network.partition("/")[2])) * self.port_count()


@functools.cache
def version_line(suite, program):
    """The line of --version that has the version; zmap writes a log line before it."""
    done = subprocess.run([PEERS, "run", suite, program, "--version"], capture_output=True, text=True)
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if "[INFO]" not in line]
    return next((line for line in lines if re.search(r"\d\.\d", line)), f"unknown ({' '.join(lines)})")


def version_number(suite, program):
    found = re.search(r"\d+(?:\.\d+)+", version_line(suite, program))
    return tuple(map(int, found[0].split("."))) if found else (0,)


class Tool:
    name = program = note = ""
    suite = "host"             # the programs of this machine; or those that bench/peers got from this Debian suite
    own_xdp = False            # attaches its own XDP program to the near end
    fine = (0,)                # exit codes of a successful run
    peer = True

    def __init__(self, suite):
        self.suite = suite
        self.number = version_number(suite, self.program)
        self.name = f"{self.program} {'.'.join(map(str, self.number))}"

    def version(self):
        return f"{version_line(self.suite, self.program)}, {'this machine' if self.suite == 'host' else self.suite}"

    def start(self, *words):
        """A command of this tool's program, in a network without a way out only."""
        return [str(PEERS), "run", self.suite, self.program, *words]


class Masscan(Tool):
    program = "masscan"
    note = "has one sending thread only; `--wait 2` instead of 10 s; lists open ports only"

    def commands(self, asking, end, out):
        what = ["-p", asking.port_range()] if asking.ports else ["--ping"]
        way = ["-e", end.interface, "--adapter-ip", end.own, "--router-mac", end.far_mac.replace(":", "-")]
        return [self.start(asking.network, *what, *way, "--rate", str(asking.rate or FASTEST), "--wait", "2", "-oL", out)]

    def found(self, asking, out):
        columns = "$4, $3" if asking.ports else "$4"
        return f"awk '$1 == \"open\" {{ print {columns} }}' {out}"


class Zmap(Tool):
    program = "zmap"

    def __init__(self, suite, threads):
        super().__init__(suite)
        self.threads = threads
        self.many_ports = self.number >= (4,)
        self.name += f" -T{threads}"
        self.note = f"{threads} sending thread{'s' * (threads > 1)}{', its default' * (self.many_ports and threads == 4)}; " \
                    "`--cooldown-time 2` instead of 8 s" + \
                    ("" if self.many_ports else "; one port per run, so several ports take several runs")

    def commands(self, asking, end, out):
        if asking.port_count() > 16 and not self.many_ports:
            raise Unavailable(f"scans one port per run: {asking.port_count():,} runs would be needed")
        common = ["-C", "/dev/null", "-b", "/dev/null", "-i", end.interface, "-G", end.far_mac, "-S", end.own,
                  "-r", str(asking.rate or FASTEST), "-T", str(self.threads), "--cooldown-time", "2", "-q",
                  "-O", "csv", "--output-filter", "success = 1 && repeat = 0"]
        if not asking.ports:
            return [self.start("-M", "icmp_echoscan", *common, "-f", "saddr", "-o", f"{out}.0", asking.network)]
        ports = [asking.port_range()] if self.many_ports else map(str, range(asking.ports[0], asking.ports[1] + 1))
        return [self.start("-p", port, *common, "-f", "saddr,sport", "-o", f"{out}.{i}", asking.network)
                for i, port in enumerate(ports)]

    def found(self, asking, out):
        count = 1 if self.many_ports else asking.port_count()
        return f"cat {' '.join(f'{out}.{i}' for i in range(count))} | grep -v saddr | tr , ' '"


class Nmap(Tool):
    program = "nmap"
    note = "timing template `-T4`; for many hosts, a sweep comes first, with `--min-rate 100000`"

    def __init__(self, suite):
        super().__init__(suite)
        self.name += " -T4"

    def commands(self, asking, end, out):
        if asking.rate:
            raise Unavailable("has no fixed rate")
        if asking.stack:
            what = ["-sS", "-Pn", "-p", asking.port_range()]
        else:
            ports = ["-sS", "-p", asking.port_range()] if asking.ports else ["-sn", "--min-rate", "100000"]
            what = ["-PE", *ports]
        return [self.start("-n", "-T4", *what, "-oG", out, asking.network)]

    def found(self, asking, out):
        if not asking.ports:
            return f"awk '/Status: Up/ {{ print $2 }}' {out}"
        return (f"awk '/Ports: / {{ n = split($0, part, /[ \\t,]+/); for (i = 1; i <= n; i++) "
                f"if (part[i] ~ /\\/open\\//) {{ sub(/\\/.*/, \"\", part[i]); print $2, part[i] }} }}' {out}")


class Fping(Tool):
    """fping reuses its 65,535 sequence numbers after ten seconds: with repeats a /16 is swept in two halves."""
    program = "fping"
    fine = (0, 1)              # 1: some hosts are unreachable

    def __init__(self, suite, again):
        super().__init__(suite)
        self.again = again
        self.name += ", repeats" * again
        self.note = "`-i 0`: no pause between probes; lists live and dead hosts; " + (
            "one repeat, as muster; two runs, because its sequence numbers do not suffice for a /16 with repeats"
            if again else "no repeat; leaves out the first and the last address of the network")

    def commands(self, asking, end, out):
        if asking.ports:
            raise Unavailable("scans no ports")
        if not self.again:
            return [self.start("-i", "0", "-r", "0", "-g", asking.network)]
        return [self.start("-i", "0", "-r", "1", "-f", f"{asking.addresses}.{half}") for half in (0, 1)]

    def found(self, asking, out):
        return f"awk '/is alive/ {{ print $1 }}' {out}.stdout*"

    def dead(self, asking, out):
        return f"awk '/is unreachable/ {{ print $1 }}' {out}.stdout*"


# Engine and receive path. If this muster lacks one, or refuses it on this network, its error message is printed.
COMBINATIONS = (("raw", "pcap"), ("packet", "pcap"), ("packet", "xdp"), ("xdp", "pcap"), ("xdp", "xdp"),
                ("live", "pcap"), ("live", "xdp"), ("auto", "auto"))


class Muster(Tool):
    peer = False

    def __init__(self, program, help_text, engine, rx, lanes=1, retries=0, timeout="500ms", plain=False, more=()):
        self.program, self.help_text = program, help_text
        self.engine, self.rx, self.lanes, self.retries, self.timeout = engine, rx, lanes, retries, timeout
        self.plain, self.more = plain, more
        self.own_xdp = rx != "pcap"
        self.name = " ".join(["muster", *more]) if plain else f"muster {engine} + {rx}" + f", {lanes} lanes" * (lanes > 1)
        self.note = "default options, but those in the name, the targets and the output" if plain else \
                    f"engine {engine}, receive path {rx}"
        if not plain:
            self.name += ", repeats" * (retries > 0)

    def version(self):
        done = subprocess.run([self.program, "--version"], capture_output=True, text=True)
        return (done.stdout + done.stderr).strip().splitlines()[0]

    def settings(self, asking):
        if self.plain:
            return [*self.more, *(["--max-rate", str(asking.rate)] if asking.rate else [])]
        known = "--engine" in self.help_text
        if not known and (self.engine, self.rx) != ("raw", "pcap"):
            raise Unavailable("this muster has no --engine")
        words = ["--engine", self.engine, "--rx", self.rx] if known else []
        if self.lanes > 1:
            words += ["--lanes", str(self.lanes)]
        words += ["--rate", str(asking.rate or "max")]
        return words + ["--retries", str(self.retries), "--timeout", self.timeout]

    def commands(self, asking, end, out):
        if self.plain and "(default 10k)" in self.help_text and asking.targets() > 2**16:
            raise Unavailable(f"its default rate of 10k a second would need {asking.targets() // 10_000} s")
        what = ["scan", asking.network, "-p", asking.port_range()] if asking.ports else ["sweep", asking.network]
        fields = "addr,port,state,rtt_ms" if asking.ports else "addr,state,rtt_ms"
        listing = ["--all"] if asking.whole else []
        what += [*self.settings(asking), *listing, "--quiet", "--fields", fields, "-o", "csv:-"]
        return [[self.program, *what]]

    def select(self, asking, out, state):
        columns = "1,2" if asking.ports else "1"
        return f"LC_ALL=C grep -F ,{state}, {out}.stdout0 | cut -d, -f{columns} | tr , ' '"

    def found(self, asking, out):
        return self.select(asking, out, "open" if asking.ports else "up")

    def dead(self, asking, out):
        return self.select(asking, out, "closed" if asking.ports else "down")

    def lines(self, asking, out):
        return f"tail -n +2 {out}.stdout0 | wc -l"


class Peers:
    """The other tools, each of the suites that has another version of it than those before."""

    def __init__(self, suites):
        self.suites = suites
        self.masscans = [Masscan(suite) for suite in self.having(Masscan)]
        self.zmaps = [Zmap(suite, threads) for suite in self.having(Zmap) for threads in (1, self.most_threads(suite))]
        self.nmaps = [Nmap(suite) for suite in self.having(Nmap)]
        self.fpings = [Fping(suite, again) for suite in self.having(Fping) for again in (False, True)]

    def having(self, kind):
        """The first suite with each version."""
        numbers = [version_number(suite, kind.program) for suite in self.suites]
        return [suite for at, suite in enumerate(self.suites) if numbers.index(numbers[at]) == at]

    @staticmethod
    def most_threads(suite):
        """zmap 4 has four by default; zmap 2 is given two."""
        return 4 if version_number(suite, Zmap.program) >= (4,) else 2

    def fast(self):
        """Tools that, like muster, probe whole networks without waiting for single hosts."""
        return [*self.masscans, *self.zmaps]

    def many_threads(self):
        return [zmap for zmap in self.zmaps if zmap.threads > 1]

    def one_thread(self):
        return [zmap for zmap in self.zmaps if zmap.threads == 1]

    def all(self):
        return [*self.fast(), *self.nmaps, *self.fpings]
