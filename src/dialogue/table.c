/* SPDX-License-Identifier: BSD-2-Clause */
/* table.c - the dialogues in their order, and which of them talks to a port, or knows the first bytes of an answer. */
#include "dialogue/list.h"

/* Of printers. */
enum { PORT_LPD = 515, PORT_RAW_FIRST = 9100, PORT_RAW_LAST = 9116 };

static const struct mst_dialogue *const dialogues[] = {
#define ROW(name) &mst_dialogue_##name,
	MST_DIALOGUES(ROW)
#undef ROW
		NULL,
};

const struct mst_dialogue *mst_dialogue_at(size_t index)
{
	return index < sizeof dialogues / sizeof dialogues[0] ? dialogues[index] : NULL;
}

/* Not strtoul: all lists are read for each open port, and it takes four times as long. */
static unsigned take_number(const char **text)
{
	unsigned number = 0;

	for (; **text >= '0' && **text <= '9'; (*text)++)
		number = number * 10 + (unsigned)(**text - '0');
	return number;
}

/* Of a list such as "25,587,6000-6063". */
static bool has_port(const char *ports, uint16_t port)
{
	while (*ports) {
		unsigned first = take_number(&ports), last = first;

		if (*ports == '-') {
			ports++;
			last = take_number(&ports);
		}
		if (port >= first && port <= last)
			return true;
		ports += *ports != '\0';
	}
	return false;
}

const struct mst_dialogue *mst_dialogue_for_port(uint16_t port, bool udp, bool *in_tls)
{
	*in_tls = false;
	for (size_t i = 0; dialogues[i]; i++) {
		if (dialogues[i]->udp != udp)
			continue;
		*in_tls = has_port(dialogues[i]->tls_ports, port);
		if (*in_tls || has_port(dialogues[i]->ports, port))
			return dialogues[i];
	}
	return NULL;
}

const struct mst_dialogue *mst_dialogue_web(void)
{
	return &mst_dialogue_http;
}

bool mst_dialogue_is_risky(uint16_t port)
{
	return port == PORT_LPD || (port >= PORT_RAW_FIRST && port <= PORT_RAW_LAST);
}

const struct mst_dialogue *mst_dialogue_known_by(const uint8_t *bytes, size_t size, bool udp)
{
	for (size_t i = 0; dialogues[i]; i++) {
		if (dialogues[i]->udp == udp && dialogues[i]->knows && dialogues[i]->knows(bytes, size))
			return dialogues[i];
	}
	return NULL;
}
