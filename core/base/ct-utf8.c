/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-utf8.h"

#include <stdbool.h>

/* How many bytes a character has by its first one; 0: none begins with it. */
static size_t
length_by_first (unsigned char byte)
{
  if (byte < 0x80)
    return 1;
  if (byte >> 5 == 0x6)
    return 2;
  if (byte >> 4 == 0xe)
    return 3;
  return byte >> 3 == 0x1e ? 4 : 0;
}

static bool
continues (unsigned char byte)
{
  return byte >> 6 == 0x2;
}

size_t
ct_utf8_read (const char *text, size_t n, uint32_t *code)
{
  static const uint32_t least[CT_UTF8_LONGEST + 1] = { 0, 0, 0x80, 0x800, 0x10000 };
  const unsigned char *bytes = (const unsigned char *) text;
  size_t length = n > 0 ? length_by_first (bytes[0]) : 0;
  uint32_t value;

  if (length == 0 || length > n)
    return 0;
  value = length == 1 ? bytes[0] : bytes[0] & (0x7fu >> length);
  for (size_t i = 1; i < length; i++)
    {
      if (!continues (bytes[i]))
        return 0;
      value = value << 6 | (bytes[i] & 0x3fu);
    }
  if (value < least[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
    return 0;
  *code = value;
  return length;
}

size_t
ct_utf8_whole (const char *text, size_t n)
{
  size_t first = n;

  while (first > 0 && n - first < CT_UTF8_LONGEST - 1)
    {
      unsigned char byte = (unsigned char) text[--first];

      if (!continues (byte))
        return length_by_first (byte) > n - first ? first : n;
    }
  return n;
}
