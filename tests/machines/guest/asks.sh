# SPDX-License-Identifier: BSD-2-Clause
# Sourced by the guest's init: what is asked through a device, and what goes to the host by the second serial port.
# Nothing is judged here: the host gets the kernel's answers and muster's verdicts, and compares (judge.py).
#
#   begin DEVICE                    skip DEVICE SENTENCE            end DEVICE
#   kernel ASK ADDRESS              kernel ASK ADDRESS PORT STATE   the kernel's own ping and connect
#   ask DEVICE ENGINE ASK           then: verdict ADDRESS PORT STATE REASON;  said SENTENCE;  note SENTENCE
#   done RC SECONDS                left DEVICE ENGINE SENTENCE     what differs at the device afterwards

exec 3>/dev/ttyS1
stty -F /dev/ttyS1 raw -echo
# This shell would prefer an ip of its own; the loader is started without /tools/bin/ip, a script.
ip() { /tools/lib/ld-linux-x86-64.so.2 --library-path /tools/lib /tools/real/ip "$@"; }
tell() { echo "$*" >&3; }

# What is asked: name, how muster is called, family; ranges come from the host (FROM_x, TO_x and LIVE_x, see judge.py).
call_of() {
	local range
	eval "range=\$FROM_$1-\${TO_$1##*[.:]}"
	case $1 in
	ports*) echo "scan -p 22,80 $range" ;;
	*) echo "sweep $range" ;;
	esac
}

# The kernel's own ping and connect.
ask_kernel() {
	local from to live
	eval "from=\$FROM_$1 to=\$TO_$1 live=\$LIVE_$1"
	case $1 in
	ports*) n $RUN aid ports $from $to $live 22 80 ;;
	*) n $RUN aid hosts $from $to $live ;;
	esac 2>/tmp/aid.err | sed "s/^/kernel $1 /" >&3
	sed 's/^/note the kernel: /' /tmp/aid.err >&3
}

# What the runs of an engine must leave as it was: features, channels, programs at the interface, and its carrier.
look() {
	ip netns exec near sh -c "ethtool -k $IF 2>/dev/null | grep -v fixed; ethtool -l $IF 2>/dev/null
		sed 's/^/carrier changes: /' /sys/class/net/$IF/carrier_changes"
	n ip -o link show $IF | grep -o 'prog/xdp\|PROMISC\|xdp[a-z]*'
}

# Of what -v prints, left out:
SETTINGS='command\|version\|start\|targets\|addresses\|rate\|retries\|timeout_ms\|lanes\|ttl\|probe\|ports'

# ask_muster DEVICE ENGINE ASK: ENGINE is auto, or a --engine, and with +NAME also an --rx.
ask_muster() {
	local engine=${2%+*} rx= by=$RUN started rc=0
	case $2 in *+*) rx="--rx ${2#*+}" ;; esac
	n ip neigh flush all 2>/dev/null
	[ -z "$AFRESH" ] || $AFRESH
	dmesg -c >/dev/null
	tell "ask $1 $2 $3"
	started=$(cut -d' ' -f1 /proc/uptime)
	[ -z "$OPTIONS" ] || by=
	n $by timeout -s KILL $PATIENCE muster $(call_of $3) $OPTIONS --engine $engine $rx -v --all --no-header \
		--fields addr,port,state,reason -o csv:/tmp/verdicts >/dev/null 2>/tmp/said || rc=$?
	awk -v rc=$rc -v from=$started '{ printf "done %d %.1f\n", rc, $1 - from }' /proc/uptime >/tmp/done
	[ ! -f /tmp/verdicts ] || awk -F, '{ print "verdict", $1, $2 ? $2 : 0, $3, $4 }' /tmp/verdicts >&3
	grep -v "^ *\($SETTINGS\) " /tmp/said | cut -c1-300 | sed 's/^/said /' >&3
	dmesg | grep -E 'WARNING|BUG|Oops|Call Trace|hung|stall' | sed 's/^/note the kernel: /' | head -3 >&3
	cat /tmp/done >&3
	rm -f /tmp/verdicts /tmp/said
}

# The asks of a device: of those wanted, what it has.
asks_of_device() {
	local ask
	for ask in $WANTED; do
		case " $ASKS " in *" $ask "*) ;; *) continue ;; esac
		case $FAMILIES:$ask in 4:*6 | 6:*[a-z]) continue ;; esac
		echo $ask
	done
}

# A named engine is asked what it sends: on-link, ARP and neighbour solicitations are always sent by packet.
asks_of_engine() {
	case $1 in
	auto) echo $2 ;;
	*) echo $2 | tr ' ' '\n' | grep -v onlink ;;
	esac
}

# through DEVICE: makes it, and asks through it by every engine.
through() {
	local ask asks engine
	tell "begin $1"
	IF= RUN= OPTIONS= AFRESH= FAMILIES="4 6" SINK= ASKS="routed onlink ports routed6 onlink6"
	namespaces
	if device_$1 >/tmp/made 2>&1; then
		settle
		asks=$(asks_of_device)
		for ask in $asks; do ask_kernel $ask; done
		for engine in $ENGINES; do
			look >/tmp/before
			for ask in $(asks_of_engine $engine "$asks"); do ask_muster $1 $engine $ask; done
			look | diff /tmp/before - | sed -n "s/^\([-+][^-+]\)/left $1 $engine \1/p" >&3
		done
	else
		tell "skip $1 cannot be made here: $(tail -1 /tmp/made)"
	fi
	tell "end $1"
	clear_away
}
