#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Linux 6.18: with net.ipv6.fib_multipath_hash_policy 0, "layer 3" in the kernel's documentation (addresses and flow label), the hash
# that chooses among next hops of equal cost has the protocol, too. So to about half of all destinations TCP takes another gateway
# than ping, and `ip -6 route get` of iproute2 6.1.0-3 (Debian 12), which names no protocol, shows a way that neither need take;
# with `ipproto tcp` or `ipproto ipv6-icmp` it is the one taken.
#
# Here 40 destinations behind two gateways are pinged and connected to, and by which link the packets left is seen. muster asks the
# kernel with the protocol of its first probe (src/plan/flows.c).
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
echo "net.ipv6.fib_multipath_hash_policy $(cat /proc/sys/net/ipv6/fib_multipath_hash_policy)"

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

connect() { timeout 2 bash -c "exec 3<>/dev/tcp/$1/80"; }

apart=0 plain=0 wrong=0
for number in $(seq 40); do
	to=fd09::$number
	pings=$(taken ping -c 1 -W 1 "$to")
	connects=$(taken connect "$to")
	[[ $pings == "$connects" ]] || apart=$((apart + 1))
	[[ $(named "$to") == "$connects" ]] || plain=$((plain + 1))
	[[ $(named "$to" ipproto tcp) == "$connects" && $(named "$to" ipproto ipv6-icmp) == "$pings" ]] || wrong=$((wrong + 1))
done
echo "of 40: ping and TCP apart $apart, ip route get not the way of TCP $plain, with ipproto not $wrong"
[[ $apart -gt 5 && $plain -gt 5 && $wrong == 0 ]]
