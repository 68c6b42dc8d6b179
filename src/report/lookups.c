/* SPDX-License-Identifier: BSD-2-Clause */
/* lookups.c - what is looked up while fields are written: names, vendors, services; see fields.h. */
#include <netinet/in.h>
#include <string.h>

#include "base/media.h"
#include "report/fields.h"

char *mst_lookups_put_text(char *at, const char *text, size_t length)
{
	mst_medium_copy(MST_TO_ASCII, at, MST_FIELD_TEXT_MAX, text, length);
	return at + strlen(at);
}

char *mst_lookups_put_name(char *at, struct mst_lookups *lookups, const struct mst_addr *addr)
{
	const char *name = lookups->name ? lookups->name(lookups->names, addr) : NULL;
	size_t length = name ? strlen(name) : 0;

	while (length > MST_FIELD_TEXT_MAX - 1) { /* there are several: as many as fit */
		const char *blank = memrchr(name, ' ', length);

		length = blank ? (size_t)(blank - name) : MST_FIELD_TEXT_MAX - 1;
	}
	return mst_lookups_put_text(at, name ? name : "", length);
}

void mst_lookups_free(struct mst_lookups *lookups)
{
	mst_services_free(lookups->services);
	mst_vendors_free(lookups->vendors);
	*lookups = (struct mst_lookups){ 0 };
}

const char *mst_lookups_vendor(struct mst_lookups *lookups, const uint8_t mac[6])
{
	const char *path;

	if (!lookups->vendors_sought)
		lookups->vendors = mst_vendors_load(&path);
	lookups->vendors_sought = true;
	return mst_vendor_of(lookups->vendors, mac);
}

const char *mst_lookups_service(struct mst_lookups *lookups, const struct mst_result *result)
{
	if (!lookups->services_sought)
		lookups->services = mst_services_new();
	lookups->services_sought = true;
	return mst_services_name(lookups->services, result->port, result->proto == IPPROTO_UDP ? "udp" : "tcp");
}
