/*
 * meant.h - what was meant by a text that is no target as it stands: habits of other programs, and slips. Pure.
 *
 *     http://web/path  https://10.0.2.2:8443/  user@web  [::1]  [::1]:80  10.0.2.2:80  10.0.2.2.     understood
 *     10.0.0.1,10.0.0.5,web                                                                         a list, part by part
 *     443  80/tcp  /24  -  0x7f000001                                                               a sentence says where it belongs
 */
#ifndef MST_TARGET_MEANT_H
#define MST_TARGET_MEANT_H

#include <stdbool.h>
#include <stddef.h>

#define MST_MEANT_TEXT 320 /* longer than every name with its path cut off */
#define MST_MEANT_PORTS 64

struct mst_meant {
	char text[MST_MEANT_TEXT];   /* the target alone */
	char ports[MST_MEANT_PORTS]; /* of it: a list for mst_ports_add; "" for none */
	bool by_scheme;              /* `ports` is the name of a service, said by the scheme alone: http://web/ */
	bool is_url;
};

/* NULL, or where such a text belongs: words for the end of a sentence. `room` holds them when they are made for it. */
#define MST_ADVICE_TEXT 160
const char *mst_meant_advice(const char *text, char room[MST_ADVICE_TEXT]);

/*
 * The next part of a comma-separated list from *rest on: its length, *rest moves behind it. What is no target without the part before
 * it stays with that (10.0.0.1,5). 0 at the end. Empty parts are passed over.
 */
size_t mst_meant_part(const char **part, const char **rest);

/* Takes apart what holds more than a target; false when there is nothing to take off. */
bool mst_meant_read(struct mst_meant *meant, const char *text);

#endif
