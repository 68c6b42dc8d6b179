#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Linux 6.18, IPv6, next hops of equal cost with net.ipv6.fib_multipath_hash_policy 1 (addresses, protocol and ports): the kernel keeps
# type and code of ICMPv6 where ports would be, and hashes them as such. So `ip -6 route get … ipproto ipv6-icmp` of iproute2 6.1.0-3
# (Debian 12) names the way of ping for half of the destinations only, and `dport 32768` (type 128, code 0, as one number) with it
# for all, though an echo request has no port.
#
# Here 40 destinations behind two gateways are pinged, and by which link the packets left is seen. muster asks the kernel so
# (src/net/routes.c).
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download iproute2=6.1.0-3 iputils-ping=3:20221126-1+deb12u1 2>/dev/null && for deb in ./*.deb; do dpkg -x "$deb" .; done)
	PATH=$folder/bin:$folder/sbin:$PATH:/usr/sbin:/sbin unshare --net --mount --kill-child --fork "$0" inside
	exit
fi

mount -t tmpfs tmpfs /run
mkdir /run/netns
ip link set lo up
ip netns add far
ip -n far link set lo up
for link in a b; do
	ip link add name near-$link address 02:00:00:00:00:01 type veth peer name far-$link address 02:00:00:00:00:01 netns far
	ip link set near-$link addrgenmode none arp off up # frames go to the own address, which the other end has, too
	ip -n far link set far-$link addrgenmode none arp off up
done
ip -6 address add fd01::1/64 dev near-a nodad
ip -6 address add fd02::1/64 dev near-b nodad
ip -6 address add fd05::1/128 dev lo nodad
ip -n far -6 route add local fd09::/64 dev lo
ip -n far -6 route add fd05::/64 dev far-a
ip -6 route add fd09::/64 src fd05::1 nexthop via fd01::254 dev near-a nexthop via fd02::254 dev near-b
echo 1 >/proc/sys/net/ipv6/fib_multipath_hash_policy

named() { # DESTINATION WORDS…: the interface that the kernel names
	ip route get "$@" | grep -o 'near-[ab]' | head -1
}

sleep 3 # reports of multicast listeners

sent() { awk '$1 == "near-b:" { print $11 }' /proc/self/net/dev; }

taken() { # COMMAND…: by which its packets left
	local before
	before=$(sent)
	"$@" >/dev/null 2>&1 || true
	[[ $(sent) == "$before" ]] && echo near-a || echo near-b
}

plain=0 typed=0
for number in $(seq 40); do
	to=fd09::$number
	pings=$(taken ping -c 1 -W 1 "$to")
	[[ $(named "$to" ipproto ipv6-icmp) == "$pings" ]] || plain=$((plain + 1))
	[[ $(named "$to" ipproto ipv6-icmp dport 32768) == "$pings" ]] || typed=$((typed + 1))
done
echo "of 40: ip route get not the way of ping $plain, with dport 32768 not $typed"
[[ $plain -gt 5 && $typed == 0 ]]
