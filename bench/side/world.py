# SPDX-License-Identifier: BSD-2-Clause
"""world.py - the far ends of bench/network, and the right answers for them.

While a Reflector is entered, an XDP program simulates the network behind near0. A Stack opens ports on the real
kernel behind near1. Both give what a scanner needs: interface, its source address, the far end's MAC address.
"""
import json
import subprocess

OPEN_PORTS = (22, 25, 53, 80, 110, 143, 443, 465, 587, 993,
              995, 1433, 3306, 3389, 5432, 5900, 6379, 8080, 9200, 27017)


def network(bits):
    """The part of the simulated network that has 2^(32-bits) addresses."""
    return f"10.128.0.0/{bits}"


def targets(bits):
    """2^bits addresses. Those of 2^24 reach beyond the simulated network (after `widen`): the rest is dead, but for its links."""
    return ["10.128.0.0/9", "10.0.0.0/9", "--exclude", "10.8.0.0/15"] if bits == 24 else [network(32 - bits)]


def widen():
    """Frames to the dead half leave by the same way."""
    subprocess.run(["ip", "route", "add", "10.0.0.0/9", "via", "10.9.255.2"], check=True)


class Ready:
    """A helper process that prints one line when it is ready, and ends when its standard input closes."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if not self.process.stdout.readline():
            raise RuntimeError(f"{command[0]} did not start: exit {self.process.wait()}")

    def send(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def receive(self):
        return self.process.stdout.readline()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Listener(Ready):
    """Listens on ports in a namespace, and broadcasts ten times a second, because no real link is silent."""

    source = ("import select, socket, sys\n"
              "listening = [socket.create_server(('', int(port)), backlog=4096) for port in sys.argv[2:]]\n"
              "chat = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
              "chat.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)\n"
              "print('ready', flush=True)\n"
              "while not select.select([sys.stdin], [], [], 0.1)[0]:\n"
              "    chat.sendto(b' ', (sys.argv[1], 9))\n")

    def __init__(self, namespace, broadcast, ports=()):
        super().__init__(["nsenter", f"--net=/run/netns/{namespace}", "python3", "-c", self.source, broadcast, *map(str, ports)])


class Reflector(Ready):
    interface, own, far_mac = "near0", "10.9.255.1", "02:00:00:00:ff:02"

    def __init__(self, programs, asking, bare_pass):
        command = [programs / "reflector", "--far", "/run/netns/far:far0", "--chatter", "10.9.255.3"]
        command += world_of(asking)
        super().__init__([*command, "--pass", self.interface] if bare_pass else command)

    def clear(self):
        self.send("clear")

    def counts(self):
        self.send("counts")
        return json.loads(self.receive())


class Responder(Reflector):
    """The program bad_network instead of the reflector: it delays answers, and loses some probes and answers."""

    def __init__(self, programs, asking):
        words = {"network": asking.network, "live-share": asking.live, "seed": asking.seed, "loss": asking.loss,
                 "delay": asking.delay}
        inside = ["nsenter", "--net=/run/netns/far"]
        self.chatter = Listener("far", "10.9.255.3")
        # A veth receives XDP frames only with GRO on, or with an XDP program.
        subprocess.run([*inside, "ethtool", "-K", "far0", "gro", "on"], check=True)
        Ready.__init__(self, [*inside, programs / "bad_network", *[f"--{name}={value}" for name, value in words.items()]])

    def clear(self):
        pass

    def counts(self):
        return None

    def __exit__(self, *trouble):
        super().__exit__(*trouble)
        self.chatter.__exit__(*trouble)


class Stack(Listener):
    """The real kernel answers, with twenty ports open."""

    interface, own, far_mac = "near1", "10.9.254.1", "02:00:00:00:fe:02"
    host = "10.8.0.1"

    def __init__(self):
        super().__init__("stack", "10.9.254.3", OPEN_PORTS)

    def clear(self):
        pass

    def counts(self):
        return None


def world_of(asking):
    words = {"network": asking.network, "live": asking.live, "open": asking.open, "seed": asking.seed}
    return [word for name, value in words.items() for word in (f"--{name}", str(value))]


def output(command, **options):
    """The standard output of a command that must not fail."""
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def score(programs, asking, what, pipeline):
    """Scores the lines of a pipeline, "address" or "address port": how many are `what`, and how many are wrong."""
    if asking.stack:
        wanted = {f"{Stack.host} {port}" for port in OPEN_PORTS}
        lines = output(pipeline, shell=True).splitlines()
        found = wanted & set(lines)
        wrong = [line for line in lines if line not in wanted]
        return {"wanted": len(wanted), "found": len(found), "wrong": len(wrong),
                "repeated": len(lines) - len(found) - len(wrong)}
    ports = ["--ports", asking.port_range()] if asking.ports else []
    truth = " ".join(map(str, [programs / "truth", f"score-{what}", *ports, *world_of(asking)]))
    return json.loads(output(f"({pipeline}) | {truth}", shell=True))


def list_addresses(programs, asking):
    """Writes every address of the network into two files, one half into each."""
    lines = []
    for what in ("live", "dead"):
        lines += output([programs / "truth", what, *world_of(asking)]).splitlines(keepends=True)
    for half in (0, 1):
        with open(f"{asking.addresses}.{half}", "w") as file:
            file.writelines(lines[half::2])
