# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a file as a C array: embed.py IN OUT.c NAME makes NAME_data and NAME_size."""
import sys

source, target, name = sys.argv[1:]
with open(source, 'rb') as file:
    data = file.read()
rows = (','.join(map(str, data[i:i + 32])) for i in range(0, len(data), 32))
with open(target, 'w', encoding='ascii') as file:
    file.write('#include <stddef.h>\n'
               f'extern const unsigned char {name}_data[];\nextern const size_t {name}_size;\n'
               f'const unsigned char {name}_data[] = {{\n')
    file.write(',\n'.join(rows))
    file.write(f'\n}};\nconst size_t {name}_size = sizeof {name}_data;\n')
