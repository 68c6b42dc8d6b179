#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# masscan 2:1.3.2+ds1-1 (Debian 12): a scan of one port of one address that does not answer, with --wait 1, has sent its only probe at
# once. It does not end after the second that it was told to wait, and has not ended after fifteen, as long as no frame at all comes in
# at its interface. The first frame, a broadcast that has nothing to do with the scan, ends it.
#
# Why: its receiving thread waits for a frame in libpcap without a time limit (poll(2) of a TPACKET_V3 ring does not return while
# nothing arrives), and looks whether the scan is over only between frames.
# Seen on Linux 6.18. No real link is silent for long; bench/compare sends a broadcast ten times a second.
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download masscan=2:1.3.2+ds1-1 libpcap0.8 2>/dev/null && for deb in ./*.deb; do dpkg -x "$deb" .; done)
	export LD_LIBRARY_PATH=$folder/usr/lib/$(uname -m)-linux-gnu
	PATH=$folder/usr/bin:$PATH:/usr/sbin:/sbin unshare --net --mount --kill-child --fork "$0" inside
	exit
fi

mount -t tmpfs tmpfs /run
mkdir /run/netns
ip netns add far
ip link add name near0 address 02:00:00:00:00:01 type veth peer name far0 address 02:00:00:00:00:02 netns far
for end in near0 far0; do
	in=(ip netns exec far)
	[[ $end == far0 ]] || in=()
	"${in[@]}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/$end/disable_ipv6"
	"${in[@]}" ip link set "$end" arp off
done
ip address add 10.1.0.1/24 dev near0
ip link set near0 up
ip -n far address add 10.1.0.2/24 brd + dev far0
ip -n far link set far0 up
ip netns exec far sh -c 'echo 1 >/proc/sys/net/ipv4/icmp_echo_ignore_all'
ip netns exec far nft 'add table ip t; add chain ip t c { type filter hook input priority 0; policy drop; }'

masscan 10.1.0.2 -p 80 -e near0 --adapter-ip 10.1.0.1 --router-mac 02-00-00-00-00-02 --rate 100 --wait 1 >/dev/null 2>&1 </dev/null &
masscan=$!
sleep 15
silent=ended
kill -0 "$masscan" 2>/dev/null && silent=running
ip netns exec far python3 -c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
s.sendto(b" ", ("10.1.0.255", 9))'
sleep 3
after=running
kill -0 "$masscan" 2>/dev/null || after=ended
kill "$masscan" 2>/dev/null || true
printf 'masscan --wait 1, after 15 s without a frame: %s; three seconds after one frame: %s\n' "$silent" "$after"
[[ $silent == running && $after == ended ]]
