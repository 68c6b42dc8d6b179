# SPDX-License-Identifier: BSD-2-Clause
"""side - what bench/compare is made of: the world asked, the tools that ask, the trials, and the report."""
