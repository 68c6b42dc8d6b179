/* SPDX-License-Identifier: BSD-2-Clause */
/* opening.c - see opening.h. */
#include "handshake/opening.h"

#include <string.h>

bool mst_opening_fits(const struct mst_dialogue_ports *ports, uint16_t port)
{
	bool in_tls;

	(void)mst_dialogue_for_port(ports, port, false, &in_tls);
	return !in_tls;
}

void mst_opening_write(struct mst_opening *opening, const struct mst_dialogue_ports *ports, const struct mst_addr *addr,
                       uint16_t port, const char *host)
{
	struct mst_talk talk = { .host = host, .addr = *addr, .port = port, .proto = 6 };
	bool in_tls;
	const struct mst_dialogue *dialogue = mst_dialogue_for_port(ports, port, false, &in_tls);

	opening->listens = !dialogue || dialogue->listens_first;
	if (!dialogue)
		dialogue = mst_dialogue_web();
	dialogue->begin(&talk);
	opening->size = talk.out_size <= MST_OPENING_BYTES ? (uint16_t)talk.out_size : 0;
	opening->listens |= opening->size == 0;
	memcpy(opening->bytes, talk.out, opening->size);
}
