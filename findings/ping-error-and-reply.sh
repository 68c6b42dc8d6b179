#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# iputils-ping 3:20221126-1+deb12u1 (Debian 12): of `ping -c 3` the first request gets an ICMP error from a router and, as with two
# paths or a router that reports too early, also its reply. ping counts replies and errors together toward -c, and ends after
# 2 requests: "2 packets transmitted, 2 received, +1 errors". busybox 1:1.35.0-4+deb12u1+b1 sends all 3 under the same conditions.
#
# Seen on Linux 6.18. `muster ping --via system` says that the rest was not sent (src/ping/system.c, tests/live/test_ping.py).
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download iputils-ping=3:20221126-1+deb12u1 busybox=1:1.35.0-4+deb12u1+b1 2>/dev/null &&
		for deb in ./*.deb; do dpkg -x "$deb" .; done)
	PATH=$folder/bin:$folder/usr/bin:$PATH:/usr/sbin:/sbin unshare --net "$0" inside "$folder"
	exit
fi

cd "$2"
# A tun device whose far end answers every echo request, and before the first answer sends the error of a router.
python3 -c '
import fcntl, os, socket, struct, subprocess
def sum16(data):
    total = sum(struct.unpack(">%dH" % (len(data) // 2), data))
    while total >> 16: total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff
def packet(source, to, body):
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(body), 1, 0, 64, 1, 0, source, to)
    return head[:10] + struct.pack(">H", sum16(head)) + head[12:] + body
def icmp(kind, rest):
    body = bytes([kind, 1 if kind == 3 else 0, 0, 0]) + rest
    return body[:2] + struct.pack(">H", sum16(body)) + body[4:]
tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, 0x400454CA, struct.pack("16sH", b"t0", 0x1001))
for line in ("ip addr add 10.77.0.1/24 dev t0", "ip link set t0 up", "ip link set lo up"): subprocess.run(line.split(), check=True)
open("ready", "w").close()
while True:
    asked = os.read(tun, 2048)
    if asked[0] != 0x45 or asked[9] != 1 or asked[20] != 8: continue
    ours, target, first = asked[12:16], asked[16:20], asked[26:28] in (b"\0\0", b"\0\1")
    if first and target[3] == 2 and not os.path.exists("told"):
        open("told", "w").close()
        os.write(tun, packet(socket.inet_aton("10.77.0.254"), ours, icmp(3, b"\0" * 4 + asked[:28])))
    os.write(tun, packet(target, ours, icmp(0, asked[24:])))
' &
far=$!
trap 'kill "$far"; rm -f ready told' EXIT
until [[ -e ready ]]; do sleep 0.05; done
said=$(ping -n -c 3 -i 0.2 -W 1 10.77.0.2 || true)
rm -f told
other=$(busybox ping -c 3 -i 0.2 -W 1 10.77.0.2 || true)
printf 'iputils: %s\nbusybox: %s\n' "$(grep transmitted <<<"$said")" "$(grep transmitted <<<"$other")"
[[ $said == *"2 packets transmitted, 2 received, +1 errors"* ]]
[[ $other == *"3 packets transmitted, 3 packets received"* ]]
