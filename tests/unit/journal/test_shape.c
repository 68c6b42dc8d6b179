/* SPDX-License-Identifier: BSD-2-Clause */
/* test_shape.c - equal shapes have one number, and a full table takes no more. */
#include "journal/shape.h"

#include <criterion/criterion.h>

static struct mst_shape shape_of(unsigned number)
{
	return (struct mst_shape){ .state = MST_UP, .ttl = (uint8_t)number, .attempts = (uint8_t)(number >> 8) };
}

Test(journal_shape, equal_ones_have_one_number)
{
	struct mst_shapes shapes = { 0 };

	for (int times = 0; times < 2; times++) {
		for (unsigned i = 0; i < 5000; i++) {
			struct mst_shape shape = shape_of(i);

			cr_assert_eq(mst_shapes_number(&shapes, &shape), i + 1);
		}
	}
	cr_assert_eq(shapes.count, 5000);
	mst_shapes_free(&shapes);
}

Test(journal_shape, a_full_table_numbers_nothing_new)
{
	struct mst_shapes shapes = { 0 };
	struct mst_shape shape;

	for (unsigned i = 0; i < MST_SHAPES_MAX; i++) {
		shape = shape_of(i);
		cr_assert_eq(mst_shapes_number(&shapes, &shape), i + 1);
	}
	shape.error = 1;
	cr_assert_eq(mst_shapes_number(&shapes, &shape), 0);
	cr_assert_lt(mst_shapes_append(&shapes, &shape), 0);
	shape = shape_of(3);
	cr_assert_eq(mst_shapes_number(&shapes, &shape), 4);
	mst_shapes_free(&shapes);
}

Test(journal_shape, values_that_no_verdict_has_are_refused)
{
	struct mst_shape wrong[] = { { .state = MST_STATE_COUNT },
		                     { .was = MST_STATE_COUNT },
		                     { .reason = MST_REASON_COUNT },
		                     { .suspect = MST_SUSPICION_COUNT },
		                     { .flags = 64 },
		                     { .flags = MST_SHAPE_FROM_TARGET | MST_SHAPE_FROM_OTHER } };

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct mst_reader r = mst_reader_over((const uint8_t *)&wrong[i], sizeof wrong[i]);

		mst_read_shape(&r);
		cr_expect(r.short_read, "%zu", i);
	}
}
