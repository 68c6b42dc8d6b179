/* SPDX-License-Identifier: BSD-2-Clause */
/* table.c - the dialogues in their order, and which of them knows the first bytes of an answer. */
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
