/* SPDX-License-Identifier: BSD-2-Clause */
/* Which engines there are, and what is said of those that cannot be had. */
#include <criterion/criterion.h>
#include <errno.h>
#include <muster/engine.h>
#include <string.h>

#include "rx/rx.h"
#include "tx/tx.h"

static bool has(enum mst_engine_role role, const char *wanted)
{
	const char *name;

	for (size_t i = 0; (name = mst_engine_name(role, i)); i++) {
		if (strcmp(name, wanted) == 0)
			return true;
	}
	return false;
}

/* Those left out of this build are known too, so that it can be said. */
Test(scan_engines, all_are_known_each_once)
{
	static const char *const out[] = { "live", "xdp", "packet", "raw", "connect" };

	for (size_t i = 0; i < sizeof out / sizeof *out; i++)
		cr_assert(has(MST_ENGINE_SEND, out[i]), "%s", out[i]);
	cr_assert(has(MST_ENGINE_RECEIVE, "pcap"));
	cr_assert(has(MST_ENGINE_RECEIVE, "xdp"));
	for (enum mst_engine_role role = MST_ENGINE_SEND; role <= MST_ENGINE_RECEIVE; role++) {
		for (size_t a = 0; mst_engine_name(role, a); a++) {
			for (size_t b = 0; b < a; b++)
				cr_assert_str_neq(mst_engine_name(role, a), mst_engine_name(role, b));
		}
	}
}

/* A row has the name of its engine once more, for the builds that lack it. */
#define NAME(name, needs) #name,
Test(scan_engines, a_row_has_the_name_of_its_engine)
{
	static const char *const rows[][8] = {
		[MST_ENGINE_SEND] = { MST_TX_ENGINES(NAME) },
		[MST_ENGINE_RECEIVE] = { MST_RX_ENGINES(NAME) },
	};

	for (enum mst_engine_role role = MST_ENGINE_SEND; role <= MST_ENGINE_RECEIVE; role++) {
		size_t count = 0;

		while (rows[role][count])
			cr_assert(has(role, rows[role][count++]), "%s", rows[role][count - 1]);
		cr_assert(mst_engine_name(role, count - 1) && !mst_engine_name(role, count));
	}
}

Test(scan_engines, each_either_tells_how_it_works_or_why_it_is_not_built)
{
	const char *name;

	for (enum mst_engine_role role = MST_ENGINE_SEND; role <= MST_ENGINE_RECEIVE; role++) {
		for (size_t i = 0; (name = mst_engine_name(role, i)); i++)
			cr_assert((mst_engine_meaning(role, name) == NULL) != (mst_engine_absence(role, name) == NULL),
			          "%s", name);
	}
	cr_assert_null(mst_engine_meaning(MST_ENGINE_SEND, "carrier-pigeon"));
	cr_assert_null(mst_engine_absence(MST_ENGINE_SEND, "carrier-pigeon"));
}

Test(scan_engines, names_that_do_not_exist_are_named)
{
	struct mst_error err, why;

	cr_assert_eq(mst_engine_check(MST_ENGINE_SEND, "carrier-pigeon", "lo", &err), -EINVAL);
	cr_assert(strstr(err.text, "carrier-pigeon"), "%s", err.text);
	cr_assert_eq(mst_engine_check(MST_ENGINE_RECEIVE, "pcap", "nosuch9", &err), -EINVAL);
	cr_assert(strstr(err.text, "nosuch9") && strstr(err.text, "lo"), "%s", err.text);
	cr_assert_null(mst_engine_auto(MST_ENGINE_SEND, "nosuch9", &why, &err));
	cr_assert(strstr(err.text, "nosuch9"), "%s", err.text);
}

/* Frames with Ethernet headers are refused there whatever the rights of this process are. */
Test(scan_engines, the_loopback_takes_no_ethernet_frames)
{
	struct mst_error err, why;
	const char *name = mst_engine_auto(MST_ENGINE_SEND, "lo", &why, &err);

	if (mst_engine_check(MST_ENGINE_SEND, "packet", "lo", &err) == -ENETDOWN)
		cr_skip_test("the loopback is down here");
	cr_assert(strstr(err.text, "no Ethernet device"), "%s", err.text);
	cr_assert(!name || strcmp(name, "raw") == 0 || strcmp(name, "connect") == 0, "%s", name);
	cr_assert(strstr(why.text, "packet: "), "%s", why.text);
	if (!mst_engine_absence(MST_ENGINE_SEND, "xdp")) {
		cr_assert_eq(mst_engine_check(MST_ENGINE_SEND, "xdp", "lo", &err), -EINVAL);
		cr_assert(strstr(err.text, "lo") && strstr(err.text, "no Ethernet device"), "%s", err.text);
	}
	if (!mst_engine_absence(MST_ENGINE_RECEIVE, "xdp"))
		cr_assert_eq(mst_engine_check(MST_ENGINE_RECEIVE, "xdp", "lo", &err), -EPROTONOSUPPORT);
}

Test(scan_engines, a_look_says_in_a_word_why_an_engine_does_not_work)
{
	struct mst_engine_state state;

	mst_engine_look(MST_ENGINE_SEND, "carrier-pigeon", "lo", &state);
	cr_assert_eq(state.code, -EINVAL);
	cr_assert(!state.automatic && *state.word && *state.why.text);
	mst_engine_look(MST_ENGINE_SEND, "packet", "lo", &state);
	if (state.code == -ENETDOWN) {
		cr_assert_str_eq(state.word, "down");
		return;
	}
	cr_assert_str_eq(state.word, "link", "%s", state.why.text);
	cr_assert_str_eq(state.mode, "");
	mst_engine_look(MST_ENGINE_RECEIVE, "xdp", "lo", &state);
	cr_assert_str_eq(state.word, mst_engine_absence(MST_ENGINE_RECEIVE, "xdp") ? "build" : "link");
}
