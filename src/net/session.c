/* SPDX-License-Identifier: BSD-2-Clause */
/* session.c - see session.h. */
#include "net/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LOCAL_ADDR 2 /* of the words of SSH_CONNECTION, from 0 */
#define BLANK " \t"

int mst_session_addr(struct mst_addr *addr, const char *connection)
{
	char text[MST_ADDR_TEXT];
	size_t length;

	for (int i = 0; i < LOCAL_ADDR; i++) {
		connection += strcspn(connection, BLANK);
		connection += strspn(connection, BLANK);
	}
	length = strcspn(connection, BLANK);
	if (length == 0 || length >= sizeof text)
		return -EINVAL;
	memcpy(text, connection, length);
	text[length] = '\0';
	text[strcspn(text, "%")] = '\0'; /* the zone of a link-local address: interfaces are compared without */
	return mst_addr_parse(addr, text);
}

/* Without their scopes: a link-local address that several interfaces have protects each of them. */
static bool same_addr(const struct mst_addr *a, const struct mst_addr *b)
{
	struct mst_addr one = *a, other = *b;

	one.scope = other.scope = 0;
	return mst_addr_equal(&one, &other);
}

static bool has_addr(const struct mst_interface *interface, const struct mst_addr *addr)
{
	for (size_t i = 0; i < interface->addr_count; i++) {
		if (same_addr(&interface->addrs[i].addr, addr))
			return true;
	}
	return false;
}

/* Whether what passes `upper` passes `lower` too, because it is directly below. The peer of a veth is not. */
static bool is_below(const struct mst_interface *lower, const struct mst_interface *upper)
{
	return (*lower->master && strcmp(lower->master, upper->name) == 0) ||
	       (*upper->lower && strcmp(upper->lower, lower->name) == 0 && strcmp(upper->type, "veth") != 0);
}

static bool is_carried(const struct mst_interface *upper, const struct mst_addr *addr)
{
	return addr ? has_addr(upper, addr) : upper->gateway_count > 0;
}

/* Marks what is stacked on marked ones until nothing is added: stacks have few levels. */
static void mark_stack(const struct mst_interfaces *all, bool *marked)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t lower = 0; lower < all->count; lower++) {
			for (size_t upper = 0; marked[lower] && upper < all->count; upper++) {
				if (marked[upper] || !is_below(&all->items[lower], &all->items[upper]))
					continue;
				marked[upper] = more = true;
			}
		}
	}
}

enum mst_session mst_session_of(const struct mst_interfaces *all, const char *interface, const struct mst_addr *addr)
{
	bool *marked = calloc(all->count + 1, sizeof *marked);
	bool carries = !marked; /* the cautious answer */

	for (size_t i = 0; i < all->count && marked; i++)
		marked[i] = strcmp(all->items[i].name, interface) == 0;
	if (marked)
		mark_stack(all, marked);
	for (size_t i = 0; i < all->count && !carries; i++)
		carries = marked[i] && is_carried(&all->items[i], addr);
	free(marked);
	return !carries ? MST_SESSION_NONE : addr ? MST_SESSION_SSH : MST_SESSION_GATEWAY;
}

enum mst_session mst_session_at(const char *interface)
{
	const char *connection = getenv("SSH_CONNECTION");
	struct mst_addr addr;
	bool known = connection && mst_session_addr(&addr, connection) == 0;
	struct mst_interfaces *all;
	enum mst_session session;

	if (mst_interfaces_read(&all, NULL) < 0)
		return MST_SESSION_GATEWAY;
	session = mst_session_of(all, interface, known ? &addr : NULL);
	mst_interfaces_free(all);
	return session;
}
