/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * telnet.c - describes the commands at the start of a segment of telnet (RFC 854), with the options' names.
 *
 *     IAC command                       nothing follows: NOP, GA …
 *     IAC WILL|WONT|DO|DONT option
 *     IAC SB option data … IAC SE
 */
#include "dissect/payload/describers.h"

enum { SE = 240, SB = 250, WILL = 251, DONT = 254, IAC = 255, LEAST = 236 };
enum { AUTHENTICATION = 0x25, ENCRYPT = 0x26 };

static const char *const commands[] = {
	"EOF", "SUSP", "ABORT", "EOR", "SE", "NOP",  "DMARK", "BRK", "IP",   "AO",
	"AYT", "EC",   "EL",    "GA",  "SB", "WILL", "WONT",  "DO",  "DONT", "IAC IAC"
};

static const char *const options[] = {
	"BINARY",
	"ECHO",
	"RCP",
	"SUPPRESS GO AHEAD",
	"NAME",
	"STATUS",
	"TIMING MARK",
	"RCTE",
	"NAOL",
	"NAOP",
	"NAOCRD",
	"NAOHTS",
	"NAOHTD",
	"NAOFFD",
	"NAOVTS",
	"NAOVTD",
	"NAOLFD",
	"EXTEND ASCII",
	"LOGOUT",
	"BYTE MACRO",
	"DATA ENTRY TERMINAL",
	"SUPDUP",
	"SUPDUP OUTPUT",
	"SEND LOCATION",
	"TERMINAL TYPE",
	"END OF RECORD",
	"TACACS UID",
	"OUTPUT MARKING",
	"TTYLOC",
	"3270 REGIME",
	"X.3 PAD",
	"NAWS",
	"TSPEED",
	"LFLOW",
	"LINEMODE",
	"XDISPLOC",
	"OLD-ENVIRON",
	"AUTHENTICATION",
	"ENCRYPT",
	"NEW-ENVIRON",
};

/* The first byte of the data of an option, and the second: RFC 1091 and others; RFC 2941; RFC 2946. */
static const char *const kinds[] = { "IS", "SEND", "INFO" };
static const char *const authentication_kinds[] = { "IS", "SEND", "REPLY", "NAME" };
static const char *const authentications[] = {
	"NULL", "KERBEROS_V4", "KERBEROS_V5", "SPX", "MINK",   "SRP",          "RSA", "SSL",
	NULL,   NULL,          "LOKI",        "SSA", "KEA_SJ", "KEA_SJ_INTEG", "DSS", "NTLM",
};
static const char *const encryption_kinds[] = { "IS",          "SUPPORT",   "REPLY",    "START", "END", "REQUEST-START",
	                                        "REQUEST-END", "END_KEYID", "DEC_KEYID" };
static const char *const encryptions[] = { "NULL", "DES_CFB64", "DES_OFB64", "DES3_CFB64", "DES3_OFB64" };

#define NAMED(names, value) ((value) < sizeof(names) / sizeof *(names) ? (names)[value] : NULL)

static void add(struct mst_line *line, const char *name, uint8_t value)
{
	if (name)
		mst_line_add(line, " %s", name);
	else
		mst_line_add(line, " %#x", value);
}

static const char *kind_name(uint8_t option, uint8_t kind)
{
	return option == AUTHENTICATION ? NAMED(authentication_kinds, kind)
	       : option == ENCRYPT      ? NAMED(encryption_kinds, kind)
	                                : NAMED(kinds, kind);
}

static const char *suite_name(uint8_t option, uint8_t suite)
{
	return option == AUTHENTICATION ? NAMED(authentications, suite)
	       : option == ENCRYPT      ? NAMED(encryptions, suite)
	                                : NULL;
}

static void describe_data(struct mst_line *line, uint8_t option, struct mst_reader data)
{
	for (unsigned i = 0; data.left > 0; i++) {
		uint8_t byte = mst_read_u8(&data);

		add(line, i == 0 ? kind_name(option, byte) : i == 1 ? suite_name(option, byte) : NULL, byte);
	}
	add(line, "SE", SE);
}

enum found { STOP, CUT, COMMAND, COMMAND_CUT };

/* The data of SB up to IAC SE; `r` is at its first byte. */
static enum found find_data(struct mst_reader *r, size_t beyond, struct mst_reader *data)
{
	*data = *r;
	while (r->left > 0) {
		if (mst_read_u8(r) != IAC)
			continue;
		data->left = (size_t)(r->at - data->at) - 1;
		if (r->left == 0)
			return beyond ? CUT : COMMAND_CUT;
		if (*r->at == SE) {
			mst_skip(r, 1);
			return COMMAND;
		}
	}
	return beyond || data->left == 0 ? CUT : STOP;
}

/* Describes one command, with `first` before it; `beyond`: bytes that were not captured. */
static enum found describe_command(struct mst_line *line, struct mst_reader *r, size_t beyond, const char *first)
{
	uint8_t escape = mst_read_u8(r), command = mst_read_u8(r), option = 0;
	struct mst_reader data = { 0 };
	enum found found = COMMAND;

	if (!r->short_read && (escape != IAC || command < LEAST))
		return STOP;
	if (command >= SB && command <= DONT)
		option = mst_read_u8(r);
	if (r->short_read)
		return beyond ? CUT : STOP;
	if (command == SB)
		found = find_data(r, beyond, &data);
	if (found == STOP || found == CUT)
		return found;
	mst_line_add(line, "%s%s", first, commands[command - LEAST]);
	if (command >= SB && command <= DONT)
		add(line, NAMED(options, option), option);
	if (command == SB)
		describe_data(line, option, data);
	return found;
}

bool mst_describe_telnet(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	size_t beyond = layer->declared - layer->captured;
	enum found found = beyond ? CUT : STOP;
	bool any = false;

	while (r.left > 0) {
		found = describe_command(line, &r, beyond, any ? ", " : " [telnet ");
		any |= found == COMMAND || found == COMMAND_CUT;
		if (found != COMMAND)
			break;
	}
	if (found == CUT || found == COMMAND_CUT || (found == COMMAND && beyond))
		mst_line_add(line, " [|telnet]");
	else if (any)
		mst_line_add(line, "]");
	return true;
}
