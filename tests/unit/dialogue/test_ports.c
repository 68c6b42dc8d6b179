/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ports.c - each port has the first dialogue whose lists name it. */
#include "dialogue/ports.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "dialogue/list.h"

static struct mst_dialogue_ports ports;

static void fill(void)
{
	mst_dialogue_ports_fill(&ports);
}

TestSuite(dialogue_ports, .init = fill);

Test(dialogue_ports, a_port_has_its_dialogue_in_clear_and_in_tls)
{
	bool in_tls;

	cr_assert_eq(mst_dialogue_for_port(&ports, 25, false, &in_tls), &mst_dialogue_smtp);
	cr_assert(!in_tls);
	cr_assert_eq(mst_dialogue_for_port(&ports, 465, false, &in_tls), &mst_dialogue_smtp);
	cr_assert(in_tls);
	cr_assert_eq(mst_dialogue_for_port(&ports, 5060, true, &in_tls), &mst_dialogue_sip_udp);
	cr_assert_eq(mst_dialogue_for_port(&ports, 5060, false, &in_tls), &mst_dialogue_sip);
	cr_assert(!mst_dialogue_for_port(&ports, 25, true, &in_tls) && !in_tls);
	cr_assert(!mst_dialogue_for_port(&ports, 2, false, &in_tls));
	cr_assert_eq(mst_dialogue_for_port(&ports, 6000, false, &in_tls), &mst_dialogue_x11);
	cr_assert_eq(mst_dialogue_for_port(&ports, 6063, false, &in_tls), &mst_dialogue_x11);
	cr_assert(!mst_dialogue_for_port(&ports, 6064, false, &in_tls));
	cr_assert_eq(mst_dialogue_for_port(&ports, 6099, false, &in_tls), &mst_dialogue_x11); /* of xvfb-run */
}

/* Whether a list such as "25,6000-6063" has it. */
static bool has_port(const char *list, unsigned long port)
{
	while (*list) {
		char *end;
		unsigned long first = strtoul(list, &end, 10), last = *end == '-' ? strtoul(end + 1, &end, 10) : first;

		if (port >= first && port <= last)
			return true;
		list = end + (*end == ',');
	}
	return false;
}

Test(dialogue_ports, every_port_has_the_first_dialogue_that_names_it)
{
	for (uint32_t at = 0; at < 2 * 65536; at++) {
		const struct mst_dialogue *right = NULL;
		bool udp = at & 1, in_tls, secure = false;
		uint16_t port = (uint16_t)(at >> 1);

		for (size_t i = 0; !right && mst_dialogue_at(i); i++) {
			const struct mst_dialogue *dialogue = mst_dialogue_at(i);

			secure = dialogue->udp == udp && has_port(dialogue->tls_ports, port);
			if (secure || (dialogue->udp == udp && has_port(dialogue->ports, port)))
				right = dialogue;
		}
		cr_assert_eq(mst_dialogue_for_port(&ports, port, udp, &in_tls), right, "%u", port);
		cr_assert_eq(in_tls, secure, "%u", port);
		cr_assert(port > 0 || !right);
	}
}
