# SPDX-License-Identifier: BSD-2-Clause
# pkgconfig.cmake - writes muster.pc from muster.pc.in.
#
# Its folders are relative to where muster.pc is found, so that an installation can be moved. Where a distribution gives an absolute
# CMAKE_INSTALL_LIBDIR or CMAKE_INSTALL_INCLUDEDIR, this one stands as it is.
set(MST_PC_PREFIX ${CMAKE_INSTALL_PREFIX})
if(NOT IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
	file(RELATIVE_PATH MST_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
	string(REGEX REPLACE "(.*[^/])/*$" "\${pcfiledir}/\\1" MST_PC_PREFIX "${MST_PC_PREFIX}")
endif()
foreach(folder LIBDIR INCLUDEDIR)
	set(MST_PC_${folder} "\${prefix}")
	cmake_path(APPEND MST_PC_${folder} "${CMAKE_INSTALL_${folder}}") # an absolute one replaces what it is appended to
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/../muster.pc.in ${CMAKE_BINARY_DIR}/muster.pc @ONLY)
