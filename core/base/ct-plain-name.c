/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-plain-name.h"

#include <stdint.h>
#include <string.h>

/* The first character of @text and its length in bytes; -1, and a length of 1, where it is not UTF-8. */
static int32_t
decode_character (const unsigned char *text, size_t *length)
{
  static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
  size_t n = text[0] < 0x80 ? 1 : text[0] >= 0xc2 && text[0] < 0xe0 ? 2 : text[0] >= 0xe0 && text[0] < 0xf0 ? 3 : 4;
  int32_t value = n == 1 ? text[0] : text[0] & (0xff >> (n + 1));

  *length = 1;
  if (text[0] >= 0xf5 || (text[0] >= 0x80 && text[0] < 0xc2))
    return -1;
  for (size_t i = 1; i < n; i++)
    {
      if ((text[i] & 0xc0) != 0x80)
        return -1;
      value = value << 6 | (text[i] & 0x3f);
    }
  if (value < least[n] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
    return -1;
  *length = n;
  return value;
}

/* Whether a name may contain it: not a control character, nor one that changes the direction of the text around it. */
static bool
is_harmless (int32_t c)
{
  if (c < 0x20 || (c >= 0x7f && c < 0xa0))
    return false;
  if (c == 0x61c || c == 0x200e || c == 0x200f || c == 0xfeff)
    return false;
  return !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
}

void
ct_plain_name_copy (const char *text, char *name, size_t size)
{
  size_t n = 0, length;

  memset (name, 0, size);
  for (; *text; text += length)
    {
      int32_t c = decode_character ((const unsigned char *) text, &length);

      if (!is_harmless (c))
        continue;
      if (n + length >= size)
        break;
      memcpy (name + n, text, length);
      n += length;
    }
}

bool
ct_plain_name_is_valid (const char *name, size_t size)
{
  const char *end = memchr (name, '\0', size);
  size_t length;

  if (!end)
    return false;
  for (const char *at = end; at < name + size; at++)
    if (*at)
      return false;
  for (; name < end; name += length)
    if (!is_harmless (decode_character ((const unsigned char *) name, &length)))
      return false;
  return true;
}
