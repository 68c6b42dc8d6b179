/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_certificate.c - any bytes as the certificate of a server: texts fit their fields, those of numbers are numbers.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "converse/certificate.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

/* Only such characters, or nothing. */
static void check_characters(const struct mst_service *service, enum mst_service_field field, const char *characters)
{
	struct mst_service_text text = service->of[field];

	for (size_t i = 0; i < text.size; i++)
		must(text.bytes[i] && strchr(characters, text.bytes[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	static struct mst_service_draft draft;
	struct mst_certificate_name subject;
	const uint8_t *at = bytes;
	X509 *certificate = d2i_X509(NULL, &at, (long)count);

	if (!certificate)
		return 0;
	mst_draft_begin(&draft);
	mst_certificate_read(certificate, &draft, &subject);
	must(subject.size <= MST_CERTIFICATE_NAME);
	for (int field = 0; field < MST_SERVICE_FIELD_COUNT; field++)
		must(draft.service.of[field].size <= mst_service_field_most((enum mst_service_field)field));
	must(draft.service.of[MST_SERVICE_CERT_SHA256].size == 64);
	check_characters(&draft.service, MST_SERVICE_CERT_SHA256, "0123456789abcdef");
	check_characters(&draft.service, MST_SERVICE_CERT_NOT_AFTER, "0123456789-:TZ");
	X509_free(certificate);
	return 0;
}
