/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recog.h - one file of fingerprints in the XML format of recog (github.com/rapid7/recog): Ruby's regular expressions,
 * and parameters that become our values.
 *
 *     <fingerprints matches="ssh.banner">
 *       <fingerprint pattern="^mpSSH_([\d.]+)$" flags="REG_ICASE">
 *         <param pos="0" name="service.product" value="iLO"/>           a constant
 *         <param pos="1" name="service.version"/>                       the text of a group
 *         <param pos="0" name="service.cpe23" value="cpe:/a:hp:ilo:{service.version}"/>
 */
#ifndef MST_IDENTIFY_RECOG_H
#define MST_IDENTIFY_RECOG_H

#include "identify/set.h"
#include <muster/error.h>

/*
 * Appends what a file says to the set; fingerprints for texts that have no key are compiled and counted only. -EINVAL
 * with "FILE:LINE: sentence", -ENOMEM.
 */
int mst_recog_read(struct mst_signatures *set, const char *file, const char *text, size_t size, struct mst_error *err);

#endif
