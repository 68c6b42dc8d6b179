/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * notation.h - understands targets written in other notations: URLs, host:port, user@host, lists with commas. Pure.
 *
 *     http://web/path  https://10.0.2.2:8443/  user@web  [::1]  [::1]:80  10.0.2.2:80  10.0.2.2.
 *                                         understood
 *     10.0.0.1,10.0.0.5,web               a list, read part by part
 *     443  80/tcp  /24  -  0x7f000001  127.1     refused with advice
 */
#ifndef MST_TARGET_NOTATION_H
#define MST_TARGET_NOTATION_H

#include <stdbool.h>
#include <stddef.h>

#define MST_NOTATION_TEXT 320 /* longer than every name with its path cut off */
#define MST_NOTATION_PORTS 64

struct mst_notation {
	char text[MST_NOTATION_TEXT];   /* the target alone */
	char ports[MST_NOTATION_PORTS]; /* of it: a list for mst_ports_add; "" for none */
	bool by_scheme;                 /* `ports` is a service name taken from the URL scheme: http://web/ */
	bool is_url;
};

/* Advice for a text that is no target: words for the end of a sentence, static or in `room`; NULL for none. */
#define MST_ADVICE_TEXT 160
const char *mst_notation_advice(const char *text, char room[MST_ADVICE_TEXT]);

/*
 * The next part of a comma-separated list from *rest on; returns its length and moves *rest behind it; 0 at the end.
 * Numbers that continue an octet list stay with the part before (10.0.0.1,5). Empty parts are skipped.
 */
size_t mst_notation_part(const char **part, const char **rest);

/* Splits a text into target and ports; false when the text holds nothing but a target. */
bool mst_notation_read(struct mst_notation *notation, const char *text);

#endif
