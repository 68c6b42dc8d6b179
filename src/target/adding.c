/* adding.c - from texts to the lists of a set that is still open. See muster/targets.h. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "target/names.h"
#include "target/parse.h"
#include "target/set.h"
#include "target/zones.h"

void mst_targets_take_names(struct mst_targets *targets, bool ipv4, bool ipv6)
{
	targets->ipv4_names = ipv4;
	targets->ipv6_names = ipv6;
}

void mst_targets_take_zone(struct mst_targets *targets, const char *interface)
{
	targets->one_zone = true;
	snprintf(targets->zone, sizeof targets->zone, "%s", interface ? interface : "");
}

/* For sentences: what came from outside may be long, or try to write to a terminal. */
struct quoted {
	char text[64];
};

static struct quoted quote(const char *text)
{
	struct quoted quoted;
	size_t at = 0;

	for (; *text && at < sizeof quoted.text - 4; text++)
		quoted.text[at++] = (unsigned char)*text < ' ' || (unsigned char)*text > '~' ? '?' : *text;
	strcpy(quoted.text + at, *text ? "..." : "");
	return quoted;
}

/* Remarks are kept as long as there are few of them. */
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
		                "%s \"%s\": %s; expected 2001:db8::1, 2001:db8::/64, 2001:db8::1-2001:db8::1:ff, 2001:db8::1-ff or "
		                "fe80::1%%eth0", what, quote(text).text, wrong);
	return mst_fail(err, -EINVAL,
	                "%s \"%s\": %s; expected 10.0.2.2, 10.0.2.0/24, 10.0.2.2-10.0.3.9, 10.0.2.2-4, "
	                "10.0.0-3.1,5-9, an IPv6 address or prefix, or a host name",
	                what, quote(text).text, wrong);
}

/* The zone of this scope, made when there is none; NULL without memory. */
static struct mst_zone *zone_of(struct mst_targets *targets, uint32_t scope)
{
	struct mst_zone *zones;

	for (size_t i = 0; i < targets->zone_count; i++) {
		if (targets->zones[i].scope == scope)
			return &targets->zones[i];
	}
	zones = reallocarray(targets->zones, targets->zone_count + 1, sizeof *zones);
	if (!zones)
		return NULL;
	targets->zones = zones;
	zones[targets->zone_count] = (struct mst_zone){ .scope = scope };
	return &zones[targets->zone_count++];
}

static int add_ipv6(struct mst_targets *targets, struct mst_interval6 interval, uint32_t scope, bool exclude)
{
	struct mst_zone *zone = zone_of(targets, scope);

	return zone ? mst_intervals6_add(exclude ? &zone->excluded : &zone->asked, interval) : -ENOMEM;
}

/* What a name stands for is added with this in mind. */
struct adding {
	struct mst_targets *targets;
	bool exclude;
};

static int add_addr(void *user, const struct mst_addr *addr)
{
	const struct adding *adding = user;
	struct mst_targets *targets = adding->targets;
	uint32_t ipv4 = mst_addr_ipv4(addr);
	mst_uint128 ipv6 = mst_addr_ipv6(addr);

	if (addr->family == MST_IPV6)
		return add_ipv6(targets, (struct mst_interval6){ ipv6, ipv6 }, addr->scope, adding->exclude);
	return mst_intervals_add(adding->exclude ? &targets->excluded : &targets->asked, (struct mst_interval){ ipv4, ipv4 });
}

/* A name that must not be asked has every address it may have. */
static int add_name(struct adding *adding, const char *what, const char *name, struct mst_error *err)
{
	const struct mst_targets *targets = adding->targets;
	bool ipv4 = targets->ipv4_names || adding->exclude, ipv6 = targets->ipv6_names || adding->exclude;
	const char *wrong = mst_name_resolve_wanted(name, ipv4, ipv6, add_addr, adding);

	if (!wrong)
		return 0;
	return mst_fail(err, -EINVAL, "%s \"%s\": no %s address found for this name (%s)", what, quote(name).text,
	                ipv4 == ipv6 ? "IPv4 or IPv6" : ipv4 ? "IPv4" : "IPv6", wrong);
}

/* Of a link-local expression without its interface: see mst_targets_take_zone. */
static int find_zone(const struct mst_targets *targets, const struct mst_expression *expression, uint32_t *scope, const char *text,
                     struct mst_error *err)
{
	struct mst_addr first = mst_addr_from_ipv6(expression->interval6.first, 0);
	char meant[256], names[256];
	size_t count;

	*scope = 0;
	if (!targets->one_zone || !mst_addr_is_link_local(&first))
		return 0;
	if (targets->zone[0]) {
		*scope = mst_scope_resolve(targets->zone);
		return 0; /* that there is no such interface is told where it is used */
	}
	count = mst_scopes_of(quote(text).text, scope, meant, sizeof meant);
	if (count == 1)
		return 0;
	if (count)
		return mst_fail(err, -EINVAL, "target \"%s\": a link-local address needs its interface; expected %s", quote(text).text, meant);
	return mst_fail(err, -EINVAL, "target \"%s\": a link-local address needs its interface, as in %s%%eth0; none has IPv6 here, there are: %s",
	                quote(text).text, quote(text).text, mst_scopes(names, sizeof names));
}

static int add_expression_ipv6(struct adding *adding, const struct mst_expression *expression, const char *what,
                               const char *text, struct mst_error *err)
{
	uint32_t scope = expression->scope[0] ? mst_scope_resolve(expression->scope) : 0;
	char names[256];
	int code = expression->scope[0] || adding->exclude ? 0 : find_zone(adding->targets, expression, &scope, text, err);

	if (code < 0)
		return code;
	if (expression->scope[0] && !scope)
		return mst_fail(err, -EINVAL, "%s \"%s\": there is no interface %s; there are: %s", what, quote(text).text,
		                quote(expression->scope).text, mst_scopes(names, sizeof names));
	if (add_ipv6(adding->targets, expression->interval6, scope, adding->exclude) < 0)
		return mst_fail(err, -ENOMEM, "%s \"%s\": no memory for so many targets", what, quote(text).text);
	return 0;
}

static int add_parsed(struct adding *adding, const struct mst_expression *expression, const char *what, const char *text,
                      struct mst_error *err)
{
	struct mst_targets *targets = adding->targets;

	if (expression->host_bits)
		note(targets, "%s %s has host bits: taken for the whole prefix", what, quote(text).text);
	if (expression->family == MST_IPV6)
		return add_expression_ipv6(adding, expression, what, text, err);
	if (mst_expression_expand(expression, adding->exclude ? &targets->excluded : &targets->asked) < 0)
		return mst_fail(err, -ENOMEM, "%s \"%s\": no memory for so many targets", what, quote(text).text);
	return 0;
}

static int add_expression(struct mst_targets *targets, bool exclude, const char *text, struct mst_error *err)
{
	const char *what = exclude ? "exclude" : "target", *wrong;
	struct adding adding = { targets, exclude };
	struct mst_expression expression;

	if (targets->closed)
		return mst_fail(err, -EINVAL, "%s \"%s\": the list of targets is closed", what, quote(text).text);
	wrong = mst_expression_parse(&expression, text);
	if (!wrong)
		return add_parsed(&adding, &expression, what, text, err);
	if (mst_text_is_numeric(text))
		return fail_expression(err, what, text, wrong);
	if (!mst_name_is_plausible(text))
		return fail_expression(err, what, text, "neither an address nor a host name");
	return add_name(&adding, what, text, err);
}

int mst_targets_add(struct mst_targets *targets, const char *text, struct mst_error *err)
{
	return add_expression(targets, false, text, err);
}

int mst_targets_exclude(struct mst_targets *targets, const char *text, struct mst_error *err)
{
	return add_expression(targets, true, text, err);
}

int mst_targets_add_addr(struct mst_targets *targets, const struct mst_addr *addr, bool exclude)
{
	struct adding adding = { targets, exclude };

	return add_addr(&adding, addr);
}

int mst_targets_add_interval(struct mst_targets *targets, const struct mst_addr *first, const struct mst_addr *last)
{
	if (first->family == MST_IPV6)
		return add_ipv6(targets, (struct mst_interval6){ mst_addr_ipv6(first), mst_addr_ipv6(last) }, first->scope, false);
	return mst_intervals_add(&targets->asked, (struct mst_interval){ mst_addr_ipv4(first), mst_addr_ipv4(last) });
}
