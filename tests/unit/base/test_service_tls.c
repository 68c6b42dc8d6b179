/* SPDX-License-Identifier: BSD-2-Clause */
/* test_service_tls.c - TLS from the first byte, and later. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/service_tls.h"

static struct mst_service_text text(const char *of)
{
	return (struct mst_service_text){ (const uint8_t *)of, (uint16_t)strlen(of) };
}

static bool is_in_tls(const char *name, const char *tls)
{
	struct mst_service service = { 0 };

	service.of[MST_SERVICE_NAME] = text(name);
	service.of[MST_SERVICE_TLS] = text(tls);
	return mst_service_is_in_tls(&service);
}

Test(base_service_tls, only_tls_from_the_first_byte_is_meant)
{
	cr_expect(is_in_tls("http", "TLSv1.3 TLS_AES_256_GCM_SHA384"));
	cr_expect(is_in_tls("", "TLSv1.3 TLS_AES_256_GCM_SHA384"));
	cr_expect(is_in_tls("http", "TLS"));
	cr_expect_not(is_in_tls("smtp", "TLSv1.3 TLS_AES_256_GCM_SHA384 STARTTLS"));
	cr_expect_not(is_in_tls("http", ""));
	cr_expect_not(mst_service_is_in_tls(NULL));
}

Test(base_service_tls, a_service_that_is_no_more_than_tls_is_not_behind_it)
{
	cr_expect_not(is_in_tls("ssl", "TLSv1.3 TLS_AES_256_GCM_SHA384"));
	cr_expect(is_in_tls("sslx", "TLSv1.3 TLS_AES_256_GCM_SHA384"));
}
