# SPDX-License-Identifier: BSD-2-Clause
"""forger.py - runs at the far end, and answers SYNs to 10.7.0.0/24 with forged and unusual frames. The last octet modulo 8
chooses the kind of answer.

It prints a line when it is ready, and ends when its standard input closes.
"""
import pathlib
import select
import socket
import struct
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import frames as f  # noqa: E402

SYN_ACK = 0x12
LATE_S = 0.6


class Syn:
    """A SYN that was received."""

    def __init__(self, frame):
        self.ours, self.target = socket.inet_ntoa(frame[26:30]), socket.inet_ntoa(frame[30:34])
        self.port, self.asked, self.seq = struct.unpack(">HHI", frame[34:42])

    def answer(self, source=None, to=None, ack=1, **ip):
        source, to = source or self.target, to or self.ours
        body = f.tcp(self.asked, self.port, SYN_ACK, 5000, (self.seq + ack) & 0xFFFFFFFF)
        pseudo = socket.inet_aton(source) + socket.inet_aton(to) + struct.pack(">HH", 6, len(body))
        body = body[:16] + struct.pack(">H", f.checksum(pseudo + body)) + body[18:]
        return f.MAC_A + f.MAC_B + b"\x08\0" + f.ipv4(body, 6, source, to, **ip)

    def error(self, asker):
        """An ICMP error port-unreachable that quotes a probe of another source address."""
        asked = f.tcp(self.port, self.asked, 2, self.seq)
        quoted = f.ipv4(asked, 6, asker, self.target)
        return f.MAC_A + f.MAC_B + b"\x08\0" + f.ipv4(f.icmp(3, 3, 0, quoted), 1, self.target, self.ours)

    def answers(self):
        """The frames to send, each with a delay in seconds."""
        whole = self.answer()
        return {
            0: [(0, whole), (0.01, whole)],
            1: [(0, self.error(asker="10.9.255.99"))],
            2: [(0, self.answer(ack=70000))],
            3: [(0, self.answer(source="10.6.6.6"))],
            4: [(LATE_S, whole)],
            5: [(0, self.answer(fragment=0x2000))],
            6: [(0, whole[:50] + bytes([whole[50] ^ 1]) + whole[51:])],
            7: [],
        }[int(self.target.rsplit(".", 1)[1]) % 8]


def main():
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
    link.bind(("far0", 0))
    due = []
    print("ready", flush=True)
    while True:
        ready = select.select([link, sys.stdin], [], [], 0.01)[0]
        if sys.stdin in ready:
            return
        frame, where = link.recvfrom(2048) if link in ready else (b"", None)
        if where and where[2] == socket.PACKET_HOST and frame[23] == 6 and frame[30:33] == b"\x0a\x07\0" and frame[47] == 2:
            due += [(time.monotonic() + wait, answer) for wait, answer in Syn(frame).answers()]
        for at, answer in [one for one in due if one[0] <= time.monotonic()]:
            link.send(answer)
            due.remove((at, answer))


if __name__ == "__main__":
    main()
