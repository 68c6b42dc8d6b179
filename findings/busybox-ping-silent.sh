#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# busybox 1:1.35.0-4+deb12u1+b1 (Debian 12): a host returns only 16 bytes of the 56 of an echo request, as some routers do, and a
# router reports another host as unreachable. busybox's ping prints no line for either and counts 100 % loss: a living host that cuts
# payloads cannot be told from a dead one. iputils-ping 3:20221126-1+deb12u1 prints "24 bytes from" and "(truncated)", counts the
# answers as received, and prints the error.
#
# Seen on Linux 6.18. muster's own methods count such answers and mark them (src/ping/answers.c); `muster ping --via system` sees no more
# than busybox prints, which README says.
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
# A tun device whose far end cuts the payload of each answer; for 10.77.0.3 it sends the error of a router.
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
    ours, target = asked[12:16], asked[16:20]
    if target[3] == 3:
        os.write(tun, packet(socket.inet_aton("10.77.0.254"), ours, icmp(3, b"\0" * 4 + asked[:28])))
    else:
        os.write(tun, packet(target, ours, icmp(0, asked[24:44])))
' &
far=$!
trap 'kill "$far"; rm -f ready' EXIT
until [[ -e ready ]]; do sleep 0.05; done
for host in 10.77.0.2 10.77.0.3; do
	ping -n -c 2 -i 0.2 -W 1 "$host" >"iputils-$host" || true
	busybox ping -c 2 -i 0.2 -W 1 "$host" >"busybox-$host" || true
	printf '%s\n  iputils: %s\n  busybox: %s\n' "$host" "$(sed -n 2p "iputils-$host")" "$(sed -n 2p "busybox-$host")"
done
grep -q '^24 bytes from 10.77.0.2: .*(truncated)$' iputils-10.77.0.2
grep -q '2 packets transmitted, 2 received' iputils-10.77.0.2
grep -q '^From 10.77.0.254 icmp_seq=1 Destination Host Unreachable$' iputils-10.77.0.3
for host in 10.77.0.2 10.77.0.3; do
	grep -q '2 packets transmitted, 0 packets received, 100% packet loss' "busybox-$host"
	[[ $(grep -c . "busybox-$host") == 3 ]] # the opening line, and two of statistics
done
