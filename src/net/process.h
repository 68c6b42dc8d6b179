/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * process.h - what routes of this machine's own packets depend on besides the packet: the process that opened the
 * socket. The user, by policy rules (`ip rule add uidrange …`); the interface that the kernel binds every socket of the
 * process to (`ip vrf exec`, by a BPF program of its control group). Netlink answers for whoever asks, which after
 * rights are dropped is another user; so both are read when the sockets are opened, and are said in every question.
 */
#ifndef MST_NET_PROCESS_H
#define MST_NET_PROCESS_H

#include <net/if.h>
#include <sys/types.h>

struct mst_process {
	uid_t uid;
	char bound[IF_NAMESIZE]; /* "": sockets are bound to no interface */
};

/* Those of this process, now. Opens a socket. */
void mst_process_read(struct mst_process *process);

#endif
