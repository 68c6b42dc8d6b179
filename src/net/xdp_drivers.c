/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xdp_drivers.c - see xdp_drivers.h.
 *
 * Read in the sources of Linux 6.1.192 and 6.12.117 (Debian 12 and 13): every file that handles XDP_SETUP_PROG. What
 * older ones did is in the remarks. A driver counts as one that restarts where any of these kernels, or a newer one,
 * restarts it: vendors bring changes of new drivers into old kernels. Drivers of no row are treated in the same way.
 */
#include "net/xdp_drivers.h"

#include <string.h>

#define INTEL "ethernet/intel/"

/* clang-format off */
static const struct mst_xdp_driver rows[] = {
#define ROW(name, effect, xmit, major, minor, source) \
	{ name, MST_XDP_##effect, MST_XDP_XMIT_##xmit, MST_KERNEL(major, minor), source },

	/* Virtual devices. Segmentation offload of a veth's other end is off meanwhile, and comes back. */
	ROW("veth", PAUSES, ALWAYS, 4, 19, "veth.c: veth_xdp_set, veth_enable_xdp")
	ROW("tun", QUIET, ALWAYS, 4, 14, "tun.c: tun_xdp_set")
	/* NAPI is off and on again. Guest offloads (GRO_HW, checksums) are off meanwhile, and come back. It reset the
	 * device until 4.13 (commit 4941d472bf95, "virtio-net: do not reset during XDP set"). */
	ROW("virtio_net", PAUSES, ATTACHED, 4, 13, "virtio_net.c: virtnet_xdp_set")
	ROW("vif", RESTARTS, ATTACHED, 5, 9, "xen-netfront.c: xennet_xdp_set (talks to the backend again)")
	/* The driver itself sets a pointer; the virtual function below it has a driver of its own. */
	ROW("hv_netvsc", BELOW, ATTACHED, 5, 6, "hyperv/netvsc_bpf.c: netvsc_bpf, netvsc_vf_setxdp")
	ROW("bonding", BELOW, ATTACHED, 5, 15, "bonding/bond_main.c: bond_xdp_set")
	/* LRO is off meanwhile, and does not come back by itself. */
	ROW("vmxnet3", RESTARTS, ATTACHED, 6, 6, "vmxnet3/vmxnet3_xdp.c: vmxnet3_xdp_set")

	/* Drivers that set a pointer. */
	ROW("sfc", QUIET, ALWAYS, 5, 5, "ethernet/sfc/efx.c: efx_xdp_setup_prog")
	ROW("tsnep", QUIET, ALWAYS, 6, 3, "ethernet/engleder/tsnep_xdp.c: tsnep_xdp_setup_prog")
	ROW("cpsw", QUIET, ATTACHED, 5, 3, "ethernet/ti/cpsw_priv.c: cpsw_xdp_prog_setup")
	ROW("cpsw-switch", QUIET, ATTACHED, 5, 5, "ethernet/ti/cpsw_priv.c: cpsw_xdp_prog_setup")

	/* Drivers that stop and start. */
	ROW("igb", RESTARTS, ATTACHED, 5, 10, INTEL "igb/igb_main.c: igb_xdp_setup (igb_close, igb_open)")
	ROW("igc", RESTARTS, ATTACHED, 5, 13, INTEL "igc/igc_xdp.c: igc_xdp_set_prog (igc_close, igc_open)")
	ROW("ixgbe", RESTARTS, ATTACHED, 4, 12, INTEL "ixgbe/ixgbe_main.c: ixgbe_xdp_setup (ixgbe_setup_tc)")
	ROW("ixgbevf", RESTARTS, NEVER, 4, 17, INTEL "ixgbevf/ixgbevf_main.c: ixgbevf_xdp_setup (ixgbevf_close)")
	ROW("i40e", RESTARTS, ATTACHED, 4, 13, INTEL "i40e/i40e_main.c: i40e_xdp_setup (i40e_reset_and_rebuild)")
	ROW("ice", RESTARTS, ATTACHED, 5, 5, INTEL "ice/ice_main.c: ice_xdp_setup_prog (ice_down, ice_up)")
	ROW("mlx4_en", RESTARTS, NEVER, 4, 8, "ethernet/mellanox/mlx4/en_netdev.c: mlx4_xdp_set (mlx4_en_stop_port)")
	ROW("mlx5_core", RESTARTS, ATTACHED, 4, 9,
	    "ethernet/mellanox/mlx5/core/en_main.c: mlx5e_xdp_set (mlx5e_safe_switch_params)")
	ROW("ena", RESTARTS, ATTACHED, 5, 6, "ethernet/amazon/ena/ena_xdp.c: ena_xdp_set (ena_down, ena_up)")
	ROW("bnxt_en", RESTARTS, ATTACHED, 4, 11, "ethernet/broadcom/bnxt/bnxt_xdp.c: bnxt_xdp_set (bnxt_close_nic)")
	ROW("nfp", RESTARTS, NEVER, 4, 10, "ethernet/netronome/nfp/nfp_net_common.c: nfp_net_ring_reconfig")
	ROW("qede", RESTARTS, ATTACHED, 4, 10, "ethernet/qlogic/qede/qede_filter.c: qede_xdp_set (qede_reload)")
	ROW("nicvf", RESTARTS, NEVER, 4, 12, "ethernet/cavium/thunder/nicvf_main.c: nicvf_xdp_setup (nicvf_stop)")
	ROW("gve", RESTARTS, ATTACHED, 6, 4, "ethernet/google/gve/gve_main.c: gve_set_xdp (gve_turndown)")
	/* It only set pointers until its buffers became fragments of pages; that change is in vendors' kernels too. */
	ROW("mana", RESTARTS, ATTACHED, 5, 17, "ethernet/microsoft/mana/mana_bpf.c: mana_xdp_set (mana_detach)")
	ROW("ionic", RESTARTS, ATTACHED, 6, 9, "ethernet/pensando/ionic/ionic_lif.c: ionic_xdp_config")
	ROW("atlantic", RESTARTS, ATTACHED, 5, 19,
	    "ethernet/aquantia/atlantic/aq_main.c: aq_xdp_setup (aq_ndev_close; LRO stays off)")
	ROW("funeth", RESTARTS, ATTACHED, 5, 18, "ethernet/fungible/funeth/funeth_main.c: fun_enter_xdp")
	ROW("mvneta", RESTARTS, ATTACHED, 5, 5, "ethernet/marvell/mvneta.c: mvneta_xdp_setup (mvneta_stop)")
	ROW("mvpp2", RESTARTS, ATTACHED, 5, 9, "ethernet/marvell/mvpp2/mvpp2_main.c: mvpp2_xdp_setup (mvpp2_stop)")
	ROW("rvu-nicpf", RESTARTS, ATTACHED, 5, 16,
	    "ethernet/marvell/octeontx2/nic/otx2_pf.c: otx2_xdp_setup (otx2_stop)")
	ROW("mtk_soc_eth", RESTARTS, ATTACHED, 6, 0, "ethernet/mediatek/mtk_eth_soc.c: mtk_xdp_setup (mtk_stop)")
	ROW("lan966x-switch", RESTARTS, ATTACHED, 6, 2,
	    "ethernet/microchip/lan966x/lan966x_xdp.c: lan966x_xdp_setup (lan966x_fdma_reload_page_pool)")
	ROW("st_gmac", RESTARTS, ATTACHED, 5, 13, "ethernet/stmicro/stmmac/stmmac_xdp.c: stmmac_xdp_set_prog")
	ROW("st_xgmac", RESTARTS, ATTACHED, 5, 13, "ethernet/stmicro/stmmac/stmmac_xdp.c: stmmac_xdp_set_prog")
	ROW("fec", RESTARTS, ATTACHED, 6, 2, "ethernet/freescale/fec_main.c: fec_enet_bpf (fec_restart)")
	ROW("fsl_dpa", RESTARTS, ATTACHED, 5, 11, "ethernet/freescale/dpaa/dpaa_eth.c: dpaa_setup_xdp (dpaa_eth_stop)")
	ROW("fsl_dpaa2_eth", RESTARTS, ATTACHED, 5, 0,
	    "ethernet/freescale/dpaa2/dpaa2-eth.c: dpaa2_eth_setup_xdp (dev_close, dev_open)")
	ROW("fsl_enetc", RESTARTS, ATTACHED, 5, 13, "ethernet/freescale/enetc/enetc.c: enetc_setup_xdp_prog")
	ROW("netsec", RESTARTS, ATTACHED, 5, 3, "ethernet/socionext/netsec.c: netsec_xdp_setup (netsec_netdev_stop)")
	ROW("am65-cpsw-nuss", RESTARTS, ATTACHED, 6, 10, "ethernet/ti/am65-cpsw-nuss.c: am65_cpsw_xdp_prog_setup")
#undef ROW
};
/* clang-format on */

#define ROW_COUNT (sizeof rows / sizeof *rows)

const struct mst_xdp_driver *mst_xdp_driver_at(size_t index)
{
	return index < ROW_COUNT ? &rows[index] : NULL;
}

const struct mst_xdp_driver *mst_xdp_driver_named(const char *name)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}
