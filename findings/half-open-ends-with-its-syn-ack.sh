#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Linux 6.18: a connection that is half open is forgotten at once when its SYN-ACK is to be sent again and the server's own device
# refuses that one frame (a full queue of a veth or a network card; a packet filter here). The client's acknowledgement, a moment later,
# is answered by a RST: to a client it looks as if the server had reset the connection, while the program that listens there never
# heard of it. The first SYN-ACK may be refused without consequence.
set -euo pipefail

[[ ${1-} == inside ]] || exec unshare -rn "$0" inside
unshare -n sleep 60 &
holder=$!
script=$(mktemp)
trap 'kill "$holder"; rm -f -- "$script"' EXIT
sleep 0.3
server=(nsenter --net="/proc/$holder/ns/net")
ip link set lo up
ip link add near type veth peer name far netns "$holder"
ip address add 10.1.0.1/24 dev near
ip link set near up
"${server[@]}" ip address add 10.1.0.2/24 dev far
"${server[@]}" ip link set far up
nft 'add table ip keep; add chain ip keep in { type filter hook input priority 0; }; add rule ip keep in tcp dport 4000-4009 drop' # no RST of this kernel
ping -qc1 10.1.0.2 >/dev/null

cat >"$script" <<'PYTHON'
import socket, struct, subprocess, sys, time

holder = sys.argv[1]
far = ["nsenter", f"--net=/proc/{holder}/ns/net"]
listen = subprocess.Popen([*far, sys.executable, "-c", """
import socket
server = socket.create_server(("", 80))
print("ready", flush=True)
while True:
    server.accept()[0].sendall(b"hello")
"""], stdout=subprocess.PIPE)
listen.stdout.readline()
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x800))
tap.settimeout(2)


def send(port, flags, seq, ack, payload=b""):
    head = struct.pack(">HHIIBBHHH", port, 80, seq, ack, 5 << 4, flags, 1000, 0, 0)
    words = socket.inet_aton("10.1.0.1") + socket.inet_aton("10.1.0.2") + struct.pack(">HH", 6, len(head) + len(payload)) + head + payload
    total = sum(struct.unpack(f">{len(words) // 2}H", words))
    total = (total & 0xFFFF) + (total >> 16)
    total = ~(total + (total >> 16)) & 0xFFFF
    raw.sendto(head[:16] + struct.pack(">H", total) + head[18:] + payload, ("10.1.0.2", 0))


def answer(port):
    while True:
        frame, where = tap.recvfrom(2048)
        if where[2] == socket.PACKET_HOST and frame[9] == 6 and struct.unpack(">H", frame[22:24])[0] == port:
            return frame[33], struct.unpack(">I", frame[24:28])[0], frame[40:]


def nft(rules):
    subprocess.run([*far, "nft", rules], check=True)


def handshake(port, refused):
    """What answers a request that comes 1.3 seconds after the SYN-ACK, which was sent again after one second."""
    send(port, 2, 999, 0)
    flags, seq, _ = answer(port)
    assert flags == 0x12, flags
    if refused:
        nft("add table ip full; add chain ip full out { type filter hook output priority 0; }; add rule ip full out tcp sport 80 drop")
    time.sleep(1.3)
    if refused:
        nft("delete table ip full")
    else:
        assert answer(port)[0] == 0x12  # it came again
    send(port, 0x18, 1000, seq + 1, b"ask!")
    return answer(port)[0]


names = {0x04: "RST", 0x10: "ACK", 0x18: "data"}
print("SYN-ACK sent again:", names[handshake(4000, False)])
end = handshake(4001, True)
print("SYN-ACK refused by the server's own device when sent again:", names[end])
listen.kill()
sys.exit(0 if end == 4 else 1)
PYTHON
python3 "$script" "$holder"
