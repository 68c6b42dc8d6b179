/* SPDX-License-Identifier: BSD-2-Clause */
/* service_tls.c - see service_tls.h. */
#include "base/service_tls.h"

#include <string.h>

static bool ends_with(const struct mst_service_text *text, const char *end)
{
	size_t length = strlen(end);

	return text->size >= length && memcmp(text->bytes + text->size - length, end, length) == 0;
}

bool mst_service_is_in_tls(const struct mst_service *service)
{
	const struct mst_service_text *name;

	if (!service || !service->of[MST_SERVICE_TLS].size)
		return false;
	name = &service->of[MST_SERVICE_NAME];
	return !ends_with(&service->of[MST_SERVICE_TLS], MST_SERVICE_STARTTLS) &&
	       !(name->size == 3 && ends_with(name, "ssl"));
}
