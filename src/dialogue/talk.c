/* SPDX-License-Identifier: BSD-2-Clause */
/* talk.c - what a dialogue says. */
#include <string.h>

#include "dialogue/dialogue.h"

void mst_talk_put(struct mst_talk *talk, const void *bytes, size_t size)
{
	size_t room = sizeof talk->out - talk->out_size;

	if (size > room)
		size = room;
	if (size)
		memcpy(talk->out + talk->out_size, bytes, size);
	talk->out_size += size;
}

void mst_talk_say(struct mst_talk *talk, const char *text)
{
	mst_talk_put(talk, text, strlen(text));
}
