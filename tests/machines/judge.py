# SPDX-License-Identifier: BSD-2-Clause
"""judge.py - what lives at the far end, what a guest reported, and how many of muster's verdicts were right.

The truth is what the kernel of the guest itself reached, by its own ping and connect, through the same device. The plan says
what it should have reached; where the two differ, the row says so.
"""
import dataclasses
import ipaddress

# What is asked: the first and last address, and those that live. Every ask has dead addresses too.
ASKS = {
    "routed": ("10.78.0.96", "10.78.0.159", "10.78.0.0/25"),
    "onlink": ("10.77.1.48", "10.77.1.79", "10.77.1.64/26"),
    "ports": ("10.78.1.120", "10.78.1.135", "10.78.1.0/25"),
    "routed6": ("fd78::30", "fd78::4f", "fd78::40/122"),
    "onlink6": ("fd77::30", "fd77::4f", "fd77::40/122"),
}
PORTS = {22: "open", 80: "closed"}
REACHED = ("up", "open", "closed")
# Neither right nor wrong: muster says that it could not find out.
UNDECIDED = ("unknown", "not-sent")
# muster's own exit codes: with others it was not started, or was killed.
EXITS = (0, 1, 2, 3)


def numbered(address, n):
    return str(ipaddress.ip_address(int(ipaddress.ip_address(address)) + n))


def questions(ask):
    """Each (address, port) of an ask, with its state if the far end lives as planned: None is silent."""
    first, last, living = ASKS[ask]
    network = ipaddress.ip_network(living)
    for number in range(int(ipaddress.ip_address(first)), int(ipaddress.ip_address(last)) + 1):
        address = ipaddress.ip_address(number)
        lives = address in network
        for port, state in PORTS.items() if ask == "ports" else [(0, "up")]:
            yield (str(address), port), state if lives else None


def plan(ask, sink=False):
    return {question: None if sink else state for question, state in questions(ask)}


def variables():
    """The ranges, as variables of a shell."""
    for ask, (first, last, _) in ASKS.items():
        live = sum(state is not None for state in plan(ask).values()) // (len(PORTS) if ask == "ports" else 1)
        yield f"FROM_{ask}={first} TO_{ask}={last} LIVE_{ask}={live}"


@dataclasses.dataclass
class Row:
    """One run of muster, or why there was none."""
    device: str
    engine: str = ""
    ask: str = ""
    right: int = 0
    of: int = 0
    missed: int = 0
    false: int = 0
    undecided: int = 0
    seconds: float = 0
    status: int = 0
    outcome: str = "skipped"
    notes: list = dataclasses.field(default_factory=list)
    said: list = dataclasses.field(default_factory=list)


def count(row, verdicts, truth):
    """A silent question is right if it has a verdict that it was not reached; of the others the state has to be the same."""
    for question, state in truth.items():
        verdict = verdicts.get(question, "unknown")
        if verdict in UNDECIDED:
            row.undecided += 1
        elif verdict == state or not state and verdict not in REACHED:
            row.right += 1
        elif state:
            row.missed += 1
        else:
            row.false += 1
    row.of = len(truth)


def judge(row, verdicts, truth):
    """Fills in the counts and the outcome. A named engine may refuse in a word; auto has to find what the kernel finds."""
    count(row, verdicts, truth)
    chosen = row.engine != "auto"
    nothing_lives = not any(truth.values())
    ended_badly = row.status not in EXITS
    if row.missed or row.false or ended_badly:
        row.outcome = "wrong"
    elif row.right == row.of and row.status == 0 or nothing_lives and row.said:
        row.outcome = "right"
    elif chosen and row.said and not row.right:
        row.outcome = "skipped"
        row.notes.insert(0, row.said[-1])
    else:
        row.outcome = "wrong"


class Reader:
    """Takes in the lines of a guest (see guest/asks.sh) and calls back with each row."""

    def __init__(self, found):
        self.found = found
        self.device = None
        self.ended = []
        self.fresh("")

    def fresh(self, device):
        self.device, self.row, self.sink = device or None, None, False
        self.kernel, self.verdicts, self.made = {}, {}, []

    def line(self, line):
        word, _, rest = line.strip().partition(" ")
        getattr(self, f"on_{word}", self.ignore)(rest)

    def ignore(self, rest):
        pass

    def on_begin(self, device):
        self.fresh(device)

    def on_sink(self, _):
        self.sink = True

    def on_skip(self, rest):
        device, _, why = rest.partition(" ")
        self.found(Row(device, notes=[why]))

    def on_kernel(self, rest):
        ask, address, *port = rest.split()
        key, state = ((address, int(port[0])), port[1]) if port else ((address, 0), "up")
        self.kernel.setdefault(ask, {})[key] = state

    def on_ask(self, rest):
        device, engine, ask = rest.split()
        self.row, self.verdicts = Row(device, engine, ask), {}

    def on_verdict(self, rest):
        address, port, state, *_ = rest.split()
        self.verdicts[address, int(port)] = state

    def on_said(self, text):
        if self.row:
            self.row.said.append(text)

    def on_note(self, text):
        (self.row.notes if self.row else self.made).append(text)

    def on_done(self, rest):
        status, seconds = rest.split()
        row, self.row = self.row, None
        row.status, row.seconds = int(status), float(seconds)
        planned, kernel = plan(row.ask, self.sink), self.kernel.get(row.ask, {})
        truth = {question: kernel.get(question) for question in planned}
        row.notes += self.made
        if not any(truth.values()) and any(planned.values()):
            row.of, row.notes = len(truth), ["the kernel itself reaches nothing", *row.notes]
        else:
            judge(row, self.verdicts, truth)
            if truth != planned:
                reached, wanted = (sum(one is not None for one in side.values()) for side in (truth, planned))
                row.notes.append(f"the kernel itself reaches {reached} of {wanted}")
        self.found(row)

    def on_left(self, rest):
        """What an engine that was asked for by name does to the link is its user's wish; what stays is not."""
        device, engine, what = rest.split(" ", 2)
        wished = engine != "auto" and "carrier" in what
        self.found(Row(device, engine, outcome="right" if wished else "wrong", notes=[f"the device differs afterwards: {what}"]))

    def on_end(self, device):
        self.ended.append(device)
        self.fresh("")
