/* SPDX-License-Identifier: BSD-2-Clause */
/* ports.c - see ports.h. */
#include "dialogue/ports.h"

#include <string.h>

#include "dialogue/list.h"

#define IN_TLS 0x80

_Static_assert(MST_DIALOGUE_COUNT < IN_TLS, "a row has seven bits");

static unsigned take_number(const char **text)
{
	unsigned number = 0;

	for (; **text >= '0' && **text <= '9'; (*text)++)
		number = number * 10 + (unsigned)(**text - '0');
	return number;
}

/* A list such as "25,587,6000-6063". */
static void note(uint8_t of[65536], const char *list, uint8_t row)
{
	while (*list) {
		unsigned first = take_number(&list), last = first;

		if (*list == '-') {
			list++;
			last = take_number(&list);
		}
		memset(of + first, row, last - first + 1);
		list += *list != '\0';
	}
}

void mst_dialogue_ports_fill(struct mst_dialogue_ports *ports)
{
	/* The first dialogue of a port is noted last, and first in clear. */
	for (size_t i = MST_DIALOGUE_COUNT; i > 0; i--) {
		const struct mst_dialogue *dialogue = mst_dialogue_at(i - 1);

		note(ports->of[dialogue->udp], dialogue->ports, (uint8_t)i);
		note(ports->of[dialogue->udp], dialogue->tls_ports, (uint8_t)(i | IN_TLS));
	}
}

const struct mst_dialogue *mst_dialogue_for_port(const struct mst_dialogue_ports *ports, uint16_t port, bool udp,
                                                 bool *in_tls)
{
	uint8_t row = ports->of[udp][port];

	*in_tls = row & IN_TLS;
	return row ? mst_dialogue_at((row & ~(unsigned)IN_TLS) - 1) : NULL;
}
