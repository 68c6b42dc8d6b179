/* SPDX-License-Identifier: BSD-2-Clause */
/* test_targets_record.c - sets of targets and of ports come back, with their names. */
#include "journal/targets_record.h"

#include <stdlib.h>

#include "target/set.h"
#include "unit/journal/fixture_journal.h"

static struct mst_targets *there_and_back(const struct mst_targets *targets)
{
	struct mst_bytes bytes = { 0 };
	struct mst_targets *read;
	struct mst_reader r;

	mst_put_targets(&bytes, targets);
	mst_put_names(&bytes, targets);
	r = mst_reader_over(bytes.bytes, bytes.count);
	cr_assert_eq(mst_read_targets(&r, &read), 0);
	cr_assert_eq(mst_read_names(&r, read), 0);
	cr_assert_eq(r.left, 0);
	mst_bytes_free(&bytes);
	return read;
}

static void check_same(const char *text)
{
	struct mst_targets *targets = mst_targets_new(), *read;
	struct mst_addr first, last, read_first, read_last;
	struct mst_error err = { "" };
	size_t i = 0;

	mst_targets_take_zone(targets, "lo");
	cr_assert_eq(mst_targets_add(targets, text, &err), 0, "%s", err.text);
	cr_assert_eq(mst_targets_close(targets, &err), 0, "%s", err.text);
	read = there_and_back(targets);
	for (; mst_targets_interval(targets, i, &first, &last); i++) {
		cr_assert(mst_targets_interval(read, i, &read_first, &read_last));
		cr_assert(mst_addr_equal(&first, &read_first) && mst_addr_equal(&last, &read_last));
	}
	cr_assert_not(mst_targets_interval(read, i, &read_first, &read_last));
	cr_expect_eq(mst_targets_have_names(read), mst_targets_have_names(targets));
	if (mst_targets_have_names(targets))
		cr_expect_str_eq(mst_targets_name(read, &first), mst_targets_name(targets, &first));
	mst_targets_free(targets);
	mst_targets_free(read);
}

Test(journal_targets_record, sets_come_back)
{
	check_same("10.0.0.1");
	check_same("0.0.0.0/0");
	check_same("1.0.0.0-1.0.0.3,9.9.9.9,223.255.255.255");
	check_same("2001:db8::/32,::2,10.0.0.0/8");
	check_same("2000::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	check_same("fe80::1-ff,2001:db8::1");
	check_same("localhost");
}

Test(journal_targets_record, ports_come_back)
{
	static const char *const lists[] = { "22", "1,65535", "1-65535", "53/udp,80/udp" };

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		struct mst_ports ports = { 0 }, read = { 0 };
		struct mst_bytes bytes = { 0 };
		struct mst_reader r;

		cr_assert_eq(mst_ports_add(&ports, lists[i], NULL), 0, "%s", lists[i]);
		mst_put_ports(&bytes, &ports);
		r = mst_reader_over(bytes.bytes, bytes.count);
		cr_assert_eq(mst_read_ports(&r, &read), 0);
		cr_expect(r.left == 0 && memcmp(&read, &ports, sizeof read) == 0, "%s", lists[i]);
		mst_bytes_free(&bytes);
	}
}
