/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * session.h - which interfaces carry the session of the user who started this program: what takes their link down may
 * end it.
 *
 *     SSH_CONNECTION="192.0.2.7 51712 198.51.100.4 22"      the third is the address of this machine: its interface
 *     no such variable                                      those with a default route
 *
 * The link of an interface also carries what is stacked on it: a VLAN's lower link, the ports of a bridge or bond.
 */
#ifndef MST_NET_SESSION_H
#define MST_NET_SESSION_H

#include <muster/net.h>

enum mst_session {
	MST_SESSION_NONE,    /* it carries none that is known */
	MST_SESSION_SSH,     /* the SSH connection */
	MST_SESSION_GATEWAY, /* no SSH connection is known, and a default route leads through it */
};

/* The address of this machine in the text of SSH_CONNECTION; 0, or -EINVAL when the text has another form. */
int mst_session_addr(struct mst_addr *addr, const char *connection);

/*
 * What this interface carries. `addr`: of this machine, in the SSH connection; NULL when none is known. An address that
 * no interface has is one of another network namespace: the session is there. Pure.
 */
enum mst_session mst_session_of(const struct mst_interfaces *all, const char *interface, const struct mst_addr *addr);

/* The same, of this machine now, and of the variable SSH_CONNECTION. */
enum mst_session mst_session_at(const char *interface);

#endif
