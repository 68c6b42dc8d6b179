/* SPDX-License-Identifier: BSD-2-Clause */
/* syslog.c - describes syslog over UDP (RFC 3164, RFC 5424): facility and severity, and behind the length the text. */
#include "dissect/payload/describers.h"

#define TEXT_SHOWN 80

static const char *const facilities[] = { "kernel", "user",     "mail",    "daemon", "auth",     "syslog",
	                                  "lpr",    "news",     "uucp",    "cron",   "authpriv", "ftp",
	                                  "ntp",    "security", "console", "cron",   "local0",   "local1",
	                                  "local2", "local3",   "local4",  "local5", "local6",   "local7" };
static const char *const severities[] = { "emergency", "alert",  "critical", "error",
	                                  "warning",   "notice", "info",     "debug" };

/* The first line of the text. */
static void add_text(struct mst_line *line, const struct mst_reader *r)
{
	size_t count = 0;

	while (count < r->left && count < TEXT_SHOWN && r->at[count] >= ' ')
		count++;
	if (!count)
		return;
	mst_line_add(line, ", \"");
	mst_line_text(line, r->at, count);
	mst_line_add(line, "\"");
}

bool mst_describe_syslog(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t byte = mst_read_u8(&r);
	unsigned priority = 0, digits = 0;

	if (!r.short_read && byte != '<') {
		mst_line_add(line, " (invalid)");
		return true;
	}
	for (byte = mst_read_u8(&r); byte >= '0' && byte <= '9' && digits < 3; byte = mst_read_u8(&r), digits++)
		priority = priority * 10 + (byte - '0');
	if (r.short_read || byte != '>') {
		mst_line_add(line, r.short_read ? " [|syslog]" : " (invalid)");
		return true;
	}
	if (priority / 8 < sizeof facilities / sizeof *facilities)
		mst_line_add(line, "SYSLOG %s", facilities[priority / 8]);
	else
		mst_line_add(line, "SYSLOG unknown (%u)", priority / 8);
	mst_line_add(line, ".%s, length: %zu", severities[priority % 8], layer->declared);
	add_text(line, &r);
	return true;
}
