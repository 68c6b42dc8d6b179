# SPDX-License-Identifier: BSD-2-Clause
"""Servers of Debian packages for bench/services: which, and how they are started without an installation of their own."""
