/* SPDX-License-Identifier: BSD-2-Clause */
/* ports.c - see ports.h. */
#include "converse/ports.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "dialogue/dialogue.h"

#define ROOM_FIRST 64

static int grow(struct mst_open_ports *ports)
{
	size_t room = ports->room ? 2 * ports->room : ROOM_FIRST, head = ports->room - ports->from;
	struct mst_open_port *more = reallocarray(NULL, room, sizeof *more);

	if (!more)
		return -ENOMEM;
	if (head > ports->count)
		head = ports->count;
	if (ports->count) {
		memcpy(more, ports->of + ports->from, head * sizeof *more);
		memcpy(more + head, ports->of, (ports->count - head) * sizeof *more);
	}
	free(ports->of);
	*ports = (struct mst_open_ports){ more, room, 0, ports->count };
	return 0;
}

int mst_open_ports_put(struct mst_open_ports *ports, const struct mst_open_port *port)
{
	if (ports->count == ports->room && grow(ports) < 0)
		return -ENOMEM;
	ports->of[(ports->from + ports->count++) & (ports->room - 1)] = *port;
	return 0;
}

bool mst_open_ports_take(struct mst_open_ports *ports, struct mst_open_port *port)
{
	if (!ports->count)
		return false;
	*port = ports->of[ports->from];
	ports->from = (ports->from + 1) & (ports->room - 1);
	ports->count--;
	return true;
}

void mst_open_ports_free(struct mst_open_ports *ports)
{
	free(ports->of);
	*ports = (struct mst_open_ports){ 0 };
}

static const char *const endings[] = { NULL, "reset", "closed" };

const char *mst_ending_word(uint8_t ending)
{
	return ending < sizeof endings / sizeof *endings ? endings[ending] : NULL;
}

uint8_t mst_ending_find(struct mst_service_text word)
{
	for (uint8_t i = 1; i < sizeof endings / sizeof *endings; i++) {
		if (word.size == strlen(endings[i]) && memcmp(word.bytes, endings[i], word.size) == 0)
			return i;
	}
	return 0;
}

bool mst_open_port_is_risky(const struct mst_open_port *port)
{
	return port->proto == IPPROTO_TCP && mst_dialogue_is_risky(port->port);
}
