/* SPDX-License-Identifier: BSD-2-Clause */
/* test_overhear.c - services named by first bytes alone. */
#include "converse/overhear.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/service_draft.h"

static struct mst_signatures *signatures;
static struct mst_matcher *matcher;
static struct mst_service_draft draft;
static struct mst_dialogue_ports ports;

static void open_matcher(void)
{
	struct mst_error error;

	mst_dialogue_ports_fill(&ports);
	cr_assert_eq(mst_signatures_new(&signatures, &error), 0);
	cr_assert_eq(mst_matcher_new(&matcher, signatures, &error), 0);
}

static void close_matcher(void)
{
	mst_matcher_free(matcher);
	mst_signatures_free(signatures);
}

TestSuite(converse_overhear, .init = open_matcher, .fini = close_matcher);

static bool overhear(uint16_t port, const char *bytes)
{
	struct mst_open_port open = { .addr = mst_addr_from_ipv4(0x0a000001), .port = port, .proto = 6 };

	mst_draft_begin(&draft);
	mst_draft_set(&draft, MST_SERVICE_BANNER, bytes, strlen(bytes));
	return mst_overhear(matcher, &ports, &open, (const uint8_t *)bytes, strlen(bytes), &draft);
}

static void expect(enum mst_service_field field, const char *text)
{
	char found[256];

	mst_service_text(found, sizeof found, &draft.service, field);
	cr_expect_str_eq(found, text, "%s", mst_service_field_name(field));
}

Test(converse_overhear, the_web_where_it_was_asked)
{
	cr_expect(
		overhear(80, "HTTP/1.1 301 Moved Permanently\r\nServer: nginx/1.22.1\r\nLocation: https://x/\r\n\r\n"));
	expect(MST_SERVICE_NAME, "http");
	expect(MST_SERVICE_FROM, "probe");
	expect(MST_SERVICE_PRODUCT, "nginx");
	expect(MST_SERVICE_VERSION, "1.22.1");
	expect(MST_SERVICE_HTTP_STATUS, "301");
	expect(MST_SERVICE_HTTP_LOCATION, "https://x/");
}

Test(converse_overhear, a_service_at_a_port_of_another_one)
{
	cr_expect(overhear(80, "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"));
	expect(MST_SERVICE_NAME, "ssh");
	expect(MST_SERVICE_FROM, "banner");
	expect(MST_SERVICE_VERSION, "9.2p1");
}

Test(converse_overhear, nothing_where_nobody_knows_it)
{
	cr_expect_not(overhear(80, "qwertz\x01\x02\n"));
	expect(MST_SERVICE_NAME, "");
	cr_expect_not(overhear(12345, "\x01\x02"));
}
