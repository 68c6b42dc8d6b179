/* test_seats.c - which thread runs on which CPUs. */
#include "scan/seats.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "unit/scan/bed.h"

static const char *seat(const char *list, enum mst_role role, unsigned lane, unsigned lanes)
{
	static char text[64];
	struct mst_error err = { "" };
	struct mst_cpus cpus;
	cpu_set_t all, set;

	CPU_ZERO(&all);
	for (size_t cpu = 0; cpu < 16; cpu++)
		CPU_SET(cpu, &all);
	cr_assert_eq(mst_cpus_read(&cpus, list, &all, &err), 0, "%s", err.text);
	cr_assert_eq(mst_seat_of(&set, &cpus, role, lane, lanes), &set);
	return mst_cpus_write(text, sizeof text, &set);
}

Test(scan_seats, lanes_take_the_cpus_in_turn_and_begin_again)
{
	static const char *const own[] = { "4", "5", "6", "7" }, *const turns[] = { "9", "2", "9", "2" };

	for (unsigned lane = 0; lane < 4; lane++) {
		cr_expect_str_eq(seat("4-9", MST_ROLE_LANE, lane, 4), own[lane]);
		cr_expect_str_eq(seat("9,2", MST_ROLE_LANE, lane, 4), turns[lane]);
	}
}

Test(scan_seats, the_receiver_has_the_next_and_the_reporter_the_rest)
{
	cr_expect_str_eq(seat("4-9", MST_ROLE_RECEIVER, 0, 4), "8");
	cr_expect_str_eq(seat("4-9", MST_ROLE_REPORTER, 0, 4), "9");
	cr_expect_str_eq(seat("8,1,0-3,15", MST_ROLE_RECEIVER, 0, 2), "0");
	cr_expect_str_eq(seat("8,1,0-3,15", MST_ROLE_REPORTER, 0, 2), "2-3,15");
}

Test(scan_seats, who_finds_none_left_shares_them_all)
{
	cr_expect_str_eq(seat("4-8", MST_ROLE_REPORTER, 0, 4), "4-8");
	cr_expect_str_eq(seat("4-7", MST_ROLE_RECEIVER, 0, 4), "4-7");
	cr_expect_str_eq(seat("4-7", MST_ROLE_REPORTER, 0, 4), "4-7");
	cr_expect_str_eq(seat("4,6", MST_ROLE_RECEIVER, 0, 4), "4,6");
	cr_expect_str_eq(seat("3", MST_ROLE_LANE, 1, 2), "3");
	cr_expect_str_eq(seat("3", MST_ROLE_REPORTER, 0, 1), "3");
}

Test(scan_seats, without_a_list_everybody_goes_anywhere)
{
	const struct mst_cpus none = { .count = 0 };
	cpu_set_t set;

	cr_expect_null(mst_seat_of(&set, &none, MST_ROLE_LANE, 0, 1));
	cr_expect_null(mst_seat_of(&set, &none, MST_ROLE_RECEIVER, 0, 1));
	cr_expect_null(mst_seat_of(&set, &none, MST_ROLE_REPORTER, 0, 1));
}

/* It was there when the scan was opened. */
Test(scan_seats, a_cpu_that_has_gone_away_ends_the_round_with_its_number)
{
	struct bed *bed = bed_new("127.0.1.0/29", "22", 1);

	bed->plan.cpus = (struct mst_cpus){ .numbers = { MST_CPUS_MAX - 1 }, .count = 1 };
	mst_round_run(&bed->round);
	cr_expect_eq(mst_load(&bed->gear.trouble.code, relaxed), -ENXIO);
	cr_expect(strstr(bed->gear.trouble.error.text, "CPU 1023"), "%s", bed->gear.trouble.error.text);
	bed_free(bed);
}
