# SPDX-License-Identifier: BSD-2-Clause
"""player.py - runs at the far end, and plays TCP servers by hand: the last byte of the address chooses which of SCRIPTS.

It prints a line when it is ready, and ends when its standard input closes. Then it prints, as JSON, all connections: the segments
that came in each, and what was wrong with them.
"""
import json
import pathlib
import select
import socket
import struct
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import frames as f  # noqa: E402

FIN, SYN, RST, PSH, ACK, URG = 1, 2, 4, 8, 16, 32
FIRST = 0xFFFFFFFA  # the number of our SYN: what follows passes zero
OURS = range(40000, 41000)  # ports of muster's own connections
HELLO = b"220 hello\r\n"
PREFIXES = b"\x0a\x07\1", socket.inet_pton(socket.AF_INET6, "2001:db8:77::")[:14]
JUNK = b"\x0a\x07\2", b"\x0a\x07\3"  # every host of these two networks says junk
SCRIPTS = []  # of (script, speaks, banner)


def plays(speaks, banner=b""):
    def add(script):
        SCRIPTS.append((script, speaks, banner))
        return script
    return add


def number(value):
    return value & 0xFFFFFFFF


class Segment:
    """One that was received: numbers as they stand there."""

    def __init__(self, frame):
        self.at = time.monotonic()
        six = frame[12:14] == b"\x86\xdd"
        ip = frame[14:54] if six else frame[14:34]
        body = frame[54:54 + struct.unpack(">H", frame[18:20])[0]] if six else frame[34:14 + struct.unpack(">H", frame[16:18])[0]]
        self.source, self.target = (ip[8:24], ip[24:40]) if six else (ip[12:16], ip[16:20])
        self.ours, self.port, self.seq, self.ack, offset, self.flags, self.window = struct.unpack(">HHIIBBH", body[:16])
        self.payload = body[(offset >> 4) * 4:]
        self.options = dict(options(body[20:(offset >> 4) * 4]))
        self.good = f.checksum(pseudo(self.source, self.target, body) + body) == 0 and (six or f.checksum(ip) == 0)

    def told(self):
        stamps = struct.unpack(">II", self.options[8]) if 8 in self.options else None
        return {"at": self.at, "flags": self.flags, "seq": self.seq, "ack": self.ack, "window": self.window, "payload": self.payload.decode("latin-1"),
                "stamps": stamps, "good": self.good}


def options(data):
    while data and data[0] != 0:
        if data[0] == 1:
            data = data[1:]
            continue
        yield data[0], data[2:data[1]]
        data = data[data[1]:]


def pseudo(source, target, body):
    if len(source) == 16:
        return source + target + struct.pack(">II", len(body), 6)
    return source + target + struct.pack(">HH", 6, len(body))


class Connection:
    """From the first SYN on. A script waits by `yield seconds`, and gets the next segment, or None."""

    def __init__(self, link, syn, script):
        self.link, self.syn, self.with_options = link, syn, True
        self.theirs, self.next = number(syn.seq + 1), number(FIRST + 1)
        self.heard, self.wrong, self.ended = [syn], [], False
        self.script = script(self)
        self.due = None
        self.go_on(None)

    def go_on(self, segment):
        try:
            wait = next(self.script) if self.due is None else self.script.send(segment)
            self.due = time.monotonic() + wait
        except StopIteration:
            self.ended, self.due = True, float("inf")

    def take(self, segment):
        self.heard.append(segment)
        if segment.payload and segment.seq == self.theirs and not self.ended:
            self.theirs_end = number(self.theirs + len(segment.payload))
        if not self.ended:
            self.go_on(segment)

    # ---- what a script sends

    def packet(self, body):
        ours, to = self.syn.target, self.syn.source
        if len(ours) == 16:
            return f.ipv6(body, 6, socket.inet_ntop(socket.AF_INET6, ours), socket.inet_ntop(socket.AF_INET6, to))
        return f.ipv4(body, 6, socket.inet_ntoa(ours), socket.inet_ntoa(to))

    def send(self, flags, payload=b"", ahead=0, ack=0, window=65535, spoil=False, pieces=0):
        choices = b""
        if self.with_options and 8 in self.syn.options:
            choices += b"\1\1\x08\x0a" + struct.pack(">I", int(time.monotonic() * 1000) & 0x7FFFFFFF) + self.heard[-1].options.get(8, self.syn.options[8])[:4]
        if flags & SYN and self.with_options and 3 in self.syn.options:
            choices += b"\1\3\3\7"
        body = f.tcp(self.syn.port, self.syn.ours, flags, number(self.next + ahead), number(self.theirs + ack), choices, payload, window)
        sum_ = f.checksum(pseudo(self.syn.target, self.syn.source, body) + body)
        body = body[:16] + struct.pack(">H", sum_ ^ 1 if spoil else sum_) + body[18:]
        if not pieces:
            return self.put(self.packet(body))
        for at in range(0, len(body), pieces):  # of IPv4
            more = 0x2000 if at + pieces < len(body) else 0
            self.put(f.ipv4(body[at:at + pieces], 6, socket.inet_ntoa(self.syn.target), socket.inet_ntoa(self.syn.source), fragment=at // 8 | more))

    def put(self, packet):
        self.link.send(f.MAC_A + f.MAC_B + (b"\x86\xdd" if packet[0] >> 4 == 6 else b"\x08\0") + packet)

    def syn_ack(self, **how):
        self.send(SYN | ACK, ahead=how.pop("ahead", 0) - 1, **how)

    def say(self, text, flags=PSH | ACK, **how):
        self.send(flags, text, **how)

    def have(self):
        """What they said is acknowledged from now on."""
        self.theirs = getattr(self, "theirs_end", self.theirs)

    # ---- what it waits for

    def wait(self, good, seconds, what):
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            segment = yield left
            if segment and good(segment):
                return segment
        if what:
            self.wrong.append(f"no {what}")
        return None

    def acknowledged(self, seconds=3, what="ACK"):
        return (yield from self.wait(lambda s: s.flags & ACK and not s.flags & RST and s.ack == self.next, seconds, what))

    def opening(self, seconds=3):
        """They ask; from now on that is acknowledged."""
        found = yield from self.wait(lambda s: s.payload and s.ack == self.next and s.seq == self.theirs, seconds, "opening")
        self.have()
        return found

    def quiet(self, seconds, what):
        if (yield from self.wait(lambda s: True, seconds, None)):
            self.wrong.append(f"a frame that answers {what}")

    def closed(self, seconds=4):
        """Their RST has the number that we wait for."""
        found = yield from self.wait(lambda s: s.flags & RST, seconds, "RST")
        if found and found.seq != self.theirs:
            self.wrong.append(f"RST with {found.seq}, not {self.theirs}")


# ---- scripts


@plays("data", HELLO)
def answers(c):
    c.syn_ack()
    yield from c.opening()
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def greets(c):
    c.syn_ack()
    yield from c.acknowledged()
    c.have()
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def lost_ack(c):
    c.syn_ack()
    yield from c.acknowledged()
    for _ in range(3):
        c.syn_ack()
        yield from c.acknowledged(0.5, "ACK of a SYN-ACK that came again")
    c.have()
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def lost_opening(c):
    c.syn_ack()
    first = yield from c.wait(lambda s: s.payload, 3, "opening")
    again = yield from c.opening()
    if first and again and (again.payload, again.seq) != (first.payload, first.seq):
        c.wrong.append("another opening")
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def lost_openings(c):
    c.syn_ack()
    yield from c.wait(lambda s: s.payload, 3, "opening")
    yield from c.wait(lambda s: s.payload, 3, "second opening")
    yield from c.opening()
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def late_answer(c):
    """Its first segment is lost; what was acknowledged is not sent again."""
    c.syn_ack()
    yield from c.opening()
    c.send(ACK)
    yield from c.quiet(0.9, "an ACK")
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def out_of_order(c):
    c.syn_ack()
    yield from c.opening()
    c.say(b"second", ahead=len(HELLO))
    yield from c.acknowledged(0.5, "ACK of a segment that came too early")
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def overlap(c):
    c.syn_ack()
    yield from c.opening()
    c.say(b"?" + HELLO, ahead=-1)
    yield from c.closed()


@plays("data", HELLO)
def known(c):
    c.syn_ack()
    yield from c.opening()
    c.say(b"?", ahead=-1)
    yield from c.acknowledged(0.5, "ACK of bytes that are known")
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def fin_with_data(c):
    c.syn_ack()
    yield from c.opening()
    c.say(HELLO, FIN | PSH | ACK)
    yield from c.closed()


@plays("closed")
def fin(c):
    c.syn_ack()
    yield from c.acknowledged()
    c.have()
    c.send(FIN | ACK)
    yield from c.closed()


@plays("data", HELLO)
def early_fin(c):
    c.syn_ack()
    yield from c.opening()
    c.send(FIN | ACK, ahead=len(HELLO))
    yield from c.acknowledged(0.5, "ACK of a FIN that came too early")
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO * 20)
def fin_behind_data(c):
    """A short frame behind a long one, as of a server that closes: both are read in this order."""
    c.syn_ack()
    yield from c.opening()
    c.say(HELLO * 20)
    c.send(FIN | ACK, ahead=len(HELLO) * 20)
    found = yield from c.wait(lambda s: True, 3, "RST")
    if found and not found.flags & RST:
        c.wrong.append("a FIN that was read before the data in front of it")


@plays("data", HELLO)
def forgotten(c):
    """A kernel that gave the half-open connection up: what comes again is of no connection. The next one is served."""
    c.syn_ack()
    yield from c.wait(lambda s: s.payload, 3, "opening")
    if c.syn.ours in OURS:
        found = yield from c.wait(lambda s: s.payload, 3, "second opening")
        if found:
            c.send(RST)
        return
    c.have()
    c.say(HELLO, FIN | PSH | ACK)
    yield from c.wait(lambda s: s.flags & (FIN | RST), 3, None)


@plays("reset")
def reset(c):
    c.syn_ack()
    yield from c.opening()
    c.send(RST | ACK)
    yield from c.quiet(0.5, "a RST")


@plays("reset")
def reset_at_once(c):
    c.syn_ack()
    yield from c.acknowledged()
    c.have()
    c.send(RST)
    yield from c.quiet(0.5, "a RST")


@plays("data", HELLO)
def reset_in_window(c):
    c.syn_ack()
    yield from c.opening()
    c.send(RST, ahead=1000)
    yield from c.acknowledged(0.5, "challenge of a RST in the window")
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def reset_outside(c):
    c.syn_ack()
    yield from c.opening()
    for ahead in (-1, -1000, 100000, 1 << 31):
        c.send(RST, ahead=ahead)
    yield from c.quiet(0.2, "a RST outside of the window")
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def window_that_opens(c):
    c.syn_ack(window=0)
    found = yield from c.acknowledged()
    yield from c.wait(lambda s: s.payload, 0.5, None)
    if found and any(s.payload for s in c.heard):
        c.wrong.append("an opening for a window of zero")
    c.send(ACK)
    yield from c.opening(0.5)
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def window_that_is_small(c):
    c.syn_ack(window=5)
    yield from c.acknowledged()
    yield from c.wait(lambda s: s.payload, 0.5, None)
    if any(len(s.payload) > 5 for s in c.heard):
        c.wrong.append("more than fits into the window")
    c.send(ACK)
    yield from c.opening(0.5)
    c.say(HELLO)
    yield from c.closed()


@plays("zero-window")
def no_window(c):
    c.syn_ack(window=0)
    if (yield from c.wait(lambda s: s.payload and not s.flags & RST, 2, None)):
        c.wrong.append("an opening for a window of zero")


@plays("data", HELLO)
def two_segments(c):
    c.syn_ack()
    yield from c.opening()
    c.say(HELLO)
    c.say(b"more", ahead=len(HELLO))
    yield from c.closed()


@plays("data", HELLO)
def before_the_ack(c):
    c.syn_ack()
    c.say(HELLO)
    yield from c.wait(lambda s: s.flags & RST, 3, "RST")


@plays("data", HELLO)
def in_the_syn_ack(c):
    c.syn_ack(payload=HELLO)
    if not (yield from c.acknowledged()):
        return
    c.have()
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def wrong_acks(c):
    c.syn_ack()
    yield from c.opening()
    for ack in (1, 100000, -70000, 1 << 31):
        c.say(b"wrong", ack=ack)
    yield from c.quiet(0.2, "a wrong ACK")
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def spoiled(c):
    c.syn_ack()
    yield from c.opening()
    c.say(b"wrong", spoil=True)
    c.say(b"wrong", flags=PSH)
    yield from c.quiet(0.2, "a wrong checksum")
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO)
def late_syn_ack(c):
    yield from answers(c)
    theirs = c.theirs
    c.theirs = number(c.syn.seq + 1)
    for _ in range(3):
        c.syn_ack()
    found = yield from c.wait(lambda s: not s.flags & RST, 0.5, None)
    if found:
        c.wrong.append("a handshake that begins anew")
    c.theirs = theirs


@plays("data", HELLO)
def lost_reset(c):
    """It says the same again, and is told once more that nobody listens."""
    yield from answers(c)
    yield from c.wait(lambda s: False, 0.3, None)
    c.say(HELLO)
    yield from c.closed(0.5)


@plays("data", HELLO)
def other_syn_ack(c):
    c.syn_ack()
    yield from c.acknowledged()
    c.syn_ack(ahead=1000)
    yield from c.wait(lambda s: False, 0.1, None)
    c.have()
    c.say(HELLO)
    yield from c.closed()


@plays("silent")
def silent(c):
    c.syn_ack()
    yield from c.wait(lambda s: s.flags & RST, 6, "RST")


@plays("silent")
def silent_when_asked(c):
    c.syn_ack()
    yield from c.opening()
    c.send(ACK)
    yield from c.closed(6)


@plays("data", HELLO)
def without_stamps(c):
    c.with_options = False
    yield from answers(c)


@plays("data", HELLO)
def many_acks(c):
    c.syn_ack()
    yield from c.opening()
    for _ in range(20):
        c.send(ACK)
    yield from c.quiet(0.2, "an ACK")
    c.say(HELLO)
    yield from c.closed()


@plays("data", b"x")
def one_byte(c):
    c.syn_ack()
    yield from c.opening()
    c.say(b"x")
    yield from c.closed()


@plays("data", bytes(range(256)))
def every_byte(c):
    c.syn_ack()
    yield from c.opening()
    c.say(bytes(range(256)) * 5)
    yield from c.closed()


@plays("data", HELLO)
def urgent(c):
    c.syn_ack()
    yield from c.opening()
    c.say(HELLO, PSH | ACK | URG | 0xC0)
    yield from c.closed()


@plays("data", HELLO)
def syn_amid(c):
    c.syn_ack()
    yield from c.opening()
    c.send(SYN)
    yield from c.wait(lambda s: s.flags & RST, 0.2, None)
    c.say(HELLO)
    yield from c.closed()


@plays("data", HELLO * 20)
def in_pieces(c):
    c.syn_ack()
    yield from c.opening()
    c.say(HELLO * 20, pieces=0 if len(c.syn.target) == 16 else 64)
    yield from c.closed()


def says_junk(c):
    """A different one from every host."""
    c.syn_ack()
    yield from c.acknowledged()
    c.have()
    c.say(junk(c.syn.target))
    yield 1


def junk(addr):
    seed = int.from_bytes(addr, "big") * 2654435761
    return bytes((seed >> i % 24 ^ i * seed) & 0xFF for i in range(1 + seed % 300))


# ---- the program


def script_of(target):
    if target[:3] in JUNK:
        return says_junk
    if target[:-1] in PREFIXES or target[:14] in PREFIXES:
        return SCRIPTS[target[-1]][0] if target[-1] < len(SCRIPTS) else None
    return None


def told(connections):
    return [{"addr": socket.inet_ntop(socket.AF_INET6 if len(c.syn.target) == 16 else socket.AF_INET, c.syn.target), "port": c.syn.port,
             "ours": c.syn.ours, "stamps": c.with_options, "wrong": c.wrong, "heard": [segment.told() for segment in c.heard]}
            for c in connections.values()]


def main():
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    link.setsockopt(socket.SOL_SOCKET, 33, 64 << 20)  # SO_RCVBUFFORCE
    link.bind(("far0", 0))
    connections, looked = {}, 0
    print("ready", flush=True)
    while True:
        ready = select.select([link, sys.stdin], [], [], 0.01)[0]
        if sys.stdin in ready:
            print(json.dumps(told(connections)))
            return
        if link in ready:
            frame, where = link.recvfrom(2048)
            take(link, connections, frame, where)
        if time.monotonic() - looked < 0.005:
            continue
        looked = time.monotonic()
        for connection in [c for c in connections.values() if c.due <= looked and not c.ended]:
            connection.go_on(None)


def take(link, connections, frame, where):
    six = frame[12:14] == b"\x86\xdd"
    if where[2] == socket.PACKET_OUTGOING or not (six and frame[20] == 6 or frame[12:14] == b"\x08\0" and frame[23] == 6):
        return
    segment = Segment(frame)
    key = segment.source, segment.ours, segment.target, segment.port
    if key in connections and not (segment.flags & SYN and connections[key].ended):
        if not segment.flags & SYN:
            connections[key].take(segment)
    elif segment.flags & (SYN | ACK) == SYN and (script := script_of(segment.target)):
        connections[key] = Connection(link, segment, script)


if __name__ == "__main__":
    main()
