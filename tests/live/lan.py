# SPDX-License-Identifier: BSD-2-Clause
"""lan.py - a local network for live tests: machines on a bridge, and lan0, our own interface to it.

    here: lan0 ─────┐                 10.50.0.1/16    2001:db8:50::1/64
    h1:   e0 ───────┤ bridge in sw    10.50.0.11/16   2001:db8:50::11/64   02:00:00:00:02:01
    h2:   e0 ───────┘                 10.50.0.12/16   2001:db8:50::12/64   02:00:00:00:02:02
    …

It is made inside the private network of lab.main(), and ends with that.
"""
import os
import signal
import subprocess
import time


PREFIX4, PREFIX6 = "10.50.0.", "2001:db8:50::"
OWN_MAC = "02:00:00:00:01:01"


def ip(*words, of=None):
    """Runs ip(8) in this namespace, or in another; returns its output."""
    command = ["ip", *(["-n", of] if of else []), *map(str, words)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise AssertionError(f"{' '.join(command)}: {run.stderr}")
    return run.stdout


def enter(namespace):
    return ["setpriv", "--pdeathsig", "KILL", "nsenter", f"--net=/run/netns/{namespace}"] if namespace else []


def run_in(namespace, *command, text=None):
    """Runs a program in a machine's namespace to its end; it must succeed. Returns its output."""
    run = subprocess.run([*enter(namespace), *map(str, command)], capture_output=True, text=True, input=text, timeout=60)
    if run.returncode:
        raise AssertionError(f"{command}: {run.stderr}")
    return run.stdout


def start_in(namespace, *command):
    """Starts a program in a machine's namespace; it ends when this process ends. Its pipes are text."""
    return subprocess.Popen([*enter(namespace), *map(str, command)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def end(process, how=signal.SIGTERM):
    process.send_signal(how)
    return process.communicate(timeout=20)


def set_ipv6(namespace, on):
    run_in(namespace, "sh", "-c", f"for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo {int(not on)} >$f; done")


def nft(namespace, rules):
    """Adds nftables rules in a table of its own; drop_rules() removes them."""
    run_in(namespace, "nft", "-f", "-", text=rules)


def drop_rules(namespace):
    run_in(namespace, "nft", "flush", "ruleset")


def until(what, said, seconds=20):
    ends = time.monotonic() + seconds
    while not what():
        if time.monotonic() > ends:
            raise AssertionError(f"{said}: not in {seconds} s")
        time.sleep(0.05)


def name(machine):
    return f"h{machine}"


def mac(machine):
    return f"02:00:00:00:02:{machine:02x}"


def ipv4(machine):
    return f"{PREFIX4}{10 + machine}"


def ipv6(machine):
    return f"{PREFIX6}{10 + machine}"


def plug(machine):
    """One more machine with an address of each family."""
    namespace = name(machine)
    ip("netns", "add", namespace)
    set_ipv6(namespace, True)
    ip("link", "add", f"p{machine}", "type", "veth", "peer", "name", "e0", "address", mac(machine), "netns", namespace, of="sw")
    ip("link", "set", f"p{machine}", "master", "br0", "up", of="sw")
    ip("link", "set", "lo", "up", of=namespace)
    ip("link", "set", "e0", "up", of=namespace)
    ip("addr", "add", f"{ipv4(machine)}/16", "dev", "e0", of=namespace)
    ip("-6", "addr", "add", f"{ipv6(machine)}/64", "dev", "e0", "nodad", of=namespace)
    run_in(namespace, "sh", "-c", "echo 0 >/proc/sys/net/ipv4/icmp_ratemask; echo 0 >/proc/sys/net/ipv6/icmp/ratelimit")


def build(machines):
    set_ipv6(None, True)
    ip("netns", "add", "sw")
    set_ipv6("sw", False)
    ip("link", "add", "br0", "type", "bridge", "mcast_snooping", "0", of="sw")
    ip("link", "set", "br0", "up", of="sw")
    ip("link", "add", "lan0", "address", OWN_MAC, "type", "veth", "peer", "name", "p0", "netns", "sw")
    ip("link", "set", "p0", "master", "br0", "up", of="sw")
    ip("link", "set", "lan0", "up")
    ip("addr", "add", f"{PREFIX4}1/16", "dev", "lan0")
    ip("-6", "addr", "add", f"{PREFIX6}1/64", "dev", "lan0", "nodad")
    for machine in range(1, machines + 1):
        plug(machine)
    settled = lambda: "tentative" not in ip("-6", "addr", "show", "dev", "lan0") + "".join(
        ip("-6", "addr", "show", "dev", "e0", of=name(machine)) for machine in range(1, machines + 1))
    until(settled, "duplicate address detection ends")


def neighbours():
    """The addresses of lan0 in the kernel's neighbour table."""
    return sorted(line.split()[0] for line in ip("neigh", "show", "dev", "lan0").splitlines())


def forget_neighbours():
    ip("neigh", "flush", "dev", "lan0")
    ip("-6", "neigh", "flush", "dev", "lan0")


def fields(path, *names, expression=""):
    """The rows that tshark's decoder gives for these fields of a pcap file."""
    command = ["tshark", "-r", path, "-Tfields", *[word for field in names for word in ("-e", field)],
               *(["-Y", expression] if expression else [])]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    return [tuple(line.split("\t")) for line in said.splitlines()]


def bad(path, of="frame"):
    """The frames that tshark reports as malformed or with a wrong checksum. Frames of the kernel have unfinished checksums."""
    options = [word for layer in ("ip", "tcp", "udp") for word in ("-o", f"{layer}.check_checksum:TRUE")]
    wrong = " or ".join(["_ws.malformed", *[f"{layer}.checksum.status == 0" for layer in ("ip", "icmp", "icmpv6", "tcp", "udp")]])
    run = subprocess.run(["tshark", "-r", path, *options, "-Y", f"({of}) and ({wrong})"], capture_output=True, text=True, check=True,
                         timeout=60)
    return run.stdout.splitlines()


class Frames:
    """Captures the frames that reach a machine's e0, or those that lan0 sends (at its port of the bridge), into a pcap file."""

    def __init__(self, path, expression="", machine=None):
        self.path = os.path.abspath(path)
        where, device = (name(machine), "e0") if machine else ("sw", "p0")
        self.process = start_in(where, "tcpdump", "-Z", "root", "-U", "--immediate-mode", "-B", "65536", "-ni", device, "-Q", "in",
                                "-w", self.path, expression)
        for line in self.process.stderr:
            if "listening on" in line:
                return
        raise AssertionError("tcpdump did not start")

    def end(self):
        """Ends tcpdump. It does not report that it has written everything; it has when the file stops growing."""
        size = -1
        while size != os.path.getsize(self.path):
            size = os.path.getsize(self.path)
            time.sleep(0.3)
        end(self.process, signal.SIGINT)
        return self

    def fields(self, *names, expression=""):
        return fields(self.path, *names, expression=expression)

    def bad(self, of="frame"):
        return bad(self.path, of)


def servers(machine, *ports):
    """Opens TCP ports in both families, until the process ends."""
    program = ("import socket,sys\n"
               "kept = [socket.create_server(('::', int(p)), family=socket.AF_INET6, dualstack_ipv6=True, backlog=4096) for p in sys.argv[1:]]\n"
               "print('ready', flush=True)\nsys.stdin.read()")
    process = start_in(name(machine), "python3", "-c", program, *ports)
    if not process.stdout.readline():
        raise AssertionError(process.stderr.read())
    return process
