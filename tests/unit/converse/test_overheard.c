/* SPDX-License-Identifier: BSD-2-Clause */
/* test_overheard.c - a service that was named before is told again, and is the same. */
#include "converse/overheard.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/service_draft.h"
#include "converse/overhear.h"

#define MOST 64

static struct mst_signatures *signatures;
static struct mst_matcher *matcher;
static struct mst_overheard *overheard;
static struct mst_dialogue_ports ports;

static void open_overheard(void)
{
	struct mst_error error;

	mst_dialogue_ports_fill(&ports);
	cr_assert_eq(mst_signatures_new(&signatures, &error), 0);
	cr_assert_eq(mst_matcher_new(&matcher, signatures, &error), 0);
	cr_assert_eq(mst_overheard_new(&overheard, signatures, MOST, &error), 0);
}

static void close_overheard(void)
{
	mst_overheard_free(overheard);
	mst_overheard_free(NULL);
	mst_matcher_free(matcher);
	mst_signatures_free(signatures);
}

TestSuite(converse_overheard, .init = open_overheard, .fini = close_overheard);

/* What the handshake told of a port. */
static void meet(struct mst_service_draft *met, const char *bytes, size_t size, const char *speaks)
{
	mst_draft_begin(met);
	mst_draft_set(met, MST_SERVICE_BANNER, bytes, size);
	mst_draft_add_text(met, MST_SERVICE_SPEAKS, speaks);
}

/* Tells it, as the patterns alone do. */
static void check(uint16_t port, const char *bytes, size_t size, const char *speaks)
{
	struct mst_open_port open = { .addr = mst_addr_from_ipv4(0x0a000001), .port = port, .proto = 6 };
	struct mst_service_draft met, plain;
	uint8_t right[MST_SERVICE_BYTES_MAX], told[MST_SERVICE_BYTES_MAX];
	const struct mst_service *service;
	size_t count;
	bool named;

	meet(&met, bytes, size, speaks);
	service = mst_overheard_service(overheard, &open, &met.service, &named);
	meet(&plain, bytes, size < MOST ? size : MOST, speaks);
	cr_expect_eq(named, mst_overhear(matcher, &ports, &open, (const uint8_t *)bytes, size, &plain));
	count = mst_service_pack(right, &plain.service);
	cr_assert_eq(mst_service_pack(told, service), count);
	cr_expect_eq(memcmp(told, right, count), 0, "%.40s", bytes);
}

Test(converse_overheard, the_same_bytes_of_the_same_port_are_named_once)
{
	static const char web[] =
		"HTTP/1.1 200 OK\r\nDate: Mon, 30 Nov 2026 03:00:00 GMT\r\nServer: nginx/1.22.1\r\n\r\n";

	for (unsigned i = 0; i < 3; i++)
		check(80, web, strlen(web), "data");
	cr_expect_eq(mst_overheard_found(overheard), 2);
	check(81, web, strlen(web), "data");
	check(80, web, strlen(web), "closed");
	check(80, web, strlen(web) - 1, "data");
	cr_expect_eq(mst_overheard_found(overheard), 2);
	check(80, web, strlen(web), "data");
	cr_expect_eq(mst_overheard_found(overheard), 3);
}

Test(converse_overheard, more_texts_than_are_kept_and_longer_ones)
{
	static char text[1460];

	for (unsigned i = 0; i < 3000; i++) {
		size_t size = i % 7 ? i % sizeof text + 1 : sizeof text;

		memset(text, 'a' + (int)(i % 5), sizeof text);
		snprintf(text, sizeof text, "SSH-2.0-OpenSSH_9.%u p1\r\n", i % 1000);
		check((uint16_t)(22 + i % 3), text, size, "data");
		if (i % 2)
			check((uint16_t)(22 + i % 3), text, size, "data");
	}
	cr_expect_gt(mst_overheard_found(overheard), 500);
}
