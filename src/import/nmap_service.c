/* SPDX-License-Identifier: BSD-2-Clause */
/* nmap_service.c - see nmap_service.h. */
#include "import/nmap_service.h"

#include <stdio.h>

void mst_nmap_service_begin(struct mst_nmap_service *service)
{
	service->any = service->ours = false;
	service->text = MST_SERVICE_FIELD_COUNT;
}

static int take(struct mst_nmap_service *service, enum mst_service_field field, const char *text, struct mst_error *err)
{
	if (!text || !*text)
		return 0;
	if (!service->any)
		mst_draft_begin(&service->draft);
	service->any = true;
	return mst_service_text_take(&service->draft, field, text, err);
}

/* nmap's `table` is the name of the port; a conf of 8 is muster's for what a banner alone told. Which TLS it is, nmap
 * does not say here: muster does in an element that follows. */
static int take_service(struct mst_nmap_service *service, mst_attributes attributes, struct mst_error *err)
{
	static const struct {
		const char *attribute;
		enum mst_service_field field;
	} texts[] = { { "product", MST_SERVICE_PRODUCT },
		      { "version", MST_SERVICE_VERSION },
		      { "ostype", MST_SERVICE_OS } };
	const char *method = mst_attribute(attributes, "method"), *conf = mst_attribute(attributes, "conf");
	const char *name = mst_attribute(attributes, "name"), *tunnel = mst_attribute(attributes, "tunnel");
	int code = 0;

	if (method && strcmp(method, "probed") == 0 && name && strcmp(name, "unknown") != 0) {
		code = take(service, MST_SERVICE_NAME, name, err);
		if (code == 0)
			code = take(service, MST_SERVICE_FROM, conf && strcmp(conf, "8") == 0 ? "banner" : "probe",
			            err);
	}
	for (size_t i = 0; i < sizeof texts / sizeof *texts && code == 0; i++)
		code = take(service, texts[i].field, mst_attribute(attributes, texts[i].attribute), err);
	if (code == 0 && tunnel && strcmp(tunnel, "ssl") == 0)
		code = take(service, MST_SERVICE_TLS, "TLS", err);
	return code;
}

int mst_nmap_service_script(struct mst_nmap_service *service, const char *id, const char *output, struct mst_error *err)
{
	static const struct {
		const char *id;
		enum mst_service_field field;
	} scripts[] = {
		{ "banner", MST_SERVICE_BANNER },
		{ "http-title", MST_SERVICE_HTTP_TITLE },
		{ "http-server-header", MST_SERVICE_HTTP_SERVER },
	};

	service->ours = strcmp(id, "muster-service") == 0;
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
		if (strcmp(scripts[i].id, id) == 0)
			return take(service, scripts[i].field, output, err);
	}
	return 0;
}

/* Which field the text of an element is; MST_SERVICE_FIELD_COUNT: of none. */
static enum mst_service_field field_of(const struct mst_nmap_service *service, const char *element, const char *key)
{
	unsigned i = 0;

	if (strcmp(element, "cpe") == 0)
		return MST_SERVICE_CPE;
	if (strcmp(element, "elem") != 0 || !service->ours || !key)
		return MST_SERVICE_FIELD_COUNT;
	while (i < MST_SERVICE_FIELD_COUNT && strcmp(mst_service_field_name(i), key) != 0)
		i++;
	return i;
}

int mst_nmap_service_element(struct mst_nmap_service *service, const char *element, mst_attributes attributes,
                             struct mst_error *err)
{
	if (strcmp(element, "service") == 0)
		return take_service(service, attributes, err);
	service->text = field_of(service, element, mst_attribute(attributes, "key"));
	service->length = 0;
	return 0;
}

void mst_nmap_service_text(struct mst_nmap_service *service, const char *text, size_t length)
{
	size_t room = MST_NMAP_TEXT_MAX - service->length;

	if (service->text == MST_SERVICE_FIELD_COUNT)
		return;
	memcpy(service->bytes + service->length, text, length < room ? length : room);
	service->length += length < room ? length : room;
}

/* Several names of the product have blanks between. */
static int add_cpe(struct mst_nmap_service *service, struct mst_error *err)
{
	struct mst_service_text before = { 0 };
	char joined[MST_NMAP_TEXT_MAX + 512];

	if (service->any)
		before = service->draft.service.of[MST_SERVICE_CPE];
	snprintf(joined, sizeof joined, "%.*s%s%s", (int)before.size, before.size ? (const char *)before.bytes : "",
	         before.size ? " " : "", service->bytes);
	return take(service, MST_SERVICE_CPE, joined, err);
}

int mst_nmap_service_end(struct mst_nmap_service *service, const char *element, struct mst_error *err)
{
	enum mst_service_field field = service->text;

	if (strcmp(element, "script") == 0)
		service->ours = false;
	if (field == MST_SERVICE_FIELD_COUNT)
		return 0;
	service->bytes[service->length] = '\0';
	service->text = MST_SERVICE_FIELD_COUNT;
	return field == MST_SERVICE_CPE ? add_cpe(service, err) : take(service, field, service->bytes, err);
}

const struct mst_service *mst_nmap_service_finish(struct mst_nmap_service *service)
{
	return service->any && mst_service_text_finish(&service->draft) ? &service->draft.service : NULL;
}
