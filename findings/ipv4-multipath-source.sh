#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Linux 6.18, IPv4, next hops of equal cost (net.ipv4.fib_multipath_hash_policy 0: a hash of the addresses): connect(2) of TCP looks up
# the route twice, first for a source address, then with it, and the second hash may choose another gateway. ping of iputils 20221126
# looks up once, without a source. So to about half of all destinations TCP takes another gateway than ping, and than `ip route get`
# of iproute2 6.1.0-3 (Debian 12) names; with `from` and the source that it prints, `ip route get` names the way of TCP.
#
# Here 40 destinations behind two gateways, with one source address for both, are pinged and connected to, and by which link the packets
# left is seen. muster asks the kernel for probes of TCP and UDP as connect does (src/net/path_query.c).
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
ip netns exec far sh -c 'for file in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >"$file"; done'
ip address add 10.1.0.1/24 dev near-a
ip address add 10.2.0.1/24 dev near-b
ip address add 10.5.0.1/32 dev lo
ip -n far route add local 10.9.0.0/24 dev lo
ip -n far route add 10.5.0.0/24 dev far-a
ip route add 10.9.0.0/24 src 10.5.0.1 nexthop via 10.1.0.254 dev near-a nexthop via 10.2.0.254 dev near-b
echo "net.ipv4.fib_multipath_hash_policy $(cat /proc/sys/net/ipv4/fib_multipath_hash_policy)"

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
	to=10.9.0.$number
	pings=$(taken ping -c 1 -W 1 "$to")
	connects=$(taken connect "$to")
	[[ $pings == "$connects" ]] || apart=$((apart + 1))
	[[ $(named "$to") == "$connects" ]] || plain=$((plain + 1))
	[[ $(named "$to" from 10.5.0.1) == "$connects" && $(named "$to") == "$pings" ]] || wrong=$((wrong + 1))
done
echo "of 40: ping and TCP apart $apart, ip route get not the way of TCP $plain, with from not $wrong"
[[ $apart -gt 5 && $plain -gt 5 && $wrong == 0 ]]
