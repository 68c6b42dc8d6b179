/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reading.c - adds targets given as text to an open set. See muster/targets.h.
 *
 *     text ─┬─ an expression ────────────────────► intervals
 *           ├─ a plausible name ─────────────────► the names that closing looks up
 *           └─ neither: another notation (notation.h) ─► its target read again, or an error
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/plain_text.h"
#include "base/zone.h"
#include "target/adding.h"
#include "target/names.h"
#include "target/notation.h"
#include "target/zones.h"

/* Quotes user input for messages: shortened, and without control characters for the terminal. */
struct quoted {
	char text[128];
};

#define QUOTED_MOST 60 /* characters of the input that are shown */

static struct quoted quote(const char *text)
{
	struct quoted quoted;
	char shown[QUOTED_MOST + 1];
	size_t length = 0, copied;

	/* Not strnlen(3): _FORTIFY_SOURCE takes its bound for a claim about the size of the text. */
	while (length < QUOTED_MOST && text[length])
		length++;
	memcpy(shown, text, length);
	shown[length] = '\0';
	copied = mst_text_quote(quoted.text, sizeof quoted.text - 3, shown, false);
	if (text[copied])
		strcat(quoted.text, "...");
	return quoted;
}

/* Keeps the first MST_NOTES_MAX remarks. */
static void __attribute__((format(printf, 2, 3))) note(struct mst_targets *targets, const char *format, ...)
{
	va_list arguments;

	if (targets->note_count == MST_NOTES_MAX)
		return;
	va_start(arguments, format);
	if (vasprintf(&targets->notes[targets->note_count], format, arguments) >= 0)
		targets->note_count++;
	va_end(arguments);
}

const char *mst_targets_note(const struct mst_targets *targets, size_t index)
{
	return index < targets->note_count ? targets->notes[index] : NULL;
}

static int fail_expression(struct mst_error *err, const char *what, const char *text, const char *wrong)
{
	if (strchr(text, ':'))
		return mst_fail(err, -EINVAL,
		                "%s \"%s\": %s; expected 2001:db8::1, 2001:db8::/64, 2001:db8::1-2001:db8::1:ff, "
		                "2001:db8::1-ff or fe80::1%%eth0",
		                what, quote(text).text, wrong);
	return mst_fail(err, -EINVAL,
	                "%s \"%s\": %s; expected 10.0.2.2, 10.0.2.0/24, 10.0.2.2-10.0.3.9, 10.0.2.2-4, "
	                "10.0.0-3.1,5-9, an IPv6 address or prefix, or a host name",
	                what, quote(text).text, wrong);
}

/* ---- one text ---- */

/* The text being added, and how messages name it. */
struct adding {
	struct mst_targets *targets;
	bool exclude;
	const char *what; /* "target", "exclude" */
	const char *text; /* as it was given */
};

static int fail_memory(const struct adding *adding, struct mst_error *err)
{
	return mst_fail(err, -ENOMEM, "%s \"%s\": no memory for so many targets", adding->what,
	                quote(adding->text).text);
}

/* An excluded name excludes its addresses of both families. */
static int add_name(const struct adding *adding, const char *name, struct mst_error *err)
{
	struct mst_targets *targets = adding->targets;
	char where[MST_ERROR_TEXT], copy[MST_NOTATION_TEXT];
	struct mst_name_lookup lookup = {
		.name = copy,
		.where = targets->file ? where : NULL,
		.exclude = adding->exclude,
		.ipv4 = targets->ipv4_names || adding->exclude,
		.ipv6 = targets->ipv6_names || adding->exclude,
	};

	snprintf(copy, sizeof copy, "%s", name); /* plausible: no longer than a name can be */
	if (targets->file)
		snprintf(where, sizeof where, "%s line %" PRIu64 ": ", targets->file, targets->line);
	return mst_name_lookups_add(&targets->lookups, &lookup) < 0 ? fail_memory(adding, err) : 0;
}

/* A link-local range needs an interface: from the text, or from --interface. */
static int find_zone(const struct adding *adding, const struct mst_expression *expression, uint32_t *scope,
                     struct mst_error *err)
{
	const struct mst_interval6 *interval = &expression->interval6;
	bool link_local = interval->first >= MST_LINK_LOCAL_FIRST && interval->last <= MST_LINK_LOCAL_LAST;
	struct mst_error why;
	char names[256];

	*scope = expression->scope[0] ? mst_scope_resolve(expression->scope) : 0;
	if (expression->scope[0] && !*scope)
		return mst_fail(err, -EINVAL, "%s \"%s\": there is no interface %s; there are: %s", adding->what,
		                quote(adding->text).text, quote(expression->scope).text,
		                mst_scopes(names, sizeof names));
	if (*scope || !link_local || adding->exclude)
		return 0;
	*scope = adding->targets->zone;
	if (*scope)
		return 0;
	mst_zone_missing(quote(adding->text).text, &why);
	return mst_fail(err, -EINVAL, "target %s", why.text);
}

static int add_expression_ipv6(const struct adding *adding, const struct mst_expression *expression,
                               struct mst_error *err)
{
	uint32_t scope;
	int code = find_zone(adding, expression, &scope, err);

	if (code < 0)
		return code;
	code = mst_targets_add_ipv6(adding->targets, expression->interval6, scope, adding->exclude);
	return code < 0 ? fail_memory(adding, err) : 0;
}

static int add_parsed(const struct adding *adding, const struct mst_expression *expression, struct mst_error *err)
{
	if (expression->host_bits)
		note(adding->targets, "%s %s has host bits: taken for the whole prefix", adding->what,
		     quote(adding->text).text);
	if (expression->family == MST_IPV6)
		return add_expression_ipv6(adding, expression, err);
	return mst_targets_add_ipv4(adding->targets, expression, adding->exclude) < 0 ? fail_memory(adding, err) : 0;
}

/* Adds an expression or a name. Returns 1 when the text is neither, with the reason in *wrong. */
static int add_plain(const struct adding *adding, const char *text, const char **wrong, struct mst_error *err)
{
	struct mst_expression expression;

	*wrong = mst_expression_parse(&expression, text);
	if (!*wrong)
		return add_parsed(adding, &expression, err);
	if (mst_text_is_numeric(text))
		return 1;
	*wrong = "neither an address nor a host name";
	return mst_name_is_plausible(text) ? add_name(adding, text, err) : 1;
}

/* ---- ports of targets ---- */

static bool same_ports(const struct mst_ports *one, const struct mst_ports *other)
{
	return memcmp(one->bits, other->bits, sizeof one->bits) == 0;
}

static int refuse_ports(const struct adding *adding, const struct mst_notation *notation, struct mst_error *err)
{
	return mst_fail(err, -EINVAL, "%s \"%s\": ports belong to scan: expected %s as the %s, and scan -p %s",
	                adding->what, quote(adding->text).text, quote(notation->text).text, adding->what,
	                notation->ports);
}

/* All targets get the same ports: those of -p, or those of the targets if all targets name the same. */
static int take_ports(const struct adding *adding, const struct mst_notation *notation, struct mst_error *err)
{
	struct mst_targets *targets = adding->targets;
	struct mst_ports ports = { 0 };
	struct mst_error ignored;

	if (!notation->ports[0] || (notation->is_url && (!targets->ports || adding->exclude)) ||
	    (notation->by_scheme && targets->ports_given))
		return 0;
	if (!targets->ports || adding->exclude)
		return refuse_ports(adding, notation, err);
	if (mst_ports_add(&ports, notation->ports, &ignored) < 0)
		return mst_fail(err, -EINVAL,
		                "%s \"%s\": no valid port is known for it: expected %s as the target, and -p PORTS",
		                adding->what, quote(adding->text).text, quote(notation->text).text);
	if ((targets->ports_given || targets->with_port[0]) && !same_ports(targets->ports, &ports))
		return mst_fail(err, -EINVAL,
		                "target \"%s\": %s names other ports, and all targets get the same ports: expected %s "
		                "as the target, and all ports with -p",
		                quote(adding->text).text, targets->ports_given ? "-p" : targets->with_port,
		                quote(notation->text).text);
	memcpy(targets->ports->bits, ports.bits, sizeof ports.bits);
	snprintf(targets->with_port, sizeof targets->with_port, "%s", quote(adding->text).text);
	return 0;
}

/* Adds one part of a list, or the whole text. */
static int add_part(const struct adding *adding, const char *text, struct mst_error *err)
{
	struct mst_notation notation;
	const char *wrong, *other_wrong, *advice;
	char room[MST_ADVICE_TEXT];
	int code = add_plain(adding, text, &wrong, err);

	adding->targets->without_port |= code == 0 && !adding->exclude;
	if (code <= 0)
		return code;
	advice = mst_notation_advice(text, room);
	if (advice)
		return mst_fail(err, -EINVAL, "%s \"%s\": %s", adding->what, quote(text).text, advice);
	if (!mst_notation_read(&notation, text))
		return fail_expression(err, adding->what, text, wrong);
	code = take_ports(adding, &notation, err);
	if (code == 0)
		code = add_plain(adding, notation.text, &other_wrong, err);
	adding->targets->without_port |= code == 0 && !adding->exclude && !notation.ports[0];
	return code <= 0 ? code : fail_expression(err, adding->what, text, wrong);
}

static int add_list(const struct adding *adding, struct mst_error *err)
{
	char copy[MST_NOTATION_TEXT];
	const char *rest = adding->text, *part;
	size_t length;
	int code = 0;

	while (code == 0 && (length = mst_notation_part(&part, &rest)) > 0) {
		struct adding one = { adding->targets, adding->exclude, adding->what, copy };

		if (length >= sizeof copy)
			return fail_expression(err, adding->what, part, "neither an address nor a host name");
		memcpy(copy, part, length);
		copy[length] = '\0';
		code = add_part(&one, copy, err);
	}
	return code;
}

/* Commas separate targets, but inside an octet they separate numbers: a text that is one expression is not split. */
static bool is_list(const char *text)
{
	const char *rest = text, *part;
	struct mst_expression expression;
	size_t length = mst_notation_part(&part, &rest);

	return length > 0 && length < strlen(text) && !strstr(text, "://") &&
	       mst_expression_parse(&expression, text) != NULL;
}

static int add_expression(struct mst_targets *targets, bool exclude, const char *text, struct mst_error *err)
{
	struct adding adding = { targets, exclude, exclude ? "exclude" : "target", text };

	if (targets->closed)
		return mst_fail(err, -EINVAL, "%s \"%s\": the list of targets is closed", adding.what,
		                quote(text).text);
	return strchr(text, ',') && is_list(text) ? add_list(&adding, err) : add_part(&adding, text, err);
}

int mst_targets_add(struct mst_targets *targets, const char *text, struct mst_error *err)
{
	return add_expression(targets, false, text, err);
}

int mst_targets_exclude(struct mst_targets *targets, const char *text, struct mst_error *err)
{
	return add_expression(targets, true, text, err);
}
