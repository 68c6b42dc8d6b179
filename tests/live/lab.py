# SPDX-License-Identifier: BSD-2-Clause
"""lab.py - shared by the live tests: the private network, muster in it, programs at the far end, the right answers.

A test file ends in lab.main(), which first moves the whole process into scripts/netlab. No frame of a test can leave that
network, and nothing that a test starts or writes remains. Where no private network is allowed, main exits with 77.
"""
import csv
import ipaddress
import json
import os
import pathlib
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import unittest

SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("BUILD", SOURCE / "build/release"))
MUSTER = os.environ.get("MUSTER", str(BUILD / "muster"))
NETWORK = SOURCE / "tests/live/network.txt"
NETLAB = str(SOURCE / "scripts/netlab")
ROUTER = "10.9.255.2"
OWN = "10.9.255.1"
SKIPPED = 77
OPTIMISED = "release" in BUILD.name
LONG = os.environ.get("MUSTER_TESTS") == "long"


def sized(short, long):
    """The size of a test: short in scripts/test and by hand, long in scripts/nightly."""
    return long if LONG else short


def main():
    """Enters the private network if not in it yet, runs the tests of the calling file, and exits."""
    if os.environ.get("MUSTER_LAB") == "inside":
        sys.exit(inside())
    if os.environ.get("MUSTER_TESTS") == "short":
        sys.exit(two_tries())
    os.execv(NETLAB, [NETLAB, sys.executable, *sys.argv])


def two_tries():
    """Runs the tests, and once more, in a network of its own, the one or two that failed: scripts/test judges what waits
    for real time on machines that others use too. A second try is printed and counted; scripts/nightly gives none."""
    with tempfile.NamedTemporaryFile("r", prefix="failed-") as failed:
        command = [NETLAB, "env", f"MUSTER_FAILED={failed.name}", sys.executable]
        status = subprocess.run([*command, *sys.argv]).returncode
        names = failed.read().split()
        if status != 1 or not 1 <= len(names) <= 2:
            return status
        for name in names:
            print(f"{name}: a second try", flush=True)
        return subprocess.run([*command, sys.argv[0], "-v", *names]).returncode


def inside():
    """The exit status of the tests of the calling file; the names of those that failed go to the file MUSTER_FAILED."""
    os.makedirs("/run/work")
    os.chdir("/run/work")
    os.makedirs("/run/state")
    os.environ["XDG_STATE_HOME"] = "/run/state"  # for journals: nothing is left in a home
    outcome = unittest.main(exit=False).result
    if not outcome.wasSuccessful() or not outcome.testsRun:
        if "MUSTER_FAILED" in os.environ:
            tests = (getattr(test, "test_case", test) for test, _ in outcome.failures + outcome.errors)  # of parts, the test
            names = {test.id().removeprefix("__main__.") for test in tests}
            pathlib.Path(os.environ["MUSTER_FAILED"]).write_text("\n".join(sorted(names)))
        return 1
    return SKIPPED if len(outcome.skipped) == outcome.testsRun else 0


# ---- muster


def start(*arguments, **options):
    """Starts muster with these arguments; its pipes are text."""
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    return subprocess.Popen([MUSTER, *map(str, arguments)], text=True, **options)


def muster(*arguments, expect=0, seconds=120, **options):
    """Runs muster to its end and checks the exit status. Returns the process with stdout and stderr."""
    process = start(*arguments, **options)
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        raise AssertionError(f"muster {' '.join(map(str, arguments))} did not end in {seconds} s") from None
    if process.returncode != expect:
        raise AssertionError(f"muster {' '.join(map(str, arguments))}: exit {process.returncode}, not {expect}\n{err}{out}")
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


class Report:
    """An NDJSON report that was read back: the last verdict on each target, and the summary."""

    def __init__(self, path):
        self.lines = [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()]
        self.final, self.results, self.amendments, self.summary = {}, 0, 0, {}
        for line in self.lines:
            if line["type"] == "summary":
                self.summary = line
                continue
            key = (line["addr"], line.get("port") or 0)
            if line["type"] == "amendment":
                self.amendments += 1
                if key not in self.final:
                    raise AssertionError(f"an amendment of what was never reported: {line}")
            else:
                self.results += 1
                if key in self.final:
                    raise AssertionError(f"two verdicts for one target: {line}")
            self.final[key] = line

    def states(self):
        return {key: line["state"] for key, line in self.final.items()}

    def count(self, name):
        """A count of the summary, at any depth."""
        for group in (self.summary, *[value for value in self.summary.values() if isinstance(value, dict)]):
            if name in group:
                return group[name]
        raise AssertionError(f"the summary has no {name}: {self.summary}")


def ask(*arguments, expect=0, seconds=120, path="out.ndjson"):
    """Runs muster with all verdicts reported as NDJSON, and reads the report back."""
    muster(*arguments, "--all", "--force", "-o", path, expect=expect, seconds=seconds)
    return Report(path)


def read_csv(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


# ---- the far end


def far(*command, **options):
    """Starts a program at the far end. It ends when this process ends."""
    options.setdefault("stdin", subprocess.PIPE)
    options.setdefault("stdout", subprocess.PIPE)
    enter = ["setpriv", "--pdeathsig", "KILL", "nsenter", "--net=/run/netns/far"]
    return subprocess.Popen([*enter, *map(str, command)], text=True, **options)


class Helper:
    """A program at the far end that prints one line when it is ready, and ends when its standard input closes."""

    def __init__(self, *command):
        self.process = far(*command)
        if not self.process.stdout.readline():
            raise AssertionError(f"{command[0]} did not start")

    def end(self):
        """Ends the program; returns the rest of its output."""
        try:
            return self.process.communicate(timeout=20)[0]
        finally:
            self.process.kill()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.returncode is None:
            self.end()


def listener():
    """The listening ports of network.txt."""
    return Helper(BUILD / "tools/listener", ",".join(planned("open")))


class Responder(Helper):
    """tools/responder on 10.7.0.0/16, with the right answers for the hosts that it simulates."""

    def __init__(self, live_share=1.0, seed=1, **options):
        words = [f"--{name.replace('_', '-')}={value}" for name, value in options.items() if value is not True]
        words += [f"--{name.replace('_', '-')}" for name, value in options.items() if value is True]
        self.live_share, self.seed = live_share, seed
        super().__init__(BUILD / "tools/responder", f"--live-share={live_share}", f"--seed={seed}", *words)

    def end(self):
        return json.loads(super().end())

    def is_live(self, addr):
        return _mix(int(ipaddress.IPv4Address(addr)) ^ self.seed) < self.live_share * 2**32


def _mix(value):
    value = (value ^ value >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    value = (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return value ^ value >> 16


class Capture:
    """Captures every frame that reaches the far end into a pcap file."""

    def __init__(self, path, expression="dst net 10.7.0.0/16 or dst net 10.8.0.0/16"):
        self.path = path
        self.process = far("tcpdump", "-Z", "root", "-U", "--immediate-mode", "-B", "65536", "-s", "128", "-ni", "far0",
                           "-Q", "in", "-w", path, expression, stderr=subprocess.PIPE)
        for line in self.process.stderr:
            if "listening on" in line:
                return
        raise AssertionError("tcpdump did not start")

    def end(self):
        size = -1  # tcpdump does not report that it has written everything; it has when the file stops growing
        while size != os.path.getsize(self.path):
            size = os.path.getsize(self.path)
            time.sleep(0.5)
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=20)
        return self.path


class Listening:
    """muster listen or capture running on near0; ^C ends it."""

    def __init__(self, command, *words):
        self.process = start(command, "-I", "near0", *words)
        said = self.process.stderr.readline()
        if "listening on near0" not in said:
            raise AssertionError(said + self.process.stderr.read())

    def end(self, expect=0):
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=30)
        if self.process.returncode != expect:
            raise AssertionError(f"exit {self.process.returncode}: {err}")
        return out, err


# ---- a terminal


class Terminal:
    """A program in a terminal of its own (tmux): keys are sent to it, its screen is read. It ends with the test."""

    count = 0

    def __init__(self, *command, columns=100, rows=24, environment=None):
        Terminal.count += 1
        self.status = pathlib.Path(f"status-{os.getpid()}-{Terminal.count}").absolute()
        self.tmux = ["tmux", "-S", str(self.status.with_name(f"tmux-{os.getpid()}-{Terminal.count}")), "-f", "/dev/null"]
        words = " ".join(shlex.quote(str(word)) for word in command)
        setting = " ".join(f"{name}={shlex.quote(value)}" for name, value in (environment or {}).items())
        line = f"trap : INT; {setting} {words}; echo $? >{shlex.quote(str(self.status))}; echo it ended; exec sleep 1000"
        subprocess.run([*self.tmux, "new-session", "-d", "-x", str(columns), "-y", str(rows), "sh", "-c", line], check=True,
                       env=dict(os.environ, LANG="C.UTF-8", LC_ALL="C.UTF-8", SHELL="/bin/sh"))

    def send(self, *keys):
        """Sends keys by tmux's names: q, Down, C-c, PageUp …"""
        subprocess.run([*self.tmux, "send-keys", *keys], check=True)

    def type(self, text):
        subprocess.run([*self.tmux, "send-keys", "-l", text], check=True)

    def resize(self, columns, rows):
        subprocess.run([*self.tmux, "resize-window", "-x", str(columns), "-y", str(rows)], check=True)

    def screen(self):
        """The lines of the screen."""
        return subprocess.run([*self.tmux, "capture-pane", "-p"], check=True, capture_output=True, text=True).stdout.split("\n")

    def wait_for(self, what, seconds=30):
        """Waits until the screen has this text, or this function is true of its lines; returns the lines."""
        until = time.monotonic() + seconds
        while True:
            lines = self.screen()
            if what(lines) if callable(what) else any(what in line for line in lines):
                return lines
            if time.monotonic() > until:
                raise AssertionError(f"{what!r} did not come in {seconds} s; the screen is:\n" + "\n".join(lines))
            time.sleep(0.05)

    def pid(self, name):
        """The process id of the program with this name in the terminal."""
        shell = subprocess.run([*self.tmux, "display-message", "-p", "#{pane_pid}"], check=True, capture_output=True, text=True)
        found = subprocess.run(["pgrep", "-P", shell.stdout.strip(), "-x", name], capture_output=True, text=True)
        return int(found.stdout.split()[0])

    def exit_status(self, seconds=30):
        self.wait_for("it ended", seconds)
        return int(self.status.read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run([*self.tmux, "kill-server"], stderr=subprocess.DEVNULL)


# ---- the right answers


def planned(what):
    """The second column of the rows of network.txt that begin with this word."""
    lines = (line.partition("#")[0].split() for line in NETWORK.read_text().splitlines())
    return [line[1] for line in lines if line and line[0] == what]


def planned_ports(what):
    ports = set()
    for part in ",".join(planned(what)).split(","):
        first, _, last = part.partition("-")
        ports |= set(range(int(first), int(last or first) + 1))
    return ports


ROUTER_SAYS = ("net-unreach", "host-unreach", "proto-unreach", "port-unreach", "net-prohibited", "host-prohibited",
               "admin-prohibited", "time-exceeded")
PARTS = ("live", "sparse", *ROUTER_SAYS, "refuses-itself", "echo-only", "tcp-only")


def _part_by_subnet():
    """Maps the third octet to the behaviour of that /24."""
    parts = {}
    for what in PARTS:
        for text in planned(what):
            for subnet in ipaddress.ip_network(text).subnets(new_prefix=24):
                parts[int(subnet.network_address) >> 8] = what
    return parts


_parts = _part_by_subnet()


def part_of(addr):
    """The behaviour of an address by network.txt: one of PARTS, or dead."""
    number = int(ipaddress.IPv4Address(addr))
    part = _parts.get(number >> 8, "dead")
    if part == "sparse":
        return "dead" if number % 4 else "live"
    return part


def host_truth(addr):
    """The right state, reason and sender of a sweep for this address of 10.8.0.0/16, with the listener running."""
    part = part_of(addr)
    if part in ("live", "echo-only"):
        return "up", "echo-reply", addr
    if part == "refuses-itself":
        return "up", "port-unreach", addr
    if part == "tcp-only":
        return "up", "syn-ack", addr
    if part in ROUTER_SAYS:
        return "down" if part == "host-unreach" else "unreachable", part, ROUTER
    return "down", "no-response", None


def echo_truth(addr):
    """The right state of a sweep by echo alone for this address."""
    return "down" if part_of(addr) == "tcp-only" else host_truth(addr)[0]


_open, _silent, _forbidden = (planned_ports(what) for what in ("open", "silent", "forbidden"))


def port_truth(addr, port):
    """The right state, reason and sender of a scan for this port of an address of 10.8.0.0/16."""
    part = part_of(addr)
    if part in ROUTER_SAYS:
        return "filtered", part, ROUTER
    if part == "refuses-itself":
        return "filtered", "port-unreach", addr
    if part not in ("live", "tcp-only") or port in _silent:
        return "filtered", "no-response", None
    if port in _forbidden:
        return "filtered", "admin-prohibited", addr
    return ("open", "syn-ack", addr) if port in _open else ("closed", "reset", addr)


def addresses(network):
    return [str(addr) for addr in ipaddress.ip_network(network)]
