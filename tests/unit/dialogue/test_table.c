/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

#include "dialogue/list.h"

#define KNOWN_BY(text, udp) mst_dialogue_known_by((const uint8_t *)(text), sizeof(text) - 1, udp)

Test(dialogue_table, ports_are_numbers_and_ranges_with_commas_between)
{
	const struct mst_dialogue *dialogue;

	for (size_t i = 0; (dialogue = mst_dialogue_at(i)); i++) {
		const char *const lists[] = { dialogue->ports, dialogue->tls_ports };

		cr_assert(dialogue->name[0] && dialogue->begin && dialogue->read, "%zu", i);
		for (size_t l = 0; l < 2; l++)
			for (const char *c = lists[l]; *c; c++)
				cr_assert(isdigit((unsigned char)*c) ||
				                  (strchr(",-", *c) && c > lists[l] && isdigit((unsigned char)c[1])),
				          "%s: %s", dialogue->name, lists[l]);
		for (size_t other = i + 1; mst_dialogue_at(other); other++)
			cr_assert_neq(dialogue, mst_dialogue_at(other), "%s has two rows", dialogue->name);
	}
	cr_assert(!mst_dialogue_at(SIZE_MAX));
}

Test(dialogue_table, first_bytes_name_their_dialogue)
{
	cr_assert_eq(KNOWN_BY("SSH-2.0-x\r\n", false), &mst_dialogue_ssh);
	cr_assert_eq(KNOWN_BY("220 x ESMTP\r\n", false), &mst_dialogue_smtp);
	cr_assert_eq(KNOWN_BY("220 x LMTP\r\n", false), &mst_dialogue_lmtp);
	cr_assert_eq(KNOWN_BY("220 (vsFTPd 3.0.3)\r\n", false), &mst_dialogue_ftp);
	cr_assert_eq(KNOWN_BY("* OK ready\r\n", false), &mst_dialogue_imap);
	cr_assert_eq(KNOWN_BY("+OK ready\r\n", false), &mst_dialogue_pop3);
	cr_assert_eq(KNOWN_BY("HTTP/1.1 400 Bad Request\r\n", false), &mst_dialogue_http);
	cr_assert_eq(KNOWN_BY("RTSP/1.0 400 Bad Request\r\n", false), &mst_dialogue_rtsp);
	cr_assert_eq(KNOWN_BY("@RSYNCD: 31.0\n", false), &mst_dialogue_rsync);
	cr_assert_eq(KNOWN_BY("\xff\xfd\x18\xff\xfd\x20", false), &mst_dialogue_telnet);
	cr_assert_eq(KNOWN_BY(":irc.example NOTICE * :*** Looking up\r\n", false), &mst_dialogue_irc);
	cr_assert_eq(KNOWN_BY("SIP/2.0 200 OK\r\n", true), &mst_dialogue_sip_udp);
	cr_assert(!KNOWN_BY("220 hello\r\n", false) && !KNOWN_BY("", false) && !KNOWN_BY("hello\r\n", false));
}
