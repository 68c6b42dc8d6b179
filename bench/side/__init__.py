# SPDX-License-Identifier: BSD-2-Clause
"""side - the parts of bench/compare: the simulated network, the tools compared, the trials, and the report."""
