/* SPDX-License-Identifier: BSD-2-Clause */
/* test_dns.c - names that are packed, and names that try to be endless. */
#include <criterion/criterion.h>
#include <string.h>

#include "dissect/payload/dns.h"

#define HEADER "\0\1\x81\x80\0\1\0\1\0\0\0\0"

static bool records(const char *bytes, size_t count, struct mst_dns_record *last, unsigned *taken)
{
	struct mst_dns dns;

	*taken = 0;
	if (!mst_dns_open(&dns, (const uint8_t *)bytes, count))
		return false;
	while (mst_dns_next(&dns, last))
		++*taken;
	return true;
}

Test(dissect_payload_dns, a_packed_name_is_unpacked)
{
	static const char message[] = HEADER "\3abc\2de\0\0\1\0\1"
					     "\1x\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\x0a\0\0\1";
	struct mst_dns_record record;
	unsigned taken;

	cr_assert(records(message, sizeof message - 1, &record, &taken));
	cr_expect_eq(taken, 2);
	cr_expect_str_eq(record.name, "x.abc.de.");
	cr_expect_eq(record.ttl, 60);
	cr_expect_eq(record.data_bytes, 4);
}

Test(dissect_payload_dns, a_pointer_to_itself_or_forward_ends_the_walk)
{
	static const char itself[] = HEADER "\xc0\x0c\0\1\0\1", forward[] = HEADER "\xc0\x0e\0\1\0\1\3abc\0";
	struct mst_dns_record record;
	unsigned taken;

	records(itself, sizeof itself - 1, &record, &taken);
	cr_expect_eq(taken, 0);
	records(forward, sizeof forward - 1, &record, &taken);
	cr_expect_eq(taken, 0);
}

Test(dissect_payload_dns, a_name_longer_than_255_bytes_is_none)
{
	char message[512] = HEADER;
	struct mst_dns_record record;
	unsigned taken;

	for (size_t i = 0; i < 5; i++)
		message[12 + 64 * i] = 63;
	records(message, sizeof message, &record, &taken);
	cr_expect_eq(taken, 0);
}

Test(dissect_payload_dns, more_records_told_than_there_are_end_quietly)
{
	static const char message[] = "\0\1\x81\x80\0\0\xff\xff\0\0\0\0"
				      "\0\0\1\0\1\0\0\0\1\0\0";
	struct mst_dns_record record;
	unsigned taken;

	cr_assert(records(message, sizeof message - 1, &record, &taken));
	cr_expect_eq(taken, 1);
	cr_expect_str_eq(record.name, ".");
	cr_expect_not(records(message, 11, &record, &taken));
}
