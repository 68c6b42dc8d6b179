/* SPDX-License-Identifier: BSD-2-Clause */
/* test_nmap_words_in_tls.c - what reports in nmap's words say of TLS: from the first byte, within a protocol, and no
 * more than that it is TLS. */
#include <criterion/criterion.h>
#include <string.h>

#include "unit/report/fixture_report.h"

#define CIPHER "TLSv1.3 TLS_AES_256_GCM_SHA384"
#define PORTS 4

static struct mst_service services[PORTS];
static struct mst_result results[PORTS];

static struct mst_service_text text(const char *of)
{
	return (struct mst_service_text){ (const uint8_t *)of, (uint16_t)strlen(of) };
}

static void prepare(void)
{
	static const struct {
		uint16_t port;
		const char *name, *tls;
	} ports[PORTS] = {
		{ 25, "smtp", CIPHER " STARTTLS" }, { 80, "http", "" }, { 443, "http", CIPHER }, { 500, "ssl", CIPHER }
	};

	for (int i = 0; i < PORTS; i++) {
		services[i].of[MST_SERVICE_NAME] = text(ports[i].name);
		services[i].of[MST_SERVICE_FROM] = text("probe");
		services[i].of[MST_SERVICE_TLS] = text(ports[i].tls);
		results[i] = port_in(1, ports[i].port, MST_OPEN);
		results[i].service = &services[i];
	}
}

/* What a shell command prints of a report with these ports. */
static void expect(const char *output, const char *command, const char *said)
{
	struct report_fixture fixture = fixture_new();

	prepare();
	fixture.config.fields_for_ports = true;
	fixture.config.services = true;
	cr_assert_eq(fixture_add(&fixture, output), 0, "%s", fixture.err.text);
	fixture_report_all(&fixture, results, PORTS);
	cr_expect_str_eq(fixture_run(&fixture, command), said);
	fixture_free(&fixture);
}

Test(report_nmap_words_in_tls, grepable)
{
	expect("a.gnmap", "grep -oE '[0-9]+/open/tcp//[^/]*' a.gnmap",
	       "25/open/tcp//smtp\n80/open/tcp//http\n443/open/tcp//ssl|http\n500/open/tcp//ssl\n");
}

Test(report_nmap_words_in_tls, nmap_xml)
{
	expect("a.xml", "grep -oE 'name=\"[a-z]+\".* method=' a.xml",
	       "name=\"smtp\" method=\nname=\"http\" method=\nname=\"http\" tunnel=\"ssl\" method=\n"
	       "name=\"ssl\" method=\n");
}

Test(report_nmap_words_in_tls, table)
{
	expect("a.txt", "awk 'NR > 1 {print $2, $4}' a.txt", "25 smtp\n80 http\n443 ssl/http\n500 ssl\n");
}

Test(report_nmap_words_in_tls, rows_of_programs_have_the_field)
{
	expect("a.ndjson", "jq -r 'select(.port == 25) | .service, .tls' a.ndjson", "smtp\n" CIPHER " STARTTLS\n");
}
