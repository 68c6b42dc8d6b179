/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * refusal.h - what in this machine refuses frames with an error that sounds like missing rights.
 */
#ifndef MST_CLI_SCAN_REFUSAL_H
#define MST_CLI_SCAN_REFUSAL_H

#include <errno.h>

/* Follows the words of the error (an errno of a send); empty for others. Static. More rights would not help. */
static inline const char *mst_refusal_by(int error)
{
	switch (error) {
	case EPERM: return " (by a packet filter of this machine, such as nftables)";
	case EACCES: return " (by a route of type prohibit, or as a broadcast address)";
	default: return "";
	}
}

#endif
