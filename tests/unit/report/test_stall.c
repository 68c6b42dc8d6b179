/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_stall.c - a disk that is full, and gets room again, or does not. It is a small tmpfs in a mount namespace of the
 * test; where that is not allowed, these tests are skipped.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "base/clock.h"
#include "unit/report/fixture_report.h"

#define COUNT 1500

struct waits {
	struct report_fixture *fixture;
	int begun, lasted, ended;
	int makes_room_at; /* the call in which the file that fills the disk is removed; 0: none */
	int gives_up_at;   /* the call that says to wait no longer; 0: none */
	char why[256];
};

static bool stalled(void *user, enum mst_stall_moment moment, const char *why)
{
	struct waits *waits = user;

	waits->begun += moment == MST_STALL_BEGINS;
	waits->lasted += moment == MST_STALL_LASTS;
	waits->ended += moment == MST_STALL_ENDS;
	if (moment == MST_STALL_ENDS)
		return true;
	snprintf(waits->why, sizeof waits->why, "%s", why);
	if (waits->begun + waits->lasted == waits->makes_room_at)
		fixture_run(waits->fixture, "rm filler");
	return waits->begun + waits->lasted != waits->gives_up_at;
}

/* The folder of the fixture becomes a disk of 512 KiB, of which the filler takes all but 64. */
static void fill_disk(struct report_fixture *fixture)
{
	if (unshare(geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) < 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("tmpfs", fixture->folder, "tmpfs", 0, "size=512k") < 0)
		cr_skip_test("no mount namespace here: %s", strerror(errno));
	fixture_run(fixture, "head -c 448k /dev/zero > filler");
}

static void end(struct report_fixture *fixture)
{
	mst_report_free(fixture->report);
	fixture->report = NULL;
	cr_assert_eq(umount2(fixture->folder, MNT_DETACH), 0);
	fixture_free(fixture);
}

static struct report_fixture begin(struct waits *waits, const char *output, uint64_t max_stall_ns)
{
	struct report_fixture fixture = fixture_new();

	fill_disk(&fixture);
	fixture.config.max_stall_ns = max_stall_ns;
	fixture.config.stalled = stalled;
	fixture.config.stalled_user = waits;
	cr_assert_eq(fixture_add(&fixture, output), 0, "%s", fixture.err.text);
	return fixture;
}

/* The code of the first failure. */
static int report_all(struct report_fixture *fixture)
{
	static struct mst_result results[COUNT];
	int code = fixture_begin(fixture), ended;

	for (unsigned i = 0; i < COUNT; i++)
		results[i] = host_up(i), results[i].rtt_ns = i * UINT32_C(2654435761) % 90000000;
	for (unsigned i = 0; i < COUNT && code == 0; i += 100)
		code = fixture_write(fixture, results + i, 100);
	ended = fixture_end(fixture);
	return code < 0 ? code : ended;
}

Test(report_stall, a_stream_waits_for_room_told_once_and_is_whole)
{
	struct waits waits = { .makes_room_at = 3 };
	struct report_fixture fixture = begin(&waits, "a.ndjson", 60 * MST_NS_PER_SECOND);

	waits.fixture = &fixture;
	cr_assert_eq(report_all(&fixture), 0, "%s", fixture.err.text);
	cr_assert_eq(waits.begun, 1);
	cr_assert_eq(waits.lasted, 2);
	cr_assert_eq(waits.ended, 1);
	cr_assert_not_null(strstr(waits.why, "/a.ndjson: No space left on device"), "%s", waits.why);
	cr_assert_str_eq(fixture_run(&fixture, "jq -r .type a.ndjson | sort | uniq -c | tr -s ' '"),
	                 " 1500 result\n 1 summary\n");
	end(&fixture);
}

Test(report_stall, a_document_waits_for_room_at_the_end)
{
	struct waits waits = { .makes_room_at = 1 };
	struct report_fixture fixture = begin(&waits, "a.json", 60 * MST_NS_PER_SECOND);

	waits.fixture = &fixture;
	cr_assert_eq(report_all(&fixture), 0, "%s", fixture.err.text);
	cr_assert_eq(waits.begun, 1);
	cr_assert_eq(waits.ended, 1);
	cr_assert_str_eq(fixture_run(&fixture, "jq '.results | length' a.json"), "1500\n");
	end(&fixture);
}

Test(report_stall, without_room_the_wait_ends_and_what_had_room_stays)
{
	struct waits waits = { 0 };
	struct report_fixture fixture = begin(&waits, "a.ndjson", 300 * MST_NS_PER_MS);
	uint64_t since_ns = mst_now_ns();

	waits.fixture = &fixture;
	cr_assert_eq(report_all(&fixture), -ENOSPC);
	cr_assert_geq(mst_now_ns() - since_ns, 300 * MST_NS_PER_MS);
	cr_assert_eq(waits.begun, 1);
	cr_assert_eq(waits.ended, 0);
	cr_assert_not_null(strstr(fixture.err.text, "a.ndjson has the first "), "%s", fixture.err.text);
	cr_assert_str_eq(fixture_run(&fixture, "jq -r .type a.ndjson | sort -u; rm filler"), "result\n");
	end(&fixture);
}

Test(report_stall, a_wait_can_be_cut_short)
{
	struct waits waits = { .gives_up_at = 1 };
	struct report_fixture fixture = begin(&waits, "a.ndjson", 60 * MST_NS_PER_SECOND);
	uint64_t since_ns = mst_now_ns();

	waits.fixture = &fixture;
	cr_assert_eq(report_all(&fixture), -ENOSPC);
	cr_assert_lt(mst_now_ns() - since_ns, 10 * MST_NS_PER_SECOND);
	end(&fixture);
}

Test(report_stall, a_compressed_stream_that_found_no_room_ends_whole)
{
	struct waits waits = { .gives_up_at = 2 };
	struct report_fixture fixture = fixture_new();
	const char *name = "a.ndjson.gz";

	fill_disk(&fixture);
	fixture_run(&fixture, "head -c 56k /dev/zero >> filler");
	fixture.config.max_stall_ns = 60 * MST_NS_PER_SECOND;
	fixture.config.stalled = stalled;
	fixture.config.stalled_user = &waits;
	waits.fixture = &fixture;
	cr_assert_eq(fixture_add(&fixture, name), 0, "%s", fixture.err.text);
	cr_assert_eq(report_all(&fixture), -ENOSPC);
	fixture_run(&fixture, "gzip -t a.ndjson.gz");
	cr_assert_str_eq(fixture_run(&fixture, "zcat a.ndjson.gz | jq -r .type | sort -u"), "result\n");
	end(&fixture);
}
