/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * muster.h - the front door: everything of libmuster.
 *
 * Nothing is stable before version 1.0: each minor version (0.1, 0.2) may change calls and the layout of structs, and
 * then a program must be compiled again. The shared library refuses programs that were linked with another minor
 * version. From 1.0 on, the major version says so.
 */
#ifndef MUSTER_MUSTER_H
#define MUSTER_MUSTER_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/capture.h>
#include <muster/compare.h>
#include <muster/endpoints.h>
#include <muster/engine.h>
#include <muster/error.h>
#include <muster/fleet.h>
#include <muster/forward.h>
#include <muster/journal.h>
#include <muster/lab.h>
#include <muster/listen.h>
#include <muster/metrics.h>
#include <muster/nearby.h>
#include <muster/net.h>
#include <muster/ping.h>
#include <muster/replay.h>
#include <muster/report.h>
#include <muster/result.h>
#include <muster/reverse.h>
#include <muster/route.h>
#include <muster/rows.h>
#include <muster/scan.h>
#include <muster/scan_config.h>
#include <muster/service.h>
#include <muster/sheet.h>
#include <muster/stray.h>
#include <muster/targets.h>
#include <muster/text.h>
#include <muster/trace.h>
#include <muster/units.h>
#include <muster/vendors.h>
#include <muster/version.h>
#include <muster/watch.h>
#include <muster/watch_page.h>

#endif
