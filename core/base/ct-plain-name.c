/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-plain-name.h"

#include <stdint.h>
#include <string.h>

#include "core/base/ct-utf8.h"

/* Whether a name may contain it: not a control character, nor one that changes the direction of the text around it. */
static bool
is_harmless (uint32_t c)
{
  if (c < 0x20 || (c >= 0x7f && c < 0xa0))
    return false;
  if (c == 0x61c || c == 0x200e || c == 0x200f || c == 0xfeff)
    return false;
  return !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
}

/* Goes to what comes after the character at @text, or after a byte that is none. */
static const char *
next (const char *text, const char *end, bool *harmless)
{
  uint32_t c;
  size_t length = ct_utf8_read (text, (size_t) (end - text), &c);

  *harmless = length > 0 && is_harmless (c);
  return text + (length > 0 ? length : 1);
}

void
ct_plain_name_copy (const char *text, char *name, size_t size)
{
  const char *end = text + strlen (text);
  size_t n = 0;

  memset (name, 0, size);
  while (text < end)
    {
      const char *character = text;
      bool harmless;
      size_t length;

      text = next (text, end, &harmless);
      length = (size_t) (text - character);
      if (!harmless)
        continue;
      if (n + length >= size)
        break;
      memcpy (name + n, character, length);
      n += length;
    }
}

bool
ct_plain_name_is_valid (const char *name, size_t size)
{
  const char *end = memchr (name, '\0', size);
  bool harmless = true;

  if (!end)
    return false;
  for (const char *at = end; at < name + size; at++)
    if (*at)
      return false;
  while (name < end && harmless)
    name = next (name, end, &harmless);
  return harmless;
}
