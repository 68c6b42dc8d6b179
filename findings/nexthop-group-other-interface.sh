#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Linux 6.18, a route of IPv6 by a group of nexthop objects (ip-nexthop(8), iproute2 6.1.0-3 of Debian 12): the interface that is asked
# for is not looked at. `ping -I` of iputils 20221126, which binds its socket to the interface, sends by the other one to half of the
# destinations; `ip -6 route get … oif` says so. The source address is that of the first object's interface, whichever is taken. The
# same next hops written into the route itself (`nexthop … nexthop …`), and groups of IPv4, keep to the interface.
#
# Here 20 destinations behind two gateways are pinged by the first interface. muster takes the next hop of the group that is on the
# interface of --interface (src/net/path_query.c).
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download iproute2=6.1.0-3 iputils-ping=3:20221126-1+deb12u1 2>/dev/null && for deb in ./*.deb; do dpkg -x "$deb" .; done)
	PATH=$folder/bin:$folder/sbin:$PATH:/usr/sbin:/sbin unshare --net --mount --kill-child --fork "$0" inside
	exit
fi

ip link set lo up
number=0
for link in a b; do
	number=$((number + 1))
	ip link add near-$link type veth peer name far-$link
	ip link set far-$link addrgenmode none up
	ip link set near-$link addrgenmode none up
	ip address add 10.$number.0.1/24 dev near-$link
	ip -6 address add fd0$number::1/64 dev near-$link nodad
	ip neighbour add 10.$number.0.254 lladdr 02:00:00:00:00:01 dev near-$link nud permanent
	ip -6 neighbour add fd0$number::254 lladdr 02:00:00:00:00:01 dev near-$link nud permanent
	ip nexthop add id $number via 10.$number.0.254 dev near-$link
	ip -6 nexthop add id 1$number via fd0$number::254 dev near-$link
done
ip nexthop add id 5 group 1/2
ip nexthop add id 15 group 11/12
ip route add 10.9.0.0/24 nhid 5
ip -6 route add fd09::/64 nhid 15
ip -6 route add fd08::/64 nexthop via fd01::254 dev near-a nexthop via fd02::254 dev near-b

sleep 3 # reports of multicast listeners

sent() { awk '$1 == "near-b:" { print $11 }' /proc/self/net/dev; }

others() { # PREFIX: how many of 20 pings by near-a left by near-b
	local before others=0
	for number in $(seq 20); do
		before=$(sent)
		ping -c 1 -W 0.1 -I near-a "$1$number" >/dev/null 2>&1 || true
		[[ $(sent) == "$before" ]] || others=$((others + 1))
	done
	echo "$others"
}

ipv4=$(others 10.9.0.) routes=$(others fd08::) group=$(others fd09::)
echo "of 20 pings by one interface left by the other: IPv4, a group $ipv4; IPv6, next hops of the route $routes; IPv6, a group $group"
ip -6 route get fd09::1 oif near-a
ip -6 route get fd09::2 oif near-a
[[ $ipv4 == 0 && $routes == 0 && $group -gt 3 ]]
