#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Linux 6.18, IPv4, next hops of equal cost: with net.ipv4.fib_multipath_hash_policy 3 (fields of one's choice, by default addresses and
# protocol) `ip route get` of iproute2 6.1.0-3 (Debian 12) names a gateway that has nothing to do with the one that packets of this
# machine take, whatever is said of them (from, ipproto). The kernel answers the query for a packet that it builds, which it hashes as it
# hashes packets that it forwards: the hash of the outer header mixed with that of an inner one, even where there is none; what this
# machine sends has the first of these alone. With policy 0 both hashes are the same.
#
# Here 40 destinations behind two gateways are connected to with each policy, and by which link the packets left is seen. muster goes
# by the kernel's answers (src/net/path_find.c): with policy 3 its ways are of equal cost, but need not be those of a connection.
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

for policy in 0 3; do
	echo "$policy" >/proc/sys/net/ipv4/fib_multipath_hash_policy
	wrong=0
	for number in $(seq 40); do
		[[ $(named "10.9.0.$number" from 10.5.0.1 ipproto tcp) == "$(taken connect "10.9.0.$number")" ]] || wrong=$((wrong + 1))
	done
	echo "fib_multipath_hash_policy $policy: of 40, ip route get not the way of TCP $wrong"
	[[ $policy == 0 && $wrong == 0 ]] || [[ $policy == 3 && $wrong -gt 5 ]]
done
