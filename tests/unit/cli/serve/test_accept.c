/* SPDX-License-Identifier: BSD-2-Clause */
/* test_accept.c - who gets OpenMetrics, and who is led here by a name server. */
#include <criterion/criterion.h>

#include "cli/serve/accept.h"

#define OPEN "application/openmetrics-text"

Test(cli_serve_accept, prometheus_and_what_names_it_get_openmetrics)
{
	cr_assert(mst_serve_prefers_openmetrics(OPEN ";version=1.0.0," OPEN ";version=0.0.1;q=0.75,"
	                                             "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"));
	cr_assert(mst_serve_prefers_openmetrics(OPEN));
	cr_assert(mst_serve_prefers_openmetrics("text/html, " OPEN " ; charset=utf-8 ; q=0.1"));
	cr_assert(mst_serve_prefers_openmetrics("Application/OpenMetrics-Text;version=\"1.0.0\""));
}

Test(cli_serve_accept, others_get_the_classic_text)
{
	cr_assert_not(mst_serve_prefers_openmetrics(NULL));
	cr_assert_not(mst_serve_prefers_openmetrics(""));
	cr_assert_not(mst_serve_prefers_openmetrics("*/*"));
	cr_assert_not(mst_serve_prefers_openmetrics("text/html,application/xhtml+xml,*/*;q=0.8"));
	cr_assert_not(mst_serve_prefers_openmetrics(OPEN ";version=0.0.1"));
	cr_assert_not(mst_serve_prefers_openmetrics(OPEN ";q=0"));
	cr_assert_not(mst_serve_prefers_openmetrics(OPEN ";q=0.5,text/plain"));
	cr_assert_not(mst_serve_prefers_openmetrics(OPEN ";q=0.500,text/plain;q=0.501"));
}

Test(cli_serve_accept, nonsense_is_no_preference)
{
	cr_assert_not(mst_serve_prefers_openmetrics(",;,;=;q=,"));
	cr_assert_not(mst_serve_prefers_openmetrics(OPEN ";q=x"));
	cr_assert_not(mst_serve_prefers_openmetrics(OPEN "x"));
	cr_assert(mst_serve_prefers_openmetrics(OPEN ";q=9"), "as 1");
}

Test(cli_serve_accept, addresses_and_localhost_are_own_hosts)
{
	static const char *const own[] = { "127.0.0.1:9750", "127.0.0.1",      "[::1]:9750", "[::1]",
		                           "localhost",      "LocalHost:9750", "10.0.0.1:80" };
	static const char *const foreign[] = {
		"",         "evil.example",      "evil.example:9750",  "localhost.evil.example",
		":9750",    "127.0.0.1.evil:80", "127.0.0.1 evil",     "9750",
		"localhos", "evil.example:9750", "127.0.0.1:9750evil", "::1:9750x"
	};

	cr_expect(mst_serve_host_is_own(NULL), "HTTP/1.0");
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		cr_expect(mst_serve_host_is_own(own[i]), "%s", own[i]);
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		cr_expect_not(mst_serve_host_is_own(foreign[i]), "%s", foreign[i]);
}
