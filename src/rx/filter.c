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

int mst_filter_write(char *buffer, size_t size, const struct mst_rx_wanted *wanted)
{
	struct text text = { buffer, size, false };

	append(&text, "(");
	for (size_t i = 0; i < wanted->source_count; i++) {
		char address[MST_ADDR_TEXT];

		mst_addr_format(&wanted->sources[i], address);
		append(&text, "%sdst host %s", i ? " or " : "", address);
	}
	append(&text, ") and (icmp[icmptype] == icmp-unreach or icmp[icmptype] == icmp-timxceed");
	if (wanted->icmp)
		append(&text, " or icmp[icmptype] == icmp-echoreply");
	if (wanted->tcp)
		append(&text, " or (tcp and dst portrange %u-%u and (tcp[tcpflags] & tcp-rst != 0 or "
		              "tcp[tcpflags] & (tcp-syn|tcp-ack) == (tcp-syn|tcp-ack)))",
		       wanted->port_first, wanted->port_last);
	append(&text, ")");
	return text.cut ? -ENOSPC : 0;
}
