/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * payload_text.h - reads the text of data/udp-payloads, one entry at a time. Pure; the text may be any bytes.
 *
 * An entry is a line: ports, then the payload for them as one or more strings in double quotes, which are joined. The
 * word any-port between them: the service answers from a new port, so answers count from any port of the host. The word
 * id=AT+COUNT: these bytes of the payload are an identifier, of 1 to 8 bytes, which answers repeat at the same place,
 * or at byte FIRST (id=AT+COUNT>FIRST), or beginning at one of some (id=AT+COUNT>FIRST-LAST). Bytes count from 0. A
 * backslash at the end of a line continues it on the next one; a # outside of quotes starts a comment. Strings are
 * printable ASCII; other bytes are written as \xHH (always two digits), \0 to \377, \r, \n, \t, \\ and \".
 */
#ifndef MST_PROBE_PAYLOAD_TEXT_H
#define MST_PROBE_PAYLOAD_TEXT_H

#include <muster/targets.h>

#include "base/text_source.h"
#include "probe/payload.h"

struct mst_payload_entry {
	struct mst_ports ports;
	bool any_port;
	struct mst_identifier identifier;
	uint16_t count;
	uint8_t bytes[MST_PAYLOAD_BYTES];
};

/* Reads the next entry: 1, 0 at the end of the text, or -EINVAL (-ENOMEM) with a sentence. */
int mst_payload_text_next(struct mst_text_source *text, struct mst_payload_entry *entry);

#endif
