/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * igmp.h - what is shared by the describers of IGMP and of the protocols that use its number: DVMRP and PIM version 1.
 */
#ifndef MST_DISSECT_IP_IGMP_H
#define MST_DISSECT_IP_IGMP_H

#include "dissect/common/layer.h"

mst_describer mst_describe_dvmrp, mst_describe_pim1;

#endif
