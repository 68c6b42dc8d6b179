# SPDX-License-Identifier: BSD-2-Clause
# embed.cmake - cmake -D IN=file -D OUT=file.c -D NAME=symbol -D HEADER=header.h [-D FLAT=ON] -P embed.cmake
#
# Writes a C file that defines the bytes of the file IN as `const char NAME[]`, and `NAME_size`; HEADER declares both.
# FLAT leaves out the tabs that lines begin with.
file(READ ${IN} bytes HEX)
if(FLAT)
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\1," bytes "${bytes}")
	string(REGEX REPLACE "0a,(09,)+" "0a," bytes "${bytes}")
	string(REPLACE "," "" bytes "${bytes}")
endif()
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REPEAT "0x..," 16 line)
string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")
file(WRITE ${OUT} "#include \"${HEADER}\"\n\nconst char ${NAME}[] = {\n${bytes}\n};\nconst size_t ${NAME}_size = sizeof ${NAME};\n")

