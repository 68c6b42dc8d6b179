/* SPDX-License-Identifier: BSD-2-Clause */
/* test_forward.c - names without a set of targets: families, reasons, and an end on request. */
#include <criterion/criterion.h>
#include <errno.h>
#include <muster/forward.h>
#include <string.h>

/* Longer than a label may be: refused without asking any server. */
#define NO_NAME "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static bool stop(void *user, size_t done, size_t count)
{
	(void)user;
	(void)done;
	(void)count;
	return false;
}

Test(target_forward, a_name_of_the_hosts_file_and_one_that_cannot_be)
{
	struct mst_forward *names = mst_forward_new();
	struct mst_addr found[2];
	struct mst_error err = { "" };

	cr_assert_eq(mst_forward_add(names, "localhost", false, false), 0);
	cr_assert_eq(mst_forward_add(names, NO_NAME, false, false), 1);
	cr_assert_eq(mst_forward_run(names, NULL, NULL, &err), 0, "%s", err.text);
	cr_expect_eq(mst_forward_found(names, 0, found, &err), 1);
	cr_expect(found[0].family == MST_IPV4 && found[0].bytes[0] == 127);
	cr_expect_eq(mst_forward_found(names, 1, found, &err), -ENOENT);
	cr_expect(strstr(err.text, NO_NAME ": no IPv4 or IPv6 address found for this name"), "%s", err.text);
	mst_forward_free(names);
}

Test(target_forward, it_stops_on_request)
{
	struct mst_forward *names = mst_forward_new();
	struct mst_error err = { "" };
	int code;

	for (int i = 0; i < 400; i++)
		cr_assert_eq(mst_forward_add(names, i % 2 ? NO_NAME : "localhost", true, true), i);
	/* It may be done before it looks for the first time. */
	code = mst_forward_run(names, stop, NULL, &err);
	cr_expect(code == -EINTR || code == 0, "%d", code);
	if (code == -EINTR)
		cr_expect(strstr(err.text, "stopped"), "%s", err.text);
	mst_forward_free(names);
}
