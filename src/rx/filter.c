/* SPDX-License-Identifier: BSD-2-Clause */
/* filter.c - see filter.h. */
#include "rx/filter.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

struct text {
	char *at;
	size_t left;
	bool cut;
};

static void __attribute__((format(printf, 2, 3))) append(struct text *text, const char *format, ...)
{
	va_list args;
	int count;

	va_start(args, format);
	count = vsnprintf(text->at, text->left, format, args);
	va_end(args);
	if (count < 0 || (size_t)count >= text->left) {
		text->cut = true;
		return;
	}
	text->at += count;
	text->left -= (size_t)count;
}

static bool append_hosts(struct text *text, const struct mst_rx_wanted *wanted, uint8_t family)
{
	bool any = false;

	for (size_t i = 0; i < wanted->source_count; i++) {
		char address[MST_ADDR_TEXT];
		struct mst_addr source = wanted->sources[i];

		if (source.family != family)
			continue;
		source.scope = 0;
		mst_addr_format(&source, address);
		append(text, "%sdst host %s", any ? " or " : "(", address);
		any = true;
	}
	if (any)
		append(text, ")");
	return any;
}

static void append_ipv4(struct text *text, const struct mst_rx_wanted *wanted)
{
	append(text, " and (icmp[icmptype] == icmp-unreach or icmp[icmptype] == icmp-timxceed");
	if (wanted->icmp)
		append(text, " or icmp[icmptype] == icmp-echoreply");
	if (wanted->timestamp)
		append(text, " or icmp[icmptype] == icmp-tstampreply");
	if (wanted->tcp)
		append(text,
		       " or (tcp and dst portrange %u-%u and (tcp[tcpflags] & tcp-rst != 0 or "
		       "tcp[tcpflags] & (tcp-syn|tcp-ack) == (tcp-syn|tcp-ack)))",
		       wanted->port_first, wanted->port_last);
	if (wanted->udp)
		append(text, " or (udp and dst portrange %u-%u)", wanted->port_first, wanted->port_last);
	append(text, ")");
}

/*
 * pcap-filter(7) cannot look behind extension headers. So all packets with such headers pass (hop-by-hop 0, routing 43,
 * fragment 44, authentication 51, options 60); they are rare. Offsets: 6 next header, 40 ICMPv6 or TCP, 53 TCP flags.
 */
static void append_ipv6(struct text *text, const struct mst_rx_wanted *wanted)
{
	append(text, " and (ip6[6] == 0 or ip6[6] == 43 or ip6[6] == 44 or ip6[6] == 51 or ip6[6] == 60 or (ip6[6] == "
	             "58 and (ip6[40] == 1 or ip6[40] == 3 or ip6[40] == 4");
	if (wanted->icmp)
		append(text, " or ip6[40] == 129");
	if (wanted->neighbours)
		append(text, " or ip6[40] == 136");
	append(text, "))");
	if (wanted->tcp)
		append(text, " or (ip6[6] == 6 and dst portrange %u-%u and (ip6[53] & 4 != 0 or ip6[53] & 18 == 18))",
		       wanted->port_first, wanted->port_last);
	if (wanted->udp)
		append(text, " or (ip6[6] == 17 and dst portrange %u-%u)", wanted->port_first, wanted->port_last);
	append(text, ")");
}

int mst_filter_write(char *buffer, size_t size, const struct mst_rx_wanted *wanted)
{
	struct text text = { buffer, size, false };

	append(&text, "(");
	if (append_hosts(&text, wanted, MST_IPV4)) {
		append_ipv4(&text, wanted);
		append(&text, ") or (");
	}
	if (append_hosts(&text, wanted, MST_IPV6)) {
		append_ipv6(&text, wanted);
		append(&text, ") or (");
	}
	/* An answer to ARP comes to the asking interface, which may have no address. */
	append(&text, wanted->neighbours ? "arp[6:2] == 2)" : "less 0)");
	return text.cut ? -ENOSPC : 0;
}
