#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# fping 5.1-1 and iputils-ping 3:20221126-1+deb12u1 (Debian 12): a host at the other end of a veth pair answers every packet, and the
# near end has a token bucket filter (tc-tbf) that holds hardly any of them. The kernel drops most of fping's requests before they
# leave, and fping reports them as 90 % loss of the network, with no message. ping, at the same pace through the same filter, sends
# again what was refused and reports no loss.
#
# Why: Linux tells a raw or datagram ICMP socket ENOBUFS for a frame that its own queue dropped only if the socket has IP_RECVERR
# set (ip(7)); otherwise sendto(2) returns success. ping sets it, fping does not.
# Seen on Linux 6.18. muster ping sets it, and reports such requests as not sent, or sends them again (tests/live/test_ping.py).
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download fping=5.1-1 iputils-ping=3:20221126-1+deb12u1 2>/dev/null && for deb in ./*.deb; do dpkg -x "$deb" .; done)
	PATH=$folder/usr/bin:$folder/bin:$PATH:/usr/sbin:/sbin unshare --net --mount "$0" inside
	exit
fi

mount -t tmpfs tmpfs /run
mkdir /run/netns
ip netns add far
ip link set lo up
ip link add name near0 type veth peer name far0 netns far
ip address add 10.1.0.1/24 dev near0
ip link set near0 up
ip -n far address add 10.1.0.2/24 dev far0
ip -n far link set far0 up
ping -n -q -c 1 10.1.0.2 >/dev/null
ip neighbour replace 10.1.0.2 lladdr "$(ip -n far -br link show far0 | awk '{ print $3 }')" dev near0 nud permanent
tc qdisc add dev near0 root tbf rate 8kbit burst 200 limit 200

fping=$(fping -q -c 20 -p 20 10.1.0.2 2>&1 || true)
dropped=$(tc -s qdisc show dev near0 | sed -n 's/.*(dropped \([0-9]*\),.*/\1/p')
ping=$(ping -n -q -c 20 -i 0.02 10.1.0.2 2>&1 | tail -n 3 || true)
printf 'fping: %s\ndropped by the queue of this machine: %s\nping: %s\n' "$fping" "$dropped" "$ping"
[[ $fping =~ 'xmt/rcv/%loss = 20/'([0-9]+)/ ]]
((BASH_REMATCH[1] <= 10 && dropped >= 5)) # the rest left late, and was answered late
[[ $ping == *" 0% packet loss"* ]]
