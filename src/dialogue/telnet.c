/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * telnet.c - the text that a telnet server (RFC 854) shows before a login. Every option that it offers or asks for is
 * refused (RFC 855), which servers wait for before they show anything; nothing is typed.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/lines.h"
#include "dialogue/list.h"

enum { SE = 240, SB = 250, WILL = 251, WONT = 252, DO = 253, DONT = 254, IAC = 255 };
enum { TEXT_MAX = 1460, ANSWERS_MAX = 48 }; /* options that are refused; a server that asks for more is not sane */

/* scratch[0]: how many commands were answered */

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= 3 && bytes[0] == IAC && bytes[1] >= SB && bytes[1] <= DONT && bytes[2] != IAC;
}

static void begin(struct mst_talk *talk)
{
	talk->scratch[0] = 0;
}

struct shown {
	uint8_t text[TEXT_MAX];
	size_t size;
	unsigned asked; /* commands about options */
};

static void add_text(struct shown *shown, uint8_t c)
{
	if (c && shown->size < TEXT_MAX)
		shown->text[shown->size++] = c;
}

/* The command of this number, unless it was answered: an option is neither wanted nor there. */
static void refuse(struct mst_talk *talk, unsigned number, uint8_t command, uint8_t option)
{
	uint8_t answer[3] = { IAC, command == DO ? WONT : DONT, option };

	if (number < talk->scratch[0] || number >= ANSWERS_MAX)
		return;
	talk->scratch[0]++;
	if (command == DO || command == WILL)
		mst_talk_put(talk, answer, sizeof answer);
}

static void skip_parameters(struct mst_reader *r)
{
	while (r->left) {
		if (mst_read_u8(r) == IAC && mst_read_u8(r) == SE)
			return;
	}
}

static void read_command(struct mst_talk *talk, struct shown *shown, struct mst_reader *r)
{
	uint8_t command = mst_read_u8(r);

	if (command == IAC) {
		add_text(shown, IAC);
	} else if (command == SB) {
		skip_parameters(r);
	} else if (command >= WILL) {
		uint8_t option = mst_read_u8(r);

		if (!r->short_read)
			refuse(talk, shown->asked++, command, option);
	}
}

/* A prompt: the last line has no end, and a sign that asks for something. */
static bool asks(const struct shown *shown)
{
	size_t size = shown->size;

	while (size && shown->text[size - 1] == ' ')
		size--;
	return size && memchr(":>#$%", shown->text[size - 1], 5);
}

static enum mst_step read_telnet(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	bool last = heard->ended || heard->full;
	struct shown shown = { 0 };

	while (r.left) {
		uint8_t c = mst_read_u8(&r);

		if (c == IAC)
			read_command(talk, &shown, &r);
		else
			add_text(&shown, c);
	}
	if (!last && !asks(&shown))
		return MST_STEP_READ;
	if (!shown.asked && !asks(&shown))
		return MST_STEP_NOT_MINE;
	(void)mst_matcher_match(talk->matcher, MST_KEY_TELNET, shown.text, shown.size, talk->draft);
	return mst_finding_spoke(talk, "telnet");
}

const struct mst_dialogue mst_dialogue_telnet = {
	.name = "telnet",
	.ports = "23,2323,107",
	.tls_ports = "992",
	.listens_first = true,
	.knows = knows,
	.begin = begin,
	.read = read_telnet,
};
