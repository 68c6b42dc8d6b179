#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# iputils-ping 3:20221126-1+deb12u1 (Debian 12): an nftables rule in the output hook drops echo requests, sendto(2) returns EPERM for
# each, and nothing ever leaves. ping prints no word of it, on a terminal or not, and closes with "2 packets transmitted,
# 0 received, 100% packet loss", as if the network had lost them.
#
# Seen on Linux 6.18. muster ping reports such requests as not sent, with the reason (tests/live/test_ping.py).
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download iputils-ping=3:20221126-1+deb12u1 2>/dev/null && dpkg -x ./*.deb .)
	PATH=$folder/bin:$folder/usr/bin:$PATH:/usr/sbin:/sbin unshare --net "$0" inside
	exit
fi

ip link set lo up
nft 'add table ip t; add chain ip t out { type filter hook output priority 0; }; add rule ip t out ip daddr 127.0.0.9 drop'
said=$(ping -n -c 2 -i 0.2 -W 1 127.0.0.9 2>&1 || true)
refused=$(strace -e trace=sendto ping -n -c 1 -W 1 127.0.0.9 2>&1 | grep -c 'sendto.*EPERM' || true)
printf '%s\nsendto refused with EPERM: %s\n' "$said" "$refused"
[[ $said == *"2 packets transmitted, 0 received, 100% packet loss"* ]]
[[ $said != *"permitted"* ]]
((refused >= 1))
