/* SPDX-License-Identifier: BSD-2-Clause */
/* A confined process: what comes back from it, however it ends, and that it has no rights. */
#include "base/confined.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <muster/error.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct record {
	int number;
	char text[20];
};

static int tell_three(void *user, int out, struct mst_error *err)
{
	struct record record = { .text = "a record" };

	(void)err;
	for (record.number = 0; record.number < 3; record.number++)
		mst_confined_write(out, &record, sizeof record);
	return user ? mst_fail(err, -ENODEV, "no device\n\033[31m") : 0;
}

static int break_off(void *user, int out, struct mst_error *err)
{
	struct record record = { .number = 7 };

	(void)user;
	(void)err;
	mst_confined_write(out, &record, sizeof record);
	raise(SIGKILL);
	return 0;
}

static int tell_another_size(void *user, int out, struct mst_error *err)
{
	(void)user;
	(void)err;
	mst_confined_write(out, "short", 5);
	return 0;
}

/* The sum of the bits of its sets, and whether a file can be made and grow. */
static int tell_rights(void *user, int out, struct mst_error *err)
{
	struct record record = { .number = 0 };
	char line[128];
	FILE *status;
	int code = mst_confined_drop(err), fd = open("/tmp", O_TMPFILE | O_RDWR, 0600);

	(void)user;
	signal(SIGXFSZ, SIG_IGN);
	status = fopen("/proc/self/status", "r");
	while (code == 0 && status && fgets(line, sizeof line, status)) {
		if (strncmp(line, "CapPrm:", 7) == 0 || strncmp(line, "CapEff:", 7) == 0)
			record.number += strtoull(line + 7, NULL, 16) != 0;
		if (strncmp(line, "NoNewPrivs:", 11) == 0)
			record.number += atoi(line + 11) != 1;
	}
	record.number += fd >= 0 && write(fd, "x", 1) == 1;
	mst_confined_write(out, &record, sizeof record);
	return code;
}

/* The sets of capabilities that a process can use, and what it can take. */
static uint64_t usable(void)
{
	FILE *status = fopen("/proc/self/status", "r");
	uint64_t sets = 0;
	char line[128];

	cr_assert(status);
	while (fgets(line, sizeof line, status)) {
		if (strncmp(line, "CapPrm:", 7) == 0 || strncmp(line, "CapEff:", 7) == 0)
			sets |= strtoull(line + 7, NULL, 16);
	}
	fclose(status);
	return sets;
}

static int tell_kept(void *user, int out, struct mst_error *err)
{
	int code = mst_confined_drop_but(*(uint32_t *)user, err);
	uint64_t left = usable();

	mst_confined_write(out, &left, sizeof left);
	return code;
}

Test(base_confined, records_come_in_order_and_then_its_end)
{
	struct mst_confined confined;
	struct record record;
	struct mst_error err;

	cr_assert_eq(mst_confined_start(&confined, tell_three, NULL, &err), 0);
	for (int i = 0; i < 3; i++) {
		cr_assert(mst_confined_read(&confined, &record, sizeof record));
		cr_expect_eq(record.number, i);
		cr_expect_str_eq(record.text, "a record");
	}
	cr_expect(!mst_confined_read(&confined, &record, sizeof record));
	cr_expect_eq(mst_confined_end(&confined, &err), 0);
}

Test(base_confined, its_failure_has_its_sentence_without_control_bytes)
{
	struct mst_confined confined;
	struct record record;
	struct mst_error err;

	cr_assert_eq(mst_confined_start(&confined, tell_three, &err, &err), 0);
	while (mst_confined_read(&confined, &record, sizeof record))
		continue;
	cr_expect_eq(mst_confined_end(&confined, &err), -ENODEV);
	cr_expect_str_eq(err.text, "no device??[31m");
}

Test(base_confined, one_that_breaks_off_is_a_failure_after_what_it_said)
{
	struct mst_confined confined;
	struct record record = { 0 };
	struct mst_error err;

	cr_assert_eq(mst_confined_start(&confined, break_off, NULL, &err), 0);
	cr_expect(mst_confined_read(&confined, &record, sizeof record) && record.number == 7);
	cr_expect(!mst_confined_read(&confined, &record, sizeof record));
	cr_expect_eq(mst_confined_end(&confined, &err), -EIO);
	cr_expect(strstr(err.text, "broke off"));
}

Test(base_confined, a_record_of_another_size_is_none)
{
	struct mst_confined confined;
	struct record record;
	struct mst_error err;

	cr_assert_eq(mst_confined_start(&confined, tell_another_size, NULL, &err), 0);
	cr_expect(!mst_confined_read(&confined, &record, sizeof record));
	(void)mst_confined_end(&confined, &err);
}

Test(base_confined, it_has_no_capability_and_no_file_grows)
{
	struct mst_confined confined;
	struct record record = { .number = -1 };
	struct mst_error err;

	cr_assert_eq(mst_confined_start(&confined, tell_rights, NULL, &err), 0);
	cr_expect(mst_confined_read(&confined, &record, sizeof record));
	cr_expect_eq(record.number, 0);
	cr_expect(!mst_confined_read(&confined, &record, sizeof record));
	cr_expect_eq(mst_confined_end(&confined, &err), 0, "%s", err.text);
}

Test(base_confined, of_capabilities_it_keeps_those_that_are_named_and_were_there)
{
	uint32_t kept = 1u << CAP_NET_ADMIN;
	struct mst_confined confined;
	struct mst_error err;
	uint64_t left = ~UINT64_C(0);

	cr_assert_eq(mst_confined_start(&confined, tell_kept, &kept, &err), 0);
	cr_expect(mst_confined_read(&confined, &left, sizeof left));
	cr_expect_eq(left, usable() & kept);
	cr_expect(!mst_confined_read(&confined, &left, sizeof left));
	cr_expect_eq(mst_confined_end(&confined, &err), 0, "%s", err.text);
}
