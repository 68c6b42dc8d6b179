/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * version.h - which muster this is.
 *
 * Nothing is stable before version 1.0: 0.2 may change what 0.1 declares (see muster.h).
 */
#ifndef MUSTER_VERSION_H
#define MUSTER_VERSION_H

#define MST_VERSION "0.1.0"

#endif
